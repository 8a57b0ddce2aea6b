#include "scanner/match/near_miss.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/rules/mark.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kWidth = 100;

bool is_near(const std::string& pattern, const std::string& value) {
  const RE2 form(pattern, pattern_options());
  EXPECT_TRUE(form.ok()) << pattern;
  return is_near_form({form, mark_of(pattern), kWidth}, value);
}

TEST(NearMiss, AnEndIsCutOrTooLong) {
  const std::string form = "(?P<secret>tok_[A-Za-z0-9]{30})";
  EXPECT_FALSE(is_near(form, "tok_q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5Sb0")) << "it has the form";
  EXPECT_TRUE(is_near(form, "tok_q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5Sb"));
  EXPECT_TRUE(is_near(form, "tok_q7Rk2m"));
  EXPECT_FALSE(is_near(form, "tok_q7Rk2")) << "more than kMostMissing bytes";
  EXPECT_TRUE(is_near(form, "tok_q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5Sb0wxyz"));
  EXPECT_FALSE(is_near(form, "tok_q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5Sb0wxyzV"));
  EXPECT_FALSE(is_near(form, "tok_q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5S+/"));
  EXPECT_FALSE(is_near(form, ""));
}

// Bots have numbers of eight to ten digits; whatever follows fits.
TEST(NearMiss, ANumberIsTooShortOrTooLong) {
  const std::string form = "(?:^|[^0-9])(?P<secret>[0-9]{8,10}:A[A-Za-z0-9_-]{34})(?:[^0-9]|$)";
  const std::string rest = ":Avxb5lojsipf1dtfrtxi4fgjk2geccsz269";
  EXPECT_TRUE(is_near(form, "8517" + rest));
  EXPECT_TRUE(is_near(form, "22097751502471203" + rest));
  EXPECT_FALSE(is_near(form, "8517" + rest.substr(0, 20))) << "two slips";
  EXPECT_FALSE(is_near(form, rest)) << "no number at all";
  EXPECT_TRUE(is_near(form, "85172098" + rest + "hello")) << "and too long";
  EXPECT_TRUE(is_near(form, "85172098" + rest + "-some-other-thing"));
  EXPECT_TRUE(is_near("(?P<secret>pk_[0-9]{7}_[A-Z]{9})", "pk_42_QWERTZUIO")) << "behind a mark";
  EXPECT_FALSE(is_near(form, "466300407144479381266997" + rest)) << "no number has so many digits";
}

TEST(NearMiss, AMarkIsTypedWrongly) {
  const std::string form = "(?P<secret>apify_api_[A-Za-z0-9]{30})";
  const std::string rest = "q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5Sb0";
  EXPECT_TRUE(is_near(form, "APIFY_API_" + rest));
  EXPECT_TRUE(is_near(form, "apfy_api_" + rest));
  EXPECT_TRUE(is_near(form, "APIFY_API_" + rest.substr(0, 25))) << "and cut";
  EXPECT_FALSE(is_near(form, "apify_cli_" + rest)) << "another kind, not known yet";
  EXPECT_FALSE(is_near(form, "apify_apx" + rest)) << "more than one letter";
  EXPECT_FALSE(is_near("(?P<secret>pol_pat_[A-Za-z0-9]{30})", "pol_at_" + rest)) << "another kind";
  EXPECT_FALSE(is_near("(?P<secret>hvs[A-Za-z0-9]{30})", "hv" + rest)) << "too short a mark";
  EXPECT_FALSE(is_near("(?P<secret>hvsx[A-Za-z0-9]{30})", "hvsb" + rest.substr(1)))
      << "the last letter tells kinds apart";
}

// live_126031192_… without live_ is nothing; 40 hex digits without ghp_ are an older key.
TEST(NearMiss, AMarkIsPutBackBeforeANumberOnly) {
  const std::string form = "(?P<secret>live_[0-9]{8,12}_[A-Za-z0-9]{30})";
  EXPECT_TRUE(is_near(form, "126031192_q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1H"));
  EXPECT_FALSE(is_near("(?P<secret>tokn_[A-Za-z0-9]{30})", "q7Rk2mWz9Xv4Tn8Yp3Lc6Jd1Hg5Sb0"));
  EXPECT_FALSE(is_near("(?P<secret>tokn_[0-9]{30})", "012345678901234567890123456789"))
      << "a number alone";
}

}  // namespace
}  // namespace leakwarden::scanner
