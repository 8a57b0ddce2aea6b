#include "scanner/rules/load.h"
#include "tests/support/slowdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

// Columns are counted by hand on this text: a rule's keys begin in column 5.
const char* const kGood = R"yaml(provider: Example
homepage: https://example.com
rules:
  - id: example-key
    name: Example key
    severity: high
    confidence: high
    pattern: '(?P<secret>EXK-[0-9a-f]{24})'
    entropy: 3.0
    context: {words: [example, EXK], reach: 80}
    checksum: none
    placeholders: ['EXK-000…']
    examples: {seeded: 3}
    counter_examples: ['EXK-<key>']
    verify: {method: GET, url: https://api.example.com/me, headers: {X-Api-Key: '{secret}'}, live: {status: [200, 403]}, dead: {status: 401}, hosts: [api.example.com]}
    revoke: {url: https://example.com/keys, steps: [Delete the key, Make a new one]}
    docs: https://example.com/docs
)yaml";

LoadedRules load(const std::string& text) {
  return load_rules({{"r.yaml", text}});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Load, ReadsEveryField) {
  const LoadedRules loaded = load(kGood);
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  ASSERT_EQ(loaded.rules.size(), 1U);
  const Rule& rule = loaded.rules[0];
  EXPECT_EQ(rule.id, "example-key");
  EXPECT_EQ(rule.name, "Example key");
  EXPECT_EQ(rule.provider, "Example");
  EXPECT_EQ(rule.homepage, "https://example.com");
  EXPECT_EQ(rule.severity, Severity::High);
  EXPECT_EQ(rule.confidence, Confidence::High);
  EXPECT_EQ(rule.locality, Locality::Local);
  EXPECT_EQ(rule.width, 28U);
  EXPECT_DOUBLE_EQ(rule.entropy, 3.0);
  EXPECT_EQ(rule.context.words, (std::vector<std::string>{"example", "exk"}));
  EXPECT_EQ(rule.context.reach, 80U);
  EXPECT_EQ(rule.checksum, "");
  EXPECT_EQ(rule.placeholders, std::vector<std::string>{"EXK-000…"});
  EXPECT_EQ(rule.seeded_examples, 3U);
  EXPECT_EQ(rule.counter_examples, std::vector<std::string>{"EXK-<key>"});
  EXPECT_EQ(rule.verify.method, "GET");
  EXPECT_EQ(rule.verify.headers.at("X-Api-Key"), "{secret}");
  EXPECT_EQ(rule.verify.live.at("status"), "200,403");
  EXPECT_EQ(rule.verify.dead.at("status"), "401");
  EXPECT_EQ(rule.verify.hosts, std::vector<std::string>{"api.example.com"});
  EXPECT_EQ(rule.advice.revoke_url, "https://example.com/keys");
  EXPECT_EQ(rule.advice.steps.size(), 2U);
  EXPECT_EQ(rule.advice.docs, "https://example.com/docs");
  EXPECT_EQ(rule.source_file, "r.yaml");
  EXPECT_EQ(rule.source_line, 4);
  EXPECT_FALSE(rule.trigger_overridden);
}

struct Mistake {
  const char* from;
  const char* to;
  int line;
  int column;
  const char* what;
  const char* remedy;
};

class LoadMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(LoadMistake, IsSaidAtItsPlaceWithARemedy) {
  const Mistake& mistake = GetParam();
  const LoadedRules loaded = load(replaced(kGood, mistake.from, mistake.to));
  ASSERT_TRUE(loaded.problems.has_errors());
  const RuleProblem& problem = loaded.problems.all().front();
  EXPECT_EQ(problem.file, "r.yaml");
  EXPECT_EQ(problem.place.line, mistake.line) << problem_text(problem);
  EXPECT_EQ(problem.place.column, mistake.column) << problem_text(problem);
  EXPECT_THAT(problem.what, HasSubstr(mistake.what));
  EXPECT_THAT(problem.remedy, HasSubstr(mistake.remedy));
  EXPECT_EQ(loaded.problems.errors(), 1U) << loaded.problems.text();
}

INSTANTIATE_TEST_SUITE_P(
    Keys, LoadMistake,
    ::testing::Values(
        Mistake{"    entropy:", "    entrpy:", 9, 5, "unknown key 'entrpy' in rule 'example-key'",
                "write 'entropy'"},
        Mistake{"    entropy: 3.0", "    colour: red", 9, 5, "unknown key 'colour'",
                "use one of: id, name"},
        Mistake{"    entropy: 3.0", "    name: Again", 9, 5,
                "key 'name' stands twice in rule 'example-key', first in line 5", "keep one"},
        Mistake{"provider: Example", "provider: ''", 1, 11, "'provider' is ''", "give a text"},
        Mistake{"homepage:", "hompage:", 2, 1, "unknown key 'hompage' in a rule file",
                "write 'homepage'"},
        Mistake{"https://example.com\n", "example.com\n", 2, 11, "'homepage' is no https:// URL",
                "https://"},
        Mistake{"    name: Example key\n", "", 4, 5, "'name' is missing in rule 'example-key'",
                "add 'name:'"},
        Mistake{"steps: [Delete the key, Make a new one]", "steps: [x], step: [y]", 16, 57,
                "unknown key 'step' in revoke", "write 'steps'"}));

INSTANTIATE_TEST_SUITE_P(
    Values, LoadMistake,
    ::testing::Values(
        Mistake{"id: example-key", "id: Example_Key", 4, 9, "'Example_Key' is no rule id",
                "lower-case"},
        Mistake{"severity: high", "severity: hihg", 6, 15, "'severity' cannot be 'hihg'",
                "write 'high'"},
        Mistake{"confidence: high", "confidence: certain", 7, 17,
                "'confidence' cannot be 'certain'", "low, medium, high"},
        Mistake{"entropy: 3.0", "entropy: much", 9, 14, "'entropy' is 'much'",
                "number from 0 to 8"},
        Mistake{"entropy: 3.0", "entropy: 9", 9, 14, "'entropy' is '9'", "number from 0 to 8"},
        Mistake{"entropy: 3.0", "entropy: -1", 9, 14, "'entropy' is '-1'", "number from 0 to 8"},
        Mistake{"entropy: 3.0", "entropy: '3.0'", 9, 14, "'entropy' is '3.0'", "number"},
        Mistake{"reach: 80", "reach: 5000", 10, 45, "'reach' is '5000'", "from 1 to 1024"},
        Mistake{", reach: 80", "", 10, 14, "'reach' is missing in context", "add 'reach:'"},
        Mistake{"words: [example, EXK]", "words: example", 10, 22,
                "'words' is 'example', not a list", "list of texts"},
        Mistake{"checksum: none", "checksum: crc32-base63", 11, 15,
                "'checksum' cannot be 'crc32-base63'", "write 'crc32-base36'"},
        Mistake{"checksum: none", "decode: objectd", 11, 13, "'decode' cannot be 'objectd'",
                "write 'objectid'"},
        Mistake{"placeholders: ['EXK-000…']", "placeholders: [{a: b}]", 12, 20,
                "'placeholders' holds something that is no text", "list of texts"},
        Mistake{"examples: {seeded: 3}", "examples: {seeded: 1000}", 13, 24, "'seeded' is '1000'",
                "from 0 to 100"},
        Mistake{"    examples: {seeded: 3}\n", "", 4, 5, "'examples' is missing",
                "add 'examples:'"},
        Mistake{"method: GET", "method: DELETE", 15, 22, "'method' cannot be 'DELETE'", "GET"},
        Mistake{"hosts: [api.example.com]", "hosts: []", 15, 13, "'hosts' is missing in verify",
                "list the hosts"},
        Mistake{"url: https://api.example.com/me", "url: http://api.example.com/me", 15, 32,
                "'url' is no https:// URL", "https://"},
        Mistake{"    revoke: {url: https://example.com/keys, steps: [Delete the key, Make a new "
                "one]}\n",
                "", 4, 5, "'revoke' is missing", "add 'revoke:'"},
        Mistake{"steps: [Delete the key, Make a new one]", "steps: []", 16, 13,
                "'revoke' has no steps", "delete the key"},
        Mistake{"name: Example key", "name: [Example, key]", 5, 11,
                "'name' is a list, not one text", "one text"}));

INSTANTIATE_TEST_SUITE_P(
    Patterns, LoadMistake,
    ::testing::Values(
        Mistake{"[0-9a-f]{24}", "[0-9a-f]+", 8, 14, "'pattern' has no longest match",
                "bound its repeats"},
        Mistake{"[0-9a-f]{24}", "[0-9a-f]{600}[a-f]{600}", 8, 14,
                "can match 1204 bytes, a local rule at most 1024", "object rule"},
        Mistake{"(?P<secret>EXK-", "(?P<key>EXK-", 8, 14, "no group named secret", "(?P<secret>"},
        Mistake{"[0-9a-f]{24})", "[0-9a-f]{24})?x", 8, 14, "can match without its group secret",
                "two rules"},
        Mistake{"EXK-[0-9a-f]{24}", "(?:EXK-[0-9a-f]{24})?", 8, 14, "empty secret", "{8,64}"},
        Mistake{"[0-9a-f]{24}", "[0-9a-f{24}", 8, 14, "missing ]", ""},
        Mistake{"[0-9a-f]{24}", "(?=x)", 8, 14, "invalid perl operator", ""},
        Mistake{"[0-9a-f]{24}", R"(\pN{24})", 8, 14, R"(character 16: \p is not part)", "class"},
        Mistake{"[0-9a-f]{24}", "[ä]{24}", 8, 14, "character 16: a letter outside ASCII",
                "alternation"},
        Mistake{"    entropy: 3.0", "    trigger: '^EXK'", 9, 14,
                "'trigger' cannot be used: it holds ^", "leave them out"},
        Mistake{"    entropy: 3.0", "    trigger: 'EXK-.*'", 9, 14, "more than 256 bytes",
                "bound its repeats"},
        Mistake{"    entropy: 3.0", "    trigger: 'EXK-['", 9, 14, "missing ]", ""},
        Mistake{"    entropy: 3.0", "    width: 20", 9, 12,
                "'width' is 20, but the pattern can match 28 bytes", "leave it out"},
        Mistake{"    entropy: 3.0", "    max_bytes: 100", 9, 16, "'max_bytes' is for object rules",
                "locality: object"},
        Mistake{"    entropy: 3.0", "    judge: password", 9, 12, "'judge' cannot be 'password'",
                "credential"},
        Mistake{"reach: 80}", "reach: 300}\n    trigger: assignment", 10, 14,
                "'reach' is 256 at most", "a line or two away"},
        Mistake{"    entropy: 3.0", "    trigger: assignment\n    judge: credential", 10, 12,
                "'judge' is for the rules that find", "leave 'judge' out"},
        Mistake{"    entropy: 3.0\n    context: {words: [example, EXK], reach: 80}",
                "    trigger: assignment", 9, 14, "needs words that name its provider",
                "context: {words:"},
        Mistake{"    entropy: 3.0",
                "    trigger: assignment\n    locality: object\n    max_bytes: 99", 9, 14,
                "an assigned rule is no object rule", "leave 'locality' out"},
        Mistake{"    entropy: 3.0", "    locality: whole", 9, 15, "'locality' cannot be 'whole'",
                "local, object"}));

INSTANTIATE_TEST_SUITE_P(
    Yaml, LoadMistake,
    ::testing::Values(
        Mistake{"name: Example key", "name: &a Example key", 5, 11, "anchors",
                "write the value out"},
        Mistake{"name: Example key", "name: *a", 5, 11, "anchor is not defined", "value out"},
        Mistake{"name: Example key", "name: !!str Example", 5, 11, "tags", "leave the tag out"},
        Mistake{"    name: Example key", "\tname: Example key", 5, 1, "", "spaces"},
        Mistake{"docs: https://example.com/docs", "docs: https://example.com/docs\n---\na: b", 19,
                1, "a second document", "two files"}));

TEST(Load, ReportsAllMistakesOfAFileAndKeepsItsGoodRules) {
  std::string text = "provider: Example\nrules:\n";
  text += "  - {id: one-key, nam: x}\n";
  text += std::string(kGood).substr(std::string(kGood).find("  - id"));
  const LoadedRules loaded = load(text);
  ASSERT_EQ(loaded.rules.size(), 1U);
  EXPECT_EQ(loaded.rules[0].id, "example-key");
  const std::string all = loaded.problems.text();
  for (const char* missing :
       {"'name'", "'severity'", "'confidence'", "'pattern'", "'examples'", "'revoke'"}) {
    EXPECT_THAT(all, HasSubstr(std::string(missing) + " is missing in rule 'one-key'"));
  }
  EXPECT_THAT(all, HasSubstr("r.yaml:3:19: error: unknown key 'nam'"));
  EXPECT_THAT(all, HasSubstr("\n  try: write 'name'"));
}

TEST(Load, StopsListingAfterFiftyMistakes) {
  std::string text = "provider: Example\nrules:\n";
  for (int i = 0; i < 40; i++) text += "  - {id: rule-" + std::to_string(i) + "}\n";
  const LoadedRules loaded = load(text);
  EXPECT_EQ(loaded.problems.all().size(), ProblemList::kMaxProblems);
  EXPECT_EQ(loaded.problems.errors(), 240U);  // six missing keys each
  EXPECT_EQ(loaded.problems.left_out(), 190U);
  EXPECT_THAT(loaded.problems.text(), HasSubstr("and 190 more"));
}

TEST(Load, DuplicateIdNamesBothPlaces) {
  const LoadedRules loaded = load_rules({{"a.yaml", kGood}, {"b.yaml", "\n" + std::string(kGood)}});
  ASSERT_EQ(loaded.problems.errors(), 1U);
  const RuleProblem& problem = loaded.problems.all().front();
  EXPECT_EQ(problem.file, "b.yaml");
  EXPECT_EQ(problem.place.line, 5);
  EXPECT_EQ(problem.place.column, 9);
  EXPECT_THAT(problem.what, HasSubstr("rule id 'example-key' is taken, by a.yaml:4"));
}

TEST(Load, FileShapes) {
  EXPECT_THAT(load("").problems.text(), HasSubstr("a rule file is nothing, not a mapping"));
  EXPECT_THAT(load("- a\n").problems.text(), HasSubstr("r.yaml:1:1: error: a rule file is a list"));
  EXPECT_THAT(load("provider: X\n").problems.text(), HasSubstr("'rules' is missing"));
  EXPECT_THAT(load("provider: X\nrules: {}\n").problems.text(),
              HasSubstr("r.yaml:2:8: error: 'rules' is no list"));
  EXPECT_THAT(load("provider: X\nrules: [a]\n").problems.text(),
              HasSubstr("a rule is text, not a mapping"));
}

TEST(Load, ObjectRulesHaveAWindow) {
  const std::string unbounded = replaced(kGood, "[0-9a-f]{24}", "[0-9a-f]{24,}");
  LoadedRules loaded = load(replaced(unbounded, "    entropy: 3.0", "    locality: object"));
  EXPECT_THAT(loaded.problems.text(), HasSubstr("'max_bytes' is missing"));
  loaded =
      load(replaced(unbounded, "    entropy: 3.0", "    locality: object\n    max_bytes: 16384"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_EQ(loaded.rules[0].locality, Locality::Object);
  EXPECT_EQ(loaded.rules[0].max_bytes, 16384U);
  EXPECT_LE(loaded.rules[0].width, 16384U);
  loaded =
      load(replaced(unbounded, "    entropy: 3.0", "    locality: object\n    max_bytes: 1000000"));
  EXPECT_THAT(loaded.problems.text(), HasSubstr("from 1 to 65536"));
}

TEST(Load, SecretsNameTheirIds) {
  const std::string after = "    checksum: none\n";
  const LoadedRules by_rule = load(replaced(
      kGood, after, "    pair: {with: [example-id], reach: file, needed: true}\n" + after));
  ASSERT_FALSE(by_rule.problems.has_errors()) << by_rule.problems.text();
  EXPECT_EQ(by_rule.rules[0].pair.with, std::vector<std::string>{"example-id"});
  EXPECT_EQ(by_rule.rules[0].pair.reach, kWholeText);
  EXPECT_TRUE(by_rule.rules[0].pair.needed);
  const LoadedRules by_pattern = load(
      replaced(kGood, after, "    pair: {pattern: 'app=(?P<id>[0-9]{4})', reach: 80}\n" + after));
  ASSERT_FALSE(by_pattern.problems.has_errors()) << by_pattern.problems.text();
  EXPECT_EQ(by_pattern.rules[0].pair.reach, 80U);
  EXPECT_FALSE(by_pattern.rules[0].pair.needed);
  EXPECT_TRUE(load(replaced(kGood, after, "    half: id\n" + after)).rules[0].id_half);
  for (const char* wrong :
       {"pair: {reach: 80}", "pair: {with: [a], pattern: '(?P<id>x)', reach: 80}",
        "pair: {with: [a]}", "pair: {with: [a], reach: 0}", "pair: {with: [a], reach: far}",
        "pair: {pattern: 'x{1,9}', reach: 80}", "pair: {pattern: '(?P<id>x*)', reach: 80}",
        "pair: {pattern: '(?P<id>x', reach: 80}", "pair: {with: [a], reach: 80, needed: often}",
        "half: secrets", "pair: {with: [a], reach: 8}\n    half: id"}) {
    const std::string line = "    " + std::string(wrong) + "\n";
    EXPECT_TRUE(load(replaced(kGood, after, line + after)).problems.has_errors()) << wrong;
  }
}

TEST(Load, AuthorMayWriteTheTrigger) {
  const LoadedRules loaded =
      load(replaced(kGood, "    entropy: 3.0", "    trigger: 'EXK-[0-9a-f]{4}'"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_TRUE(loaded.rules[0].trigger_overridden);
  EXPECT_EQ(loaded.rules[0].trigger, "EXK-[0-9a-f]{4}");
  EXPECT_EQ(loaded.rules[0].trigger_width, 8U);
  EXPECT_EQ(loaded.rules[0].before, 8U);
}

TEST(Load, ExamplesMayBeTextsAndSeeded) {
  const LoadedRules loaded =
      load(replaced(kGood, "examples: {seeded: 3}", "examples: ['one', {seeded: 2}, 'two']"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_EQ(loaded.rules[0].examples, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(loaded.rules[0].seeded_examples, 2U);
  ASSERT_EQ(loaded.places[0].examples.size(), 2U);
  EXPECT_EQ(loaded.places[0].examples[0].line, 13);
  EXPECT_EQ(loaded.places[0].examples[0].column, 16);
}

TEST(Load, HostileNamesAreMadeSafe) {
  const LoadedRules loaded = load("provider: X\nrules:\n  - {\"id\\e[31m\": y}\n");
  EXPECT_EQ(loaded.problems.text().find('\x1b'), std::string::npos);
  EXPECT_THAT(loaded.problems.text(), HasSubstr("^[[31m"));
}

constexpr std::chrono::seconds kSoon(2 * leakwarden::testing::kSlowdown);

// Hostile rules of ten shapes: refused, or loaded, soon.
TEST(Load, RuleBombsAreRefusedSoon) {
  const std::vector<std::string> bombs = {
      "(?P<secret>((((a{9}){9}){9}){9}){9})",
      "(?P<secret>(a?){1000}b)",
      "(?P<secret>(?:a|aa)+b)",
      "(?P<secret>" + std::string(3000, '(') + "a" + std::string(3000, ')') + ")",
      "(?P<secret>" + std::string(45, '(') + "ab" + std::string(45, ')') + ")",
      "(?P<secret>(?:[a-z]{0,9}x){99})",
      "(?P<secret>" + std::string(5000, 'a') + ")",
      "(?P<secret>" + std::string(4000, 'a') + ")",
      "(?P<secret>(?:a{0,30}b{0,30}c{0,30}){0,10}d)",
      "(?P<secret>(?:(?:a|b|c|d)(?:e|f|g|h)){3,60}(?i:hello|world){0,90})"};
  for (const std::string& bomb : bombs) {
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    const LoadedRules loaded = load(replaced(kGood, "(?P<secret>EXK-[0-9a-f]{24})", bomb));
    EXPECT_LT(std::chrono::steady_clock::now() - start, kSoon) << bomb.substr(0, 60);
    EXPECT_TRUE(loaded.problems.has_errors() || loaded.rules.size() == 1) << bomb.substr(0, 60);
  }
}

TEST(ReadRuleFiles, RefusesWhatIsNoFile) {
  std::string folder = (std::filesystem::temp_directory_path() / "leakwarden-load-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  ASSERT_EQ(::mkfifo((folder + "/fifo.yaml").c_str(), 0600), 0);
  Result<std::vector<RuleText>> read = read_rule_files({folder + "/fifo.yaml"});
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::Refused);
  std::ofstream(folder + "/big.yaml") << std::string((1 << 20) + 1, '#');
  read = read_rule_files({folder + "/big.yaml"});
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::TooLarge);
  std::filesystem::remove_all(folder);
}

TEST(Load, NamesMakeRulesOfAnyShape) {
  const LoadedRules loaded = load(replaced(replaced(kGood, "rules:", "names: [Exa Mple, Widget]\nrules:"),
                                           "provider: Example", "provider: Exa & Mple.io"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  ASSERT_EQ(loaded.rules.size(), 3U);
  const Rule& made = loaded.rules[0];
  EXPECT_EQ(loaded.rules[1].id, "exa-mple-io-widget-credential") << "a product of its own";
  EXPECT_EQ(made.id, "exa-mple-io-credential");
  EXPECT_TRUE(made.assigned);
  EXPECT_TRUE(made.any_shape);
  EXPECT_EQ(made.context.words, std::vector<std::string>{"exa mple"});
  EXPECT_EQ(made.advice.steps, loaded.rules[2].advice.steps);
  EXPECT_FALSE(loaded.rules[2].any_shape);
  EXPECT_EQ(loaded.places.size(), 3U);
}

TEST(Load, NamesOfOneProductMakeOneRule) {
  const LoadedRules loaded =
      load(replaced(kGood, "rules:", "names: [widget api, widget token, example key, secret key]\nrules:"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  ASSERT_EQ(loaded.rules.size(), 3U);
  EXPECT_EQ(loaded.rules[2].id, "example-widget-credential");
  EXPECT_EQ(loaded.rules[2].context.words, (std::vector<std::string>{"widget api", "widget token"}));
  EXPECT_EQ(loaded.rules[0].id, "example-credential");
  EXPECT_EQ(loaded.rules[0].context.words, (std::vector<std::string>{"example key", "secret key"}))
      << "of no product: its own";
}

TEST(Load, AFileOfNothingButNamesMakesNone) {
  EXPECT_TRUE(load("provider: Example\nnames: [example]\nrules: []\n").rules.empty());
}

TEST(Load, APlaceIsJudgedAsACredentialIs) {
  const LoadedRules loaded = load(replaced(kGood, "    entropy: 3.0", "    judge: place"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_EQ(loaded.rules[0].judging, Judging::Credential);
  EXPECT_TRUE(loaded.rules[0].placed);
  EXPECT_FALSE(load(replaced(kGood, "    entropy: 3.0", "    judge: credential")).rules[0].placed);
}

TEST(Load, WidthBoundsAnOpenRepeat) {
  const LoadedRules loaded =
      load(replaced(kGood, "[0-9a-f]{24})'", "[0-9a-f]{24,})'\n    width: 300"));
  ASSERT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_EQ(loaded.rules[0].width, 300U);
}

}  // namespace
}  // namespace leakwarden::scanner
