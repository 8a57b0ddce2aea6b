#include "scanner/match/judge/subject.h"

#include <algorithm>

namespace leakwarden::scanner::judging {

Subject subject_of(std::string_view text, const Span& secret) {
  Subject subject;
  subject.whole = text.substr(secret.begin, secret.size());
  subject.value = subject.whole.substr(0, kJudgedBytes);
  std::size_t left = std::min<std::size_t>(secret.begin, kReach);
  subject.left = text.substr(secret.begin - left, left);
  subject.right = text.substr(secret.end, kReach);
  std::size_t line = subject.left.find_last_of("\r\n");
  subject.line_left =
      line == std::string_view::npos ? subject.left : subject.left.substr(line + 1);
  subject.line_right = subject.right.substr(0, subject.right.find_first_of("\r\n"));
  return subject;
}

}  // namespace leakwarden::scanner::judging
