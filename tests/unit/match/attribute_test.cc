#include "scanner/match/attribute.h"

#include <algorithm>
#include <string>

#include "scanner/match/judge/judge_verdict.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

constexpr const char* kHex = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

Rule family() {
  Rule rule = make_rule(
      "family", {"key = \"(?P<secret>[A-Za-z0-9-]{3,64})\"", "key = \"[A-Za-z0-9]", 8, 8, 72});
  rule.provider = "Generic";
  rule.judging = Judging::Credential;
  return rule;
}

Rule assigned(const std::string& id, const std::string& word, const std::string& pattern,
              double rarity = 40) {
  Rule rule = make_rule(id, {pattern, "", 0, 64, 64});
  rule.assigned = true;
  rule.context = {{word}, 100};
  rule.trigger_bits = rarity;
  return rule;
}

// The id of the rule that names the only candidate in `text`.
std::string named(std::vector<Rule> rules, const std::string& text) {
  rules.push_back(family());
  const RuleTable table(std::move(rules));
  const LocalVerdicts found = find_in(table, text);
  EXPECT_EQ(found.verdicts.size(), 1u) << text;
  if (found.verdicts.empty()) return "";
  EXPECT_EQ(table.rules()[found.verdicts[0].family].id, "family");
  return table.rules()[found.verdicts[0].rule].id;
}

std::string line(const std::string& before, const std::string& value = kHex,
                 const std::string& after = "") {
  return before + "key = \"" + value + "\"" + after;
}

const Rule kShodan = assigned("shodan-key", "shodan", "(?P<secret>[0-9a-f]{32})");
const Rule kVirus = assigned("virus-key", "virus", "(?P<secret>[0-9a-f]{32})");

TEST(Attribute, TakesTheRuleWhoseWordAndShapeFit) {
  EXPECT_EQ(named({kShodan}, line("shodan_")), "shodan-key");
  EXPECT_EQ(named({kShodan}, line("# Shodan\n")), "shodan-key");
  EXPECT_EQ(named({kShodan}, line("", kHex, "  # for shodan")), "shodan-key");
  EXPECT_EQ(named({kShodan}, line("")), "family") << "no word";
  EXPECT_EQ(named({kShodan}, line("shodan_", "0f1e2d3c")), "family") << "not the shape";
  EXPECT_EQ(named({kShodan}, line("shodan_", std::string(kHex) + "0")), "family")
      << "not the whole value";
}

TEST(Attribute, AWordInsideTheValueSaysNothing) {
  Rule wide = assigned("wide", "shodan", "(?P<secret>[a-z0-9-]{10,64})");
  EXPECT_EQ(named({wide}, line("", "shodan-0f1e2d3c")), "family");
}

TEST(Attribute, AWordBeyondItsReachSaysNothing) {
  Rule near = kShodan;
  near.context.reach = 6 + 8;  // the word and `_key = "`
  EXPECT_EQ(named({near}, line("shodan_")), "shodan-key");
  near.context.reach -= 1;
  EXPECT_EQ(named({near}, line("shodan_")), "family");
}

TEST(Attribute, TheValuesOwnStatementComesFirstThenItsLineThenWhatIsNear) {
  EXPECT_EQ(named({kShodan, kVirus}, line("shodan_", kHex, " # virus")), "shodan-key");
  EXPECT_EQ(named({kShodan, kVirus}, line("# virus\nshodan_the_long_name_of_it_")), "shodan-key");
  EXPECT_EQ(named({kShodan, kVirus}, line("# virus\n", kHex, "           # shodan")), "shodan-key");
  EXPECT_EQ(named({kShodan, kVirus}, line("virus = 1; shodan_")), "shodan-key");
  EXPECT_EQ(named({kShodan, kVirus}, line("# shodan\n# virus\n")), "virus-key") << "the nearest";
}

// The revoke advice of another provider would be wrong.
TEST(Attribute, AnotherProvidersNameInTheStatementOutweighsLinesAround) {
  Rule shop = assigned("shop-key", "shop", "(?P<secret>shp-[0-9a-f]{28})");
  shop.provider = "Shop";
  Rule shodan = kShodan;
  shodan.provider = "Shodan";
  Rule any_of_shop = assigned("shop-credential", "shop", "(?P<secret>[A-Za-z0-9-]{3,64})", 0);
  any_of_shop.any_shape = true;
  any_of_shop.provider = "Shop";
  const std::vector<Rule> both{shodan, shop, any_of_shop};
  EXPECT_EQ(named(both, "# shodan\n" + line("shop_")), "shop-credential");
  EXPECT_EQ(named(both, line("shop_", kHex, " # shodan")), "shop-credential");
  EXPECT_EQ(named({shodan, shop}, "# shodan\n" + line("")), "shodan-key");
  EXPECT_EQ(named({shodan, shop}, "# shodan\n" + line("shop_", "shp-" + std::string(kHex + 4))),
            "shop-key");
  Rule of_shop = kVirus;
  of_shop.provider = "Shop";
  EXPECT_EQ(named({of_shop, shop}, "# virus\n" + line("shop_")), "virus-key") << "of the same one";
}

