#include "scanner/suppress/baseline.h"

#include <algorithm>

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

const std::string kHeader = "{\"leakwarden_baseline\":1}\n";
const std::string kStrong = "s1-0123456789abcdef0123456789abcdef";
const std::string kWeak = "w1-3f2-0a1b2";

std::string line(const std::string& members) {
  return "{" + members + "}\n";
}

std::string where_wrong(const std::string& bytes) {
  const Result<std::vector<BaselineEntry>> parsed = parse_baseline(bytes, "f");
  return parsed.ok() ? "" : parsed.error().where;
}

TEST(Baseline, IsReadAsItWasWritten) {
  BaselineEntry entry;
  entry.fingerprint = kStrong;
  entry.rule = "a-rule";
  entry.path = "a \"b\"\\/\xc3\xa9.env";
  entry.line = 41;
  entry.reason = "line\nfeed \xe2\x80\xae turned";
  entry.person = "Ana <ana@example.com>";
  entry.added = "2026-11-26";
  entry.expires = "2027-01-31";
  entry.confidence = Confidence::Low;
  const std::string text = baseline_text({entry});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);  // what deceives the eye is escaped
  const Result<std::vector<BaselineEntry>> parsed = parse_baseline(text, "f");
  ASSERT_TRUE(parsed.ok()) << parsed.error().message();
  ASSERT_EQ(parsed->size(), 1u);
  const BaselineEntry& read = parsed->front();
  EXPECT_EQ(read.fingerprint, entry.fingerprint);
  EXPECT_EQ(read.path, entry.path);
  EXPECT_EQ(read.line, 41);
  EXPECT_EQ(read.reason, entry.reason);
  EXPECT_EQ(read.person, entry.person);
  EXPECT_EQ(read.expires, entry.expires);
  EXPECT_EQ(read.confidence, Confidence::Low);
  EXPECT_EQ(read.at, 2);
}

TEST(Baseline, IsSortedAndNamesEachOnce) {
  BaselineEntry first;
  first.fingerprint = kStrong;
  first.reason = "first";
  BaselineEntry again = first;
  again.reason = "again";
  again.path = "elsewhere";
  BaselineEntry before = first;
  before.fingerprint[3] = '0';
  before.fingerprint[4] = '0';
  BaselineEntry weak = first;
  weak.fingerprint = kWeak;
  weak.rule = "r";
  weak.path = "b";
  BaselineEntry other_weak = weak;
  other_weak.path = "a";
  const std::string text = baseline_text({weak, first, other_weak, before, again});
  const Result<std::vector<BaselineEntry>> parsed = parse_baseline(text, "f");
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->size(), 4u);
  EXPECT_EQ((*parsed)[0].fingerprint, before.fingerprint);
  EXPECT_EQ((*parsed)[1].reason, "first");
  EXPECT_EQ((*parsed)[2].path, "a");
  EXPECT_EQ((*parsed)[3].path, "b");
  EXPECT_EQ(baseline_text(*parsed), text);
}

TEST(Baseline, MistakesAreSaidWhereTheyStand) {
  const std::string good = "\"fingerprint\":\"" + kStrong + "\",\"reason\":\"x\"";
  EXPECT_EQ(where_wrong(kHeader + line(good)), "");
  EXPECT_EQ(where_wrong(""), "f:1:1");
  EXPECT_EQ(where_wrong(line(good)), "f:1:1");                       // no version
  EXPECT_EQ(where_wrong("{\"leakwarden_baseline\":2}\n"), "f:1:2");  // another version
  EXPECT_EQ(where_wrong("{\"leakwarden_baseline\":\"1\"}\n"), "f:1:2");
  EXPECT_EQ(where_wrong(kHeader + "\n" + line(good + ",\"reasn\":\"x\"")), "f:3:67");
  EXPECT_EQ(where_wrong(kHeader + line("\"fingerprint\":\"s1-01\",\"reason\":\"x\"")), "f:2:1");
  EXPECT_EQ(where_wrong(kHeader + line("\"fingerprint\":\"" + kStrong + "\"")), "f:2:1");
  EXPECT_EQ(where_wrong(kHeader + line(good + ",\"expires\":\"soon\"")), "f:2:67");
  EXPECT_EQ(where_wrong(kHeader + line(good + ",\"line\":\"3\"")), "f:2:67");
  EXPECT_EQ(where_wrong(kHeader + line(good + ",\"rule\":3")), "f:2:67");
  EXPECT_EQ(where_wrong(kHeader + line(good + ",\"confidence\":\"sure\"")), "f:2:67");
  EXPECT_EQ(where_wrong(kHeader + "<<<<<<< HEAD\n" + line(good)), "f:2:1");
  EXPECT_EQ(where_wrong(kHeader + "not json\n").substr(0, 4), "f:2:");
}

