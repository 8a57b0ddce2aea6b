// Rule files with a mistake in them, and rule files made to hurt. Each mistake is said at its file,
// line and column, with what is wrong and what is allowed; each hostile file ends soon, in little
// memory.

#include <algorithm>
#include <fstream>
#include <memory>

#include "scanner/rules/lint.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_set.h"
#include "tests/support/budget.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Budget;
using leakwarden::testing::TemporaryFolder;
using ::testing::HasSubstr;

const std::string kGood = R"yaml(provider: Example
homepage: https://example.com
rules:
  - id: example-key
    name: Example key
    severity: high
    confidence: high
    opens: Everything.
    pattern: '(?P<secret>EXKQ-[0-9a-f]{24})\b'
    context: {words: [example], reach: 80}
    checksum: none
    entropy: 2.5
    placeholders: ['EXKQ-000…']
    examples: {seeded: 3}
    counter_examples: ['EXKQ-<key>', 'EXKQ-0123']
    verify: {method: GET, url: https://api.example.com/me, live: {status: 200}, dead: {status: 401}, hosts: [api.example.com]}
    revoke: {url: https://example.com/keys, steps: [Delete the key]}
    docs: https://example.com/docs
)yaml";

// `from` becomes `to`; the mistake is said where `at` stands, with these words.
struct Mistake {
  const char* from;
  const char* to;
  const char* at;
  const char* what;
  const char* allowed;
};

const Mistake kMistakes[] = {
    // keys
    {"entropy:", "entrpy:", "entrpy", "unknown key 'entrpy'", "write 'entropy'"},
    {"docs:", "documentation:", "documentation", "unknown key 'documentation'", "use one of: id"},
    {"provider:", "Provider:", "Provider", "unknown key 'Provider'", "write 'provider'"},
    {"    docs:", "    severity: low\n    docs:", "severity: low", "'severity' stands twice",
     "keep one of them"},
    {"    name: Example key\n", "", "id: example-key", "'name' is missing", "add 'name:'"},
    {"    severity: high\n", "", "id: example-key", "'severity' is missing", "add 'severity:'"},
    {"    pattern: '(?P<secret>EXKQ-[0-9a-f]{24})\\b'\n", "", "id: example-key",
     "'pattern' is missing", "add 'pattern:'"},
    {"    examples: {seeded: 3}\n", "", "id: example-key", "'examples' is missing",
     "add 'examples:'"},
    {"provider: Example\n", "", "homepage", "'provider' is missing", "add 'provider:'"},
    {"words: [example], reach: 80", "word: [example], reach: 80", "word: [", "unknown key 'word'",
     "write 'words'"},
    {"{seeded: 3}", "{seed: 3}", "seed: 3", "unknown key 'seed'", "use one of: seeded"},
    {"method: GET", "verb: GET", "verb", "unknown key 'verb'", "use one of: method"},
    {"steps: [Delete the key]", "step: [Delete the key]", "step: [", "unknown key 'step'",
     "write 'steps'"},
    // names and choices
    {"id: example-key", "id: Example Key", "Example Key", "is no rule id", "lower-case letters"},
    {"id: example-key", "id: -x", "-x", "is no rule id", "provider-kind"},
    {"severity: high", "severity: huge", "huge", "'severity' cannot be 'huge'",
     "low, medium, high, critical"},
    {"severity: high", "severity: Critical", "Critical", "cannot be 'Critical'", "critical"},
    {"confidence: high", "confidence: sure", "sure", "'confidence' cannot be 'sure'",
     "low, medium, high"},
    {"checksum: none", "checksum: crc16", "crc16", "'checksum' cannot be 'crc16'", "crc32-base62"},
    {"checksum: none", "decode: jtw", "jtw", "'decode' cannot be 'jtw'", "jwt"},
    {"method: GET", "method: DELETE", "DELETE", "'method' cannot be 'DELETE'", "GET, HEAD, POST"},
    {"checksum: none", "locality: file", "file", "'locality' cannot be 'file'", "local, object"},
    // types
    {"name: Example key", "name: [a, b]", "[a, b]", "'name' is a list", "give one text"},
    {"name: Example key", "name: {a: b}", "{a: b}", "'name' is a mapping", "give one text"},
    {"name: Example key", "name: ''", "''", "'name' is ''", "give a text"},
    {"entropy: 2.5", "entropy: high", "high\n    placeholders", "'entropy' is 'high'",
     "a number from 0 to 8"},
    {"entropy: 2.5", "entropy: 9", "9\n", "'entropy' is '9'", "a number from 0 to 8"},
    {"entropy: 2.5", "entropy: '2.5'", "'2.5'", "'entropy' is '2.5'", "a number from 0 to 8"},
    {"reach: 80", "reach: 0", "0}", "'reach' is '0'", "a whole number from 1 to 1024"},
    {"reach: 80", "reach: 2000", "2000", "'reach' is '2000'", "a whole number from 1 to 1024"},
    {"reach: 80", "reach: 8.5", "8.5", "'reach' is '8.5'", "a whole number from 1 to 1024"},
    {"words: [example]", "words: example", "example, reach", "not a list of texts",
     "give a list of texts"},
    {"words: [example]", "words: []", "{words", "'context' has no words", "add 'words:"},
    {"words: [example]", "words: [{a: b}]", "{a: b}", "no text of 1 to", "list of texts"},
    {"context: {words: [example], reach: 80}", "context: example", "example\n    checksum",
     "context is text, not a mapping", "key: value"},
    {"{seeded: 3}", "{seeded: 500}", "500", "'seeded' is '500'", "a whole number from 0 to 100"},
    {"{seeded: 3}", "{seeded: many}", "many", "'seeded' is 'many'", "from 0 to 100"},
    {"['EXKQ-<key>', 'EXKQ-0123']", "EXKQ-0123", "EXKQ-0123", "not a list of texts",
     "give a list of texts"},
    {"steps: [Delete the key]", "steps: []", "{url: https://example.com/keys", "has no steps",
     "list what a person does"},
    {"hosts: [api.example.com]", "hosts: []", "{method", "'hosts' is missing", "list the hosts"},
    {"checksum: none", "max_bytes: 100", "100\n", "'max_bytes' is for object rules",
     "locality: object"},
    {"checksum: none", "width: 5", "5\n    entropy", "'width' is 5, but the pattern can match",
     "leave it out"},
    {"checksum: none", "width: 5000", "5000", "'width' is '5000'",
     "a whole number from 1 to 1024"},
    // addresses
    {"url: https://example.com/keys", "url: example.com/keys", "example.com/keys",
     "'url' is no https:// URL", "beginning with https://"},
    {"url: https://api.example.com/me", "url: http://api.example.com/me", "http://api",
     "'url' is no https:// URL", "beginning with https://"},
    {"docs: https://example.com/docs", "docs: 'javascript:alert(1)'", "'javascript",
     "'docs' is no https:// URL", "beginning with https://"},
    {"homepage: https://example.com", "homepage: 'https://exa mple'", "'https://exa mple'",
     "'homepage' is no https:// URL", "beginning with https://"},
    // patterns
    {"[0-9a-f]{24})\\b", "[0-9a-f{24})", "'(?P<secret>EXKQ", "missing ]", "close the class"},
    {"(?P<secret>EXKQ", "((?P<secret>EXKQ", "'((?P<secret>", "missing )", "close the group"},
    {"[0-9a-f]{24})", "[0-9a-f]{24}))", "'(?P<secret>EXKQ", "unexpected )", "\\)"},
    {"[0-9a-f]{24}", "[0-9a-f]{2000}", "'(?P<secret>EXKQ", "repetition", "1000"},
    {"[0-9a-f]{24}", "(?=x)[0-9a-f]", "'(?P<secret>EXKQ", "(?=", "no look-around"},
    {"[0-9a-f]{24}", "[9-0]{24}", "'(?P<secret>EXKQ", "9-0", "smaller end first"},
    {"EXKQ-[0-9a-f]{24}", "*", "'(?P<secret>*", "repetition operator", "what is repeated"},
    {"[0-9a-f]{24}", "[0-9a-f]{24}\\", "'(?P<secret>EXKQ", "", ""},
    {"[0-9a-f]{24}", "\\k", "'(?P<secret>EXKQ", "\\k", ""},
    {"[0-9a-f]{24}", "\\d{24}\\pL", "'(?P<secret>EXKQ", "\\p is not part of rule patterns",
     "a class"},
    {"[0-9a-f]{24}", "(?P<secret>a)", "'(?P<secret>EXKQ", "secret", "rename"},
    {"[0-9a-f]{24}", "(?m:a)", "'(?P<secret>EXKQ", "a kind of group that rules do not know",
     "use (?:"},
    {"(?P<secret>", "(?P<key>", "'(?P<key>", "no group named secret", "(?P<secret>…)"},
    {"[0-9a-f]{24})", "[0-9a-f]{24})?x", "'(?P<secret>EXKQ", "can match without its group secret",
     "write two rules"},
    {"EXKQ-[0-9a-f]{24}", "[0-9]*", "'(?P<secret>", "can match an empty secret",
     "at least a few characters"},
    {"[0-9a-f]{24}", "[0-9a-f]{24,}", "'(?P<secret>EXKQ", "has no longest match",
     "bound its repeats"},
    {"[0-9a-f]{24}", "[0-9a-f]{900}[0-9]{900}", "'(?P<secret>EXKQ", "can match 1805 bytes",
     "tighten its repeats"},
    {"checksum: none", "trigger: '^EXKQ'", "'^EXKQ'", "it holds ^", "leave them out"},
    {"checksum: none", "trigger: 'EXKQ-.*'", "'EXKQ-.*'", "more than 256 bytes",
     "bound its repeats"},
    {"checksum: none", "trigger: 'EXKQ['", "'EXKQ['", "missing ]", "close the class"},
    // YAML itself
    {"name: Example key", "name: Example: key", ": key", "", "quotes"},
    {"name: Example key", "name: &a x", "&a", "anchors", "write the value out"},
    {"name: Example key", "name: !!binary x", "!!binary", "tags", "leave the tag out"},
    {"docs: https://example.com/docs", "docs: 'https://example.com/docs", "'https://example.com/d",
     "'docs' is no https:// URL", "give the whole URL"},
    {"name: Example key", "name: 'Example key", "(?P<secret>EXKQ", "", "quotes"},
    {"    name: Example key", "   name: Example key", "", "", "indentation"},
};

std::pair<int, int> place_of(const std::string& text, std::size_t offset) {
  const std::string before = text.substr(0, offset);
  const std::size_t line_begin = before.rfind('\n') + 1;
  return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          1 + static_cast<int>(offset - line_begin)};
}

