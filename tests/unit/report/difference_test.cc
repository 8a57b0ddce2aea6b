#include "scanner/report/difference.h"

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

PeerFinding at(std::uint64_t seed, const std::string& path, std::int64_t line) {
  PeerFinding finding;
  finding.rule = "postman-api-key";
  finding.path = path;
  finding.line = line;
  finding.fingerprint =
      fingerprint_of(Secret::copy_of(leakwarden::testing::planted_postman_key(seed)));
  return finding;
}

PeerFinding hidden(PeerFinding finding) {
  finding.suppressed = true;
  return finding;
}

PeerReport report(std::vector<PeerFinding> findings) {
  PeerReport made;
  made.findings = std::move(findings);
  return made;
}

// "new moved suppressed fixed unchanged", counted.
std::string counts(const PeerReport& before, const PeerReport& after) {
  const Difference difference = difference_of(before, after);
  std::string text;
  for (std::size_t count : {difference.fresh.size(), difference.moved.size(),
                            difference.suppressed.size(), difference.fixed.size()})
    text += std::to_string(count) + " ";
  return text + std::to_string(difference.unchanged);
}

TEST(Difference, TheSameReportTwiceHasNothingNew) {
  const PeerReport both = report({at(1, "a", 3), at(2, "b", 1)});
  EXPECT_EQ(counts(both, both), "0 0 0 0 2");
  EXPECT_EQ(counts(report({}), report({})), "0 0 0 0 0");
}

TEST(Difference, NewAndFixed) {
  EXPECT_EQ(counts(report({at(1, "a", 3)}), report({at(2, "a", 3)})), "1 0 0 1 0");
}

TEST(Difference, AShiftedLineAndARenamedFileAreMoves) {
  EXPECT_EQ(counts(report({at(1, "a", 3)}), report({at(1, "a", 9)})), "0 1 0 0 0");
  EXPECT_EQ(counts(report({at(1, "a", 3)}), report({at(1, "b", 3)})), "0 1 0 0 0");
}

TEST(Difference, ACopyIsNewAndSaysThatItWasKnown) {
  const PeerReport before = report({at(1, "a", 3)});
  const PeerReport after = report({at(1, "a", 3), at(1, "b", 1)});
  EXPECT_EQ(counts(before, after), "1 0 0 0 1");
  EXPECT_TRUE(difference_of(before, after).fresh[0].elsewhere);
}

// A history keeps every version of a file: one more version is nothing new.
TEST(Difference, AnotherVersionOfAFileInHistoryIsNothingNew) {
  EXPECT_EQ(counts(report({at(1, "a", 3)}), report({at(1, "a", 3), at(1, "a", 7)})), "0 0 0 0 1");
}

TEST(Difference, SuppressedIsNotFixedAndTheOtherWayRoundItIsNew) {
  const PeerReport open = report({at(1, "a", 3)});
  const PeerReport closed = report({hidden(at(1, "a", 3))});
  EXPECT_EQ(counts(open, closed), "0 0 1 0 0");
  EXPECT_EQ(counts(closed, open), "1 0 0 0 0");
  EXPECT_EQ(counts(closed, report({})), "0 0 0 0 0");
}

TEST(Difference, WithoutFingerprintsValuesOrMasksTellThemApart) {
  PeerFinding value = at(1, "a", 3);
  value.fingerprint.clear();
  value.value = Secret::copy_of(leakwarden::testing::planted_postman_key(1));
  EXPECT_EQ(counts(report({value}), report({at(1, "b", 3)})), "0 1 0 0 0");
  PeerFinding masked = at(1, "a", 3);
  masked.fingerprint.clear();
  masked.mask = "PMAK…";
  PeerFinding other = masked;
  other.mask = "PMAX…";
  EXPECT_EQ(counts(report({masked}), report({masked})), "0 0 0 0 1");
  EXPECT_EQ(counts(report({masked}), report({other})), "1 0 0 1 0");
}

TEST(Difference, RepositoriesCountWhereThereAreSeveral) {
  PeerFinding here = at(1, "a", 3);
  here.repository = ".";
  PeerFinding there = at(1, "a", 3);
  there.repository = "/srv/repo";
  EXPECT_EQ(counts(report({here}), report({there})), "0 0 0 0 1");
  EXPECT_EQ(counts(report({here}), report({here, there})), "1 0 0 0 1");
}

TEST(Difference, KnowsThatTheNewScanWasIncomplete) {
  PeerReport partial = report({});
  EXPECT_FALSE(difference_of(report({}), partial).incomplete);
  partial.outcome = "partial";
  EXPECT_TRUE(difference_of(report({}), partial).incomplete);
}

// What our writers write, the reader reads back: no change within a format or across two.
TEST(Difference, OurFormatsAgree) {
  ReportInput input = planted_report(
      {planted_finding(1, "a b/ü"), planted_finding(1, "c"), planted_finding(2, "a b/ü")});
  std::vector<PeerReport> reports;
  for (Format format : {Format::JsonLines, Format::Json, Format::Sarif, Format::Gitleaks}) {
    Result<PeerReport> read = read_peer_report(written_as(format, input), "x");
    ASSERT_TRUE(read.ok()) << read.error().message();
    reports.push_back(std::move(*read));
  }
  for (const PeerReport& before : reports) {
    for (const PeerReport& after : reports) EXPECT_EQ(counts(before, after), "0 0 0 0 3");
  }
}

}  // namespace
}  // namespace leakwarden::scanner
