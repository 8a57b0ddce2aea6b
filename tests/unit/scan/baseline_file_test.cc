#include "scanner/cli/baseline_file.h"

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