TEST(RuleFiles, EveryMistakeIsSaidAtItsPlaceWithWhatIsAllowed) {
  ASSERT_GE(std::size(kMistakes), 60u);
  for (const Mistake& mistake : kMistakes) {
    std::string text = kGood;
    const std::size_t from = text.find(mistake.from);
    ASSERT_NE(from, std::string::npos) << mistake.from;
    text.replace(from, std::string(mistake.from).size(), mistake.to);
    SCOPED_TRACE(std::string(mistake.from) + " → " + mistake.to);
    const LoadedRules loaded = load_rules({{"r.yaml", text}});
    EXPECT_TRUE(loaded.problems.has_errors());
    if (!loaded.problems.has_errors()) continue;
    const RuleProblem& problem = loaded.problems.all().front();
    EXPECT_EQ(problem.file, "r.yaml");
    EXPECT_GT(problem.place.line, 0);
    EXPECT_GT(problem.place.column, 0);
    const std::size_t at = text.find(mistake.at);
    ASSERT_NE(at, std::string::npos) << mistake.at;
    if (*mistake.at != '\0') {
      EXPECT_EQ(std::make_pair(problem.place.line, problem.place.column), place_of(text, at))
          << problem_text(problem);
    }
    EXPECT_THAT(problem.what, HasSubstr(mistake.what));
    EXPECT_THAT(problem.remedy, HasSubstr(mistake.allowed)) << problem.what;
    EXPECT_FALSE(problem.what.empty());
    EXPECT_FALSE(problem.remedy.empty()) << problem.what;
  }
}

