#include "scanner/match/nearest_match.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/match/extract.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

// name=…; and the name's trigger ends at the value's first byte.
Rule family() {
  Rule rule =
      make_rule("one", {"(?:key|pw)=(?P<secret>[a-z=]{2,9});", "(?:key|pw)=[a-z]", 5, 14, 14});
  rule.judging = Judging::Credential;
  return rule;
}

std::string secret_at(const Rule& rule, std::string_view text, std::string_view trigger) {
  const std::vector<Rule> rules{rule};
  Extractor extractor(rules);
  Candidate candidate;
  const std::uint64_t end = text.find(trigger) + trigger.size();
  if (!extractor.extract(0, text, end, candidate).value()) return "";
  return std::string(text.substr(candidate.secret.begin, candidate.secret.size()));
}

TEST(NearestMatch, EachTriggerHasTheMatchThatIsItsOwn) {
  EXPECT_EQ(secret_at(family(), "key=pw=abc;", "key=p"), "pw=abc");
  EXPECT_EQ(secret_at(family(), "key=pw=abc;", "pw=a"), "abc");
}

TEST(NearestMatch, ARuleThatIsNoFamilyTakesTheFirst) {
  Rule rule = family();
  rule.judging = Judging::None;
  EXPECT_EQ(secret_at(rule, "key=pw=abc;", "pw=a"), "pw=abc");
}

TEST(NearestMatch, AMatchMayBeginInOneThatEndsBefore) {
  Rule rule =
      make_rule("one", {"(?:key|pw),(?P<secret>[a-z]{2,9}),?", "(?:key|pw),[a-z]", 5, 14, 14});
  EXPECT_EQ(secret_at(rule, "key,pw,abc", "pw,a"), "");
  rule.judging = Judging::Credential;
  EXPECT_EQ(secret_at(rule, "key,pw,abc", "pw,a"), "abc");
}

TEST(NearestMatch, WhereNoTriggerBeginsBeforeASecretTheFirstIsTaken) {
  Rule rule = make_rule("one", {"(?P<secret>[a-z]{2})==(?:key|pw)", "==(?:key|pw)", 5, 7, 3});
  rule.judging = Judging::Credential;
  EXPECT_EQ(secret_at(rule, "ab==pw", "==pw"), "ab");
}

TEST(NearestMatch, OneNameInAnotherChangesNothing) {
  Rule rule = make_rule("one", {"(?:key|pw)[a-z_]{0,9}=(?P<secret>[a-z]{2,9});",
                                "(?:key|pw)[a-z_]{0,9}=[a-z]", 14, 23, 23});
  rule.judging = Judging::Credential;
  const std::vector<Rule> rules{rule};
  Extractor extractor(rules);
  Candidate candidate;
  ASSERT_TRUE(extractor.extract(0, "key_pw=abc;", 8, candidate).value());
  EXPECT_EQ(candidate.match, (Span{0, 11}));
}

// A line, and the value in it that a match from an earlier name would hide.
struct Line {
  const char* language;
  std::string text;
};

constexpr std::string_view kValue = "Xq7!vR2mLp9w";

const Line kLines[] = {
    {"Python", R"(print("token: " + x); password="VALUE")"},
    {"Python", R"(log.info("auth: %s" % user); db_password = "VALUE")"},
    {"Python", R"(config.set("auth", "password", "VALUE"))"},
    {"Python",
     R"(raise ValueError("bad key: " + name) if not name else connect(password="VALUE"))"},
    {"JavaScript", R"(console.log("key: " + k); const password = "VALUE";)"},
    {"JavaScript", R"(alert('session: ' + s); options.password = 'VALUE';)"},
    {"JavaScript", R"(env.set('secret', 'password', 'VALUE');)"},
    {"JavaScript", R"(emit("credentials=" + c, { password: "VALUE" });)"},
    {"shell", R"(say 'key: ' x; db_password='VALUE')"},
    {"shell", R"(echo "token: $t"; export DB_PASSWORD="VALUE")"},
    {"shell", R"(printf 'auth=' ; PASSWORD='VALUE' ./run)"},
    {"shell", R"(echo "secret: " "$s" && mysql_password="VALUE")"},
    {"YAML", R"(run: echo "token: " && login --user u password="VALUE")"},
    {"YAML", R"({ command: "auth: " , password: "VALUE" })"},
    {"YAML", R"(script: "print('key: ' + k); password='VALUE'")"},
    {"YAML", R"(args: ["secret", "password", "VALUE"])"},
    {"Java", R"(log.info("token: " + token); String password = "VALUE";)"},
    {"Java", R"(System.out.println("key=" + key); props.setPassword("VALUE");)"},
    {"Java", R"(settings.put(Keys.AUTH, "password", "VALUE");)"},
    {"Java", R"(throw new Error("cookie: " + c); /* */ password = "VALUE";)"},
    {"C", R"(printf("token: %s", t); const char *password = "VALUE";)"},
    {"C", R"(puts("key: " NAME); setpassword("VALUE");)"},
    {"C", R"(strcpy(s, "auth: "); strcpy(password, "VALUE");)"},
    {"C", R"(set_option(key, "password", "VALUE", 0);)"},
};

TEST(NearestMatch, AValueBehindAnotherNameIsFound) {
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  Matcher matcher = Matcher::create(rules, Limits{}, 1'790'000'000).value();
  for (const Line& line : kLines) {
    std::string text = line.text;
    const std::uint64_t at = text.find("VALUE");
    text.replace(at, 5, kValue);
    const Span value{at, at + kValue.size()};
    const LocalVerdicts found = matcher.find(text).value();
    EXPECT_TRUE(std::any_of(found.verdicts.begin(), found.verdicts.end(),
                            [&](const LocalVerdict& verdict) {
                              return verdict.reason == Reason::Kept && verdict.secret == value;
                            }))
        << line.language << ": " << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
