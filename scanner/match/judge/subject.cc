#include "scanner/match/judge/subject.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace leakwarden::scanner::judging {
namespace {

// Of the few bytes around a value, and asked for each: find_first_of() would call a function for
// every byte.
std::string_view before_line_end(std::string_view right) {
  for (const char end : {'\n', '\r'}) {
    if (right.empty()) break;
    const void* found = std::memchr(right.data(), end, right.size());
    if (found != nullptr)
      right =
          right.substr(0, static_cast<std::size_t>(static_cast<const char*>(found) - right.data()));
  }
  return right;
}

std::string_view after_line_end(std::string_view left) {
  std::size_t at = left.size();
  while (at > 0 && left[at - 1] != '\n' && left[at - 1] != '\r') --at;
  return left.substr(at);
}

}  // namespace

Subject subject_of(std::string_view text, const Span& secret) {
  Subject subject;
  subject.whole = text.substr(secret.begin, secret.size());
  subject.value = subject.whole.substr(0, kJudgedBytes);
  std::size_t left = std::min<std::size_t>(secret.begin, kReach);
  subject.left = text.substr(secret.begin - left, left);
  subject.right = text.substr(secret.end, kReach);
  subject.line_left = after_line_end(subject.left);
  subject.line_right = before_line_end(subject.right);
  return subject;
}

}  // namespace leakwarden::scanner::judging
