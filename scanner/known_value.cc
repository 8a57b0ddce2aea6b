#include "scanner/known_value.h"

#include <string>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"
#include "scanner/match/canonical_value.h"
#include "scanner/match/lines.h"

namespace leakwarden::scanner {
namespace {

Error unfit(const char* why) {
  return Error::invalid("look for a known value", "the value on standard input", why);
}

}  // namespace

Result<KnownValue> KnownValue::create(Secret value) {
  if (value.size() < kShortestBytes) return unfit("shorter than 4 bytes: it would be everywhere");
  if (value.size() > kLongestBytes) return unfit("longer than 8 KiB");
  std::vector<std::string_view> forms = {""};
  std::vector<Secret> literals = {value};
  for (EncodedSpelling& spelling : spellings_of(value.reveal(RevealFor::Matching))) {
    forms.push_back(spelling.form);
    literals.push_back(std::move(spelling.text));
  }
  return KnownValue(std::move(value), std::move(forms), LiteralSearch(std::move(literals)));
}

KnownValue::KnownValue(Secret value, std::vector<std::string_view> forms, LiteralSearch search)
    : value_(std::move(value)), forms_(std::move(forms)), search_(std::move(search)) {
  fingerprint_ = fingerprint_of(canonical_value(value_));
}

Finding KnownValue::finding_of(std::size_t literal) const {
  Finding finding;
  finding.rule_id = kRuleId;
  finding.rule_name = "the value you gave";
  finding.secret = value_;
  finding.fingerprint = fingerprint_;
  finding.masked_line = value_.mask();  // what else the line holds is not judged
  finding.reasons = {"it is that value, byte for byte"};
  finding.advice.opens = "whatever it is the key to";
  finding.advice.steps = {"Replace it everywhere it is used", "Revoke the old one"};
  if (!forms_[literal].empty()) {
    finding.decoded = {std::string(forms_[literal])};
    finding.written = search_.literals()[literal];
  }
  return finding;
}

JudgedObject KnownValue::find(std::string_view text) const {
  JudgedObject judged;
  LineCursor cursor(text);
  const std::vector<LiteralSearch::Hit> hits = search_.find(text, kMostInOneText + 1);
  for (const LiteralSearch::Hit& hit : hits) {
    if (judged.kept.size() == kMostInOneText) {
      judged.gap_reasons.push_back(fmt::format("more than {} places", kMostInOneText));
      break;
    }
    Match match;
    match.secret = Span{hit.begin, hit.begin + search_.literals()[hit.literal].size()};
    match.finding = finding_of(hit.literal);
    match.finding.location.range = text_range(cursor, match.secret);
    judged.kept.push_back(std::move(match));
  }
  return judged;
}

}  // namespace leakwarden::scanner
