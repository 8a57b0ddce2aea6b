#include "scanner/hooks/reference_words.h"

#include <gtest/gtest.h>

#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

Finding at(const std::string& path, const std::string& scope = "") {
  Finding finding;
  finding.rule_id = "postman-api-key";
  finding.location.path = path;
  finding.scope = scope;
  finding.secret = Secret::copy_of(leakwarden::testing::planted_postman_key(3));
  return finding;
}

TEST(ReferenceWords, SpeakTheFilesLanguage) {
  EXPECT_EQ(reference_for(at("a/b.py")), "os.environ[\"POSTMAN_API_KEY\"]");
  EXPECT_EQ(reference_for(at("a.TS")), "process.env.POSTMAN_API_KEY");
  EXPECT_EQ(reference_for(at("Main.java")), "System.getenv(\"POSTMAN_API_KEY\")");
  EXPECT_EQ(reference_for(at("main.go")), "os.Getenv(\"POSTMAN_API_KEY\")");
  EXPECT_EQ(reference_for(at("main.tf")), "var.postman_api_key");
  EXPECT_EQ(reference_for(at("values.yaml")), "${POSTMAN_API_KEY}");
  EXPECT_EQ(reference_for(at(".github/workflows/ci.yaml")), "${{ secrets.POSTMAN_API_KEY }}");
  EXPECT_EQ(reference_for(at("deploy/Dockerfile")), "$POSTMAN_API_KEY");
  EXPECT_EQ(reference_for(at("x.postman_environment.json")),
            "{{vault:postman-api-key}} or $POSTMAN_API_KEY");
  EXPECT_EQ(reference_for(at("README")), "{{vault:postman-api-key}} or $POSTMAN_API_KEY");
}

TEST(ReferenceWords, TakeTheNameTheValueIsGivenTo) {
  EXPECT_EQ(reference_for(at("a.sh", "billing_key")), "$BILLING_KEY");
  for (const std::string& hostile : {std::string("a b"), std::string("x"), std::string("$(rm)"),
                                     std::string("\x1b[31mKEY"), std::string(61, 'A')}) {
    EXPECT_EQ(reference_for(at("a.sh", hostile)), "$POSTMAN_API_KEY");
  }
}

// A name that holds the value would show it.
TEST(ReferenceWords, NeverShowTheValue) {
  Finding finding = at("a.sh");
  finding.secret = Secret::copy_of("QUITESECRET12345");
  finding.scope = "KEY_QUITESECRET12345";
  EXPECT_EQ(variable_name(finding), "POSTMAN_API_KEY");
}

}  // namespace
}  // namespace leakwarden::scanner
