// The oracle is LocalFinder over the whole text, then the same passes: inheriting must give the
// same verdicts, to the last field, and the same findings, over chains of random deltas.

#include "scanner/match/inheriting_finder.h"

#include <cstdlib>
#include <set>
#include <utility>

#include "scanner/base/base64.h"
#include "scanner/match/checksum.h"
#include "scanner/match/judge_parts.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/rule_set.h"
#include "tests/unit/match/small_language.h"
#include "tests/unit/match/versions.h"

namespace leakwarden::scanner::testing {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

std::string words(const Span& span) {
  return "[" + std::to_string(span.begin) + "," + std::to_string(span.end) + ")";
}

std::string words(const std::vector<Companion>& companions) {
  std::string all;
  for (const Companion& one : companions) all += " " + one.name + words(one.span);
  return all;
}

// Every field, so that two verdicts with the same words are the same.
std::string words(const LocalVerdict& verdict) {
  std::string all = std::to_string(verdict.rule) + "/" + std::to_string(verdict.family) + " e" +
                    std::to_string(verdict.trigger_end) + " " + words(verdict.interval) +
                    words(verdict.match) + words(verdict.secret) + words(verdict.companions) + " " +
                    std::string(reason_name(verdict.reason)) + words(verdict.named_by) + " " +
                    std::to_string(verdict.credential_score) + " " +
                    std::to_string(verdict.strong_score);
  if (verdict.pair) all += " pair";
  if (!verdict.decoded) return all;
  all += " decoded " + verdict.decoded->text + words(verdict.decoded->match) +
         words(verdict.decoded->secret) + words(verdict.decoded->companions);
  for (const std::string& step : verdict.decoded->chain) all += " " + step;
  return all;
}

std::string words(const std::vector<LocalVerdict>& verdicts) {
  std::string all;
  for (const LocalVerdict& verdict : verdicts) {
    if (verdict.reason != Reason::NoMatch) all += words(verdict) + "\n";
  }
  return all;
}

std::string words(const Match& match) {
  const Finding& one = match.finding;
  std::string all = one.rule_id + words(match.secret) + " " + one.fingerprint + " " + one.scope +
                    " " + std::to_string(static_cast<int>(one.confidence)) +
                    std::to_string(static_cast<int>(one.severity)) + " " +
                    std::to_string(one.location.range.start_line) + ":" +
                    std::to_string(one.location.range.start_column) + " " + one.masked_line;
  for (const std::string& reason : one.reasons) all += "; " + reason;
  for (const auto& [name, value] : one.facts) all += "; " + name + "=" + value;
  for (const std::string& step : one.decoded) all += "; " + step;
  return all;
}

std::string words(const JudgedObject& judged) {
  std::string all;
  for (const Match& match : judged.kept) all += words(match) + "\n";
  for (const std::string& reason : judged.gap_reasons) all += reason + "\n";
  return all;
}

// Of one rule set: scans whole, scans inheriting, and compares.
class Equality {
 public:
  Equality(const RuleList& rules, const hs_database* database, const hs_database* encoded,
           const StemTriggers* stems, const Limits& limits)
      : rules_(rules),
        whole_(LocalFinder::create(rules, database, limits, kNow, encoded, stems).value()),
        versions_(LocalFinder::create(rules, database, limits, kNow, encoded, stems).value()),
        inheriting_(rules, limits) {}

  // What its own versions may inherit; nothing where they must not.
  std::optional<KnownVerdicts> check(const std::string& text, const Inheritance& from) {
    const LocalVerdicts expected = whole_.find(text).value();
    FoundVerdicts all =
        inheriting_.find(versions_, text, from, WantedVerdicts::Always, AsBase::Yes).value();
    EXPECT_EQ(words(all.found.verdicts), words(expected.verdicts));
    EXPECT_EQ(all.found.stormed_rules, expected.stormed_rules);
    EXPECT_EQ(all.found.trigger_limit_reached, expected.trigger_limit_reached);
    if (all.known) check_known(*all.known, text, expected);
    // As a leaf of the delta tree is scanned: findings only.
    FoundVerdicts leaf =
        inheriting_.find(versions_, text, from, WantedVerdicts::WhenKept, AsBase::No).value();
    const std::string findings = words(judge_with(rules_, text, expected));
    EXPECT_EQ(words(judge_with(rules_, text, std::move(leaf.found))), findings);
    findings_ += findings.empty() ? 0 : 1;
    count(text, from, all);
    return std::move(all.known);
  }

