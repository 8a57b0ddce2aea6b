#pragma once

// One value that somebody holds, looked for exactly: has this ever leaked here? No rule and no
// judge has a say, so that a password in words is found as surely as a key.
//
// The value is found as it is and in its encoded spellings (encoded_spellings.h), in the bytes and
// in what readers make of them. It stands outside every rule set and its digest.
//
//   Result<KnownValue> known = KnownValue::create(std::move(secret));
//   options.known = std::make_shared<const KnownValue>(std::move(*known));
//   scan_repository(repository, options)      → findings of rule "known-value"
//
// Ownership: the value and its spellings are Secrets. Thread rules: const members from any.

#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"
#include "scanner/encoded_spellings.h"
#include "scanner/match/judge.h"
#include "scanner/match/literal_search.h"

namespace leakwarden::scanner {

class KnownValue {
 public:
  // Invalid: shorter than kShortestBytes (it would be everywhere) or longer than kLongestBytes (its
  // spellings must fit into half the overlap of two windows).
  static Result<KnownValue> create(Secret value);

  // Every place, confidence high; beyond kMostInOneText the rest is a gap.
  JudgedObject find(std::string_view text) const;

  static constexpr std::size_t kShortestBytes = 4;
  static constexpr std::size_t kLongestBytes = 8 << 10;
  static constexpr std::size_t kMostInOneText = 1000;
  static constexpr const char* kRuleId = "known-value";

 private:
  KnownValue(Secret value, std::vector<std::string_view> forms, LiteralSearch search);
  Finding finding_of(std::size_t literal) const;

  Secret value_;
  std::string fingerprint_;
  std::vector<std::string_view> forms_;  // of the literals; "" for the value as it is
  LiteralSearch search_;
};

}  // namespace leakwarden::scanner
