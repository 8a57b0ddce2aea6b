#include "scanner/suppress/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"
#include "scanner/suppress/date.h"
#include "scanner/suppress/flat_json.h"
#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kVersionKey = "leakwarden_baseline";
constexpr const char* kKeys =
    "fingerprint, rule, path, kind, line, reason, person, added, expires, confidence";
constexpr const char* kHeader = "{\"leakwarden_baseline\":1} as the first line";

std::string* text_field(BaselineEntry& entry, std::string_view key) {
  const std::pair<std::string_view, std::string*> kFields[] = {{"fingerprint", &entry.fingerprint},
                                                               {"rule", &entry.rule},
                                                               {"path", &entry.path},
                                                               {"kind", &entry.kind},
                                                               {"reason", &entry.reason},
                                                               {"person", &entry.person},
                                                               {"added", &entry.added},
                                                               {"expires", &entry.expires}};
  for (const std::pair<std::string_view, std::string*>& field : kFields) {
    if (field.first == key) return field.second;
  }
  return nullptr;
}

class EntryReader {
 public:
  EntryReader(const TextLine& line, const std::string& file) : line_(line), file_(file) {}

  Result<FlatObject> object() const {
    FlatObject object = parse_flat_object(line_.text);
    if (object.mistake.empty()) return object;
    return wrong(object.mistake_at, object.mistake, std::string("one object a line, of ") + kKeys);
  }

  Result<BaselineEntry> entry(const FlatObject& object) const {
    BaselineEntry entry;
    entry.at = line_.number;
    for (const FlatMember& member : object.members) LEAKWARDEN_CHECK(take(member, entry));
    LEAKWARDEN_CHECK(check(entry));
    return entry;
  }

  // The line that names the version.
  Status version(const FlatMember& member) const {
    const std::int64_t* number = std::get_if<std::int64_t>(&member.value);
    if (number != nullptr && *number == kBaselineVersion) return done();
    return wrong(member.at, "a version of the baseline that is not known here",
                 fmt::format("version {}; or a newer leakwarden", kBaselineVersion));
  }

  Error wrong(std::size_t at, std::string what, std::string allowed) const {
    return mistake_at(file_, line_.number, line_.column + static_cast<std::int64_t>(at),
                      std::move(what), std::move(allowed));
  }

 private:
  Status take(const FlatMember& member, BaselineEntry& entry) const {
    const std::string* text = std::get_if<std::string>(&member.value);
    if (member.key == "line") {
      if (text != nullptr) return wrong(member.at, "'line' is text", "a number");
      entry.line = std::get<std::int64_t>(member.value);
      return done();
    }
    std::string* field = text_field(entry, member.key);
    if (field == nullptr && member.key != "confidence") {
      return wrong(member.at, "an unknown key", kKeys);
    }
    if (text == nullptr) return wrong(member.at, "'" + member.key + "' is a number", "text");
    if (field != nullptr) *field = *text;
    if (field != nullptr) return check_date(member, *text);
    const std::optional<Confidence> confidence = confidence_from_name(*text);
    if (!confidence) return wrong(member.at, "an unknown confidence", "low, medium or high");
    entry.confidence = *confidence;
    return done();
  }

  Status check_date(const FlatMember& member, const std::string& text) const {
    const bool dated = member.key == "added" || member.key == "expires";
    if (!dated || text.empty() || is_date(text)) return done();
    return wrong(member.at, "'" + member.key + "' is no date", "a day such as 2027-01-31");
  }

  Status check(const BaselineEntry& entry) const {
    if (!is_fingerprint(entry.fingerprint)) {
      return wrong(0, "no whole fingerprint", "\"fingerprint\":\"s1-\" and 32 digits of hex");
    }
    if (entry.reason.empty()) return wrong(0, "no reason", "\"reason\":\"why it is accepted\"");
    if (!is_of_weak_value(entry.fingerprint)) return done();
    if (!entry.rule.empty() && (!entry.path.empty() || !entry.kind.empty())) return done();
    return wrong(0, "a weak fingerprint without its place", "\"rule\" and \"path\" beside it");
  }

  const TextLine& line_;
  const std::string& file_;
};

class BaselineReader {
 public:
  explicit BaselineReader(const std::string& file) : file_(file) {}

  Status take(const TextLine& line) {
    const EntryReader reader(line, file_);
    LEAKWARDEN_TRY(const FlatObject object, reader.object());
    if (!object.members.empty() && object.members[0].key == kVersionKey) {
      versioned_ = true;
      return reader.version(object.members[0]);
    }
    if (!versioned_) return reader.wrong(0, "no version", kHeader);
    LEAKWARDEN_TRY(BaselineEntry entry, reader.entry(object));
    entries_.push_back(std::move(entry));
    return done();
  }

