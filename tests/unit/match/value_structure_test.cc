#include "scanner/match/value_structure.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(ValueStructure, ObjectIdIsTheFirstRunOf24Digits) {
  std::string value = "key-0123-507f1f77bcf86cd799439011-507f1f77bcf86cd799439012";
  std::optional<TimeInValue> time = object_id_time(value);
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->begin, 9u);
  EXPECT_EQ(time->unix_milliseconds, 1350508407000);  // date -d @1350508407: 2012-10-17 21:13:27
  EXPECT_FALSE(object_id_time("507f1f77bcf86cd79943901").has_value());
  EXPECT_FALSE(object_id_time("507f1f77bcf86cd7994390111").has_value());
  EXPECT_EQ(with_object_id_seconds("x-507f1f77bcf86cd799439011", 0x5e0be100),
            "x-5e0be100bcf86cd799439011");
}

TEST(ValueStructure, UlidOfTheSpecification) {
  std::optional<TimeInValue> time = ulid_time("PRE-01ARZ3NDEKTSV4RRFFQ69G5FAV");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->unix_milliseconds, 1469922850259);
  EXPECT_EQ(time->begin, 4u);
  EXPECT_FALSE(ulid_time("01ARZ3NDEKTSV4RRFFQ69G5FA").has_value());
  EXPECT_FALSE(ulid_time("81ARZ3NDEKTSV4RRFFQ69G5FAV").has_value());  // more than 48 bits
  EXPECT_EQ(with_ulid_milliseconds("XXXXXXXXXXTSV4RRFFQ69G5FAV", 1469922850259),
            "01ARZ3NDEKTSV4RRFFQ69G5FAV");
}

TEST(ValueStructure, LeadingJsonObject) {
  EXPECT_EQ(leading_json_object(R"({"a":[1,{"b":"}\""}]} rest)"), R"({"a":[1,{"b":"}\""}]})");
  EXPECT_FALSE(leading_json_object(R"({"a":1)").has_value());
  EXPECT_FALSE(leading_json_object(R"([1])").has_value());
  EXPECT_FALSE(leading_json_object("{\"a\x01\":1}").has_value());
  EXPECT_FALSE(leading_json_object("{\"a\":\xff}").has_value());
  EXPECT_FALSE(leading_json_object(std::string(65, '{') + std::string(65, '}')).has_value());
}

TEST(ValueStructure, JsonMembersOfTheTopLevel) {
  std::string object = R"({"a":{"iss":"inner"},"iss" : "outer","iat":12,"b":true,"c":"\n"})";
  EXPECT_EQ(json_member(object, "iss"), "outer");
  EXPECT_EQ(json_member(object, "iat"), "12");
  EXPECT_FALSE(json_member(object, "b").has_value());
  EXPECT_FALSE(json_member(object, "c").has_value());
  EXPECT_FALSE(json_member(object, "outer").has_value());
  EXPECT_FALSE(json_member(R"({"iss":)", "iss").has_value());
}

// RFC 7519 section 6.1: an unsecured token, which has no signature, is no credential.
TEST(ValueStructure, JsonWebToken) {
  std::string token =
      "eyJhbGciOiJub25lIn0."
      "eyJpc3MiOiJqb2UifQ.";
  EXPECT_FALSE(json_web_token(token).has_value());
  std::optional<JsonWebToken> read = json_web_token("pre_" + token + "c2ln");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->begin, 4u);
  EXPECT_EQ(read->header, R"({"alg":"none"})");
  EXPECT_EQ(read->payload, R"({"iss":"joe"})");
}

TEST(ValueStructure, DiscordId) {
  EXPECT_EQ(discord_id("MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b"), "123456789012345678");
  EXPECT_FALSE(discord_id("MTIzNDU2Nzg5MDEyMzQ.a.b").has_value());  // 14 digits
}

}  // namespace
}  // namespace leakwarden::scanner
