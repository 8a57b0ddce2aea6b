#include "scanner/suppress/suppressions.h"

#include "scanner/suppress/baseline.h"
#include "scanner/suppress/ignore_file.h"
#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

const std::string kToday = "2026-11-26";

BaselineEntry accepted(const Finding& finding, const std::string& expires = "") {
  BaselineEntry entry = entry_of(finding, finding.location.path);
  entry.reason = "because";
  entry.expires = expires;
  return entry;
}

std::shared_ptr<const Speaker> ignore(const std::string& bytes) {
  return *parse_ignore_file(bytes, ".leakwardenignore");
}

TEST(Suppressions, MarksAndDropsNothing) {
  Finding known = finding_at("a.env", 1, planted_postman_key(1));
  Finding unknown = finding_at("a.env", 2, planted_postman_key(2));
  Suppressions all(kToday);
  EXPECT_TRUE(all.empty());
  all.add(baseline_speaker({accepted(known, "2026-11-26")}, ".leakwarden-baseline"));
  all.heed(known, "a.env");
  all.heed(unknown, "a.env");
  ASSERT_TRUE(known.suppressed);
  EXPECT_EQ(known.suppressed->by, "baseline");
  EXPECT_EQ(known.suppressed->reason, "because");
  EXPECT_EQ(known.suppressed->expires, "2026-11-26");
  EXPECT_FALSE(unknown.suppressed);
  EXPECT_TRUE(all.notes(Told::All, Confidence::Low).empty());
}

TEST(Suppressions, WhatHasEndedSpeaksNoMoreAndSaysSo) {
  Finding known = finding_at("a.env", 1, planted_postman_key(1));
  BaselineEntry entry = accepted(known, "2026-11-25");
  entry.at = 7;
  Suppressions all(kToday);
  all.add(baseline_speaker({entry}, "f"));
  all.heed(known, "a.env");
  EXPECT_FALSE(known.suppressed);
  ASSERT_EQ(known.reasons.size(), 1u);
  EXPECT_EQ(known.reasons[0], "f:7 accepted it until 2026-11-25");
  const std::vector<StatementNote> problems = all.problems(Confidence::Low);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].problem, StatementProblem::Expired);
}

TEST(Suppressions, AnotherStatementSpeaksForWhatOneNoLongerDoes) {
  Finding known = finding_at("a.env", 1, planted_postman_key(1));
  Suppressions all(kToday);
  all.add(baseline_speaker({accepted(known, "2026-11-25")}, "f"));
  all.add(ignore("a.env # later\n"));
  all.heed(known, "a.env");
  ASSERT_TRUE(known.suppressed);
  EXPECT_EQ(known.suppressed->by, "ignore-file");
  EXPECT_TRUE(known.reasons.empty());
}

TEST(Suppressions, AMarkerInTheFileComesFirst) {
  Finding known = finding_at("a.env", 1, planted_postman_key(1));
  known.suppressed = Suppression{"inline", "leakwarden:allow", ""};
  Suppressions all(kToday);
  all.add(ignore("a.env\n"));
  all.heed(known, "a.env");
  EXPECT_EQ(known.suppressed->by, "inline");
  EXPECT_TRUE(all.problems(Confidence::Low).empty());  // and it is not unused
}

TEST(Suppressions, UnusedIsSaidOnlyWhereAllWasScanned) {
  const Finding gone = finding_at("a.env", 1, planted_postman_key(1));
  Suppressions all(kToday);
  all.add(baseline_speaker({accepted(gone)}, "f"));
  all.add(ignore("old/\n!old/x\n"));
  EXPECT_TRUE(all.notes(Told::Used, Confidence::Low).empty());
  EXPECT_EQ(all.notes(Told::All, Confidence::Low).size(), 2u);  // "!" is never unused
}

TEST(Suppressions, WhatAskedForLessConfidenceIsNotCalledUnused) {
  Finding low = finding_at("a.env", 1, planted_postman_key(1));
  low.confidence = Confidence::Low;
  Suppressions all(kToday);
  all.add(baseline_speaker({accepted(low)}, "f"));
  EXPECT_TRUE(all.problems(Confidence::Medium).empty());
  EXPECT_EQ(all.problems(Confidence::Low).size(), 1u);
}

TEST(Suppressions, BroadIsAPatternForAllOrOneThatSilencesMany) {
  Suppressions all(kToday);
  all.add(ignore("**\nmany/\nfew/\n"));
  for (std::uint64_t i = 0; i <= kManyFindings; ++i) {
    Finding finding = finding_at("many/a.env", 1, planted_postman_key(i));
    all.heed(finding, "many/a.env");
  }
  Finding finding = finding_at("few/a.env", 1, planted_postman_key(1));
  all.heed(finding, "few/a.env");
  const std::vector<StatementNote> problems = all.problems(Confidence::Low);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].place, ".leakwardenignore:1");
  EXPECT_EQ(problems[1].place, ".leakwardenignore:2");
  EXPECT_EQ(problems[1].problem, StatementProblem::Broad);
}

TEST(Suppressions, NotesAreFewHoweverManyThereAre) {
  std::vector<BaselineEntry> entries;
  for (std::uint64_t i = 0; i < 50; ++i) {
    entries.push_back(accepted(finding_at("a.env", 1, planted_postman_key(i))));
  }
  Suppressions all(kToday);
  all.add(baseline_speaker(entries, "f"));
  const std::vector<std::string> notes = all.notes(Told::All, Confidence::Low);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].substr(0, 26), "f: each of 50 suppressions");
}

}  // namespace
}  // namespace leakwarden::scanner