  Result<std::vector<BaselineEntry>> finish() {
    if (!versioned_) return mistake_at(file_, 1, 1, "it is empty", kHeader);
    return std::move(entries_);
  }

 private:
  const std::string& file_;
  bool versioned_ = false;
  std::vector<BaselineEntry> entries_;
};

// What makes two entries one.
auto name_of(const BaselineEntry& entry) {
  const bool weak = is_of_weak_value(entry.fingerprint);
  return std::make_tuple(entry.fingerprint, weak ? entry.rule : "", weak ? entry.path : "",
                         weak ? entry.kind : "");
}

std::string line_of(const BaselineEntry& entry) {
  nlohmann::ordered_json object;
  const auto text = [&object](const char* key, const std::string& value) {
    if (!value.empty()) object[key] = valid_utf8(value);
  };
  text("fingerprint", entry.fingerprint);
  text("rule", entry.rule);
  text("path", entry.path);
  text("kind", entry.kind);
  if (entry.line > 0) object["line"] = entry.line;
  text("reason", entry.reason);
  text("person", entry.person);
  text("added", entry.added);
  text("expires", entry.expires);
  if (entry.confidence != Confidence::High)
    text("confidence", std::string(confidence_name(entry.confidence)));
  return escape_unseen_in_json(
      object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

class BaselineSpeaker final : public Speaker {
 public:
  BaselineSpeaker(const std::vector<BaselineEntry>& entries, const std::string& file)
      : Speaker("baseline", file), entries_(entries) {
    for (std::size_t number = 0; number < entries_.size(); ++number) {
      const BaselineEntry& entry = entries_[number];
      numbers_[entry.fingerprint].push_back(number);
      statements_.push_back({entry.at, entry.fingerprint, entry.reason, entry.expires, Reach::Value,
                             entry.confidence});
    }
  }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    const auto named = numbers_.find(subject.finding.fingerprint);
    if (named == numbers_.end()) return speaking;
    for (const std::size_t number : named->second) {
      if (speaks_for(entries_[number], subject)) speaking.push_back(number);
    }
    return speaking;
  }

 private:
  std::vector<BaselineEntry> entries_;
  std::unordered_map<std::string, std::vector<std::size_t>> numbers_;
};

}  // namespace

bool looks_like_baseline(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
  const std::string_view first = bytes.substr(0, std::min(bytes.find('\n'), bytes.size()));
  return first.find(std::string("\"") + kVersionKey + "\"") != std::string_view::npos;
}

Result<std::vector<BaselineEntry>> parse_baseline(std::string_view bytes, const std::string& file) {
  BaselineReader reader(file);
  LEAKWARDEN_CHECK(
      each_line(bytes, file, [&reader](const TextLine& line) { return reader.take(line); }));
  return reader.finish();
}

std::string baseline_text(std::vector<BaselineEntry> entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const BaselineEntry& left, const BaselineEntry& right) {
                     return name_of(left) < name_of(right);
                   });
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [](const BaselineEntry& left, const BaselineEntry& right) {
                              return name_of(left) == name_of(right);
                            }),
                entries.end());
  std::string text = fmt::format("{{\"{}\":{}}}\n", kVersionKey, kBaselineVersion);
  for (const BaselineEntry& entry : entries) text += line_of(entry) + "\n";
  return text;
}

BaselineEntry entry_of(const Finding& finding, const std::string& path) {
  BaselineEntry entry;
  entry.fingerprint = finding.fingerprint;
  entry.rule = finding.rule_id;
  entry.path = valid_utf8(path);
  if (path.empty()) entry.kind = place_kind_name(finding.location.kind);
  entry.line = finding.location.range.start_line;
  entry.confidence = finding.confidence;
  return entry;
}

bool speaks_for(const BaselineEntry& entry, const Subject& subject) {
  const Finding& finding = subject.finding;
  if (entry.fingerprint != finding.fingerprint) return false;
  if (!is_of_weak_value(entry.fingerprint)) return true;
  if (entry.rule != finding.rule_id || entry.path != valid_utf8(subject.path)) return false;
  return !entry.path.empty() || entry.kind == place_kind_name(finding.location.kind);
}

std::shared_ptr<const Speaker> baseline_speaker(const std::vector<BaselineEntry>& entries,
                                                const std::string& file) {
  return std::make_shared<BaselineSpeaker>(entries, file);
}

}  // namespace leakwarden::scanner
