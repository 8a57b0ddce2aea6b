#include "scanner/rules/required_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "scanner/base/base64.h"
#include "scanner/rules/encoded_trigger.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

bool stands_at(const RequiredWord& word, std::string_view text, std::size_t at) {
  if (word.size() > text.size() - at) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (!word[i][static_cast<unsigned char>(text[at + i])]) return false;
  return true;
}

bool any_stands(const std::vector<RequiredWord>& words, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool here = std::any_of(words.begin(), words.end(), [&](const RequiredWord& word) {
      return stands_at(word, text, at);
    });
    if (here) return true;
  }
  return false;
}

std::string hex_of(std::string_view text) {
  std::string hex;
  for (const char letter : text) {
    const unsigned byte = static_cast<unsigned char>(letter);
    hex += {"0123456789ABCDEF"[byte >> 4], "0123456789abcdef"[byte & 15]};
  }
  return hex;
}

std::string percent_of(std::string_view text) {
  std::string escaped;
  for (const char letter : text) escaped += "%" + hex_of({&letter, 1});
  return escaped;
}

std::string utf16_of(std::string_view text) {
  std::string wide;
  for (const char letter : text) wide += {letter, '\0'};
  return wide;
}

// Of every built-in rule that finds keys by their own form, in what is drawn from its pattern, as
// it is and encoded.
TEST(RequiredWords, OneStandsInEveryExampleOfEveryRule) {
  std::size_t rules = 0;
  std::size_t encoded = 0;
  for (const Rule& rule : (*RuleSet::builtin())->rules()) {
    if (rule.assigned || rule.judging != Judging::None) continue;
    const std::optional<std::vector<RequiredWord>> words = required_words(rule);
    if (!words) continue;
    const Result<SampleSource> source = SampleSource::create(rule);
    const std::optional<Sample> sample = source.ok() ? source->example(0) : std::nullopt;
    if (!sample) continue;
    ++rules;
    EXPECT_TRUE(any_stands(*words, sample->text)) << rule.id;
    if (encoded_triggers(rule).empty()) continue;
    ++encoded;
    const std::string match =
        sample->text.substr(sample->match_begin, sample->match_end - sample->match_begin);
    EXPECT_TRUE(any_stands(*words, hex_of(match))) << rule.id;
    EXPECT_TRUE(any_stands(*words, percent_of(match))) << rule.id;
    EXPECT_TRUE(any_stands(*words, utf16_of(match))) << rule.id;
    for (const std::string before : {"", "1", "12"}) {
      EXPECT_TRUE(any_stands(*words, base64_encode(before + match))) << rule.id << before;
      EXPECT_TRUE(any_stands(*words, base64_encode(before + utf16_of(match)))) << rule.id << before;
    }
  }
  EXPECT_GE(rules, 600u);
  EXPECT_GE(encoded, 500u);
}

TEST(RequiredWords, ThereAreNoneWhereHardlyALetterIsFixed) {
  Rule rule;
  rule.id = "test";
  rule.trigger = "[0-9a-f]{32}";
  EXPECT_FALSE(required_words(rule).has_value());
  rule.trigger = "acme_[0-9a-f]{32}";
  const std::optional<std::vector<RequiredWord>> words = required_words(rule);
  ASSERT_TRUE(words.has_value());
  EXPECT_TRUE(any_stands(*words, "id acme_" + std::string(32, '7')));
  EXPECT_TRUE(any_stands(*words, base64_encode("acme_0123")));
  EXPECT_FALSE(any_stands(*words, "id acne_" + std::string(32, '7')));
}

}  // namespace
}  // namespace leakwarden::scanner
