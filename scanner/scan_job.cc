#include "scanner/scan_job.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "scanner/redact.h"
#include "scanner/repeated_values.h"
#include "scanner/value_numbers.h"

namespace leakwarden::scanner {
namespace {

// Gaps are sorted before Coverage records the first 1,000 of them, so that which ones are recorded
// does not depend on threads; a worker keeps this many, the rest is counted.
constexpr std::size_t kMostGapsPerWorker = 100'000;
constexpr std::chrono::milliseconds kProgressInterval{100};

bool gap_order(const Gap& left, const Gap& right) {
  return std::tie(left.what, left.reason) < std::tie(right.what, right.reason);
}

bool same_place(const Finding& left, const Finding& right) {
  return !report_order(left, right) && !report_order(right, left) && left.secret == right.secret &&
         left.decoded == right.decoded;
}

// The same object stored twice is scanned twice (its id may lie) and reported once.
void remove_doubles(std::vector<Finding>& findings) {
  findings.erase(std::unique(findings.begin(), findings.end(), same_place), findings.end());
}

// The lines of `other` are places that must be cleaned too.
void name_lines_of(const Finding& other, Finding& one) {
  std::set<std::int64_t> lines(one.other_lines.begin(), one.other_lines.end());
  lines.insert(other.other_lines.begin(), other.other_lines.end());
  lines.insert(other.location.range.start_line);
  lines.erase(one.location.range.start_line);
  one.other_lines.assign(lines.begin(), lines.end());
}

// In windowed content, a later window does not know what the ones before it found. A place with a
// marker does not stand for one without.
void keep_first_of_each_value(std::vector<Finding>& findings, std::size_t from) {
  struct Seen {
    ValueNumbers values;
    std::vector<std::size_t> kept;  // by number
  };
  std::map<std::string, Seen> reported;  // by the member of an archive
  std::map<std::string, Seen> suppressed;
  std::size_t kept = from;
  for (std::size_t at = from; at < findings.size(); ++at) {
    Seen& seen = (findings[at].suppressed ? suppressed : reported)[member_of(findings[at])];
    const std::uint32_t number = seen.values.number_of(findings[at]);
    if (number < seen.kept.size()) {
      name_lines_of(findings[at], findings[seen.kept[number]]);
      continue;
    }
    seen.kept.push_back(kept);
    if (kept != at) findings[kept] = std::move(findings[at]);
    ++kept;
  }
  findings.resize(kept);
}

// Markers count in files and their versions. A message or a path is nobody's place for a comment.
bool may_hold_markers(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::Blob:
    case PlaceKind::Index:
    case PlaceKind::WorkTree:
    case PlaceKind::Stash:
    case PlaceKind::File:
    case PlaceKind::Stream:
      return true;
    default:
      return false;
  }
}

void heed_markers(InlineMarkers wish, PlaceKind kind, std::vector<Match>& matches) {
  for (Match& match : matches) {
    std::optional<Suppression>& suppressed = match.finding.suppressed;
    if (!suppressed || (wish == InlineMarkers::Honour && may_hold_markers(kind))) continue;
    if (may_hold_markers(kind)) {
      const std::string marker = suppressed->reason.substr(0, suppressed->reason.find(": "));
      match.finding.reasons.push_back("the marker beside it, " + marker + ", does not count here");
    }
    suppressed.reset();
  }
}

}  // namespace

Result<std::unique_ptr<ScanJob>> ScanJob::start(const ScanOptions& options) {
  std::unique_ptr<ScanJob> job(new ScanJob(options));
  const unsigned count = std::max(1u, options.jobs);
  for (unsigned worker = 0; worker < count; ++worker) {
    job->workers_.push_back(std::make_unique<Worker>());
  }
  LEAKWARDEN_TRY(job->workers_[kOwner]->scanner, TextScanner::create(options));
  job->poisoned_.insert(options.poisoned.begin(), options.poisoned.end());
  return job;
}

Result<JudgedObject> ScanJob::find_in(unsigned worker, std::string_view text, const Known& known) {
  std::optional<TextScanner>& scanner = workers_[worker]->scanner;
  if (!scanner) {
    LEAKWARDEN_TRY(scanner, TextScanner::create(options_));
  }
  return known.lineage == nullptr ? scanner->find(text, known.readers)
                                  : scanner->find(text, *known.lineage);
}

JudgedObject ScanJob::judged(unsigned worker, std::string_view text, const Location& place,
                             const TextName& name, const Known& known) {
  Result<JudgedObject> result = find_in(worker, text, known);
  if (!result.ok()) {
    add_gap(worker, Gap{name.words(), result.error().why, text.size(), false, false});
    return JudgedObject{};
  }
  for (const std::string& reason : result->gap_reasons) {
    add_gap(worker, Gap{name.words(), reason, 0, false, true});
  }
  heed_markers(options_.inline_markers, place.kind, result->kept);
  if (options_.on_dropped) tell_dropped(*result, text, place);
  return std::move(*result);
}

