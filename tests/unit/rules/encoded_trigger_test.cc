#include "scanner/rules/encoded_trigger.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

Rule rule_with(const std::string& trigger) {
  Rule rule;
  rule.id = "test";
  rule.trigger = trigger;
  return rule;
}

std::string utf16le(const std::string& text) {
  std::string bytes;
  for (char c : text) bytes += std::string{c, '\0'};
  return bytes;
}

// Does one of the triggers of the form stand in `text`?
bool fires(const std::vector<EncodedTrigger>& triggers, EncodedForm first, EncodedForm last,
           const std::string& text) {
  return std::any_of(triggers.begin(), triggers.end(), [&](const EncodedTrigger& trigger) {
    return trigger.form >= first && trigger.form <= last &&
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                                  re2::RE2(trigger.expression, pattern_options()));
  });
}

TEST(EncodedTrigger, StandsInEveryPhase) {
  std::vector<EncodedTrigger> triggers = encoded_triggers(rule_with("token_[0-9a-z]{8}"));
  ASSERT_FALSE(triggers.empty());
  for (std::size_t before = 0; before < 7; ++before) {
    std::string text = std::string(before, '{') + "token_0123abcd}";
    std::string once = base64_encode(text);
    EXPECT_TRUE(fires(triggers, EncodedForm::Base64End0, EncodedForm::Base64End3, once)) << before;
    for (std::size_t outer = 0; outer < 4; ++outer) {
      EXPECT_TRUE(fires(triggers, EncodedForm::Base64TwiceEnd0, EncodedForm::Base64TwiceEnd3,
                        base64_encode(std::string(outer, '=') + once)))
          << before << " " << outer;
    }
    EXPECT_TRUE(fires(triggers, EncodedForm::Base64OfUtf16End0, EncodedForm::Base64OfUtf16End3,
                      base64_encode(utf16le(text))))
        << before;
    EXPECT_TRUE(fires(triggers, EncodedForm::Utf16, EncodedForm::Utf16, utf16le(text)));
    EXPECT_TRUE(fires(triggers, EncodedForm::Utf16, EncodedForm::Utf16,
                      std::string(1, '\0') + utf16le(text)));
  }
  EXPECT_TRUE(fires(triggers, EncodedForm::Hex, EncodedForm::Hex, "x746F6b656E5fx"));
  EXPECT_TRUE(fires(triggers, EncodedForm::Percent, EncodedForm::Percent, "%74%6f%6B%65%6E%5F"));
}

TEST(EncodedTrigger, EscapesWhatUrlsEscape) {
  std::vector<EncodedTrigger> triggers = encoded_triggers(rule_with("--BEGIN KEY/[a-z]"));
  for (const char* text : {"--BEGIN%20KEY%2F", "--BEGIN+KEY%2f"}) {
    EXPECT_TRUE(fires(triggers, EncodedForm::Percent, EncodedForm::Percent, text)) << text;
  }
  EXPECT_FALSE(fires(triggers, EncodedForm::Percent, EncodedForm::Percent, "--BEGIN KEY/"));
}

TEST(EncodedTrigger, TheLettersMayVary) {
  std::vector<EncodedTrigger> triggers =
      encoded_triggers(rule_with("A(?:KIA|SIA|BIA)[A-Z2-7]{16}"));
  for (const char* letters : {"AKIA", "ASIA", "ABIA"}) {
    EXPECT_TRUE(
        fires(triggers, EncodedForm::Base64End0, EncodedForm::Base64End3, base64_encode(letters)));
  }
  EXPECT_FALSE(encoded_triggers(rule_with("(?:tok_[0-9]{2}|key-[a-z]{3})x")).empty());
}

TEST(EncodedTrigger, SomeRulesHaveNone) {
  EXPECT_TRUE(encoded_triggers(rule_with("sk-[0-9a-z]{8}")).empty());      // three letters
  EXPECT_TRUE(encoded_triggers(rule_with("(?i:token)[0-9]")).empty());     // of either case
  EXPECT_TRUE(encoded_triggers(rule_with("(?:tok_|[0-9]{9})x")).empty());  // or none
  EXPECT_TRUE(encoded_triggers(rule_with("tok\\xff_[0-9]{9}")).empty());
  EXPECT_TRUE(encoded_triggers(rule_with("")).empty());
  Rule with_words = rule_with("tok_[0-9]{8}");
  with_words.context = {{"word"}, 10};
  EXPECT_TRUE(encoded_triggers(with_words).empty());
}

}  // namespace
}  // namespace leakwarden::scanner