  int stormed() const { return stormed_; }
  int findings() const { return findings_; }
  std::uint64_t inherited_ends() const { return inherited_ends_; }
  const std::set<Reason>& reasons() const { return reasons_; }

 private:
  static void check_known(const KnownVerdicts& known, const std::string& text,
                          const LocalVerdicts& expected) {
    EXPECT_EQ(known.text_bytes, text.size());
    EXPECT_EQ(words(known.verdicts), words(expected.verdicts));
    ASSERT_EQ(known.ends.size(), expected.verdicts.size());
    for (std::size_t i = 0; i < known.ends.size(); ++i) {
      EXPECT_EQ(known.ends[i].end, expected.verdicts[i].trigger_end);
      EXPECT_EQ(known.ends[i].rule, expected.verdicts[i].family);
    }
  }

  void count(const std::string& text, const Inheritance& from, const FoundVerdicts& all) {
    stormed_ += !all.known;
    for (const LocalVerdict& one : all.found.verdicts) reasons_.insert(one.reason);
    if (from.base == nullptr) return;
    std::vector<PlanStep> steps;
    plan_ends(text.size(), from.base->text_bytes, from.copies, versions_.triggers().margins(),
              steps);
    for (const PlanStep& step : steps) {
      if (step.copy != nullptr) inherited_ends_ += step.ends.last - step.ends.first + 1;
    }
  }