TEST(Attribute, TheRarerPatternThenTheSmallerId) {
  Rule loose = assigned("a-loose", "shodan", "(?P<secret>[0-9a-z]{32})", 30);
  EXPECT_EQ(named({loose, kShodan}, line("shodan_")), "shodan-key");
  loose.trigger_bits = kShodan.trigger_bits;
  EXPECT_EQ(named({loose, kShodan}, line("shodan_")), "a-loose");
}

TEST(Attribute, TheGroupSecretIsTheValue) {
  RuleTable table({assigned("part", "shodan", "id-(?P<secret>[0-9a-f]{32})"), family()});
  const LocalVerdict verdict =
      find_in(table, line("shodan_", std::string("id-") + kHex)).verdicts.at(0);
  EXPECT_EQ(verdict.rule, 0u);
  EXPECT_EQ(verdict.secret, (Span{17, 49}));
  EXPECT_EQ(verdict.named_by, (Span{0, 6}));
}

TEST(Attribute, ItsTestsMustPassAndItsPlaceholdersAreDropped) {
  Rule floor = kShodan;
  floor.entropy = 5;  // hex never has it
  EXPECT_EQ(named({floor}, line("shodan_")), "family");
  Rule listed = kShodan;
  listed.placeholders = {"0f1e…"};
  RuleTable table({listed, family()});
  const LocalVerdict verdict = find_in(table, line("shodan_")).verdicts.at(0);
  EXPECT_EQ(verdict.rule, 0u);
  EXPECT_EQ(verdict.reason, Reason::Placeholder);
}

TEST(Attribute, RulesThatAreNotJudgedNameTheirOwnValues) {
  Rule plain = family();
  plain.judging = Judging::None;
  RuleTable table({kShodan, plain});
  EXPECT_EQ(find_in(table, line("shodan_")).verdicts.at(0).rule, 1u);
}

TEST(Attribute, WhatNeedsAProviderIsDroppedWithoutOne) {
  Rule needy = family();
  needy.judging = Judging::Provider;
  RuleTable table({kShodan, needy});
  EXPECT_EQ(find_in(table, line("")).verdicts.at(0).reason, Reason::NoContext);
  const LocalVerdict named = find_in(table, line("shodan_")).verdicts.at(0);
  EXPECT_EQ(named.reason, Reason::Kept);
  EXPECT_EQ(named.rule, 0u);
}

// NETLIFY_KEY = "…" is Netlify's, whatever its keys look like this year.
TEST(Attribute, ANameAloneNamesWhatNoShapeFits) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9-]{3,64})", 0);
  any.any_shape = true;
  EXPECT_EQ(named({any, kShodan}, line("shodan_")), "shodan-key") << "the shape comes first";
  EXPECT_EQ(named({any, kShodan}, line("shodan_", "0f1e-2d3c-4b5a")), "shodan-credential");
  EXPECT_EQ(named({any}, line("like Shodan\n", "0f1e-2d3c-4b5a")), "family") << "not its own name";
  EXPECT_EQ(named({any}, line("", "0f1e-2d3c-4b5a", ", shodan")), "family") << "behind it";
}

// token = "…" says nothing: lines that head it, comments, hosts and imports tell (owner_lines.h).
TEST(Attribute, AnOwnersLineNamesWhatHasNoNameOfItsOwn) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9-]{3,64})", 0);
  any.any_shape = true;
  any.provider = "Shodan";
  Rule other = any;
  other.id = "virus-credential";
  other.provider = "Virus";
  other.context.words = {"virus"};
  const std::string value = "q7Rk-2mWz9Xv4-Tn8Yp3Lc";
  EXPECT_EQ(named({any}, line("# Shodan\n", value)), "shodan-credential");
  EXPECT_EQ(named({any}, "shodan:\n" + line("  ", value)), "shodan-credential");
  EXPECT_EQ(named({any}, line("GET https://api.shodan.io/\nX-Api-", value)), "shodan-credential");
  EXPECT_EQ(named({any}, "shodan:\n" + line("  database_", value)), "family")
      << "its name says whose it is";
  EXPECT_EQ(named({any, other}, "shodan:\n" + line("  virus_", value)), "virus-credential");
  EXPECT_EQ(named({any, other}, "# virus\nshodan:\n" + line("  ", value)), "shodan-credential")
      << "the nearer one";
  EXPECT_EQ(named({any, other}, "[shodan]\na = 1\n; virus\n" + line("", value)),
            "virus-credential");
  EXPECT_EQ(named({any}, line("# Shodan\n", "hunter2Xk9")), "family")
      << "weak values are accepted by their rule";
  const std::string hosts = "a: https://shodan.io\nb: https://virus.io\n";
  EXPECT_EQ(named({any, other}, hosts + line("", value)), "family") << "one or the other";
}

