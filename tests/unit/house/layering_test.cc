// The arrows of the house: data flows one way, and an #include that points the wrong way fails
// here.
//
// Every #include "…" of every C++ file below scanner/, notifier/ and service/ is parsed; its room
// and the included room are looked up in kMayUse. A room that is not in the table fails too, so
// that a new folder has to be given its place.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace leakwarden {
namespace {

using Rooms = std::set<std::string>;

const std::map<std::string, Rooms> kMayUse = {
    {"scanner/base", {}},
    {"scanner/rules", {"scanner/base"}},
    {"scanner/git", {"scanner/base"}},
    {"scanner/read", {"scanner/base"}},
    {"scanner/match", {"scanner/base", "scanner/rules"}},
    {"scanner/suppress", {"scanner/base", "scanner/rules", "scanner/match"}},
    {"scanner/ledger", {"scanner/base", "scanner/rules"}},
    {"scanner/report", {"scanner/base"}},
    {"scanner",
     {"scanner/base", "scanner/rules", "scanner/git", "scanner/read", "scanner/match",
      "scanner/suppress", "scanner/ledger", "scanner/report"}},
    {"scanner/hooks",
     {"scanner/base", "scanner/rules", "scanner/git", "scanner/match", "scanner/report",
      "scanner"}},
    {"scanner/worker", {"scanner/base", "scanner/rules", "scanner/git", "scanner"}},
    {"scanner/cli",
     {"scanner/base", "scanner/rules", "scanner/git", "scanner/read", "scanner/match",
      "scanner/suppress", "scanner/ledger", "scanner/report", "scanner", "scanner/hooks",
      "scanner/worker"}},
    {"notifier", {"scanner/base", "scanner/match"}},
    {"service", {"scanner", "notifier"}},
};

// service/ and notifier/ are one room each; scanner/ has one room a folder.
std::string room_of(const std::string& path) {
  std::vector<std::string> parts;
  for (const std::filesystem::path& part : std::filesystem::path(path))
    parts.push_back(part.string());
  if (parts.empty()) return "";
  if (parts[0] != "scanner") return parts[0];
  return parts.size() > 2 ? "scanner/" + parts[1] : "scanner";
}

bool may_use(const std::string& from, const std::string& to) {
  if (from == to) return true;
  std::map<std::string, Rooms>::const_iterator row = kMayUse.find(from);
  if (row == kMayUse.end()) return false;
  if (from == "service") return to == "notifier" || to.substr(0, 7) == "scanner";
  return row->second.count(to) > 0;
}

std::vector<std::string> includes_of(const std::filesystem::path& file) {
  static const std::regex kInclude("^\\s*#\\s*include\\s*\"([^\"]+)\"");
  std::vector<std::string> found;
  std::ifstream input(file);
  for (std::string line; std::getline(input, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kInclude)) found.push_back(match[1]);
  }
  return found;
}

bool is_source(const std::filesystem::path& path) {
  return path.extension() == ".cc" || path.extension() == ".h";
}

std::vector<std::filesystem::path> sources() {
  std::vector<std::filesystem::path> found;
  const std::filesystem::path root = LEAKWARDEN_SOURCE_DIR;
  for (const char* top : {"scanner", "notifier", "service"}) {
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::recursive_directory_iterator(root / top)) {
      if (is_source(entry.path())) found.push_back(std::filesystem::relative(entry.path(), root));
    }
  }
  return found;
}

TEST(Layering, IncludesOnlyGoTheRightWay) {
  std::vector<std::filesystem::path> files = sources();
  ASSERT_GT(files.size(), 30u);
  for (const std::filesystem::path& file : files) {
    std::string from = room_of(file.string());
    // A program's main wires its room's command line together.
    if (file == "scanner/main.cc") from = "scanner/cli";
    EXPECT_TRUE(kMayUse.count(from)) << file << " lies in a room that has no place: " << from;
    for (const std::string& include :
         includes_of(std::filesystem::path(LEAKWARDEN_SOURCE_DIR) / file)) {
      EXPECT_TRUE(may_use(from, room_of(include)))
          << file << " includes " << include << ": " << from << " may not use " << room_of(include);
    }
  }
}

TEST(Layering, AWrongArrowFails) {
  EXPECT_FALSE(may_use("scanner/base", "scanner/match"));
  EXPECT_FALSE(may_use("scanner/git", "scanner/rules"));
  EXPECT_FALSE(may_use("scanner/match", "scanner/git"));
  EXPECT_FALSE(may_use("scanner/report", "scanner/match"));
  EXPECT_FALSE(may_use("scanner/cli", "service"));
  EXPECT_FALSE(may_use("notifier", "service"));
  EXPECT_FALSE(may_use("notifier", "scanner/git"));
  EXPECT_FALSE(may_use("scanner/anything-new", "scanner/base"));
  EXPECT_TRUE(may_use("service", "notifier"));
  EXPECT_TRUE(may_use("service", "scanner/worker"));
}

}  // namespace
}  // namespace leakwarden
