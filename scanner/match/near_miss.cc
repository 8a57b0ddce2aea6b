#include "scanner/match/near_miss.h"

#include <algorithm>
#include <string>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

bool begins_with(std::string_view value, std::string_view start) {
  return value.substr(0, start.size()) == start;
}

// The digits it begins with, where a sign follows them: 8 of 12345678:AA…, none of 8ab…. More than
// any number has are none.
std::size_t number_before_sign(std::string_view value) {
  const std::size_t digits = std::min(value.find_first_not_of("0123456789"), value.size());
  const bool is_number = digits < value.size() && digits <= kLongestNumber;
  return is_number && !is_alphanumeric(value[digits]) ? digits : 0;
}

// Gone on as it ends, so that it keeps its alphabet.
std::string continued(std::string_view value, std::size_t more) {
  constexpr std::size_t kTail = 6;
  std::string longer(value);
  const std::size_t tail = std::min(kTail, value.size());
  for (std::size_t i = 0; i < more; ++i) longer += longer[longer.size() - tail];
  return longer;
}

bool has_form(const KeyForm& form, std::string_view value) {
  return value.size() <= form.width &&
         form.pattern.Match(value, 0, value.size(), RE2::ANCHOR_BOTH, nullptr, 0);
}

// With another end.
bool is_near_at_end(const KeyForm& form, std::string_view value) {
  for (std::size_t more = 1; more <= kMostMissing && value.size() + more <= form.width; ++more)
    if (has_form(form, continued(value, more))) return true;
  const std::size_t most = number_before_sign(value) > 0 ? kMostTooManyAfterNumber : kMostTooMany;
  for (std::size_t less = 1; less <= most && less < value.size(); ++less)
    if (has_form(form, value.substr(0, value.size() - less))) return true;
  return false;
}

// With a shorter or longer number behind its mark, or at its begin.
bool is_near_in_number(const KeyForm& form, std::string_view value) {
  const std::size_t from = begins_with(value, form.mark) ? form.mark.size() : 0;
  const std::size_t digits = number_before_sign(value.substr(from));
  if (digits == 0 || has_form(form, value)) return false;
  const std::string_view number = value.substr(from, digits);
  for (std::size_t wanted = 1; wanted <= kLongestNumber; ++wanted) {
    const std::string other = wanted <= digits ? std::string(number.substr(0, wanted))
                                               : continued(number, wanted - digits);
    const std::string resized =
        std::string(value.substr(0, from)) + other + std::string(value.substr(from + digits));
    if (has_form(form, resized)) return true;
  }
  return false;
}

// With its mark as it should stand; empty where no slip explains that it does not.
std::string with_mark(std::string_view mark, std::string_view value) {
  if (mark.size() < kShortestMark || begins_with(value, mark)) return {};
  std::size_t right = 0;
  while (right < std::min(mark.size(), value.size()) &&
         ascii_lower(mark[right]) == ascii_lower(value[right])) {
    ++right;
  }
  if (right == mark.size()) return std::string(mark) + std::string(value.substr(right));
  const bool is_inside = right > 0 && is_alphanumeric(mark[right - 1]);
  const std::string_view behind = mark.substr(right + 1);
  if (is_inside && !behind.empty() && begins_with(value.substr(right), behind))
    return std::string(mark) + std::string(value.substr(right + behind.size()));
  return number_before_sign(value) > 0 ? std::string(mark) + std::string(value) : std::string();
}

}  // namespace

bool is_near_form(const KeyForm& form, std::string_view value) {
  if (!form.pattern.ok()) return false;
  if (is_near_at_end(form, value) || is_near_in_number(form, value)) return true;
  const std::string marked = with_mark(form.mark, value);
  return !marked.empty() && (has_form(form, marked) || is_near_at_end(form, marked));
}

}  // namespace leakwarden::scanner
