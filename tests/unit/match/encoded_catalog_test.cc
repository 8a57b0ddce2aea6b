// Every built-in rule with encoded triggers: its samples are found in every form and phase, under
// the name that the plain value has.

#include <gtest/gtest.h>

#include "scanner/base/base64.h"
#include "scanner/match/checksum.h"
#include "scanner/match/encoded_judge.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/encoded_trigger.h"
#include "scanner/rules/generate.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

std::string utf16(const std::string& text, bool little) {
  std::string bytes;
  for (char c : text) bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  return bytes;
}

std::string in_hex(const std::string& text, const char* before) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result;
  for (char c : text) {
    result += before;
    result += kDigits[static_cast<std::uint8_t>(c) >> 4];
    result += kDigits[static_cast<std::uint8_t>(c) & 15];
  }
  return result;
}

std::string in_lines(const std::string& text, std::size_t length) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += length) result += text.substr(at, length) + "\n";
  return result;
}

struct Form {
  std::string name;
  std::vector<std::string> chain;
  std::string text;
};

std::vector<Form> forms_of(const std::string& plain, bool twice) {
  std::vector<Form> forms;
  for (std::size_t phase = 0; phase < 3; ++phase) {
    std::string text = std::string(phase, ' ') + plain;
    forms.push_back({"base64", {"base64"}, base64_encode(text)});
    forms.push_back({"base64 for URLs",
                     {"base64"},
                     base64_encode(text, Base64Alphabet::Url, Base64Padding::No)});
    forms.push_back({"PowerShell", {"base64", "utf-16le"}, base64_encode(utf16(text, true))});
    for (std::size_t outer = 0; outer < 3 && twice; ++outer) {
      forms.push_back({"base64 twice",
                       {"base64", "base64"},
                       base64_encode(std::string(outer, '"') + base64_encode(text))});
    }
  }
  forms.push_back({"hex", {"hex"}, in_hex(plain, "")});
  forms.push_back({"percent", {"percent"}, in_hex(plain, "%")});
  forms.push_back({"UTF-16LE", {"utf-16le"}, utf16(plain, true)});
  return forms;
}

class EncodedCatalog : public ::testing::Test {
 protected:
  JudgedObject judge_text(std::string_view text) {
    return judge(*rules_, text, matcher_.find(text).value(), KeepDropped::Yes);
  }

  // The sample's text, its checksum put right.
  std::string planted(const Rule& rule, const Sample& sample) const {
    std::string text = sample.text;
    return text.replace(sample.begin, sample.size,
                        checksum_complete(*checksum_kind(rule.checksum), sample.secret()));
  }

  static const Match* found_by(const JudgedObject& judged, const std::string& rule_id) {
    for (const Match& match : judged.kept) {
      if (match.finding.rule_id == rule_id) return &match;
    }
    return nullptr;
  }

  static bool has_form(const Rule& rule, EncodedForm form) {
    for (const EncodedTrigger& trigger : encoded_triggers(rule)) {
      if (trigger.form == form) return true;
    }
    return false;
  }

  void expect_found(const Rule& rule, const std::string& plain) {
    JudgedObject expected = judge_text(plain);
    const Match* wanted = found_by(expected, rule.id);
    ASSERT_NE(wanted, nullptr) << rule.id;
    for (const Form& form : forms_of(plain, has_form(rule, EncodedForm::Base64TwiceEnd0))) {
      std::string text = "data: \"" + form.text + "\"\n";
      JudgedObject judged = judge_text(text);
      const Match* found = found_by(judged, rule.id);
      std::string what = rule.id + " " + form.name + ": " + text;
      ASSERT_NE(found, nullptr) << what;
      EXPECT_EQ(found->finding.secret, wanted->finding.secret) << what;
      if (wanted->finding.fingerprint[0] == 's') {
        EXPECT_EQ(found->finding.fingerprint, wanted->finding.fingerprint) << what;
      }
      EXPECT_EQ(found->finding.decoded, form.chain) << what;
      EXPECT_GE(found->secret.begin, 7u);
      EXPECT_LE(found->secret.end, 7u + form.text.size());
    }
    expect_found_in_lines(rule, plain);
  }

  // A break inside the letters hides them, so one of three lengths must do.
  void expect_found_in_lines(const Rule& rule, const std::string& plain) {
    bool found = false;
    for (std::size_t length : {76u, 64u, 100u}) {
      JudgedObject judged = judge_text("data: |\n" + in_lines(base64_encode(plain), length));
      found |= found_by(judged, rule.id) != nullptr;
    }
    EXPECT_TRUE(found) << rule.id << " in lines: " << plain;
  }

  std::shared_ptr<const RuleSet> rules_ = RuleSet::builtin().value();
  Matcher matcher_ = Matcher::create(rules_, Limits{}, kNow).value();
};

TEST_F(EncodedCatalog, EveryRuleInEveryForm) {
  std::size_t tried = 0;
  for (const Rule& rule : rules_->rules()) {
    if (encoded_triggers(rule).empty()) continue;
    SampleSource source = SampleSource::create(rule).value();
    std::optional<Sample> sample = source.example(0);
    ASSERT_TRUE(sample.has_value()) << rule.id;
    if (sample->size > 1000) continue;  // beyond what is decoded; blocks are tried below
    expect_found(rule, planted(rule, *sample));
    ++tried;
  }
  EXPECT_GE(tried, 60u);
}

// A verdict must not change when bytes outside of its interval do.
TEST_F(EncodedCatalog, VerdictsDependOnTheirInterval) {
  for (const Rule& rule : rules_->rules()) {
    if (encoded_triggers(rule).empty() || rule.locality == Locality::Object) continue;
    SampleSource source = SampleSource::create(rule).value();
    std::string encoded = base64_encode(planted(rule, *source.example(1)));
    for (const char* around : {" ", "A", "%2B", "\n"}) {
      std::string pad;
      while (pad.size() < 6000) pad += around;
      std::string text = pad + " " + encoded + "\" " + pad;
      LocalVerdicts verdicts = matcher_.find(text).value();
      std::string changed = text;
      for (const LocalVerdict& verdict : verdicts.verdicts) {
        if (!verdict.decoded || verdict.reason != Reason::Kept) continue;
        for (std::size_t at = 0; at < changed.size(); ++at) {
          if (at < verdict.interval.begin || at >= verdict.interval.end) changed[at] = 'Q';
        }
        LocalVerdicts again = matcher_.find(changed).value();
        bool same = false;
        for (const LocalVerdict& other : again.verdicts) {
          same |= other.rule == verdict.rule && other.secret == verdict.secret &&
                  other.reason == Reason::Kept && other.decoded &&
                  value_of(changed, other) == value_of(text, verdict);
        }
        EXPECT_TRUE(same) << rule.id;
        break;
      }
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
