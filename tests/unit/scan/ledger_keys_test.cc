#include "scanner/ledger_keys.h"

#include <set>

#include "scanner/known_value.h"
#include "scanner/match/checksum.h"
#include "scanner/missing_objects.h"
#include "scanner/scan_job.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;

TEST(LedgerKeys, TellApartWhateverIsJudgedOtherwise) {
  std::set<std::string> digests;
  const ScanOptions plain = builtin_options();
  EXPECT_TRUE(digests.insert(judgement_digest(plain, VerifyObjects::No)).second);
  EXPECT_TRUE(digests.insert(judgement_digest(plain, VerifyObjects::Yes)).second);
  EXPECT_TRUE(digests.insert(judgement_digest(plain, VerifyObjects::No, "other rules")).second);
  ScanOptions other = plain;
  other.inline_markers = InlineMarkers::Honour;
  EXPECT_TRUE(digests.insert(judgement_digest(other, VerifyObjects::No)).second);
  other.more_markers = {"nosec"};
  EXPECT_TRUE(digests.insert(judgement_digest(other, VerifyObjects::No)).second);
  other = plain;
  other.whole_objects = WholeObjects::Yes;
  EXPECT_TRUE(digests.insert(judgement_digest(other, VerifyObjects::No)).second);
  other = plain;
  other.limits.max_matches_per_rule = 3;
  EXPECT_TRUE(digests.insert(judgement_digest(other, VerifyObjects::No)).second);

  other = plain;
  other.jobs = 7;
  other.now_unix_seconds += 5;
  other.repository_name = "another";
  EXPECT_EQ(judgement_digest(other, VerifyObjects::No), judgement_digest(plain, VerifyObjects::No));
}

TEST(LedgerKeys, AreNoneForScansThatAreWatched) {
  ScanOptions watched = builtin_options();
  watched.poisoned.push_back(ObjectId());
  EXPECT_EQ(judgement_digest(watched, VerifyObjects::No), "");
  watched = builtin_options();
  watched.on_object = [](unsigned, const ObjectId&) {};
  EXPECT_EQ(judgement_digest(watched, VerifyObjects::No), "");
}

TEST(LedgerKeys, AreNoneForScansThatLookForOneValue) {
  ScanOptions known = builtin_options();
  Result<KnownValue> value = KnownValue::create(Secret::copy_of("a value of somebody"));
  ASSERT_TRUE(value.ok());
  known.known = std::make_shared<const KnownValue>(std::move(*value));
  EXPECT_EQ(judgement_digest(known, VerifyObjects::No), "");
}

TEST(LedgerKeys, KnowWhichGapsComeAgain) {
  EXPECT_TRUE(comes_again(Gap{"a pack", "damaged", 0, true, true}));
  EXPECT_TRUE(comes_again(Gap{"blob", "rule x exceeded 1,000 matches", 0, false, true}));
  EXPECT_TRUE(comes_again(Gap{"25 promised objects", kNotInThisClone, 0, false, false}));
  EXPECT_TRUE(comes_again(Gap{"3 missing objects", kNamedAndAbsent, 0, false, false}));
  EXPECT_FALSE(comes_again(Gap{"a file", "Input/output error", 0, false, false}));
  EXPECT_FALSE(comes_again(Gap{"5 findings", kMoreFindings, 0, false, true}));
}

TEST(LedgerKeys, HoldUntilTheFirstKeyExpires) {
  std::vector<Finding> findings(4);
  findings[0].facts["expires"] = "2026-01-02T00:00:00Z";
  findings[1].facts["expires"] = "2027-01-02T00:00:00Z";
  findings[2].facts["expires"] = "2028-01-02T00:00:00Z";
  const std::int64_t now = 1'780'000'000;  // May 2026: the first has expired already
  EXPECT_EQ(same_until(findings, now), 1'798'848'000);
}

// A value that claims to be of the future is refused now and not for ever.
TEST(LedgerKeys, HoldUntilTheFutureComes) {
  const std::int64_t now = 1'780'000'000;
  const std::int64_t later = now + 30 * 86400;
  char hex[9];
  std::snprintf(hex, sizeof hex, "%08llx", static_cast<unsigned long long>(later));
  const std::string id = std::string(hex) + "0123456789abcdef";
  ASSERT_FALSE(checksum_valid(*checksum_kind("objectid-time"), id, now));
  EXPECT_LE(same_until({}, now), later - 86400 - 1);
  EXPECT_FALSE(checksum_valid(*checksum_kind("objectid-time"), id, same_until({}, now)));
  EXPECT_TRUE(checksum_valid(*checksum_kind("objectid-time"), id, later - 86400));
}

}  // namespace
}  // namespace leakwarden::scanner