  RuleList rules_;
  LocalFinder whole_;
  LocalFinder versions_;
  InheritingFinder inheriting_;
  int stormed_ = 0;
  int findings_ = 0;
  std::uint64_t inherited_ends_ = 0;
  std::set<Reason> reasons_;
};

std::vector<std::uint64_t> places_of(const std::optional<KnownVerdicts>& known) {
  std::vector<std::uint64_t> places;
  if (!known) return places;
  for (const LocalVerdict& one : known->verdicts) {
    places.insert(places.end(), {one.trigger_end, one.match.begin, one.match.end, one.secret.begin,
                                 one.secret.end, one.interval.begin, one.interval.end});
  }
  return places;
}

// Chains of versions, each the base of the next, now and then of several.
void check_versions(Equality& equality, std::mt19937_64& random, int deltas,
                    const std::function<std::string()>& piece) {
  VersionMaker maker(random, piece);
  while (deltas > 0) {
    std::string base;
    for (std::uint64_t pieces = 3 + random() % 30; pieces > 0; --pieces) base += piece();
    std::optional<KnownVerdicts> known = equality.check(base, {});
    for (std::uint64_t depth = 1 + random() % 12; depth > 0 && deltas > 0; --depth, --deltas) {
      const Version version = maker.make(base, places_of(known));
      const Inheritance from{known ? &*known : nullptr, version.copies};
      std::optional<KnownVerdicts> next = equality.check(version.text, from);
      if (::testing::Test::HasFailure()) {
        ADD_FAILURE() << "base:\n" << base << "\ntext:\n" << version.text;
        return;
      }
      if (random() % 4 == 0) continue;  // the next one is a sibling
      base = version.text;
      known = std::move(next);
    }
  }
}

int deltas_to_try(int in_short) {
  return std::getenv("LEAKWARDEN_LONG_TESTS") != nullptr ? 75'000 : in_short;
}

TEST(InheritingFinder, EqualsScanningWholeInASmallLanguage) {
  RuleTable table(small_language());
  std::mt19937_64 random(20261126);
  const std::function<std::string()> piece = [&random]() {
    // Mostly letters that mean nothing, so that caps are not reached.
    std::string text = random_text(random, "xyz \n", random() % 60);
    return text + random_text(random, kLetters, random() % 14);
  };
  Limits roomy;
  roomy.max_matches_per_rule = 100'000;
  Equality equality(table.rules(), table.database(), nullptr, nullptr, roomy);
  check_versions(equality, random, deltas_to_try(3000), piece);
  EXPECT_EQ(equality.stormed(), 0);
  EXPECT_GT(equality.findings(), 100);
  EXPECT_GT(equality.inherited_ends(), 100'000u);

  Limits tight;  // most texts are near a cap or beyond it
  tight.max_matches_per_rule = 12;
  tight.max_judged_matches_per_rule = 8;
  Equality storms(table.rules(), table.database(), nullptr, nullptr, tight);
  check_versions(storms, random, deltas_to_try(3000) / 3, piece);
  EXPECT_GT(storms.stormed(), 50);
  EXPECT_GT(storms.inherited_ends(), 10'000u);

  Limits short_of_triggers;
  short_of_triggers.max_triggers_per_object = 24;
  Equality cut(table.rules(), table.database(), nullptr, nullptr, short_of_triggers);
  check_versions(cut, random, deltas_to_try(3000) / 3, piece);
  EXPECT_GT(cut.stormed(), 50);
}

// Texts such as repositories hold: samples of every built-in rule, near misses, encoded ones, code.
class Catalogue {
 public:
  explicit Catalogue(std::mt19937_64& random) : random_(random) {
    for (const Rule& rule : set_->rules()) {
      if (rule.any_shape) continue;
      const SampleSource source = SampleSource::create(rule).value();
      for (std::uint32_t index = 0; index < 2; ++index) add_sample(rule, source, index);
    }
  }

  const RuleSet& set() const { return *set_; }

  std::string piece() {
    const std::uint64_t kind = random_() % 20;
    if (kind < 8) return code();
    if (kind < 10 && !last_.empty()) return last_;
    last_ = pieces_[random_() % pieces_.size()];
    if (kind == 10) return encoded(last_);
    if (kind == 11) last_ = last_.substr(0, random_() % last_.size());
    return last_ + (random_() % 2 == 0 ? "\n" : " ");
  }

 private:
  void add_sample(const Rule& rule, const SampleSource& source, std::uint32_t index) {
    const std::optional<Sample> sample = source.example(index);
    if (sample) {
      std::string text = sample->text;
      pieces_.push_back(text);
      pieces_.push_back(
          text.replace(sample->begin, sample->size,
                       checksum_complete(*checksum_kind(rule.checksum), sample->secret())));
      pieces_.push_back(filler(*sample));
    }
    const std::optional<std::string> miss = source.near_miss(index);
    if (miss) pieces_.push_back(*miss);
  }

  // As documentation writes it: three quarters of the value are one character of its kind.
  static std::string filler(const Sample& sample) {
    std::string text = sample.text;
    for (std::size_t at = sample.begin + sample.size / 4; at < sample.begin + sample.size; ++at) {
      const char c = text[at];
      if (c >= '0' && c <= '9') text[at] = '1';
      if (c >= 'a' && c <= 'z') text[at] = 'a';
      if (c >= 'A' && c <= 'Z') text[at] = 'A';
    }
    return text;
  }

  std::string code() {
    static constexpr std::string_view kLines[] = {
        "int main(void) {\n",
        "  return compute(a, b);\n",
        "token = next_token(&lexer);\n",
        "password = \"changeme\"\n",
        "/* nothing here */\n",
        "  key: value,\n",
        "\n",
        "api_key = os.environ[\"API_KEY\"]\n",
        "\tif (!strcmp(secret, other)) die();\n",
        "https://user:hunter2hunter@host.example.net/path\n",
        "const auth = 'Bearer ' + t;\n",
        "aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0IHRleHQgb2Ygc29tZSBsZW5ndGg=\n"};
    return std::string(kLines[random_() % std::size(kLines)]);
  }

  std::string encoded(const std::string& text) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    const std::uint64_t form = random_() % 5;
    if (form == 0) return base64_encode(text) + "\n";
    if (form == 1) return base64_encode(base64_encode(text)) + "\n";
    std::string result;
    for (char c : text) {
      if (form == 2) result += {c, '\0'};
      if (form == 3) result += '%';
      if (form >= 3) result += kDigits[static_cast<std::uint8_t>(c) >> 4];
      if (form >= 3) result += kDigits[static_cast<std::uint8_t>(c) & 15];
    }
    return result + "\n";
  }

  std::mt19937_64& random_;
  std::shared_ptr<const RuleSet> set_ = RuleSet::builtin().value();
  std::vector<std::string> pieces_;
  std::string last_;
};

TEST(InheritingFinder, EqualsScanningWholeWithTheBuiltInRules) {
  std::mt19937_64 random(5);
  Catalogue catalogue(random);
  const RuleSet& set = catalogue.set();
  Equality equality(set.verdict_rules(), set.database(), set.encoded_database(),
                    set.stem_triggers(), Limits{});
  check_versions(equality, random, deltas_to_try(1500), [&] { return catalogue.piece(); });
  EXPECT_EQ(equality.stormed(), 0);
  EXPECT_GT(equality.findings(), 1000);
  EXPECT_GT(equality.inherited_ends(), 500'000u);
  for (Reason reason : {Reason::Kept, Reason::NoContext, Reason::BadChecksum, Reason::BadStructure,
                        Reason::LowEntropy, Reason::Placeholder, Reason::Unlikely})
    EXPECT_TRUE(equality.reasons().contains(reason)) << reason_name(reason);
}

// What inheriting rests on. Everything outside of a verdict's interval is replaced.
TEST(InheritingFinder, VerdictsOfBuiltInRulesDependOnTheirIntervalsOnly) {
  std::mt19937_64 random(6);
  Catalogue catalogue(random);
  const RuleSet& set = catalogue.set();
  LocalFinder finder = LocalFinder::create(set.verdict_rules(), set.database(), Limits{}, kNow,
                                           set.encoded_database(), set.stem_triggers())
                           .value();
  const auto other = [&](std::uint64_t size) {
    std::string text;
    while (text.size() < size) text += catalogue.piece();
    return text.substr(text.size() - size);
  };
  std::size_t compared = 0;
  for (int round = 0; round < deltas_to_try(1500) / 25; ++round) {
    const std::string text = other(1500 + random() % 3000);
    const LocalVerdicts found = finder.find(text).value();
    for (const LocalVerdict& verdict : found.verdicts) {
      const Span interval = verdict.interval;
      if (interval.size() == text.size() || random() % 3 > 0) continue;
      // Shifted as well, where no border of the text is inside.
      const std::uint64_t left = interval.begin == 0 ? 0 : 1 + random() % (interval.begin + 200);
      const std::uint64_t right = interval.end == text.size() ? 0 : 1 + random() % 400;
      const std::string changed =
          other(left) + text.substr(interval.begin, interval.size()) + other(right);
      const LocalVerdict expected = moved(verdict, {left, interval.begin, interval.size()});
      bool is_there = false;
      const LocalVerdicts again = finder.find(changed).value();
      for (const LocalVerdict& one : again.verdicts) {
        if (one.reason == Reason::NoMatch || verdict.reason == Reason::NoMatch)
          is_there |= one.reason == verdict.reason && one.trigger_end == expected.trigger_end &&
                      one.family == expected.family;
        else
          is_there |= words(one) == words(expected);
      }
      ASSERT_TRUE(is_there) << set.rules()[verdict.family].id << " " << words(expected) << "\n"
                            << text << "\n--- changed\n"
                            << changed;
      ++compared;
    }
  }
  EXPECT_GT(compared, 150u);
}

TEST(InheritingFinder, WhatWasCopiedIsNotAskedAgain) {
  RuleTable table({prefix_rule("token", "tok_", "[0-9]{4}", 4)});
  LocalFinder finder = table.finder();
  InheritingFinder inheriting(table.rules(), Limits{});
  const std::string padding(200, '.');
  const std::string base = padding + "tok_1357" + padding;
  FoundVerdicts first =
      inheriting.find(finder, base, {}, WantedVerdicts::Always, AsBase::Yes).value();
  ASSERT_TRUE(first.known.has_value());
  ASSERT_EQ(first.known->verdicts.size(), 1u);
  first.known->verdicts[0].strong_score = 77;  // a mark

  const std::string text = "new\n" + base + base;
  const std::vector<CopiedBytes> copies{{4, 0, base.size()}, {4 + base.size(), 0, base.size()}};
  const FoundVerdicts second =
      inheriting.find(finder, text, {&*first.known, copies}, WantedVerdicts::Always, AsBase::No)
          .value();
  ASSERT_EQ(second.found.verdicts.size(), 2u);
  for (const LocalVerdict& verdict : second.found.verdicts) EXPECT_EQ(verdict.strong_score, 77);
  EXPECT_EQ(second.found.verdicts[0].secret, (Span{204, 212}));
  EXPECT_EQ(second.found.verdicts[1].secret, (Span{204 + base.size(), 212 + base.size()}));
}

TEST(InheritingFinder, OnlyTheEndIsInheritedWhereTheVerdictReachesTheEdit) {
  // The trigger is 100 bytes away from the edit, its context word is in it.
  std::vector<Rule> rules{prefix_rule("token", "tok_", "[0-9]{4}", 4)};
  rules[0].context = {{"acme"}, 200};
  RuleTable table(std::move(rules));
  LocalFinder finder = table.finder();
  InheritingFinder inheriting(table.rules(), Limits{});
  const std::string rest = std::string(120, '.') + "tok_1357" + std::string(300, '.');
  const std::string base = std::string(300, '.') + "none" + rest;
  FoundVerdicts first =
      inheriting.find(finder, base, {}, WantedVerdicts::Always, AsBase::Yes).value();
  ASSERT_EQ(first.found.verdicts.size(), 1u);
  EXPECT_EQ(first.found.verdicts[0].reason, Reason::NoContext);
  const std::string text = std::string(300, '.') + "acme" + rest;
  const std::vector<CopiedBytes> copies{{0, 0, 300}, {304, 304, rest.size()}};
  const FoundVerdicts second =
      inheriting.find(finder, text, {&*first.known, copies}, WantedVerdicts::WhenKept, AsBase::No)
          .value();
  ASSERT_EQ(second.found.verdicts.size(), 1u);
  EXPECT_EQ(second.found.verdicts[0].reason, Reason::Kept);
}

TEST(InheritingFinder, ATextThatStormedIsNobodysBase) {
  RuleTable table({prefix_rule("storming", "a", "[0-9]{3}", 3)});
  Limits limits;
  limits.max_matches_per_rule = 10;
  LocalFinder finder = table.finder(limits);
  InheritingFinder inheriting(table.rules(), limits);
  std::string text;
  for (int i = 0; i < 11; ++i) text += "a12" + std::to_string(i % 10) + " ";
  const FoundVerdicts all =
      inheriting.find(finder, text, {}, WantedVerdicts::WhenKept, AsBase::Yes).value();
  EXPECT_FALSE(all.known.has_value());
  EXPECT_EQ(all.found.stormed_rules, std::vector<std::uint32_t>{0});
}

TEST(InheritingFinder, NothingIsHandedOutWhereNothingIsKept) {
  std::vector<Rule> rules{prefix_rule("token", "tok_", "[0-9]{4}", 4)};
  rules[0].placeholders = {"tok_1357"};
  RuleTable table(std::move(rules));
  LocalFinder finder = table.finder();
  InheritingFinder inheriting(table.rules(), Limits{});
  const std::string text = "a tok_1357 b";
  EXPECT_TRUE(inheriting.find(finder, text, {}, WantedVerdicts::WhenKept, AsBase::No)
                  .value()
                  .found.verdicts.empty());
  EXPECT_EQ(inheriting.find(finder, text, {}, WantedVerdicts::Always, AsBase::No)
                .value()
                .found.verdicts.size(),
            1u);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