// A form of the provider's keys reaches as far as its line, whatever the rule's own reach, and
// names weak values as well.
TEST(Attribute, AnOwnersLineNamesByForm) {
  Rule form = assigned("shodan-key", "shodan", "(?P<secret>[a-z]{8}[0-9]{2})");
  form.context.reach = 24;
  const std::string far = "shodan:\n  region: eu\n  retries: 3\n  timeout: 30\n  ";
  EXPECT_EQ(named({form}, far + line("", "hunterxx22")), "shodan-key");
  EXPECT_EQ(named({form}, far + line("", "hunter2xx2")), "family") << "another form";
  EXPECT_EQ(named({form}, "shodan is slow\n" + std::string(24, ' ') + line("", "hunterxx22")),
            "family")
      << "no owner's line";
}

TEST(Attribute, NamesOfKeysMaySayWhereTheyAreUsed) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9-]{3,64})", 0);
  any.any_shape = true;
  const std::string value = "q7Rk-2mWz9Xv4-Tn8Yp3Lc";
  EXPECT_EQ(named({any}, "shodan:\n" + line("  api_dev_", value)), "shodan-credential");
  EXPECT_EQ(named({any}, "shodan:\n" + line("  prod_write_", value)), "shodan-credential");
  EXPECT_EQ(named({any}, "shodan:\n" + line("  elephant_", value)), "family");
}

// params={'a': 'BTC', 'api_key': '…'} was a wallet's, whatever the address above it.
TEST(Attribute, AWordInTheStatementCountsWhereTheValueCanBeItsProviders) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9-]{3,64})", 0);
  any.any_shape = true;
  any.provider = "Shodan";
  Rule wallet = assigned("wallet-key", "btc", "(?P<secret>[0-9a-f]{64})");
  wallet.provider = "Wallets";
  const std::string value = "q7Rk-2mWz9Xv4-Tn8Yp3Lc";
  const std::string host = "GET https://api.shodan.io/\n";
  EXPECT_EQ(named({any, wallet}, host + line("a: 'BTC', api_", value)), "shodan-credential");
}

// import sentry_sdk⏎SECRET_KEY = "…" was called Sentry's.
TEST(Attribute, ImportsAndHostsNameWhatOthersIssue) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9-]{3,64})", 0);
  any.any_shape = true;
  const std::string value = "q7Rk-2mWz9Xv4-Tn8Yp3Lc";
  EXPECT_EQ(named({any}, "import shodan\n" + line("api_", value)), "shodan-credential");
  EXPECT_EQ(named({any}, "import shodan\n" + line("client_secret_", value)), "shodan-credential");
  EXPECT_EQ(named({any}, "import shodan\n" + line("secret_", value)), "family");
  EXPECT_EQ(named({any}, "import shodan\n" + line("password_", value)), "family");
  EXPECT_EQ(named({any}, "# Shodan\n" + line("password_", value)), "shodan-credential");
}

// shodan = "…": of what no other word calls a key, where the name stands close by.
TEST(Attribute, ANameCloseByNamesWhatNeedsAProvider) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9_-]{3,64})", 0);
  any.any_shape = true;
  const std::vector<Rule> rules{any};
  Attributor attributor(rules);
  const auto is_named = [&](const std::string& before, const std::string& value) {
    const std::string text = before + value;
    return attributor.name_beside(text, {before.size(), text.size()}).has_value();
  };
  const std::string token = "q7Rk2mWz9Xv4Tn8Yp3Lc";
  EXPECT_TRUE(is_named("shodan = \"", token));
  EXPECT_TRUE(is_named("SHODAN_PAT: ", token));
  EXPECT_TRUE(is_named("['shodan'] => '", token));
  EXPECT_FALSE(is_named("ashodan = \"", token)) << "another name";
  EXPECT_FALSE(is_named("shodan, other = \"", token)) << "the name of something else";
  EXPECT_FALSE(is_named("https://shodan.io/a = \"", token)) << "an address";
  EXPECT_FALSE(is_named("shodan" + std::string(40, ' ') + "= \"", token)) << "too far";
  EXPECT_FALSE(is_named("shodan: ", kHex)) << "a commit or digest of it";
  EXPECT_TRUE(is_named("shodan-secrettoken-", kHex));
  EXPECT_FALSE(is_named("shodan-token: ", std::string(32, '2'))) << "no letter in it";
}

