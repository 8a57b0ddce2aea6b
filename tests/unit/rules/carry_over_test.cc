#include "scanner/rules/import/carry_over.h"

#include "scanner/rules/import/rule_text.h"
#include "scanner/rules/lint.h"
#include "scanner/rules/load.h"
#include "tests/support/budget.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

Imported import(const std::string& text, ImportOptions options = {}) {
  const Result<TomlNode> root = parse_toml(text, "f.toml");
  EXPECT_TRUE(root.ok()) << root.error().message();
  ProblemList problems;
  const PeerConfig config = read_peer_rules(*root, "f.toml", &problems);
  EXPECT_FALSE(problems.has_errors()) << problems.text();
  return import_rules(merged_peer_rules({config}), options);
}

ImportedRule import_one(const std::string& rule, ImportOptions options = {}) {
  return import("[[rules]]\n" + rule, std::move(options)).rules.front();
}

std::string notes(const ImportedRule& rule) {
  std::string text;
  for (const ImportNote& note : rule.notes) {
    text += std::string(note_kind_name(note.kind)) + ": " + note.what + ": " + note.detail + "\n";
  }
  return text;
}

TEST(CarryOver, APlainRuleStaysAsItIs) {
  const ImportedRule one = import_one(
      "id='acme-api-key'\ndescription='An Acme key, it opens all.'\n"
      "regex='''\\b(acme_[0-9a-z]{20})\\b'''\nentropy=3\nkeywords=['ACME_']\n");
  ASSERT_EQ(one.rules.size(), 1u) << notes(one);
  EXPECT_FALSE(changed_meaning(one)) << notes(one);
  const Rule& rule = one.rules[0];
  EXPECT_EQ(rule.id, "acme-api-key");
  EXPECT_EQ(rule.name, "Acme API key");
  EXPECT_EQ(rule.provider, "Acme");
  EXPECT_EQ(rule.pattern, "\\b(?P<secret>acme_[0-9a-z]{20})\\b");
  EXPECT_EQ(rule.confidence, Confidence::High);
  EXPECT_DOUBLE_EQ(rule.entropy, 3);
  EXPECT_TRUE(rule.context.words.empty());
  EXPECT_EQ(rule.advice.opens, "An Acme key, it opens all.");
  EXPECT_FALSE(rule.trigger.empty());
}

TEST(CarryOver, KeywordsBecomeContextWhereThePatternLacksThem) {
  const ImportedRule one =
      import_one("id='acme-token'\nregex='''\\b(pat[0-9a-z]{20})\\b'''\nkeywords=['Acme']\n");
  ASSERT_EQ(one.rules.size(), 1u);
  EXPECT_EQ(one.rules[0].context.words, std::vector<std::string>{"acme"});
  EXPECT_EQ(one.rules[0].context.reach, kMaxContextReach);
  EXPECT_THAT(notes(one), HasSubstr("finds less: a keyword"));
}

TEST(CarryOver, SaysWhatMakesARuleLouder) {
  const ImportedRule one = import_one(
      "id='acme-key'\nregex='''acme_[0-9]{20}'''\npath='\\.env$'\ntokenEfficiency=true\n"
      "validate='x'\nspecificity=3\ncolour='red'\n"
      "[[rules.required]]\nid='other'\n[[rules.allowlists]]\npaths=['tests/']\n"
      "[[rules.allowlists]]\nregexTarget='line'\nregexes=['x']\n"
      "[[rules.allowlists]]\nstopwords=['demo']\n");
  ASSERT_EQ(one.rules.size(), 1u);
  const std::string said = notes(one);
  for (const char* part : {"finds more: its path", "finds more: the rules it requires",
                           "finds more: its token-efficiency", "finds more: an allowlist of paths",
                           "finds more: an allowlist looks at the whole line", "note: its validate",
                           "note: its specificity", "note: unknown key, left out: colour"}) {
    EXPECT_THAT(said, HasSubstr(part));
  }
  EXPECT_EQ(one.rules[0].confidence, Confidence::Low);
  EXPECT_EQ(one.rules[0].placeholders, std::vector<std::string>{"…demo…"});
}

TEST(CarryOver, SaysWhyARuleIsLeftOut) {
  const struct {
    const char* rule;
    const char* why;
  } cases[] = {
      {"id='a'\npath='\\.p12$'\n", "paths only"},
      {"id='a'\nkeywords=['x']\n", "changes a rule of the file it extends"},
      {"id='a'\nregex='abc_[0-9]{8}'\nskipReport=true\n", "reports nothing itself"},
      {"id='a'\nregex='abc_\\p{L}'\n", "character 5 of the regex: a class of Unicode letters"},
      {"id='a'\nregex='abc_(?=x)'\n", "look-around"},
      {"id='a'\nregex='abc_[0-9]{8}'\nsecretGroup=2\n", "its secretGroup is 2, its regex has 0"},
      {"id='a'\nregex='abc_[0-9'\n", "without its ]"},
      {"id='a'\nregex='x*'\n", "empty secret"},
  };
  for (const auto& one : cases) {
    const ImportedRule imported = import_one(one.rule);
    EXPECT_TRUE(imported.rules.empty()) << one.rule;
    ASSERT_EQ(imported.notes.size(), 1u) << one.rule;
    EXPECT_EQ(imported.notes[0].kind, NoteKind::LeftOut);
    EXPECT_THAT(imported.notes[0].what, HasSubstr(one.why));
  }
}

