// What announces itself as made up is silent under every rule alike: a form whose variable part is
// a keyboard's rows, the alphabet, counted digits or one character.

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>

#include "scanner/match/ascii.h"
#include "scanner/match/local_tests.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/mark.h"
#include "scanner/rules/pattern.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kShortestBody = 20;

bool is_form_of_its_own(const Rule& rule) {
  return !rule.assigned && rule.judging == Judging::None && rule.checksum.empty() &&
         rule.locality == Locality::Local;
}

// The letters and digits behind the mark, each replaced by the next of `filler`.
std::string filled(std::string value, std::size_t from, std::string_view filler) {
  std::size_t next = 0;
  for (std::size_t at = from; at < value.size(); ++at)
    if (is_alphanumeric(value[at])) value[at] = filler[next++ % filler.size()];
  return value;
}

bool is_of_form(const RE2& form, const Sample& sample, const std::string& secret) {
  std::string text = sample.text;
  text.replace(sample.begin, sample.size, secret);
  const re2::StringPiece match(text.data() + sample.match_begin,
                               sample.match_end - sample.match_begin);
  return form.Match(match, 0, match.size(), RE2::ANCHOR_BOTH, nullptr, 0);
}

TEST(CatalogFiller, IsSilentUnderEveryForm) {
  const std::string fillers[] = {"qwertyuiopasdfghjklzxcvbnm",
                                 "QWERTYUIOPASDFGHJKLZXCVBNM",
                                 "abcdefghijklmnopqrstuvwxyz",
                                 "1234567890",
                                 "x",
                                 "asdfghjkl"};
  const std::shared_ptr<const RuleSet> rules = RuleSet::builtin().value();
  int tried = 0;
  for (const Rule& rule : rules->rules()) {
    if (!is_form_of_its_own(rule)) continue;
    const RE2 form(rule.pattern, pattern_options());
    const std::optional<Sample> sample = SampleSource::create(rule).value().example(0);
    if (!sample) continue;
    const std::string secret = sample->secret();
    const std::size_t mark = mark_of(rule.pattern).size();
    const std::size_t body = static_cast<std::size_t>(
        std::count_if(secret.begin() + static_cast<std::ptrdiff_t>(mark), secret.end(),
                      [](char c) { return is_alphanumeric(c); }));
    if (body < mark + kShortestBody || secret.find("://") != std::string::npos) continue;
    for (const std::string& filler : fillers) {
      const std::string value = filled(secret, mark, filler);
      if (!is_of_form(form, *sample, value)) continue;
      EXPECT_NE(placeholder_of(rule, value, {0, value.size()}, {}), PlaceholderKind::None)
          << rule.id << " " << value;
      ++tried;
    }
  }
  EXPECT_GT(tried, 800);
}

}  // namespace
}  // namespace leakwarden::scanner
