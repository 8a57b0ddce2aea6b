#pragma once

// The real matcher and judge, with all rules of a set, as a scan would have them: what lint's
// example checks ask.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/lint.h"

namespace leakwarden::scanner {

class MatcherProbe final : public RuleProbe {
 public:
  explicit MatcherProbe(Matcher matcher) : matcher_(std::move(matcher)) {}

  Answer find(const Rule& rule, std::string_view text) override;
  std::string complete(const Rule& rule, const std::string& secret) override;

 private:
  Answer answer_from_drops(const Rule& rule, const std::vector<LocalVerdict>& dropped) const;
  Matcher matcher_;
};

// A matcher over rules that are in no image yet, ordered by id.
struct RulesMatcher {
  std::unique_ptr<AlignedBytes> image;  // outlives the matcher
  std::unique_ptr<Matcher> matcher;
};
Result<RulesMatcher> matcher_over(const std::vector<Rule>& rules);

}  // namespace leakwarden::scanner