void ScanJob::tell_dropped(const JudgedObject& judged, std::string_view text,
                           const Location& place) {
  for (const LocalVerdict& verdict : judged.dropped) {
    if (verdict.reason == Reason::NoMatch) continue;
    DroppedCandidate candidate;
    candidate.rule_id = options_.rules->verdict_rules()[verdict.rule].id;
    candidate.reason = verdict.reason;
    candidate.secret = Secret::copy_of(value_of(text, verdict));
    candidate.location = place;
    candidate.location.range.start_line =
        1 + std::count(text.begin(),
                       text.begin() + static_cast<std::ptrdiff_t>(verdict.secret.begin), '\n');
    options_.on_dropped(candidate);
  }
}

std::vector<Match> ScanJob::find(unsigned worker, std::string_view text, const Location& place,
                                 const TextName& name, const Lineage* lineage) {
  return judged(worker, text, place, name, Known{lineage, Readers::Asked}).kept;
}

void ScanJob::keep(unsigned worker, Finding finding) {
  if (finding_count_++ >= options_.limits.max_findings) {
    ++findings_over_limit_;
    return;
  }
  workers_[worker]->findings.push_back(std::move(finding));
}

std::size_t ScanJob::scan_text(unsigned worker, std::string_view text, const Location& place,
                               const TextName& name, const Lineage* lineage) {
  std::vector<Match> matches = find(worker, text, place, name, lineage);
  const std::size_t count = matches.size();
  if (count > 0) keep_at(worker, std::move(matches), place);
  return count;
}

void ScanJob::keep_at(unsigned worker, std::vector<Match> matches, const Location& place) {
  const std::size_t first = workers_[worker]->findings.size();
  for (Match& match : matches) {
    const TextRange range = match.finding.location.range;
    match.finding.location = place;
    match.finding.location.range = range;
    keep(worker, std::move(match.finding));
  }
  merge_repeated_values(*options_.rules, workers_[worker]->findings, first);
}

void ScanJob::scan_window(unsigned worker, const Window& window, const Location& place,
                          const TextName& name) {
  const Known known{nullptr, window.is_plain ? Readers::NotNeeded : Readers::Asked};
  JudgedObject found = judged(worker, window.text, place, name, known);
  for (Match& match : found.kept) {
    // What stands in a member of an archive has lines of its own, and no place in the window.
    const bool is_inside = match.secret.size() == 0;
    if (!is_inside && !window.owns(match.secret.begin)) continue;
    const TextRange own = match.finding.location.range;
    const TextRange range = is_inside ? own : window.in_content(own);
    match.finding.location = place;
    match.finding.location.range = range;
    keep(worker, std::move(match.finding));
  }
}

bool ScanJob::scan_content(unsigned worker, const ReadBytes& read, const Location& place,
                           const TextName& name) {
  const std::size_t first = workers_[worker]->findings.size();
  const OnWindow scan = [&](const Window& window) -> Flow {
    scan_window(worker, window, place, name);
    show_progress(0, window.owned_end - window.owned_begin);
    return flow();
  };
  Result<WindowedContent> content =
      each_window(read, options_.limits, scan, workers_[worker]->memory);
  merge_repeated_values(*options_.rules, workers_[worker]->findings, first);
  keep_first_of_each_value(workers_[worker]->findings, first);
  if (!content.ok()) {
    add_gap(worker, Gap{name.words(), content.error().why, 0, false, false});
    return false;
  }
  if (content->limit_reached) {
    add_gap(worker,
            Gap{name.words(), fmt::format("longer than {} bytes", content->bytes), 0, false, true});
  }
  if (content->limit_reached || content->stopped) return false;
  count(worker, content->bytes);
  show_progress(1, 0);
  return true;
}

void ScanJob::begin_object(unsigned worker, const ObjectId& id) {
  if (options_.on_object) options_.on_object(worker, id);
}

void ScanJob::covered(unsigned worker, std::uint64_t bytes) {
  count(worker, bytes);
  show_progress(1, bytes);
}

void ScanJob::count(unsigned worker, std::uint64_t bytes) {
  ++workers_[worker]->objects;
  workers_[worker]->bytes += bytes;
}

void ScanJob::show_progress(std::uint64_t objects, std::uint64_t bytes) {
  if (!options_.on_progress) return;
  objects_done_ += objects;
  bytes_done_ += bytes;
  report_progress();
}

