// Every built-in rule, from text to finding: what it describes is found by it and by no other, and
// what its author says is none stays silent.

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "scanner/match/checksum.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/pattern.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;
constexpr std::uint32_t kSamples = 20;

class Catalog : public ::testing::Test {
 protected:
  JudgedObject judge_text(std::string_view text) {
    return judge(*rules_, text, matcher_.find(text).value(), KeepDropped::Yes);
  }

  std::vector<Match> without_families(std::vector<Match> kept) const {
    std::erase_if(kept, [this](const Match& match) {
      return rules_->find(match.finding.rule_id)->judging != Judging::None;
    });
    return kept;
  }

  // Extracted and named, and doubted by the judge, who may doubt what is drawn from a pattern.
  bool is_doubted(const JudgedObject& judged, const Rule& rule, Span secret) const {
    return std::any_of(judged.dropped.begin(), judged.dropped.end(),
                       [&](const LocalVerdict& verdict) {
                         return verdict.reason == Reason::Unlikely && verdict.secret == secret &&
                                rules_->rules()[verdict.rule].id == rule.id;
                       });
  }

  Reason dropped_by(const JudgedObject& judged, const Rule& rule) const {
    for (const LocalVerdict& verdict : judged.dropped) {
      if (rules_->rules()[verdict.rule].id == rule.id) return verdict.reason;
    }
    return Reason::Kept;
  }

  // Itself, or a rule of the provider that knows a form.
  bool names(const std::string& found, const Rule& rule) const {
    const Rule& other = *rules_->find(found);
    return found == rule.id || (other.provider == rule.provider && !other.any_shape);
  }

  std::shared_ptr<const RuleSet> rules_ = RuleSet::builtin().value();
  Matcher matcher_ = Matcher::create(rules_, Limits{}, kNow).value();
};

// A part of the rules, so that ctest can try the parts at the same time.
class CatalogShard : public Catalog, public ::testing::WithParamInterface<std::size_t> {
 protected:
  static constexpr std::size_t kShards = 6;
  std::vector<const Rule*> shard() const {
    std::vector<const Rule*> rules;
    for (std::size_t i = GetParam(); i < rules_->rules().size(); i += kShards)
      rules.push_back(&rules_->rules()[i]);
    return rules;
  }
};
INSTANTIATE_TEST_SUITE_P(Rules, CatalogShard, ::testing::Range<std::size_t>(0, 6));

struct Planted {
  std::string text;
  Span secret;
};

// A sample whose checksum is put right, which may change its length.
Planted completed(const Rule& rule, const Sample& sample) {
  std::string secret = checksum_complete(*checksum_kind(rule.checksum), sample.secret());
  std::string text = sample.text;
  text.replace(sample.begin, sample.size, secret);
  return {text, {sample.begin, sample.begin + secret.size()}};
}

std::string describe(const Rule& rule, const Planted& planted, const JudgedObject& judged) {
  std::string words = rule.id + ": " + planted.text + "\n";
  for (const Match& match : judged.kept) {
    words += "  kept " + match.finding.rule_id + " [" + std::to_string(match.secret.begin) + "," +
             std::to_string(match.secret.end) + ")\n";
  }
  for (const LocalVerdict& verdict : judged.dropped) {
    words += "  dropped " + std::to_string(verdict.rule) + " " +
             std::string(reason_name(verdict.reason)) + "\n";
  }
  return words;
}

// Families overlap with each other and with what they name.
TEST_F(Catalog, EveryFamilyHasItsSamplesAsCandidates) {
  std::size_t tried = 0;
  for (std::uint32_t index = 0; index < rules_->rules().size(); ++index) {
    const Rule& rule = rules_->rules()[index];
    if (rule.judging == Judging::None) continue;
    SampleSource source = SampleSource::create(rule).value();
    for (std::uint32_t number = 0; number < kSamples; ++number) {
      const std::optional<Sample> sample = source.example(number);
      ASSERT_TRUE(sample.has_value()) << rule.id << " " << number;
      const Span secret{sample->begin, sample->begin + sample->size};
      const LocalVerdicts found = matcher_.find(sample->text).value();
      const bool is_candidate = std::any_of(
          found.verdicts.begin(), found.verdicts.end(), [&](const LocalVerdict& verdict) {
            return verdict.family == index && verdict.secret == secret;
          });
      EXPECT_TRUE(is_candidate) << rule.id << "\n" << sample->text;
      ++tried;
    }
  }
  EXPECT_GE(tried, 15u * kSamples);
}

