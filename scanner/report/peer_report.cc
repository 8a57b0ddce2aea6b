#include "scanner/report/peer_report.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace leakwarden::scanner {
namespace {

// The scalars of one record by their path inside it ("finding.path"); of an array the first.
using Fields = std::map<std::string, std::string>;

std::string field(const Fields& fields, const std::string& path) {
  const Fields::const_iterator found = fields.find(path);
  return found == fields.end() ? "" : found->second;
}

std::int64_t number_field(const Fields& fields, const std::string& path) {
  const std::string text = field(fields, path);
  std::int64_t number = 0;
  for (char digit : text) {
    if (digit < '0' || digit > '9' || number > INT64_MAX / 16) return 0;
    number = 10 * number + (digit - '0');
  }
  return number;
}

bool is_masked(std::string_view value) {
  for (std::string_view mark : {"REDACTED", "…", "***", "..."}) {
    if (value.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

Secret value_field(const Fields& fields, std::initializer_list<const char*> paths) {
  for (const char* path : paths) {
    const std::string value = field(fields, path);
    if (!value.empty() && !is_masked(value)) return Secret::copy_of(value);
  }
  return Secret();
}

// The first field that ends so: TruffleHog names its sources in between.
std::string field_below(const Fields& fields, const std::string& prefix, std::string_view ending) {
  for (Fields::const_iterator at = fields.lower_bound(prefix);
       at != fields.end() && at->first.compare(0, prefix.size(), prefix) == 0; ++at) {
    const std::string& path = at->first;
    if (path.size() >= ending.size() &&
        path.compare(path.size() - ending.size(), ending.size(), ending) == 0)
      return at->second;
  }
  return "";
}

std::string percent_decoded(std::string_view uri) {
  std::string path;
  for (std::size_t at = 0; at < uri.size(); ++at) {
    unsigned byte = 0;
    const bool coded = uri[at] == '%' && uri.size() - at > 2 &&
                       std::from_chars(uri.data() + at + 1, uri.data() + at + 3, byte, 16).ptr ==
                           uri.data() + at + 3;
    path += coded ? static_cast<char>(byte) : uri[at];
    if (coded) at += 2;
  }
  return path;
}

// The first of the fields that is masked.
std::string mask_field(const Fields& fields, std::initializer_list<const char*> paths) {
  for (const char* path : paths) {
    std::string value = field(fields, path);
    if (is_masked(value)) return value;
  }
  return "";
}

PeerFinding of_gitleaks(const Fields& fields) {
  PeerFinding finding = {field(fields, "RuleID"), value_field(fields, {"Secret", "Match"}),
                         field(fields, "File"), field(fields, "Commit"),
                         number_field(fields, "StartLine")};
  finding.fingerprint = field(fields, "LeakwardenFingerprint");
  finding.name = field(fields, "Description");
  finding.mask = mask_field(fields, {"Secret"});
  return finding;
}

PeerFinding of_leakwarden(const Fields& fields) {
  PeerFinding finding = {field(fields, "rule_id"), value_field(fields, {"secret"}),
                         field(fields, "path"), field(fields, "commit"),
                         number_field(fields, "start_line")};
  finding.fingerprint = field(fields, "fingerprint");
  finding.name = field(fields, "rule_name");
  finding.severity = field(fields, "severity");
  finding.mask = mask_field(fields, {"secret"});
  finding.repository = field(fields, "repository");
  finding.suppressed = fields.count("suppressed.by") > 0;
  return finding;
}

PeerFinding of_trufflehog(const Fields& fields) {
  const std::string source = "SourceMetadata.Data.";
  Fields line = {{"line", field_below(fields, source, ".line")}};
  return {field(fields, "DetectorName"), value_field(fields, {"Raw", "RawV2"}),
          field_below(fields, source, ".file"), field_below(fields, source, ".commit"),
          number_field(line, "line")};
}

PeerFinding of_kingfisher(const Fields& fields) {
  const std::string in_git = field(fields, "finding.git_metadata.file.path");
  return {field(fields, "rule.id"), value_field(fields, {"finding.snippet"}),
          in_git.empty() ? field(fields, "finding.path") : in_git,
          field(fields, "finding.git_metadata.commit.id"), number_field(fields, "finding.line")};
}

PeerFinding of_sarif(const Fields& fields) {
  const std::string place = "locations[].physicalLocation.";
  const std::string commit = field(fields, "properties.commit");
  PeerFinding finding = {field(fields, "ruleId"),
                         value_field(fields, {"locations[].physicalLocation.region.snippet.text",
                                              "properties.secret"}),
                         percent_decoded(field(fields, place + "artifactLocation.uri")),
                         commit.empty() ? field(fields, "partialFingerprints.commitSha") : commit,
                         number_field(fields, place + "region.startLine")};
  finding.fingerprint = field(fields, "fingerprints.leakwarden/v1");
  finding.severity = field(fields, "properties.severity");
  finding.mask = mask_field(fields, {"properties.secret"});
  finding.repository = field(fields, "properties.repository");
  finding.suppressed = fields.count("suppressions[].kind") > 0;
  return finding;
}

struct Shape {
  const char* tool;
  const char* telling_field;
  PeerFinding (*read)(const Fields&);
};

constexpr Shape kShapes[] = {
    {"gitleaks", "RuleID", of_gitleaks},      {"TruffleHog", "DetectorName", of_trufflehog},
    {"Kingfisher", "rule.id", of_kingfisher}, {"SARIF", "ruleId", of_sarif},
    {"Leakwarden", "rule_id", of_leakwarden},
};

// Where records begin, indexes left out.
bool begins_record(std::string_view path) {
  for (std::string_view place : {"", "[]", "findings[]", "runs[].results[]"}) {
    if (path == place) return true;
  }
  return false;
}

// Follows the parser through the text and keeps the records.
class RecordReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  enum class End { Whole, NotJson, TooLarge };

  explicit RecordReader(PeerReport& report) : report_(report) {}

  End end() const { return end_; }
  bool has_unknown_record() const { return has_unknown_record_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t& value) override { return scalar(value); }
  bool binary(binary_t&) override { return true; }

  bool start_object(std::size_t) override {
    if (!enter()) return false;
    if (begins_record(path_)) records_.push_back({path_.size(), depth(), {}});
    return true;
  }
  bool key(string_t& name) override {
    path_.resize(levels_.back());
    if (!path_.empty()) path_ += '.';
    path_ += name;
    return name.size() <= kMostKeyBytes || too_large();
  }
  bool end_object() override {
    path_.resize(levels_.back());
    if (!records_.empty() && records_.back().depth == depth()) finish_record();
    leave();
    return end_ == End::Whole;
  }
  bool start_array(std::size_t) override {
    path_ += "[]";
    has_cover_ |= path_ != "[]" && begins_record(path_);
    return enter();
  }
  bool end_array() override {
    path_.resize(levels_.back());
    leave();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    end_ = End::NotJson;
    return false;
  }

 private:
  static constexpr std::size_t kMostKeyBytes = 4096;

  struct Record {
    std::size_t path_bytes = 0;  // of its own path
    std::size_t depth = 0;
    Fields fields;
  };

  std::size_t depth() const { return levels_.size(); }

  bool too_large() {
    end_ = End::TooLarge;
    return false;
  }

  bool enter() {
    levels_.push_back(path_.size());
    return depth() <= kMostReportDepth || too_large();
  }

  // Back in the object or array around it, whose path ends where its level says.
  void leave() { levels_.pop_back(); }

  bool scalar(const std::string& value) {
    if (value.size() > kMostFieldBytes) return too_large();
    if (records_.empty()) return true;
    Record& record = records_.back();
    if (record.fields.size() >= kMostFieldsOfARecord) return too_large();
    std::string path = path_.substr(record.path_bytes);
    if (!path.empty() && path.front() == '.') path.erase(0, 1);
    record.fields.emplace(std::move(path), value);
    return true;
  }

  void finish_record() {
    Record record = std::move(records_.back());
    records_.pop_back();
    for (const Shape& shape : kShapes) {
      if (record.fields.count(shape.telling_field) == 0) continue;
      if (report_.findings.size() >= kMostPeerFindings) {
        end_ = End::TooLarge;
        return;
      }
      report_.tool = shape.tool;
      report_.findings.push_back(shape.read(record.fields));
      return;
    }
    if (take_outcome(record.fields)) return;
    has_unknown_record_ |=
        !has_cover_;  // around the records of Kingfisher and SARIF stands a cover
  }

  // The end of our own reports.
  bool take_outcome(const Fields& fields) {
    for (const char* path : {"summary.outcome", "runs[].properties.summary.outcome"}) {
      const std::string outcome = field(fields, path);
      if (!outcome.empty()) report_.outcome = outcome;
    }
    return fields.count("summary.outcome") > 0;
  }

  PeerReport& report_;
  std::string path_;
  std::vector<std::size_t> levels_;  // where the path of each open object or array ends
  std::vector<Record> records_;      // open ones, innermost last
  End end_ = End::Whole;
  bool has_cover_ = false;
  bool has_unknown_record_ = false;
};

RecordReader::End read_document(std::string_view text, PeerReport& report, bool& unknown) {
  RecordReader reader(report);
  const bool whole = nlohmann::json::sax_parse(text.begin(), text.end(), &reader);
  unknown |= reader.has_unknown_record();
  return !whole && reader.end() == RecordReader::End::Whole ? RecordReader::End::NotJson
                                                            : reader.end();
}

RecordReader::End read_lines(std::string_view text, PeerReport& report, bool& unknown) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const RecordReader::End end = read_document(line, report, unknown);
    if (end != RecordReader::End::Whole) return end;
  }
  return RecordReader::End::Whole;
}

Error cannot(std::string_view name, const char* why) {
  return Error::invalid("read the report to compare with", std::string(name), why)
      .with_remedy("a JSON report of gitleaks, Betterleaks, TruffleHog or Kingfisher, or SARIF");
}

}  // namespace

Result<PeerReport> read_peer_report(std::string_view text, std::string_view name) {
  const Error too_large =
      Error::too_large("read the report to compare with", std::string(name), "beyond the limits");
  if (text.size() > kMostReportBytes) return too_large;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  bool unknown = false;
  PeerReport report;
  RecordReader::End end = read_lines(text, report, unknown);
  if (end == RecordReader::End::NotJson) {  // then it is one document over many lines
    report = {};
    unknown = false;
    end = read_document(text, report, unknown);
  }
  if (end == RecordReader::End::TooLarge) return too_large;
  if (end == RecordReader::End::NotJson) return cannot(name, "it is not JSON");
  if (unknown && report.findings.empty()) return cannot(name, "its shape is not known");
  return report;
}

}  // namespace leakwarden::scanner
