// The house rules that a machine can check: file sizes, what stands at the top level, no
// exceptions beyond the file that calls the library, tests named after a source.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/process.h"

namespace leakwarden {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = LEAKWARDEN_SOURCE_DIR;

std::size_t lines_of(const fs::path& file) {
  std::ifstream input(file);
  std::size_t count = 0;
  for (std::string line; std::getline(input, line);) ++count;
  return count;
}

TEST(Style, NoFileIsLongerThan600Lines) {
  std::size_t seen = 0;
  for (const char* top : {"scanner", "notifier", "service"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
      ++seen;
      EXPECT_LE(lines_of(entry.path()), 600u) << entry.path();
    }
  }
  EXPECT_GT(seen, 30u);
}

// Fixed by our user.
TEST(Style, TopLevelHoldsOnlyWhatItMay) {
  const std::set<std::string> kAllowed = {
      "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "scanner",
      "rules",          "notifier",          "service", "tests",     "deploy"};
  testing::ProgramResult tracked =
      testing::run_program({"git", "-C", kRoot.string(), "ls-tree", "--name-only", "HEAD"});
  if (tracked.exit_code != 0) GTEST_SKIP() << "not a git checkout";
  std::size_t begin = 0;
  while (begin < tracked.output.size()) {
    std::size_t end = tracked.output.find('\n', begin);
    std::string name = tracked.output.substr(begin, end - begin);
    EXPECT_TRUE(name[0] == '.' || kAllowed.count(name)) << name;
    begin = end + 1;
  }
}

TEST(Style, EveryHeaderIsGuarded) {
  for (const char* top : {"scanner", "notifier", "service", "tests"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (entry.path().extension() != ".h") continue;
      std::ifstream input(entry.path());
      std::string content((std::istreambuf_iterator<char>(input)),
                          std::istreambuf_iterator<char>());
      EXPECT_NE(content.find("#pragma once"), std::string::npos) << entry.path();
    }
  }
}

}  // namespace
}  // namespace leakwarden
