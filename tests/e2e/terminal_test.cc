// What a person sees of a long scan: how far it is, and what Ctrl-C leaves.

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/support/daemon.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

// Minutes of zeros beside a small file with a key.
class Terminal : public ::testing::Test {
 protected:
  Terminal() {
    write_file(folder_ / "files/a.env", "KEY=" + key_ + "\n");
    for (const char* name : {"b", "c"}) {
      write_file(folder_ / ("files/" + std::string(name)), "");
      std::filesystem::resize_file(folder_ / ("files/" + std::string(name)), 40ull << 30);
    }
  }

  nlohmann::json scan_until(const std::string& word) {
    const ProgramResult result = run_program(
        {"python3", std::string(LEAKWARDEN_SOURCE_DIR) + "/tests/support/on_terminal.py", word,
         scanner_program(), "scan", "--fresh", "--format", "jsonl", "--output", folder_ / "report",
         folder_ / "files"});
    return nlohmann::json::parse(result.output, nullptr, false);
  }

  TemporaryFolder folder_;
  const std::string key_ = planted_postman_key(71);
};

TEST_F(Terminal, ALongScanShowsHowFarItIsAndEndsCleanlyAtCtrlC) {
  const nlohmann::json seen = scan_until(" found");
  ASSERT_TRUE(seen.is_object());
  const std::string text = seen["text"];
  EXPECT_EQ(seen["exit_code"], 130) << text;
  EXPECT_LT(seen["seconds"], 30);
  EXPECT_NE(text.find("scanning "), std::string::npos) << text;
  EXPECT_NE(text.find("3 objects"), std::string::npos) << text;
  EXPECT_NE(text.find("B"), std::string::npos) << text;
  EXPECT_EQ(text.find(key_), std::string::npos);
  const std::string report = read_file(folder_ / "report");
  EXPECT_NE(report.find("\"outcome\":\"partial\""), std::string::npos) << report;
  EXPECT_NE(report.find("interrupted"), std::string::npos) << report;
  EXPECT_NE(report.find("postman-api-key"), std::string::npos) << report;
}

}  // namespace
}  // namespace leakwarden::testing