// What a family finds beside the value, such as the user before a password, is its own matter.
TEST_P(CatalogShard, EveryRuleFindsItsSamplesAndNoOtherDoes) {
  std::size_t tried = 0;
  std::size_t doubted = 0;
  for (const Rule* one : shard()) {
    const Rule& rule = *one;
    if (rule.judging != Judging::None || rule.any_shape) continue;
    SampleSource source = SampleSource::create(rule).value();
    for (std::uint32_t index = 0; index < kSamples; ++index) {
      std::optional<Sample> sample = source.example(index);
      ASSERT_TRUE(sample.has_value()) << rule.id << " " << index;
      Planted planted = completed(rule, *sample);
      JudgedObject judged = judge_text(planted.text);
      ++tried;
      const std::vector<Match> kept = without_families(judged.kept);
      if (kept.empty() && is_doubted(judged, rule, planted.secret)) {
        ++doubted;
        continue;
      }
      EXPECT_EQ(kept.size(), 1u) << describe(rule, planted, judged);
      if (kept.size() != 1) break;
      EXPECT_EQ(kept[0].finding.rule_id, rule.id) << describe(rule, planted, judged);
      EXPECT_EQ(kept[0].secret, planted.secret) << describe(rule, planted, judged);
    }
  }
  EXPECT_GE(tried, 230u * kSamples);
  EXPECT_LE(doubted, tried / 100);
}

// The name within was taken for the value, and the match with it passed over the value.
TEST_F(Catalog, AnObjectUnderACredentialsNameHidesNoValue) {
  const std::string value =
      leakwarden::testing::planted_characters(11, "abcdefghkmnpqrstuvwxyzABCDEFGH23456789", 24);
  for (const char* head : {"{\"auth\": {\"password\": \"", "{\"credentials\":{\"token\":\"",
                           "{\"session\": { \"api_key\": \""}) {
    const JudgedObject judged = judge_text(head + value + "\"}}");
    ASSERT_EQ(judged.kept.size(), 1u) << head;
    EXPECT_EQ(judged.kept[0].finding.secret.reveal(RevealFor::Matching), value) << head;
  }
}

// Nothing names these but where they stand.
TEST_F(Catalog, PasswordsAreFoundByTheirPlace) {
  const std::string value = "k7" + std::string("Vn3Us") + "ma9Qx4";
  for (const std::string before :
       {"strcmp(password, \"", "hmac.compare_digest(form.password, \"",
        "jwt.sign({ id: user.id }, \"", "CryptoJS.AES.encrypt(text, \"", "hmac.new(b\"",
        "sessions.NewCookieStore([]byte(\"", "'password' => Hash::make(\"",
        "'password' => bcrypt(\"", "set passwd = MD5(\"", "new mysqli(\"db.acme.io\", \"shop\", \"",
        "request.SetBasicAuth(\"shop\", \"", "WiFi.softAP(\"Shop\", \"",
        "config.omniauth :acme, \"0a1b2c3d\", \"", "openssl enc -aes-256-cbc -k \"",
        "smbpasswd -w \"", "kinit shop <<< \"", "plink.exe\" -ssh shop@db -pw \"",
        "pre-shared-key ascii-text \""}) {
    const std::string text = before + value + "\"\n";
    const std::vector<Match> kept = judge_text(text).kept;
    const bool is_found = std::any_of(kept.begin(), kept.end(), [&](const Match& match) {
      return match.finding.secret.reveal(RevealFor::Matching).find(value) != std::string::npos;
    });
    EXPECT_TRUE(is_found) << text;
  }
  for (const std::string& text :
       {"username admin privilege 15 password 0 " + value + "\n",
        "tacacs-server key " + value + "\n", "rootpw " + value + "\n",
        "[smtp.acme.io]:587 shop@acme.io:" + value + "\n",
        "register => 4971123:" + value + "@sip.acme.io\n", "sqlplus system/" + value + "@db\n",
        "net use Z: \\\\fs\\in /user:shop " + value + "\n",
        "<AdminPassword>\n<Value>" + value + "</Value>\n", "my $mailpw = q{" + value + "};\n",
        "local SECRET <const> = [[" + value + value + "]]\n",
        "-define(SECRET, <<\"" + value + value + "\">>).\n"})
    EXPECT_FALSE(judge_text(text).kept.empty()) << text;
}

