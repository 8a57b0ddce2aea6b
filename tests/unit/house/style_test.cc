// The house rules that a machine can check: file sizes, what stands at the top level, no
// exceptions beyond the file that calls the library, tests named after a source, one type a name.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
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

bool is_source(const fs::path& file) {
  return file.extension() == ".cc" || file.extension() == ".h";
}

// The types that other files may name, by their full names. As clang-format leaves them: what
// stands in a namespace is not indented, and its end says so.
std::set<std::string> shared_types_of(std::istream& source) {
  static const std::regex kType("(?:struct|class|union|enum class|enum) ([A-Za-z0-9_:]+)(.*)");
  std::string space;
  bool is_anonymous = false;
  std::set<std::string> types;
  for (std::string line; std::getline(source, line);) {
    std::smatch type;
    if (line == "namespace {") is_anonymous = true;
    if (line == "}  // namespace") is_anonymous = false;
    if (!is_anonymous && line.starts_with("namespace ") && line.ends_with(" {"))
      space = line.substr(10, line.find(' ', 10) - 10) + "::";
    if (is_anonymous || !std::regex_match(line, type, kType)) continue;
    const std::string rest = type[2];
    const bool is_declared = rest.find('{') == std::string::npos && rest.find(';') < rest.size();
    if (!is_declared) types.insert(space + type[1].str());
  }
  return types;
}

// The linker takes one of two such types' functions (std::vector's destructor, say) for both.
TEST(Style, NoTwoTypesHaveOneName) {
  std::map<std::string, fs::path> known;
  for (const char* top : {"scanner", "notifier", "service", "tests"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (!is_source(entry.path())) continue;
      std::ifstream source(entry.path());
      for (const std::string& type : shared_types_of(source)) {
        const auto [first, is_new] = known.emplace(type, entry.path());
        EXPECT_TRUE(is_new) << type << ": " << first->second << ", " << entry.path();
      }
    }
  }
  EXPECT_GT(known.size(), 300u);
}

TEST(Style, NoFileIsLongerThan600Lines) {
  std::size_t seen = 0;
  for (const char* top : {"scanner", "notifier", "service"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / top)) {
      if (!is_source(entry.path())) continue;
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
