#include "scanner/report/rule_help.h"

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

TEST(RuleHelp, SaysWhatItOpensTheStepsAndWhere) {
  const Finding finding = planted_finding(1, "a");
  EXPECT_EQ(help_text(finding),
            "Postman API key.\nOpens: Everything its user can reach in Postman.\n"
            "1. Open the page.\n2. Revoke the key.\n"
            "Revoke: https://go.postman.co/settings/me/api-keys\n"
            "More: https://learning.postman.com/docs/keys\n");
  const std::string markdown = help_markdown(finding);
  EXPECT_NE(markdown.find("[Revoke it](https://go.postman.co/settings/me/api-keys)"),
            std::string::npos);
  EXPECT_NE(markdown.find("\n1. Open the page.\n2. Revoke the key.\n"), std::string::npos);
}

TEST(RuleHelp, IsNeverEmptyAndLinksOnlyToTheWeb) {
  Finding finding;
  finding.advice.revoke_url = "javascript:alert(1)";
  EXPECT_NE(help_text(finding).find("Replace the key"), std::string::npos);
  EXPECT_EQ(help_text(finding).find("javascript"), std::string::npos);
  EXPECT_EQ(help_markdown(finding).find("javascript"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
