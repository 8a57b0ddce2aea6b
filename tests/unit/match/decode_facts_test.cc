#include "scanner/match/decode_facts.h"

#include <gtest/gtest.h>

#include "scanner/rules/names.h"

namespace leakwarden::scanner {
namespace {

using Facts = std::map<std::string, std::string>;

TEST(DecodeFacts, NamesAreThoseOfRuleFiles) {
  for (std::string_view name : decoder_names()) EXPECT_TRUE(decode_kind(name).has_value()) << name;
  EXPECT_EQ(decoder_names().size(), static_cast<std::size_t>(DecodeKind::PuttyKey) + 1);
  EXPECT_FALSE(decode_kind("").has_value());
  EXPECT_FALSE(decode_kind("uuid").has_value());
}

TEST(DecodeFacts, EveryKindIsItsOwnEntryAndTotal) {
  for (std::string_view name : decoder_names()) {
    for (const std::string& value : {std::string(), std::string("x"), std::string(5000, 'A'),
                                     std::string("-_.:=\xff\x00", 7), std::string(300, '.')}) {
      decode_facts(*decode_kind(name), value);
    }
  }
  EXPECT_EQ(decode_facts(*decode_kind("matrix"), "syt_YWxpY2U_x_y"), (Facts{{"account", "alice"}}));
  EXPECT_EQ(decode_facts(*decode_kind("putty"), "Encryption: none\n"),
            (Facts{{"passphrase", "none"}}));
}

TEST(DecodeFacts, CreationTimes) {
  EXPECT_EQ(decode_facts(DecodeKind::ObjectId, "x-507f1f77bcf86cd799439011-"),
            (Facts{{"created", "2012-10-17T21:13:27Z"}}));
  EXPECT_EQ(decode_facts(DecodeKind::Ulid, "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            (Facts{{"created", "2016-07-30T23:54:10Z"}}));
  EXPECT_TRUE(decode_facts(DecodeKind::ObjectId, "nothing").empty());
  EXPECT_TRUE(decode_facts(DecodeKind::Ulid, "").empty());
  EXPECT_TRUE(decode_facts(DecodeKind::Ulid, "7ZZZZZZZZZTSV4RRFFQ69G5FAV").empty());
}

// The key id and account published in awsteele.com/blog/2020/09/26/aws-access-key-format.html and
// TalBeerySec's correction of it.
TEST(DecodeFacts, AwsAccount) {
  std::string id = "ASIA";
  id += "Y34FZKBOKMUTVV7A";
  EXPECT_EQ(decode_facts(DecodeKind::AwsAccount, id), (Facts{{"account", "609629065308"}}));
  EXPECT_TRUE(decode_facts(DecodeKind::AwsAccount, "AKIAIOSFODNN7EXAMPLE").empty());  // before 2019
  EXPECT_TRUE(decode_facts(DecodeKind::AwsAccount, "AKIA0000").empty());
  EXPECT_TRUE(decode_facts(DecodeKind::AwsAccount, "AKIA0189018901890189").empty());
}

// base64url of {"alg":"RS256"} and of {"iss":"a\u0007b","iss":"https://x.example","sub":"42",
// "iat":1300819380,"exp":99999999999999}: an expiry beyond the year 9999 is not told.
TEST(DecodeFacts, JsonWebToken) {
  std::string token =
      "eyJhbGciOiJSUzI1NiJ9."
      "eyJpc3MiOiJodHRwczovL3guZXhhbXBsZSIsInN1YiI6IjQyIiwiaWF0IjoxMzAwODE5MzgwLCJleHAiOjk5OTk5"
      "OTk5OTk5OTk5fQ.c2ln";
  EXPECT_EQ(decode_facts(DecodeKind::Jwt, token), (Facts{{"account", "42"},
                                                         {"created", "2011-03-22T18:43:00Z"},
                                                         {"issuer", "https://x.example"}}));
  EXPECT_TRUE(decode_facts(DecodeKind::Jwt, "a.b.c").empty());
}

}  // namespace
}  // namespace leakwarden::scanner