TEST(RuleFiles, WhatIsNoRuleFileIsSaid) {
  const struct {
    const char* text;
    const char* what;
  } cases[] = {
      {"", "a rule file is nothing"},
      {"- a\n", "a rule file is a list"},
      {"just text\n", "a rule file is text"},
      {"provider: X\nrules:\n", "'rules' is missing"},
      {"provider: X\nrules: {}\n", "'rules' is no list"},
      {"provider: X\nrules: [1]\n", "a rule is text, not a mapping"},
      {"provider: X\nrules: [[]]\n", "a rule is a list, not a mapping"},
      {"provider: X\nrules: [null]\n", "a rule is nothing, not a mapping"},
      {"[1]: x\n", "a key must be plain text"},
      {"{a: b}: x\n", "a key must be plain text"},
      {"provider: X\n---\nrules: []\n", "a second document"},
      {"\xff\xfe" "p", "UTF-16"},
      {"%YAML 9.9\n---\na: b\n", ""},
  };
  for (const auto& one : cases) {
    const LoadedRules loaded = load_rules({{"r.yaml", one.text}});
    ASSERT_TRUE(loaded.problems.has_errors()) << one.text;
    const RuleProblem& problem = loaded.problems.all().front();
    EXPECT_THAT(problem.what, HasSubstr(one.what));
    EXPECT_FALSE(problem.remedy.empty()) << one.text << ": " << problem.what;
    EXPECT_GT(problem.place.line, 0) << one.text;
  }
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string with_pattern(const std::string& pattern) {
  std::string text = kGood;
  const std::string from = "(?P<secret>EXKQ-[0-9a-f]{24})\\b";
  return text.replace(text.find(from), from.size(), pattern);
}

// Loaded, linted and, where that went well, compiled, as `rules check` and `--rules` do it.
bool is_taken(const std::string& text) {
  const LoadedRules loaded = load_rules({{"r.yaml", text}});
  if (loaded.problems.has_errors()) return false;
  if (lint_rules(loaded).has_errors()) return false;
  const TemporaryFolder folder;
  return RuleSet::load({folder.write("r.yaml", text)}, "").ok();
}

TEST(RuleFiles, HostileFilesAreRefusedSoon) {
  const std::string alias_bomb =
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
      "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n";
  const std::string files[] = {
      std::string(10 << 20, 'a'),
      std::string(10 << 20, '#'),
      alias_bomb,
      "a: &a [*a]\n",
      repeated("[", 500'000),
      repeated("{a: ", 200'000),
      repeated("- ", 400'000),
      repeated("a:\n ", 200'000),
      "a: \"" + repeated("\\", 900'000),
      "provider: X\nrules: [" + repeated("1,", 400'000) + "]\n",
      "provider: X\nrules:\n" + repeated("  - {}\n", 100'000),
      "provider: X\nrules:\n" + repeated("  - {id: a}\n", 60'000),
      "x: |\n" + repeated("  y\n", 200'000),
      repeated("a: b\n", 150'000),
      "? " + repeated("? ", 300'000),
      repeated("!", 900'000),
      repeated("&a ", 300'000),
      "a: 'x" + std::string(1 << 19, '\n'),
      std::string(1 << 20, '\0'),
  };
  for (const std::string& file : files) {
    SCOPED_TRACE(file.substr(0, 40));
    const Budget budget(5, 300);
    EXPECT_TRUE(load_rules({{"r.yaml", file}}).problems.has_errors());
  }
}

TEST(RuleFiles, HostilePatternsEndSoon) {
  const std::string patterns[] = {
      "(?P<secret>((((a{9}){9}){9}){9}){9})",
      "(?P<secret>(?:(?:(?:x{1,1000}){1,1000}){1,1000}){1,1000}k)",
      "(?P<secret>k(a?){1000}(a){1000})",
      "(?P<secret>(?:a|aa)+EXKQ)",
      "(?P<secret>EXKQ(?:[a-z]{0,9}x){99})",
      "(?P<secret>" + repeated("(?:", 49) + "EXKQ" + repeated(")", 49) + ")",
      "(?P<secret>" + repeated("(", 900) + "a" + repeated(")", 900) + ")",
      "(?P<secret>EXKQ" + repeated("[a-z]{0,3}", 300) + ")",
      "(?P<secret>(?:" + repeated("EXKQ|", 700) + "x)abc)",
      "(?P<secret>(?:" + repeated("[ab]|", 700) + "x){3,9}abc)",
      "(?P<secret>EXKQ(?i:" + repeated("a", 900) + "))",
      "(?P<secret>EXKQ" + repeated("\\pL", 100) + ")",
      "(?P<secret>EXKQ[" + repeated("a-z", 1000) + "]{3})",
      "(?P<secret>EXKQ(?:a{0,30}b{0,30}c{0,30}){0,10})",
      "(?P<secret>(?:(?:a|b|c|d)(?:e|f|g|h)){3,60}(?i:hello|world){0,90})",
      "(?P<secret>EXKQ" + repeated("(?:a|b)", 500) + ")",
      "(?P<secret>EXKQ" + repeated("x?", 900) + ")",
      "(?P<secret>EXKQ.{1,900}.{1,90})",
      "(?P<secret>[^a]{0,500}EXKQ[^b]{0,500})",
  };
  for (const std::string& pattern : patterns) {
    SCOPED_TRACE(pattern.substr(0, 60));
    const Budget budget(8, 400);
    is_taken(with_pattern(pattern));
  }
}

// As many rules as a file holds, each near the widest a rule may be.
TEST(RuleFiles, ManyWideRulesEndSoon) {
  std::string text = "provider: X\nrules:\n";
  for (int i = 0; text.size() < (1 << 20) - 400; ++i) {
    text += "  - {id: r-" + std::to_string(i) + ", name: n, severity: low, confidence: low, pattern: '" +
            "(?P<secret>K" + std::to_string(i) +
            "[a-z]{1,200}[0-9]{1,200}(?:[a-f]|[0-9]{2}){1,99})', examples: {seeded: 1}, revoke: "
            "{steps: [x]}}\n";
  }
  const Budget budget(60, 1500);
  const LoadedRules loaded = load_rules({{"r.yaml", text}});
  EXPECT_FALSE(loaded.problems.has_errors()) << loaded.problems.text().substr(0, 500);
  EXPECT_GT(loaded.rules.size(), 3000u);
}

}  // namespace
}  // namespace leakwarden::scanner