TEST(Baseline, AHeaderThatAMergeRepeatedIsNoMistake) {
  EXPECT_EQ(where_wrong(kHeader + kHeader), "");
}

TEST(Baseline, IsToldByItsFirstLine) {
  EXPECT_TRUE(looks_like_baseline(kHeader));
  EXPECT_FALSE(looks_like_baseline("[]"));
  EXPECT_FALSE(looks_like_baseline("x\n" + kHeader));
}

TEST(Baseline, AStrongValueIsAcceptedWhereverItStands) {
  const std::string key = planted_postman_key(1);
  BaselineEntry entry = entry_of(finding_at("a/b.env", 3, key), "a/b.env");
  entry.reason = "x";
  const std::shared_ptr<const Speaker> speaker = baseline_speaker({entry}, "f");
  const Finding moved = finding_at("c.txt", 90, key, "another-rule");
  EXPECT_EQ(speaker->speaking_for(Subject{moved, "c.txt"}).size(), 1u);
  const Finding other = finding_at("a/b.env", 3, planted_postman_key(2));
  EXPECT_TRUE(speaker->speaking_for(Subject{other, "a/b.env"}).empty());
}

TEST(Baseline, AWeakValueNeedsItsRuleAndItsPlace) {
  Finding weak = finding_at("a.env", 1, "hunter2", "generic-password");
  ASSERT_EQ(weak.fingerprint.substr(0, 3), "w1-");
  BaselineEntry entry = entry_of(weak, "a.env");
  entry.reason = "x";
  const std::shared_ptr<const Speaker> speaker = baseline_speaker({entry}, "f");
  EXPECT_EQ(speaker->speaking_for(Subject{weak, "a.env"}).size(), 1u);
  EXPECT_TRUE(speaker->speaking_for(Subject{weak, "b.env"}).empty());
  Finding other_rule = weak;
  other_rule.rule_id = "db-password";
  EXPECT_TRUE(speaker->speaking_for(Subject{other_rule, "a.env"}).empty());
  EXPECT_EQ(where_wrong(kHeader + line("\"fingerprint\":\"" + kWeak + "\",\"reason\":\"x\"")),
            "f:2:1");
}

TEST(Baseline, AWeakValueWithoutAPathNeedsItsKindOfPlace) {
  Finding weak = finding_at("", 1, "hunter2", "generic-password");
  weak.location.kind = PlaceKind::CommitMessage;
  BaselineEntry entry = entry_of(weak, "");
  EXPECT_EQ(entry.kind, "commit-message");
  EXPECT_TRUE(speaks_for(entry, Subject{weak, ""}));
  weak.location.kind = PlaceKind::TagMessage;
  EXPECT_FALSE(speaks_for(entry, Subject{weak, ""}));
}

// Paths are bytes; the file is UTF-8.
TEST(Baseline, AWeakValueAtAPathThatIsNoUtf8) {
  const Finding weak = finding_at("a\xff.env", 1, "hunter2", "generic-password");
  BaselineEntry entry = entry_of(weak, "a\xff.env");
  entry.reason = "x";
  const Result<std::vector<BaselineEntry>> parsed = parse_baseline(baseline_text({entry}), "f");
  ASSERT_TRUE(parsed.ok()) << parsed.error().message();
  EXPECT_TRUE(speaks_for(parsed->front(), Subject{weak, "a\xff.env"}));
}

}  // namespace
}  // namespace leakwarden::scanner
