#include "scanner/cli/baseline_file.h"

#include <sys/stat.h>

#include <filesystem>

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

BaselineEntry like(const std::string& reason) {
  BaselineEntry entry;
  entry.reason = reason;
  entry.added = "2026-11-26";
  return entry;
}

TEST(BaselineFile, OneEntryAStrongValueOneAPlaceOfAWeakOne) {
  const std::vector<Finding> findings = {
      finding_at("a.env", 1, planted_postman_key(1)),
      finding_at("b.env", 2, planted_postman_key(1)), finding_at("a.env", 3, "hunter2", "password"),
      finding_at("b.env", 4, "hunter2", "password"), finding_at("b.env", 5, "hunter2", "password")};
  const std::vector<BaselineEntry> entries = entries_of(findings, PathMap{}, like("x"));
  ASSERT_EQ(entries.size(), 3u);
  for (const BaselineEntry& entry : entries) {
    EXPECT_EQ(entry.reason, "x");
    EXPECT_EQ(entry.added, "2026-11-26");
  }
}

TEST(BaselineFile, WhatIsPutInReplacesItsOwnNameOnly) {
  const std::vector<Finding> first = {finding_at("a.env", 1, planted_postman_key(1)),
                                      finding_at("a.env", 2, planted_postman_key(2))};
  BaselineFile file;
  put_entries(file, entries_of(first, PathMap{}, like("before")));
  put_entries(file, entries_of({first[1]}, PathMap{}, like("after")));
  ASSERT_EQ(file.entries.size(), 2u);
  EXPECT_EQ(file.entries[0].reason, "before");
  EXPECT_EQ(file.entries[1].reason, "after");
}

// One of 11 MiB was written, and then no scan could read it.
TEST(BaselineFile, WhatCannotBeReadAgainIsNotWritten) {
  const testing::TemporaryFolder folder;
  BaselineFile file;
  file.path = folder.write("baseline", "the old one");
  const BaselineEntry entry =
      entries_of({finding_at("a.env", 1, planted_postman_key(1))}, PathMap{}, like("x")).front();
  file.entries = {entry};
  file.entries[0].reason = std::string(65 << 10, 'r');
  EXPECT_FALSE(write_baseline(file).ok());
  file.entries.assign(400, entry);
  for (std::size_t at = 0; at < file.entries.size(); ++at) {
    file.entries[at].reason = std::string(30 << 10, 'r');
    const std::string digits = std::to_string(1000 + at);
    file.entries[at].fingerprint.replace(3, digits.size(), digits);
  }
  const Status written = write_baseline(file);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::TooLarge);
  EXPECT_NE(written.error().message().find("400 entries take 11 MiB"), std::string::npos)
      << written.error().message();
  EXPECT_EQ(testing::read_file(file.path), "the old one");
}

// A device was replaced by a file of that name. A symlink may be the repository's, and lead
// anywhere.
TEST(BaselineFile, WhatIsNoPlainFileIsNotReplaced) {
  const testing::TemporaryFolder folder;
  const Result<Target> target = find_target(folder / "");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink(folder / "absent", folder / "link");
  for (const char* name : {"pipe", "link"}) {
    const Result<Options> options =
        Options::parse(suppression_options(), {"--baseline", folder / name});
    const Result<BaselineFile> file = open_baseline(*options, *target, ReadEntries::No);
    ASSERT_FALSE(file.ok()) << name;
    EXPECT_NE(file.error().message().find("no plain file"), std::string::npos);
  }
}

TEST(BaselineFile, IsReadWrittenAndFound) {
  const testing::TemporaryFolder folder;
  const Result<Target> target = find_target(folder / "");
  const Result<Options> none = Options::parse({}, {});
  ASSERT_TRUE(target.ok() && none.ok());
  Result<BaselineFile> file = open_baseline(*none, *target);
  ASSERT_TRUE(file.ok()) << file.error().message();
  EXPECT_FALSE(file->is_there);
  put_entries(*file,
              entries_of({finding_at("a", 1, planted_postman_key(1))}, PathMap{}, like("x")));
  ASSERT_TRUE(write_baseline(*file).ok());
  file = open_baseline(*none, *target);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->is_there);
  EXPECT_EQ(file->entries.size(), 1u);
}

TEST(BaselineFile, DatesThatAreNoneOrOver) {
  const std::vector<Option> table = {{"expires", "DATE", ""}, {"person", "NAME", ""}};
  const auto expires = [&table](const char* date) {
    const Result<Options> options = Options::parse(table, {"--expires", date, "--person", "Ana"});
    return entry_template(*options, "", 1795694400);  // 2026-11-26
  };
  EXPECT_TRUE(expires("2026-11-26").ok());
  EXPECT_EQ(expires("2026-11-26")->person, "Ana");
  EXPECT_FALSE(expires("2026-11-25").ok());
  EXPECT_FALSE(expires("soon").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
