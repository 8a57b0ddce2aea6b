#include "scanner/match/url_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

// The query of the example in AWS's "Authenticating requests: query parameters", its id replaced by
// the one of decode_facts_test.cc.
TEST(UrlFacts, Aws) {
  std::string id = std::string("ASIA") + "Y34FZKBOKMUTVV7A";
  std::string url =
      "https://b.example/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + id +
      "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
      "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeee";
  Facts expected{{"account", "609629065308"},
                 {"created", "2013-05-24T00:00:00Z"},
                 {"expires", "2013-05-25T00:00:00Z"},
                 {"key", id}};
  EXPECT_EQ(presigned_facts(url), expected);
  EXPECT_EQ(presigned_facts("k8s-aws-v1." + base64_encode(url, Base64Alphabet::Url)), expected);
  EXPECT_EQ(presigned_facts("https://b.example/?AWSAccessKeyId=" + id + "&Expires=1577836800"),
            (Facts{{"account", "609629065308"}, {"expires", "2020-01-01T00:00:00Z"}, {"key", id}}));
}

TEST(UrlFacts, AzureSharedAccess) {
  EXPECT_EQ(presigned_facts("sv=2019-12-12&ss=b&sp=rwd&se=2020-01-01T08%3A00%3A00Z&amp;"
                            "st=2020-01-01&sig=abc"),
            (Facts{{"created", "2020-01-01T00:00:00Z"},
                   {"expires", "2020-01-01T08:00:00Z"},
                   {"rights", "rwd"}}));
}

TEST(UrlFacts, NothingToTell) {
  EXPECT_TRUE(presigned_facts("").empty());
  EXPECT_TRUE(presigned_facts("a=b&se=never&X-Amz-Date=&%").empty());
}

}  // namespace
}  // namespace leakwarden::scanner
