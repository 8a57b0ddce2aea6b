#include "scanner/match/judge/key_features.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

Features measured(const std::string& marked) {
  testing::Marked text(marked);
  Features features;
  add_own_key(text.subject(), text.key(), features);
  add_credential_name(text.subject(), text.key(), features);
  add_value_and_key(text.subject(), text.key(), features);
  return features;
}

TEST(KeyFeatures, SayWhatTheOwnKeyNames) {
  Features features = measured("dbPasswordField = '«v»'");
  EXPECT_EQ(features.get(Feature::own_has_password), 1);
  EXPECT_EQ(features.get(Feature::own_head_password), 0);
  EXPECT_EQ(features.get(Feature::own_head_pointer), 1);
  EXPECT_EQ(features.get(Feature::own_credential), 1);
  EXPECT_EQ(features.get(Feature::own_words), 3);
  EXPECT_EQ(measured("'«v»'").get(Feature::own_missing), 1);
}

TEST(KeyFeatures, ReadThroughAValueToItsEntry) {
  Features features = measured("- name: API_TOKEN\n  value: «v»");
  EXPECT_EQ(features.get(Feature::entry_head_credential), 1);
  EXPECT_EQ(features.get(Feature::own_head_token), 1);
  EXPECT_EQ(features.get(Feature::own_credential), 0);  // its own key is "value"
}

TEST(KeyFeatures, FindTheCredentialNameAndWhatStandsBetween) {
  Features own = measured("password = '«v»'");
  EXPECT_EQ(own.get(Feature::name_is_own), 1);
  EXPECT_EQ(own.get(Feature::name_words_between), 0);
  Features far = measured("secret: {user: x, host: '«v»'");
  EXPECT_EQ(far.get(Feature::name_is_own), 0);
  EXPECT_EQ(far.get(Feature::name_has_secret), 1);
  EXPECT_EQ(far.get(Feature::name_words_between), 3);
  EXPECT_EQ(far.get(Feature::name_marks_between), 2);
  EXPECT_EQ(measured("colour = '«v»'").get(Feature::name_found), 0);
}

TEST(KeyFeatures, CompareTheValueWithItsKey) {
  EXPECT_EQ(measured("api_key = '«API-KEY»'").get(Feature::value_is_key), 1);
  EXPECT_EQ(measured("password = '«my-password-1»'").get(Feature::key_in_value), 1);
  EXPECT_EQ(measured("password = '«hunter»'").get(Feature::key_in_value), 0);
  EXPECT_EQ(measured("a = '«testTokenOne»'").get(Feature::credential_words), 1);
  EXPECT_EQ(measured("a = '«testTokenOne»'").get(Feature::test_words), 1);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
