#pragma once

// One running scan: its workers, what they found, what they could not read, and the way out.
//
//   ScanJob::start(options)          a TextScanner per worker that works
//   job.scan_text(worker, text, …)   from any of those workers, without locks
//   job.take_findings() … put_…      passes over all findings, after the workers have ended
//   job.finish()                     sorted, doubles removed, values masked in names → ScanReport
//
// Thread rules: the members that take a worker number may be called by that worker only, at the
// same time as others call theirs; the rest is for the one thread that owns the job.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "scanner/scan.h"
#include "scanner/text_name.h"
#include "scanner/text_scanner.h"
#include "scanner/windows.h"

namespace leakwarden::scanner {

class ScanJob {
 public:
  static Result<std::unique_ptr<ScanJob>> start(const ScanOptions& options);

  const ScanOptions& options() const { return options_; }
  unsigned workers() const { return static_cast<unsigned>(workers_.size()); }

  // Matches in `text`; `place` is what storms and dropped candidates are reported under, `name`
  // says it in words ("blob 1f2e… (a/b)"). The caller makes findings of them and keeps those.
  std::vector<Match> find(unsigned worker, std::string_view text, const Location& place,
                          const TextName& name, const Lineage* lineage = nullptr);
  // Stop when there are more than Limits::max_findings.
  void keep(unsigned worker, Finding finding);
  // find() and keep() for text whose matches all stand at `place`. How many there were.
  std::size_t scan_text(unsigned worker, std::string_view text, const Location& place,
                        const TextName& name, const Lineage* lineage = nullptr);
  // The second half of it.
  void keep_at(unsigned worker, std::vector<Match> matches, const Location& place);
  // The same for one window of content of any length.
  void scan_window(unsigned worker, const Window& window, const Location& place,
                   const TextName& name);
  // And for all windows of content that is read here. What stood in one is not found again in the
  // next. False when reading failed or was cut short.
  bool scan_content(unsigned worker, const ReadBytes& read, const Location& place,
                    const TextName& name);

  // Before and after an object or file: told to the watching parent, counted as covered.
  void begin_object(unsigned worker, const ObjectId& id);
  void covered(unsigned worker, std::uint64_t bytes);
  void add_gap(unsigned worker, Gap gap);
  // Objects that killed a worker before. Says so as a gap and returns true.
  bool is_poisoned(unsigned worker, const ObjectId& id);
  bool cancelled() const;
  // Stop when cancelled; objects between two looks are few.
  Flow flow() const { return cancelled() ? Flow::Stop : Flow::Continue; }

  void set_total(std::uint64_t objects) { objects_total_ = objects; }
  void add_note(std::string note) { notes_.push_back(std::move(note)); }
  std::vector<Finding> take_findings();
  void put_findings(std::vector<Finding> findings) { findings_ = std::move(findings); }

  // All that the workers found and could not read since the last call, and how much they covered;
  // and the same given (back) to the job. For whoever tells apart what came from where. For the
  // owner, while no worker works.
  struct Part {
    std::vector<Finding> findings;
    std::vector<Gap> gaps;
    std::uint64_t objects = 0;
    std::uint64_t bytes = 0;
    bool complete = true;  // false: there was more than is kept
  };
  Part take_part();
  void put_part(Part part);
  // The same with a part that was found by an earlier scan. False, and nothing done, when it would
  // pass Limits::max_findings.
  bool put_known(Part part);

  ScanReport finish();

 private:
  struct Worker {
    std::optional<TextScanner> scanner;  // made when first needed, the owner's at the start
    WindowMemory memory;
    std::vector<Finding> findings;
    std::vector<Gap> gaps;
    std::uint64_t gap_count = 0;
    std::uint64_t objects = 0;
    std::uint64_t bytes = 0;
  };

  // What is known of a text beforehand.
  struct Known {
    const Lineage* lineage = nullptr;
    Readers readers = Readers::Asked;
  };

  explicit ScanJob(const ScanOptions& options) : options_(options) {}
  Result<JudgedObject> find_in(unsigned worker, std::string_view text, const Known& known);
  JudgedObject judged(unsigned worker, std::string_view text, const Location& place,
                      const TextName& name, const Known& known);
  void tell_dropped(const JudgedObject& judged, std::string_view text, const Location& place);
  void count(unsigned worker, std::uint64_t bytes);
  void show_progress(std::uint64_t objects, std::uint64_t bytes);  // that came
  void report_progress();
  std::vector<Worker*> all_workers();
  void gather();
  Coverage coverage();
  void mask_names(ScanReport& report);

  const ScanOptions& options_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unordered_set<ObjectId> poisoned_;
  std::vector<Finding> findings_;
  Worker earlier_;  // parts that were put back, but for their findings
  std::vector<std::string> notes_;
  std::atomic<std::uint64_t> finding_count_ = 0;
  std::atomic<std::uint64_t> findings_over_limit_ = 0;
  std::atomic<std::uint64_t> objects_done_ = 0;
  std::atomic<std::uint64_t> bytes_done_ = 0;
  std::atomic<std::uint64_t> objects_total_ = 0;
  std::mutex progress_mutex_;
  std::chrono::steady_clock::time_point next_progress_;
};

// The reason of the gap that says so when there are more than Limits::max_findings.
inline constexpr const char* kMoreFindings = "more findings than are kept of one scan";

// The reason of the gap when the scan was cancelled.
inline constexpr const char* kInterrupted = "interrupted";

// Worker 0: the thread that owns the job.
inline constexpr unsigned kOwner = 0;

}  // namespace leakwarden::scanner
