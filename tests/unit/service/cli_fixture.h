#pragma once

// Runs one of the service's commands inside the test and catches what it prints.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"
#include "tests/unit/service/store_fixture.h"

namespace leakwarden::service {

struct Said {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

inline Said said_by(int (*command)(const std::vector<std::string>&),
                    const std::vector<std::string>& words) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Said said;
  said.exit_code = command(words);
  said.output = ::testing::internal::GetCapturedStdout();
  said.errors = ::testing::internal::GetCapturedStderr();
  return said;
}

// What is said when standard output is a full disk.
inline Said said_into_full_disk(int (*command)(const std::vector<std::string>&),
                                const std::vector<std::string>& words) {
  ::testing::internal::CaptureStderr();
  std::fflush(stdout);
  int kept = ::dup(STDOUT_FILENO);
  int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ::dup2(full, STDOUT_FILENO);
  Said said;
  said.exit_code = command(words);
  ::dup2(kept, STDOUT_FILENO);
  ::close(kept);
  ::close(full);
  said.errors = ::testing::internal::GetCapturedStderr();
  return said;
}

// Text that was wrapped, as one line.
inline std::string one_line(const std::string& text) {
  std::string line;
  for (char byte : text) {
    bool blank = byte == ' ' || byte == '\n';
    if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : byte;
  }
  return line;
}

// A data folder with a store that a "daemon" (the test) has open, and a configuration beside it.
class CliTest : public ::testing::Test {
 protected:
  CliTest() : data_dir_(folder_ / "data"), store_(open_daemon()) {
    config_file_ = folder_.write(
        "leakwarden.yaml",
        "data_dir: " + data_dir_ + "\nwatch: [{path: " + folder_.path() +
            "}]\nchannels:\n  - {name: bus, type: webhook, url: 'http://127.0.0.1:9/x', secret: "
            "{file: " +
            folder_.write("secret", "whsec_" + std::string(32, 'A') + "\n") +
            "}}\noutgoing: {allow_private: [127.0.0.1/32]}\n");
  }

  std::unique_ptr<Store> open_daemon() {
    StoreOptions options;
    options.data_dir = data_dir_;
    options.now = at_second(0);
    return open_sqlite_store(options).value();
  }

  Said run(int (*command)(const std::vector<std::string>&), std::vector<std::string> words) {
    words.insert(words.end(), {"--config", config_file_});
    return said_by(command, words);
  }

  leakwarden::testing::TemporaryFolder folder_;
  std::string data_dir_;
  std::string config_file_;
  StoreSteps store_;
};

}  // namespace leakwarden::service