TEST(Attribute, WhatOnlyANameTellsStaysBelowMedium) {
  const std::shared_ptr<const RuleSet> set = RuleSet::builtin().value();
  Matcher matcher = Matcher::create(set, Limits{}, 1'790'000'000).value();
  const std::string text = "telnyx = KEYq7Rk2mWz9Xv4Tn8Yp3LcJd1Hg5Sb0Fw6Ux2Ea\n";
  const LocalVerdicts found = matcher.find(text).value();
  const auto named =
      std::find_if(found.verdicts.begin(), found.verdicts.end(),
                   [](const LocalVerdict& one) { return one.reason == Reason::Kept; });
  ASSERT_NE(named, found.verdicts.end());
  EXPECT_EQ(set->rules()[named->rule].id, "telnyx-credential");
  EXPECT_EQ(judging::confidence_of(*named), Confidence::Low);
}

// The forms are those of the named provider; a value with one of them is not asked about.
TEST(Attribute, AKeyThatWasCutIsANearMiss) {
  Rule any = assigned("shodan-credential", "shodan", "(?P<secret>[A-Za-z0-9_-]{3,64})", 0);
  any.any_shape = true;
  any.provider = "Shodan";
  Rule hex = kShodan;
  hex.provider = "Shodan";
  Rule marked = assigned("shodan-token", "shodan", "(?P<secret>sho_[A-Z]{20})");
  marked.provider = "Shodan";
  Rule login = assigned("shodan-login", "shodan", "(?P<user>)(?P<secret>[a-z]{12})");
  login.provider = "Shodan";
  const std::vector<Rule> rules{any, hex, marked, login, kVirus};
  const LocalTests tests = LocalTests::create(rules, 1'790'000'000).value();
  Attributor attributor(rules);
  const auto is_near = [&](const std::string& value) {
    const std::string text = line("shodan_", value);
    const std::size_t at = text.find('"') + 1;
    EXPECT_TRUE(attributor.name_of(text, {at, at + value.size()}, tests).has_value()) << value;
    return attributor.is_near_miss(0, text, {at, at + value.size()});
  };
  const std::string whole = kHex;
  EXPECT_TRUE(is_near(whole.substr(0, 31)));
  EXPECT_TRUE(is_near(whole.substr(0, 8)));
  EXPECT_FALSE(is_near(whole.substr(0, 7))) << "more than kMostMissing bytes are";
  EXPECT_TRUE(is_near(whole + "0ab4"));
  EXPECT_FALSE(is_near(whole + "0ab4c"));
  EXPECT_FALSE(is_near(whole.substr(0, 30) + "Z")) << "another alphabet";
  EXPECT_TRUE(is_near("sho_QWERTZUIOPASDFG"));
  EXPECT_FALSE(is_near("qwertzuiopy")) << "a password's form is no form of keys";
}

TEST(Attribute, ReadsOnlyTheDependencyInterval) {
  Rule rule = kShodan;
  rule.context.reach = kJudgeReach;
  RuleTable table({rule, family()});
  std::mt19937_64 random(4);
  int named_ones = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string gap(random() % 400, ' ');
    const std::string text = "xxshodan" + gap + line("") + gap + "virus shodan yy";
    const LocalVerdict whole = find_in(table, text).verdicts.at(0);
    const Span interval = whole.interval;
    std::string changed = text;
    for (std::size_t i = 0; i < changed.size(); ++i) {
      if (i < interval.begin || i >= interval.end) changed[i] = "shodan key"[random() % 10];
    }
    const LocalVerdicts again = find_in(table, changed);
    bool same = false;
    for (const LocalVerdict& one : again.verdicts) {
      same = same || (one.trigger_end == whole.trigger_end && one.rule == whole.rule &&
                      one.named_by == whole.named_by);
    }
    EXPECT_TRUE(same) << text << "\n" << changed;
    named_ones += whole.rule == 0;
  }
  EXPECT_GT(named_ones, 50);
  EXPECT_LT(named_ones, 290);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