// As such places look, and are none.
TEST_F(Catalog, WhatOnlyLooksLikeAPlaceStaysSilent) {
  const std::string digest = "4bf92f3577b34da6a3ce929d0e0e4736";
  for (const std::string& text : std::vector<std::string>{
           "new TextEncoder().encode(\"" + digest + "\")\n",
           "const iv = CryptoJS.enc.Hex.parse(\"" + digest + "\")\n",
           "[main.go]:120 trace:" + digest + "\n", "[registry.acme.io]:5000 image:" + digest + "\n",
           "passwd varchar(64) not null default '', sum char(32) default MD5('row-v3-Xk92')\n",
           "strcmp(type, \"" + digest + "\")\n", "\"" + digest + "\".equals(passwordVersion)\n",
           "enable password authentication\n", "register => someone\n"})
    EXPECT_TRUE(judge_text(text).kept.empty()) << text;
}

TEST_F(Catalog, PairsNameRulesThatAreThere) {
  for (const Rule& rule : rules_->rules()) {
    for (const std::string& id : rule.pair.with) {
      EXPECT_TRUE(std::any_of(rules_->rules().begin(), rules_->rules().end(),
                              [&id](const Rule& other) { return other.id == id; }))
          << rule.id << " names " << id;
    }
  }
}

// A name and no shape. The judge may doubt a value in an example, and a rule of the provider that
// knows more may take it.
TEST_F(Catalog, NamesNameTheirExamples) {
  std::size_t tried = 0;
  std::size_t named = 0;
  for (const Rule& rule : rules_->rules()) {
    if (!rule.any_shape) continue;
    for (const std::string& text : rule.examples) {
      const JudgedObject judged = judge_text(text);
      EXPECT_LE(judged.kept.size(), 1u) << rule.id << ": " << text;
      named += !judged.kept.empty() && names(judged.kept[0].finding.rule_id, rule);
      ++tried;
    }
  }
  EXPECT_GE(tried, 1500u);
  EXPECT_GE(named * 100, tried * 95) << named << " of " << tried;
}

TEST_F(Catalog, CounterExamplesStaySilent) {
  std::size_t tried = 0;
  for (const Rule& rule : rules_->rules()) {
    for (const std::string& text : rule.counter_examples) {
      for (const Match& match : judge_text(text).kept)
        EXPECT_NE(match.finding.rule_id, rule.id) << text;
      ++tried;
    }
  }
  EXPECT_GE(tried, 120u);
}

std::string_view match_text(std::string_view text, const Match& match) {
  return text.substr(match.secret.begin, match.secret.size());
}

TEST_P(CatalogShard, NearMissesStaySilent) {
  std::size_t tried = 0;
  for (const Rule* one : shard()) {
    const Rule& rule = *one;
    if (rule.any_shape) continue;  // what is no shape has no near miss
    SampleSource source = SampleSource::create(rule).value();
    const re2::RE2 pattern(rule.pattern, pattern_options());
    for (std::uint32_t index = 0; index < 10; ++index) {
      std::optional<std::string> text = source.near_miss(index);
      if (!text) continue;
      for (const Match& match : judge_text(*text).kept) {
        // A quote in its middle cuts the value, and what is left may be one of its lengths.
        const std::string_view value = match_text(*text, match);
        const bool is_cut = rule.assigned && re2::RE2::FullMatch(value, pattern);
        EXPECT_TRUE(match.finding.rule_id != rule.id || is_cut) << rule.id << ": " << *text;
      }
      ++tried;
    }
  }
  EXPECT_GE(tried, 500u);
}

// The rule's own reason: another rule of the same prefix may have looked too and found no match.
TEST_F(Catalog, SamplesWithAWrongChecksumAreDroppedForIt) {
  std::set<std::string> kinds;
  for (const Rule& rule : rules_->rules()) {
    if (checksum_nature(*checksum_kind(rule.checksum)) != ChecksumNature::Checksum) continue;
    if (rule.checksum.empty()) continue;
    SampleSource source = SampleSource::create(rule).value();
    std::size_t wrong = 0;
    for (std::uint32_t index = 0; index < 10; ++index) {
      JudgedObject judged = judge_text(source.example(index).value().text);
      if (judged.kept.empty() && dropped_by(judged, rule) == Reason::BadChecksum) ++wrong;
    }
    EXPECT_GE(wrong, 9u) << rule.id;
    kinds.insert(rule.checksum);
  }
  EXPECT_GE(kinds.size(), 3u);
}

}  // namespace
}  // namespace leakwarden::scanner
