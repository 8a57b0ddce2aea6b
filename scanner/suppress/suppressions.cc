#include "scanner/suppress/suppressions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "scanner/suppress/date.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostNotesOfOneKind = 3;

std::string place_of(const Speaker& speaker, const Statement& statement) {
  return statement.line == 0 ? speaker.file()
                             : fmt::format("{}:{}", speaker.file(), statement.line);
}

const char* problem_words(StatementProblem problem) {
  switch (problem) {
    case StatementProblem::Unused:
      return "speaks for nothing here any more";
    case StatementProblem::Expired:
      return "has ended";
    case StatementProblem::Broad:
      return "is very broad";
  }
  return "";
}

Suppression suppression_by(const Speaker& speaker, const Statement& statement) {
  const std::string reason =
      statement.reason.empty() ? statement.said + " in " + speaker.file() : statement.reason;
  return Suppression{speaker.by(), reason, statement.expires};
}

// Problems of one kind in one file: each while they are few, else how many.
class NoteLines {
 public:
  void add(const StatementNote& note) { kinds_[{note.file, note.problem}].push_back(note); }

  std::vector<std::string> text() const {
    std::vector<std::string> lines;
    for (const auto& [kind, notes] : kinds_) {
      const std::size_t most = kind.second == StatementProblem::Unused ? 1 : kMostNotesOfOneKind;
      const std::string words = problem_words(kind.second);
      if (notes.size() > most) {
        lines.push_back(
            fmt::format("{}: each of {} suppressions {}, the first: {}; leakwarden "
                        "baseline check lists them",
                        kind.first, notes.size(), words, notes[0].words));
        continue;
      }
      for (const StatementNote& note : notes) {
        lines.push_back(fmt::format("{} {}: {}", note.place, words, note.words));
      }
    }
    return lines;
  }

 private:
  std::map<std::pair<std::string, StatementProblem>, std::vector<StatementNote>> kinds_;
};

}  // namespace

bool is_by_baseline(std::string_view by) {
  return by == "baseline" || by == "secrets-baseline" || by == "report";
}

void Suppressions::add(std::shared_ptr<const Speaker> speaker) {
  const std::size_t count = speaker->statements().size();
  asked_.push_back({std::move(speaker), std::vector<std::uint64_t>(count)});
}

bool Suppressions::has_baseline() const {
  return std::any_of(asked_.begin(), asked_.end(),
                     [](const Asked& asked) { return is_by_baseline(asked.speaker->by()); });
}

bool Suppressions::has_ended_at(const Statement& statement) const {
  return has_ended(statement.expires, today_);
}

void Suppressions::heed(Finding& finding, const std::string& path) {
  const Subject subject{finding, path};
  std::string ended;
  std::optional<Suppression> spoken_for;
  for (Asked& asked : asked_) {
    const std::vector<Statement>& statements = asked.speaker->statements();
    for (const std::size_t number : asked.speaker->speaking_for(subject)) {
      const Statement& statement = statements[number];
      ++asked.uses[number];
      if (has_ended_at(statement)) {
        ended = fmt::format("{} accepted it until {}", place_of(*asked.speaker, statement),
                            statement.expires);
      } else if (!spoken_for) {
        spoken_for = suppression_by(*asked.speaker, statement);
      }
    }
  }
  if (finding.suppressed) return;  // by a marker
  if (!spoken_for && !ended.empty()) finding.reasons.push_back(ended);
  finding.suppressed = std::move(spoken_for);
}

std::vector<StatementNote> Suppressions::problems(Confidence least) const {
  std::vector<StatementNote> notes;
  for (const Asked& asked : asked_) {
    for (std::size_t number = 0; number < asked.uses.size(); ++number) {
      const Statement& statement = asked.speaker->statements()[number];
      const std::string place = place_of(*asked.speaker, statement);
      if (has_ended_at(statement)) {
        notes.push_back({StatementProblem::Expired, asked.speaker->file(), place,
                         fmt::format("{}, on {}", statement.said, statement.expires)});
      } else if (statement.reach == Reach::All ||
                 (statement.reach == Reach::Many && asked.uses[number] > kManyFindings)) {
        notes.push_back(
            {StatementProblem::Broad, asked.speaker->file(), place,
             fmt::format("{}, it silences {} findings", statement.said, asked.uses[number])});
      } else if (asked.uses[number] == 0 && statement.reach != Reach::None &&
                 statement.confidence >= least) {
        notes.push_back({StatementProblem::Unused, asked.speaker->file(), place, statement.said});
      }
    }
  }
  return notes;
}

std::vector<std::string> Suppressions::notes(Told told, Confidence least) const {
  NoteLines lines;
  for (const StatementNote& note : problems(least)) {
    if (note.problem == StatementProblem::Unused && told == Told::Used) continue;
    lines.add(note);
  }
  std::vector<std::string> notes = lines.text();
  for (const Asked& asked : asked_) {
    const std::vector<std::string> remarks = asked.speaker->remarks();
    notes.insert(notes.end(), remarks.begin(), remarks.end());
  }
  return notes;
}

}  // namespace leakwarden::scanner