TEST(CarryOver, SeveralGroupsBecomeSeveralRules) {
  const ImportedRule one =
      import_one("id='acme-key'\nregex='''acme=([0-9]{20})|corp_([0-9a-f]{24})'''\n");
  ASSERT_EQ(one.rules.size(), 2u) << notes(one);
  EXPECT_EQ(one.rules[0].id, "acme-key");
  EXPECT_EQ(one.rules[1].id, "acme-key-2");
  EXPECT_FALSE(changed_meaning(one));
}

TEST(CarryOver, TakenIdsAreRenamed) {
  ImportOptions options;
  options.taken_ids = {"acme-key"};
  const ImportedRule one = import_one("id='acme-key'\nregex='acme_[0-9]{20}'\n", options);
  ASSERT_EQ(one.rules.size(), 1u);
  EXPECT_EQ(one.rules[0].id, "acme-key-imported");
  EXPECT_THAT(notes(one), HasSubstr("so it was changed: acme-key-imported"));
}

TEST(CarryOver, ATwinGivesItsAdvice) {
  Rule twin;
  twin.id = "ours";
  twin.provider = "Acme Inc.";
  twin.severity = Severity::Critical;
  twin.advice = {"All.", "https://example.com/keys", {"Do it."}, "https://example.com/docs"};
  ImportOptions options;
  options.twin = [&](const Rule&) { return &twin; };
  const ImportedRule one = import_one("id='acme-key'\nregex='acme_[0-9]{20}'\n", options);
  ASSERT_EQ(one.rules.size(), 1u);
  EXPECT_EQ(one.rules[0].provider, "Acme Inc.");
  EXPECT_EQ(one.rules[0].severity, Severity::Critical);
  EXPECT_EQ(one.rules[0].advice.revoke_url, "https://example.com/keys");
  EXPECT_THAT(notes(one), HasSubstr("one of our own rules finds its values already: ours"));
}

TEST(CarryOver, TheFileAsAWholeIsSpokenOf) {
  const Imported all = import(
      "prefilter='x'\nmood='good'\n[extend]\nuseDefault=true\nurl='https://example.com/x'\n"
      "[[allowlists]]\npaths=['a']\n[[allowlists]]\nstopwords=['demo']\ntargetRules=['b-key']\n"
      "[[rules]]\nid='a-key'\nregex='abc_[0-9]{20}'\n[[rules]]\nid='b-key'\nregex='bcd_[0-9]{20}'\n");
  std::string said;
  for (const ImportNote& note : all.notes) said += note.what + ": " + note.detail + "\n";
  for (const char* part : {"allowlist of paths", "prefilter", "'builtin'", "not fetched", "mood"}) {
    EXPECT_THAT(said, HasSubstr(part));
  }
  ASSERT_EQ(all.rules.size(), 2u);
  EXPECT_TRUE(all.rules[0].rules[0].placeholders.empty());
  EXPECT_EQ(all.rules[1].rules[0].placeholders, std::vector<std::string>{"…demo…"});
}

// What import writes must not be what `rules check` refuses.
TEST(CarryOver, WhatComesOutLoadsAndLints) {
  const Imported all = import(R"toml(
[[rules]]
id = "acme-key"
regex = '''(?i)[\w.-]{0,50}?(?:acme)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|:)[\x60'"\s=]{0,5}([a-z0-9]{32})(?:[\x60'"\s;]|\\[nr]|$)'''
entropy = 2
keywords = ["acme"]
[[rules]]
id = "corp-key"
regex = '''\bcorp_([a-z]+)-\d+'''
[[rules]]
id = "block"
regex = '''-----BEGIN ACME KEY-----[\s\S]{20,}?-----END ACME KEY-----'''
)toml");
  std::vector<Rule> rules;
  for (const ImportedRule& one : all.rules) {
    rules.insert(rules.end(), one.rules.begin(), one.rules.end());
  }
  EXPECT_EQ(rules.size(), 3u);
  const LoadedRules loaded = load_rules({{"f", rule_file_text("Mine", rules, "")}});
  EXPECT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  EXPECT_FALSE(lint_rules(loaded).has_errors()) << lint_rules(loaded).text();
}

TEST(CarryOver, HostileRulesEndSoon) {
  const std::string repeats[] = {
      "((((a{9}){9}){9}){9}){9}", "(a?){1000}b", "(?:a|aa)+b", "(((a+)+)+)+k",
      std::string(3000, '('),     "(?:" + std::string(1200, '|') + "a)k_[0-9]{9}",
      "(a|b)(c|d)(e|f)(g|h)(i|j)(k|l)(m|n)", "(?:(a)|(b)|(c)|(d)|(e)|(f)|(g))+xyz"};
  for (const std::string& regex : repeats) {
    const testing::Budget budget(5, 300);
    import_one("id='a'\nregex='''" + regex + "'''\n");
  }
}

}  // namespace
}  // namespace leakwarden::scanner
