#include "scanner/rules/problem.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

std::string place_text(const RuleProblem& problem) {
  if (problem.place.line == 0) return sanitize_for_terminal(problem.file);
  return fmt::format("{}:{}:{}", sanitize_for_terminal(problem.file), problem.place.line,
                     problem.place.column);
}

}  // namespace

std::string problem_text(const RuleProblem& problem) {
  std::string text = fmt::format("{}: {}: {}", place_text(problem),
                                 problem.level == ProblemLevel::Error ? "error" : "warning",
                                 sanitize_for_terminal(problem.what, 1000));
  if (!problem.remedy.empty()) {
    text += fmt::format("\n  try: {}", sanitize_for_terminal(problem.remedy, 1000));
  }
  return text;
}

void ProblemList::error(const std::string& file, TextPlace place, std::string what,
                        std::string remedy) {
  add({ProblemLevel::Error, file, place, std::move(what), std::move(remedy)});
}

void ProblemList::warning(const std::string& file, TextPlace place, std::string what,
                          std::string remedy) {
  add({ProblemLevel::Warning, file, place, std::move(what), std::move(remedy)});
}

void ProblemList::add(RuleProblem problem) {
  if (problem.level == ProblemLevel::Error) errors_++;
  const std::size_t of_this_file = static_cast<std::size_t>(
      std::count_if(problems_.begin(), problems_.end(), [&](const RuleProblem& other) {
        return other.file == problem.file && other.level == problem.level;
      }));
  if (of_this_file >= kMaxProblems) {
    left_out_++;
    return;
  }
  problems_.push_back(std::move(problem));
}

void ProblemList::append(const ProblemList& other) {
  for (const RuleProblem& problem : other.problems_) add(problem);
  left_out_ += other.left_out_;
}

std::string ProblemList::text() const {
  std::string text;
  for (const RuleProblem& problem : problems_) {
    if (!text.empty()) text += '\n';
    text += problem_text(problem);
  }
  if (left_out_ != 0) text += fmt::format("\nand {} more", left_out_);
  return text;
}

}  // namespace leakwarden::scanner
