#pragma once

// Which of our own rules finds what a rule of somebody else finds? Tried on samples, never guessed
// from names.

#include <memory>
#include <utility>

#include "scanner/base/result.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

class RuleTwins {
 public:
  // Over the built-in rules.
  static Result<RuleTwins> create();

  // A rule that finds all samples drawn from `rule`, at the same bytes; nothing when none can be drawn.
  const Rule* twin_of(const Rule& rule);

 private:
  explicit RuleTwins(Matcher matcher) : matcher_(std::move(matcher)) {}
  Matcher matcher_;
};

}  // namespace leakwarden::scanner
