#include "scanner/accepted_report.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sha256.h"
#include "scanner/match/canonical_value.h"
#include "scanner/report/peer_report.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLeastShared = 8;  // bytes of a value inside another one

// One of them holds the other, and not just a corner of it.
bool overlap(const Secret& left, const Secret& right) {
  std::string_view longer = left.reveal(RevealFor::Matching);
  std::string_view shorter = right.reveal(RevealFor::Matching);
  if (longer.size() < shorter.size()) std::swap(longer, shorter);
  return shorter.size() >= kLeastShared && 2 * shorter.size() >= longer.size() &&
         longer.find(shorter) != std::string_view::npos;
}

std::string line_key(const std::string& path, std::int64_t line) {
  return fmt::format("{}\n{}", line, path);
}

class AcceptedReport final : public Speaker {
 public:
  AcceptedReport(PeerReport report, const std::string& file) : Speaker("report", file) {
    std::size_t masked = 0;
    for (PeerFinding& finding : report.findings) {
      masked += finding.value.empty() ? 1 : 0;
      add(std::move(finding), report.tool);
    }
    if (masked == 0) return;
    remarks_.push_back(fmt::format(
        "{}: {} of {} entries do not tell their value; file and line alone decide there", file_,
        masked, findings_.size()));
  }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    take_named(subject.finding.fingerprint, speaking);
    if (subject.path.empty()) return speaking;
    const auto in_file = by_path_.find(subject.path);
    if (in_file == by_path_.end()) return speaking;
    take_named(value_key(subject.path, subject.finding.secret), speaking);
    const std::int64_t line = subject.finding.location.range.start_line;
    const auto on_line = by_line_.find(line_key(subject.path, line));
    if (on_line == by_line_.end()) return speaking;
    for (const std::size_t number : on_line->second) {
      if (is_same_place(findings_[number], subject.finding)) speaking.push_back(number);
    }
    return speaking;
  }

 private:
  // A weak value in its file. Never leaves this process.
  static std::string value_key(const std::string& path, const Secret& value) {
    Sha256 hash;
    hash.update(value.reveal(RevealFor::Matching));
    const Sha256Digest digest = hash.finish();
    return to_hex(digest.data(), digest.size()) + path;
  }

  void add(PeerFinding finding, const std::string& tool) {
    const std::size_t number = findings_.size();
    statements_.push_back({0, fmt::format("{}:{}", finding.path, finding.line),
                           "in a report of " + tool, "", Reach::Value, Confidence::Medium});
    by_path_[finding.path].push_back(number);
    by_line_[line_key(finding.path, finding.line)].push_back(number);
    if (!finding.value.empty()) {
      const std::string name = fingerprint_of(canonical_value(finding.value));
      const bool strong = is_of_strong_value(name);
      by_name_[strong ? name : value_key(finding.path, finding.value)].push_back(number);
    }
    findings_.push_back(std::move(finding));
  }

  void take_named(const std::string& name, std::vector<std::size_t>& speaking) const {
    const auto named = by_name_.find(name);
    if (named == by_name_.end()) return;
    speaking.insert(speaking.end(), named->second.begin(), named->second.end());
  }

  static bool is_same_place(const PeerFinding& known, const Finding& finding) {
    const std::string& commit = finding.location.commit;
    if (!known.commit.empty() && !commit.empty() && known.commit != commit) return false;
    if (known.value.empty()) return true;
    if (known.value == finding.secret) return false;  // named already
    return overlap(known.value, finding.secret);
  }

  std::vector<PeerFinding> findings_;  // as statements_
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_path_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_line_;
};

}  // namespace

Result<std::shared_ptr<const Speaker>> accepted_report(std::string_view bytes,
                                                       const std::string& file) {
  Result<PeerReport> report = read_peer_report(bytes, file);
  if (!report.ok()) return std::move(report).error();
  return std::shared_ptr<const Speaker>(std::make_shared<AcceptedReport>(std::move(*report), file));
}

}  // namespace leakwarden::scanner
