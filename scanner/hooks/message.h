#pragma once

// What a hook says: no control bytes, nothing of a value but its mask, lines that fit (git puts
// "remote: " before each line of a server's hook).

#include <iosfwd>
#include <string>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/base/result.h"
#include "scanner/hooks/verdict.h"

namespace leakwarden::scanner {

class HookMessage {
 public:
  HookMessage(std::ostream& output, std::size_t width) : output_(output), width_(width) {}

  // Broken at blanks to the width; continued lines are indented by `indent` as the first.
  void line(const std::string& text, std::size_t indent = 0);
  // "  label      text", continued below the text.
  void row(const std::string& label, const std::string& text);
  // A command to copy: one line, whatever its length.
  void command(const std::string& text);
  // "leakwarden: <what failed>", and what to do on a line of its own.
  void error(const Error& error);
  void blank() { output_ << '\n'; }

 private:
  std::ostream& output_;
  std::size_t width_;
};

// "a secret", "3 secrets": distinct values.
std::string secrets_words(const std::vector<Finding>& findings);

// A word for a shell, quoted where needed; "" for one that cannot be shown.
std::string shell_word(const std::string& text);

// One line for each place where a comment in the file lets a value through.
void say_suppressed(HookMessage& message, const Verdict& verdict);

// One line for all that was decided on the server: how many, as what, by whom.
void say_decided(HookMessage& message, const Verdict& verdict);

// The last lines when something could not be scanned.
void say_unscanned(HookMessage& message, const Verdict& verdict, const std::string& what);

}  // namespace leakwarden::scanner