void ScanJob::report_progress() {
  const std::unique_lock<std::mutex> lock(progress_mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  const std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
  if (now < next_progress_) return;
  next_progress_ = now + kProgressInterval;
  options_.on_progress(Progress{objects_done_, objects_total_, bytes_done_, finding_count_});
}

void ScanJob::add_gap(unsigned worker, Gap gap) {
  Worker& state = *workers_[worker];
  ++state.gap_count;
  if (state.gaps.size() < kMostGapsPerWorker || gap.corrupt) state.gaps.push_back(std::move(gap));
}

bool ScanJob::is_poisoned(unsigned worker, const ObjectId& id) {
  if (poisoned_.empty() || poisoned_.count(id) == 0) return false;
  add_gap(worker, Gap{"object " + id.hex(), "killed its worker before; set aside", 0, false, true});
  return true;
}

bool ScanJob::cancelled() const {
  return options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed);
}

bool ScanJob::put_known(Part part) {
  if (finding_count_ + part.findings.size() > options_.limits.max_findings) return false;
  finding_count_ += part.findings.size();
  objects_done_ += part.objects;
  bytes_done_ += part.bytes;
  put_part(std::move(part));
  return true;
}

std::vector<ScanJob::Worker*> ScanJob::all_workers() {
  std::vector<Worker*> all = {&earlier_};
  for (const std::unique_ptr<Worker>& worker : workers_) all.push_back(worker.get());
  return all;
}

void ScanJob::gather() {
  for (const std::unique_ptr<Worker>& worker : workers_) {
    std::move(worker->findings.begin(), worker->findings.end(), std::back_inserter(findings_));
    worker->findings.clear();
  }
}

std::vector<Finding> ScanJob::take_findings() {
  gather();
  std::sort(findings_.begin(), findings_.end(), report_order);
  remove_doubles(findings_);
  return std::exchange(findings_, {});
}

ScanJob::Part ScanJob::take_part() {
  Part part;
  part.complete = findings_over_limit_ == 0 && !cancelled();
  for (const std::unique_ptr<Worker>& worker : workers_) {
    std::move(worker->findings.begin(), worker->findings.end(), std::back_inserter(part.findings));
    std::move(worker->gaps.begin(), worker->gaps.end(), std::back_inserter(part.gaps));
    part.objects += std::exchange(worker->objects, 0);
    part.bytes += std::exchange(worker->bytes, 0);
    const std::uint64_t unkept = std::exchange(worker->gap_count, 0) - worker->gaps.size();
    part.complete = part.complete && unkept == 0;
    earlier_.gap_count += unkept;
    worker->findings.clear();
    worker->gaps.clear();
  }
  return part;
}

void ScanJob::put_part(Part part) {
  std::move(part.findings.begin(), part.findings.end(), std::back_inserter(findings_));
  earlier_.gap_count += part.gaps.size();
  std::move(part.gaps.begin(), part.gaps.end(), std::back_inserter(earlier_.gaps));
  earlier_.objects += part.objects;
  earlier_.bytes += part.bytes;
}

Coverage ScanJob::coverage() {
  Coverage coverage;
  std::vector<Gap> gaps;
  std::uint64_t gap_count = 0;
  for (Worker* worker : all_workers()) {
    coverage.objects += worker->objects;
    coverage.bytes += worker->bytes;
    gap_count += worker->gap_count;
    std::move(worker->gaps.begin(), worker->gaps.end(), std::back_inserter(gaps));
  }
  std::sort(gaps.begin(), gaps.end(), gap_order);
  coverage.unrecorded_gaps = gap_count - gaps.size();
  for (Gap& gap : gaps) coverage.add_gap(std::move(gap));
  if (findings_over_limit_ > 0) {
    coverage.add_gap(Gap{fmt::format("{} findings", findings_over_limit_.load()), kMoreFindings, 0,
                         false, true});
  }
  coverage.notes = notes_;
  return coverage;
}

ScanReport ScanJob::finish() {
  ScanReport report;
  report.findings = take_findings();
  report.interrupted = cancelled();
  if (report.interrupted) add_gap(kOwner, Gap{"the rest", kInterrupted, 0, false, false});
  report.coverage = coverage();
  if (!options_.known) {
    report.ruleset_digest = options_.rules->digest();
    report.rule_count = options_.rules->size();
  }
  mask_names(report);
  return report;
}

// Looking for one value must not show others.
void ScanJob::mask_names(ScanReport& report) {
  NameMasker(*workers_[kOwner]->scanner).mask(report);
  if (!options_.known) return;
  ScanOptions by_rules = options_;
  by_rules.known = nullptr;
  Result<TextScanner> scanner = TextScanner::create(by_rules);
  if (scanner.ok()) NameMasker(*scanner).mask(report);
}

}  // namespace leakwarden::scanner
