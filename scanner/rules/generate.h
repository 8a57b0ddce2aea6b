#pragma once

// Samples drawn from a rule's pattern: texts that hold a value of its shape, and near misses that
// hold almost one. So no real-looking key has to stand in a rule file, and every rule is tried on
// more than its author thought of.
//
// Draws depend on the rule's id and the index only: the same on every machine, in every run.
// A SampleSource is not thread safe.

#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/pattern.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

struct Sample {
  std::string text;       // a few lines, with a context word where the rule asks for one; of an
                          // assigned rule: <word>_api_key = "<value>"
  std::size_t begin = 0;  // of the secret in the text
  std::size_t size = 0;
  std::size_t match_begin = 0;  // of the whole match
  std::size_t match_end = 0;
  std::string secret() const { return text.substr(begin, size); }
};

class SampleSource {
 public:
  // Errors: Invalid, as parse_pattern().
  static Result<SampleSource> create(const Rule& rule);

  // A text in which RE2 finds the drawn value, with the entropy the rule asks for. Nothing when 64
  // draws gave none (the pattern's assertions contradict its shape, or the floor is too high).
  std::optional<Sample> example(std::uint32_t index) const;
  // An example with one byte of its value changed, missing or repeated so that the pattern no
  // longer matches anywhere in the text. Nothing when the pattern forgives every change tried.
  std::optional<std::string> near_miss(std::uint32_t index) const;

 private:
  struct Parts;
  explicit SampleSource(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

// Shannon entropy of the bytes, in bits a byte.
double bits_a_byte(std::string_view text);

}  // namespace leakwarden::scanner
