#include "scanner/match/token_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

TEST(TokenFacts, Base64Json) {
  std::string json = R"({"signInAddress":"my.example","email":"a@example.com","secretKey":"x"})";
  EXPECT_EQ(base64_json_facts("ops_" + base64_encode(json)),
            (Facts{{"account", "a@example.com"}, {"issuer", "my.example"}}));
  std::string tunnel = "{\"a\":\"" + std::string(32, '0') + "\",\"t\":\"u\",\"s\":\"secret\"}";
  EXPECT_EQ(base64_json_facts(base64_encode(tunnel)), (Facts{{"account", std::string(32, '0')}}));
  EXPECT_TRUE(base64_json_facts("nothing").empty());
}

// "u:2x" is 2 × 36 + 33.
TEST(TokenFacts, GitLabRoutes) {
  std::string payload =
      base64_encode("o:1\nu:2x\nabcdefghijklmnop", Base64Alphabet::Url, Base64Padding::No);
  Facts expected{{"account", "105"}, {"organization", "1"}};
  EXPECT_EQ(gitlab_route_facts("glpat-" + payload + ".01.0w0000000"), expected);
  EXPECT_EQ(gitlab_route_facts("glrt-t1_" + payload + ".01.0w0000000"), expected);
  EXPECT_TRUE(gitlab_route_facts("glpat").empty());
}

TEST(TokenFacts, Accounts) {
  EXPECT_EQ(matrix_facts("syt_YWxpY2U_abc_def"), (Facts{{"account", "alice"}}));
  EXPECT_TRUE(matrix_facts("syt_YWxpY2U").empty());
  EXPECT_EQ(bedrock_facts("ABSK" + base64_encode("BedrockAPIKey-ab-at-123456789012:xyz")),
            (Facts{{"account", "123456789012"}, {"user", "BedrockAPIKey-ab"}}));
  EXPECT_TRUE(bedrock_facts("ABSKxx").empty());
}

// The middle part of 5e 0b e1 00 is 1577836800; older ones count from 2011.
TEST(TokenFacts, Discord) {
  EXPECT_EQ(discord_facts("MTIzNDU2Nzg5MDEyMzQ1Njc4.XgvhAA.rest"),
            (Facts{{"account", "123456789012345678"}, {"created", "2020-01-01T00:00:00Z"}}));
  EXPECT_EQ(discord_facts("MTIzNDU2Nzg5MDEyMzQ1Njc4.AAAAAQ.rest")["created"],
            "2011-01-01T00:00:01Z");
  EXPECT_TRUE(discord_facts("x").empty());
}

TEST(TokenFacts, JfrogReferences) {
  EXPECT_EQ(jfrog_reference_facts(base64_encode("reftkn:01:1767225600:AbCdEfGh")),
            (Facts{{"expires", "2026-01-01T00:00:00Z"}}));
  EXPECT_TRUE(jfrog_reference_facts(base64_encode("reftkn:01:0000000000:AbCdEfGh")).empty());
  EXPECT_TRUE(jfrog_reference_facts("cmVm").empty());
}

}  // namespace
}  // namespace leakwarden::scanner
