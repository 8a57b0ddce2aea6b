// What people have decided about values, asked by fingerprint (scanner/hooks/decision_lines.h).
//
//   strong   the value itself: every incident of that name must be decided (under two keys of the
//            installation one value has two identities)
//   weak     4,096 values share the name: those incidents count that the same rule found at the
//            same path, and every one of them must be decided
//
// The work of one request is bounded; what is not looked at is not decided.

#include <algorithm>

#include "scanner/base/fingerprint.h"
#include "service/incidents/life.h"
#include "service/store/finding_json.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

using scanner::DecisionAnswer;
using scanner::DecisionQuestion;

constexpr std::size_t kMostOfOneName = 100;  // incidents

// What one request may still look at.
struct Budget {
  std::size_t incidents = 5'000;
  std::size_t paths = 20'000;
};

struct Candidate {
  std::int64_t incident = 0;
  bool is_decided = false;
  std::string sample;  // finding_json.h
  DecisionAnswer answer;
};

Candidate candidate_of(const Statement& row, WallTime now) {
  Candidate candidate;
  candidate.incident = row.integer(0);
  const std::optional<std::int64_t> expires = row.optional_integer(4);
  const bool has_ended = expires.has_value() && *expires <= stamp(now);
  const IncidentState state = incident_state_from_name(row.text(1)).value_or(IncidentState::Open);
  candidate.is_decided = is_decided(state, has_ended);
  candidate.answer.decision = row.text(2).empty() ? row.text(1) : row.text(2);
  candidate.answer.person = row.text(3);
  if (expires.has_value()) candidate.answer.until = rfc3339(from_stamp(*expires));
  candidate.sample = row.text(5);
  return candidate;
}

// Empty as well when there are too many to tell.
Result<std::vector<Candidate>> candidates_named(Database& database, const std::string& fingerprint,
                                                WallTime now, Budget& budget) {
  const std::size_t most = std::min(kMostOfOneName, budget.incidents);
  Statement rows = database.prepare(
      "SELECT number, state, reason, person, expires, sample FROM incidents"
      " WHERE fingerprint = ? LIMIT ?",
      fingerprint, static_cast<std::int64_t>(most + 1));
  std::vector<Candidate> candidates;
  while (true) {
    LEAKWARDEN_TRY(const bool found, rows.step());
    if (!found) break;
    candidates.push_back(candidate_of(rows, now));
  }
  budget.incidents -= std::min(budget.incidents, candidates.size());
  if (candidates.size() > most) candidates.clear();
  return candidates;
}

// False as well when the budget is used up.
Result<bool> stands_at(Database& database, std::int64_t incident, const std::string& place,
                       Budget& budget) {
  Statement rows =
      database.prepare("SELECT DISTINCT path FROM locations WHERE incident = ?", incident);
  while (budget.paths > 0) {
    LEAKWARDEN_TRY(const bool found, rows.step());
    if (!found) return false;
    --budget.paths;
    if (scanner::place_name(rows.text(0)) == place) return true;
  }
  return false;
}

// Those of a weak name that the question is about.
Result<std::vector<Candidate>> at_the_place(Database& database, const DecisionQuestion& question,
                                            std::vector<Candidate> candidates, Budget& budget) {
  std::vector<Candidate> there;
  for (Candidate& candidate : candidates) {
    if (decode_finding(candidate.sample).rule_id != question.rule) continue;
    LEAKWARDEN_TRY(const bool stands,
                   stands_at(database, candidate.incident, question.place, budget));
    if (stands) there.push_back(std::move(candidate));
  }
  if (budget.paths == 0) there.clear();
  return there;
}

Result<std::vector<Candidate>> asked_about(Database& database, const DecisionQuestion& question,
                                           WallTime now, Budget& budget) {
  LEAKWARDEN_TRY(std::vector<Candidate> candidates,
                 candidates_named(database, question.fingerprint, now, budget));
  if (is_of_strong_value(question.fingerprint)) return candidates;
  return at_the_place(database, question, std::move(candidates), budget);
}

}  // namespace

Result<std::vector<DecisionAnswer>> SqliteStore::find_decisions(
    const std::vector<DecisionQuestion>& questions, WallTime now) {
  return read([&]() -> Result<std::vector<DecisionAnswer>> {
    std::vector<DecisionAnswer> answers;
    Budget budget;
    for (std::size_t number = 0; number < questions.size(); ++number) {
      LEAKWARDEN_TRY(const std::vector<Candidate> candidates,
                     asked_about(database_, questions[number], now, budget));
      const bool all_decided = std::all_of(candidates.begin(), candidates.end(),
                                           [](const Candidate& one) { return one.is_decided; });
      if (candidates.empty() || !all_decided) continue;
      answers.push_back(candidates.front().answer);
      answers.back().number = number;
    }
    return answers;
  });
}

}  // namespace leakwarden::service
