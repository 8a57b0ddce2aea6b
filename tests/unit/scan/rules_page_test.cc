#include "scanner/cli/rules_page.h"

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_image.h"
#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::run_program;

const char* const kHostile = R"yaml(provider: "<b>&Acme | x"
rules:
  - id: acme-key
    name: "</summary><script>alert(1)</script>"
    severity: critical
    confidence: high
    opens: "\"quoted\" & <all>"
    pattern: '(?P<secret>acme_<"''[0-9a-f]{24})'
    examples: {seeded: 1}
    revoke: {url: 'https://example.com/"><script>', steps: ["</li><img src=x>"]}
)yaml";

class Page : public ::testing::Test {
 protected:
  void SetUp() override {
    const LoadedRules loaded = load_rules({{"f.yaml", kHostile}});
    ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
    image_ = AlignedBytes(*build_rule_image(loaded.rules));
    rules_ = *RuleSet::from_image(image_.view());
  }
  AlignedBytes image_;
  std::shared_ptr<const RuleSet> rules_;
};

// Python's parser as the judge: which elements stand in the page, and what the script's hash is.
TEST_F(Page, HoldsNoElementThatARuleWrote) {
  const std::string html = rule_list_html(*rules_);
  const ProgramResult python = run_program(
      {"python3", "-c", R"py(
import sys,re,html.parser,hashlib,base64
page=sys.stdin.read()
class P(html.parser.HTMLParser):
    tags=[];script='';now=''
    def handle_starttag(s,t,a): s.tags.append(t); s.now=t
    def handle_endtag(s,t): s.now=''
    def handle_data(s,d):
        if s.now=='script': s.script+=d
p=P();p.feed(page)
print(p.tags.count('script'),p.tags.count('img'),p.tags.count('b'),p.tags.count('details'))
h=base64.b64encode(hashlib.sha256(p.script.encode()).digest()).decode()
print('sha256-'+h in re.search(r'Content-Security-Policy" content="([^"]*)"',page).group(1))
)py"},
      {"", {}, html, std::chrono::seconds(20)});
  EXPECT_EQ(python.output, "1 0 0 1\nTrue\n") << python.errors;
}

TEST_F(Page, MarkdownCellsStayCells) {
  const std::string text = rule_list_markdown(*rules_);
  EXPECT_THAT(text, HasSubstr("Acme \\| x"));
  EXPECT_EQ(text.find("<script>"), std::string::npos);
}

TEST(RulesPage, ShowsEveryBuiltinRule) {
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  const std::string html = rule_list_html(*rules);
  const std::string markdown = rule_list_markdown(*rules);
  for (const Rule& rule : rules->rules()) {
    EXPECT_THAT(html, HasSubstr("<details id=\"" + rule.id + "\""));
    EXPECT_THAT(markdown, HasSubstr("| `" + rule.id + "` |"));
  }
  EXPECT_EQ(html, rule_list_html(*rules));
}

TEST(RulesPage, SaysHowEachIsKnown) {
  const std::string html = rule_list_html(*RuleSet::builtin().value());
  const auto known = [&](const std::string& id) {
    const std::size_t at = html.find("data-known=\"", html.find("<details id=\"" + id + "\"")) + 12;
    return html.substr(at, html.find('"', at) - at);
  };
  EXPECT_EQ(known("postman-api-key"), "by fixed letters");
  EXPECT_EQ(known("abuseipdb-api-key"), "by a word beside it");
  EXPECT_EQ(known("generic-named-value"), "by a judge of values");
}

}  // namespace
}  // namespace leakwarden::scanner
