#include "scanner/report/html_card.h"

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

std::string card_of(const Finding& finding, std::vector<const Finding*> others = {}) {
  return html_card({&finding, std::move(others)});
}

bool holds(const std::string& html, const std::string& part) {
  return html.find(part) != std::string::npos;
}

TEST(HtmlCard, SaysWhatWhereAndWhatToDo) {
  const Finding finding = planted_finding(1, "config/prod.env");
  const std::string html = card_of(finding);
  EXPECT_TRUE(holds(html, "Postman API key"));
  EXPECT_TRUE(holds(html, "config/prod.env:3"));
  EXPECT_TRUE(holds(html, "by Ana in 9c1f2ab0, still at main"));
  EXPECT_TRUE(holds(html, "<pre>KEY=<mark>" + finding.secret.mask() + "</mark> # prod</pre>"));
  EXPECT_TRUE(holds(html, "<ol><li>Open the page.</li><li>Revoke the key.</li></ol>"));
  EXPECT_TRUE(holds(html, "href=\"https://go.postman.co/settings/me/api-keys\""));
}

TEST(HtmlCard, ManyPlacesAreFoldedAndBounded) {
  const Finding finding = planted_finding(1, "a");
  std::vector<Finding> others;
  for (int at = 0; at < 300; ++at)
    others.push_back(planted_finding(1, "file" + std::to_string(at)));
  std::vector<const Finding*> pointers;
  for (const Finding& other : others) pointers.push_back(&other);
  const std::string html = card_of(finding, pointers);
  EXPECT_TRUE(holds(html, "<details><summary>Also at"));
  EXPECT_TRUE(holds(html, "file99:3"));
  EXPECT_FALSE(holds(html, "file100:3"));
  EXPECT_TRUE(holds(html, "and more"));
}

TEST(HtmlCard, KnowsWhereItStands) {
  Finding finding = planted_finding(1, "a");
  EXPECT_EQ(standing_of(finding), PlaceStanding::Current);
  finding.location.at_tip = false;
  EXPECT_EQ(standing_of(finding), PlaceStanding::History);
  finding.location.at_tip.reset();
  EXPECT_EQ(standing_of(finding), PlaceStanding::History);
  finding.location.kind = PlaceKind::File;
  EXPECT_EQ(standing_of(finding), PlaceStanding::Current);
  finding.location.kind = PlaceKind::Index;
  EXPECT_EQ(standing_of(finding), PlaceStanding::NotCommitted);
}

TEST(HtmlCard, LinksOnlyToTheWeb) {
  Finding finding = planted_finding(1, "a");
  finding.advice.revoke_url = "javascript:alert(1)";
  EXPECT_FALSE(holds(card_of(finding), "javascript"));
}

}  // namespace
}  // namespace leakwarden::scanner
