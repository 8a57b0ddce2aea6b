#include "service/store/scan_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"
#include "scanner/base/sha256.h"

namespace leakwarden::service {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kKeptGaps = 20;
constexpr std::int64_t kKeptScans = 20;
constexpr std::size_t kNamedGaps = 3;
constexpr std::size_t kGapTextBytes = 300;

std::string gaps_json(const Coverage& coverage) {
  Json list = Json::array();
  for (const Gap& gap : coverage.gaps) {
    if (list.size() == kKeptGaps) break;
    list.push_back({{"what", valid_utf8(gap.what.substr(0, kGapTextBytes))},
                    {"reason", valid_utf8(gap.reason.substr(0, kGapTextBytes))},
                    {"bytes", gap.bytes},
                    {"corrupt", gap.corrupt},
                    {"content", gap.caused_by_content}});
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <typename Value>
Value value_of(const Json& object, const char* key, Value otherwise) {
  Json::const_iterator found = object.find(key);
  if (found == object.end()) return otherwise;
  if constexpr (std::is_same_v<Value, bool>) {
    return found->is_boolean() ? found->get<bool>() : otherwise;
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return found->is_string() ? found->get<std::string>() : otherwise;
  } else {
    return found->is_number_unsigned() ? found->get<Value>() : otherwise;
  }
}

std::vector<Gap> gaps_of(const std::string& text) {
  std::vector<Gap> gaps;
  Json list = Json::parse(text, nullptr, false);
  if (!list.is_array()) return gaps;
  for (const Json& item : list) {
    if (!item.is_object()) continue;
    Gap gap;
    gap.what = value_of<std::string>(item, "what", "");
    gap.reason = value_of<std::string>(item, "reason", "");
    gap.bytes = value_of<std::uint64_t>(item, "bytes", 0);
    gap.corrupt = value_of<bool>(item, "corrupt", false);
    gap.caused_by_content = value_of<bool>(item, "content", false);
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

// The same for the same gaps in any order.
std::string digest_of(const Coverage& coverage) {
  if (coverage.complete()) return "";
  std::vector<std::string> lines;
  for (const Gap& gap : coverage.gaps) lines.push_back(gap.what + '\0' + gap.reason + '\0');
  std::sort(lines.begin(), lines.end());
  std::string text = std::to_string(coverage.unrecorded_gaps);
  for (const std::string& line : lines) text += '\n' + line;
  return sha256_hex(text).substr(0, 32);
}

Outcome outcome_from_name(const std::string& name) {
  for (Outcome outcome : {Outcome::Findings, Outcome::Partial, Outcome::Corrupt}) {
    if (outcome_name(outcome) == name) return outcome;
  }
  return Outcome::Clean;
}

std::uint64_t more_gaps(const Coverage& coverage) {
  std::size_t cut = coverage.gaps.size() > kKeptGaps ? coverage.gaps.size() - kKeptGaps : 0;
  return coverage.unrecorded_gaps + cut;
}

ScanSummary summary_of(const Statement& row) {
  ScanSummary summary;
  summary.repository = row.text(0);
  summary.kind = row.text(1) == "baseline" ? JobKind::Baseline : JobKind::Push;
  summary.finished = rfc3339(from_stamp(row.integer(2)));
  summary.outcome = outcome_from_name(row.text(3));
  summary.objects = static_cast<std::uint64_t>(row.integer(4));
  summary.bytes = static_cast<std::uint64_t>(row.integer(5));
  summary.findings = static_cast<std::uint64_t>(row.integer(6));
  summary.gaps = gaps_of(row.text(7));
  summary.more_gaps = static_cast<std::uint64_t>(row.integer(8));
  summary.ruleset_digest = row.text(9);
  return summary;
}

// Those that left something out and that nobody settled outlive the others.
Status forget_old_scans(Database& database, RepositoryId repository) {
  LEAKWARDEN_CHECK(
      database.run("DELETE FROM scans WHERE repository = ?1"
                   " AND id NOT IN (SELECT id FROM scans WHERE repository = ?1"
                   "  ORDER BY id DESC LIMIT ?2)"
                   " AND id NOT IN (SELECT id FROM scans WHERE repository = ?1"
                   "  AND outcome IN ('partial', 'corrupt') AND settled_at IS NULL"
                   "  ORDER BY id DESC LIMIT ?3)",
                   repository, kKeptScans, static_cast<std::int64_t>(kMostUnsettledScans)));
  return done();
}

Result<std::optional<RepositoryId>> repository_named(Database& database, const std::string& name) {
  return database.number(
      "SELECT id FROM repositories WHERE path = ?1 OR name = ?1 ORDER BY path = ?1 DESC LIMIT 1",
      name);
}

}  // namespace

Status write_scan_row(Database& database, const ScanRecord& record, WallTime now) {
  const Coverage& coverage = record.coverage;
  LEAKWARDEN_CHECK(database.run(
      "INSERT INTO scans (job, repository, kind, finished, outcome, objects, bytes, findings, gaps,"
      " more_gaps, gaps_digest, ruleset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      record.job.id, record.job.repository.id, job_kind_name(record.job.kind), stamp(now),
      outcome_name(outcome_of(coverage, record.findings.size())),
      static_cast<std::int64_t>(coverage.objects), static_cast<std::int64_t>(coverage.bytes),
      static_cast<std::int64_t>(record.findings.size()), gaps_json(coverage),
      static_cast<std::int64_t>(more_gaps(coverage)), digest_of(coverage), record.ruleset_digest));
  return forget_old_scans(database, record.job.repository.id);
}

Result<bool> same_gaps_as_before(Database& database, const ScanRecord& record) {
  Statement row = database.prepare(
      "SELECT gaps_digest FROM scans WHERE repository = ? ORDER BY id DESC LIMIT 1",
      record.job.repository.id);
  LEAKWARDEN_TRY(bool found, row.step());
  return found && row.text(0) == digest_of(record.coverage);
}

std::string gaps_in_words(const Coverage& coverage) {
  std::uint64_t count = coverage.gaps.size() + coverage.unrecorded_gaps;
  std::string text =
      count == 1 ? "one thing was not scanned" : std::to_string(count) + " things were not scanned";
  for (std::size_t i = 0; i < std::min(coverage.gaps.size(), kNamedGaps); ++i) {
    const Gap& gap = coverage.gaps[i];
    text += (i == 0 ? ": " : ", ") + gap.what.substr(0, kGapTextBytes) + " (" +
            gap.reason.substr(0, kGapTextBytes) + ")";
  }
  if (count > kNamedGaps) text += " and more";
  return sanitize_for_header(text, 1500);
}

Result<std::vector<ScanSummary>> SqliteStore::last_scans() {
  return read([&]() -> Result<std::vector<ScanSummary>> {
    Statement rows = database_.prepare(
        "SELECT r.name, s.kind, s.finished, s.outcome, s.objects, s.bytes, s.findings, s.gaps,"
        " s.more_gaps, s.ruleset_digest FROM scans s JOIN repositories r ON r.id = s.repository"
        " WHERE s.id IN (SELECT max(id) FROM scans GROUP BY repository) ORDER BY r.name");
    std::vector<ScanSummary> summaries;
    while (true) {
      LEAKWARDEN_TRY(bool row, rows.step());
      if (!row) return summaries;
      summaries.push_back(summary_of(rows));
    }
  });
}

Result<std::vector<UnsettledScans>> SqliteStore::unsettled_scans() {
  return read([&]() -> Result<std::vector<UnsettledScans>> {
    Statement rows = database_.prepare(
        "SELECT r.name, s.kind, s.finished, s.outcome, s.objects, s.bytes, s.findings, s.gaps,"
        " s.more_gaps, s.ruleset_digest, r.path, u.count FROM"
        " (SELECT max(id) AS newest, count(*) AS count FROM scans"
        "  WHERE outcome IN ('partial', 'corrupt') AND settled_at IS NULL GROUP BY repository) u"
        " JOIN scans s ON s.id = u.newest JOIN repositories r ON r.id = s.repository"
        " ORDER BY r.name");
    std::vector<UnsettledScans> all;
    while (true) {
      LEAKWARDEN_TRY(bool row, rows.step());
      if (!row) return all;
      all.push_back({rows.text(10), static_cast<std::uint64_t>(rows.integer(11)),
                     summary_of(rows)});
    }
  });
}

Result<std::size_t> SqliteStore::settle_scans(const std::string& repository,
                                              const std::string& person, WallTime now) {
  return write([&]() -> Result<std::size_t> {
    LEAKWARDEN_TRY(std::optional<RepositoryId> id, repository_named(database_, repository));
    if (!id.has_value()) {
      return Error::not_found("settle scans", repository, "no repository has this name")
          .with_remedy("leakwarden-service doctor names those with something left out");
    }
    LEAKWARDEN_TRY(std::int64_t settled,
                   database_.run("UPDATE scans SET settled_at = ?, settled_by = ?"
                                 " WHERE repository = ? AND settled_at IS NULL"
                                 " AND outcome IN ('partial', 'corrupt')",
                                 stamp(now), person, *id));
    return static_cast<std::size_t>(settled);
  });
}

}  // namespace leakwarden::service
