#pragma once

// A mistake in a rule file, said so that the person who wrote it can mend it: where (file, line,
// column), what, and what to do. Loader and lint collect these instead of stopping at the first.

#include <cstddef>
#include <string>
#include <vector>

namespace leakwarden::scanner {

struct TextPlace {  // 1-based; 0 is unknown
  int line = 0;
  int column = 0;
};

enum class ProblemLevel { Warning, Error };

struct RuleProblem {
  ProblemLevel level = ProblemLevel::Error;
  std::string file;
  TextPlace place;
  std::string what;    // "unknown key 'patern' in a rule"
  std::string remedy;  // "write 'pattern'"; may be empty
};

// "file:line:column: error: what", and on a second line "  try: remedy". Safe for a terminal.
std::string problem_text(const RuleProblem& problem);

// Collects at most kMaxProblems of a file; the rest are only counted.
class ProblemList {
 public:
  static constexpr std::size_t kMaxProblems = 50;

  void error(const std::string& file, TextPlace place, std::string what, std::string remedy = "");
  void warning(const std::string& file, TextPlace place, std::string what, std::string remedy = "");
  void append(const ProblemList& other);

  const std::vector<RuleProblem>& all() const { return problems_; }
  std::size_t left_out() const { return left_out_; }  // beyond the bound
  std::size_t errors() const { return errors_; }
  bool has_errors() const { return errors_ != 0; }
  // All of them, one after the other, with a closing line when some were left out.
  std::string text() const;

 private:
  void add(RuleProblem problem);
  std::vector<RuleProblem> problems_;
  std::size_t errors_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace leakwarden::scanner
