#include "scanner/suppress/secrets_baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostDepth = 32;
constexpr std::size_t kEntryDepth = 4;  // { results { path [ { …
constexpr const char* kForm = "a .secrets.baseline of detect-secrets, version 0 or 1";

struct Entry {
  std::string path;
  std::string sha1;
  std::int64_t line = 0;
  std::optional<bool> is_secret;
};

// Follows the parser and keeps the entries.
class BaselineReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<Entry> entries;
  std::string version;
  std::string mistake;
  std::size_t position = 0;  // of the mistake

  bool null() override { return true; }
  bool boolean(bool value) override {
    if (in_entry() && key_ == "is_secret") entry_.is_secret = value;
    return true;
  }
  bool number_integer(number_integer_t value) override { return number(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX)));
  }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override {
    if (in_entry() && key_ == "hashed_secret") entry_.sha1 = value;
    if (depth_ == 1 && key_ == "version") version = value;
    return true;
  }

  bool start_object(std::size_t) override {
    if (depth_ == 3 && in_results_) {
      entry_ = Entry{path_, "", 0, std::nullopt};
    }
    return enter();
  }
  bool end_object() override {
    if (in_entry()) entries.push_back(std::move(entry_));
    return leave();
  }
  bool start_array(std::size_t) override { return enter(); }
  bool end_array() override { return leave(); }
  bool key(string_t& name) override {
    if (depth_ == 1) in_results_ = name == "results";
    if (depth_ == 2 && in_results_) path_ = name;
    key_ = name;
    return true;
  }

  bool parse_error(std::size_t at, const std::string&,
                   const nlohmann::detail::exception&) override {
    if (mistake.empty()) mistake = "it is not JSON";
    position = at == 0 ? 0 : at - 1;
    return false;
  }

 private:
  bool in_entry() const { return in_results_ && depth_ == kEntryDepth; }
  bool number(std::int64_t value) {
    if (in_entry() && key_ == "line_number") entry_.line = value;
    return true;
  }
  bool enter() {
    if (++depth_ <= kMostDepth) return true;
    mistake = "deeper than is read";
    return false;
  }
  bool leave() {
    --depth_;
    return true;
  }

  std::size_t depth_ = 0;
  bool in_results_ = false;
  std::string path_;
  std::string key_;
  Entry entry_;
};

class SecretsBaselineSpeaker final : public Speaker {
 public:
  SecretsBaselineSpeaker(const std::string& file, std::vector<Entry> entries, Sha1Hex sha1)
      : Speaker("secrets-baseline", file), sha1_(std::move(sha1)) {
    std::size_t real = 0;
    for (Entry& entry : entries) {
      real += entry.is_secret.value_or(false) ? 1 : 0;
      if (entry.is_secret.value_or(false)) continue;
      add(std::move(entry));
    }
    if (real == 0) return;
    remarks_.push_back(fmt::format(
        "{}: {} of its entries were audited as secrets and stay reported", file_, real));
  }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    const auto named = numbers_.find(subject.path);
    if (named == numbers_.end()) return speaking;
    const std::string sha1 = sha1_(subject.finding.secret.reveal(RevealFor::Matching));
    for (const std::size_t number : named->second) {
      if (hashes_[number] == sha1) speaking.push_back(number);
    }
    return speaking;
  }

 private:
  void add(Entry entry) {
    const char* reason = entry.is_secret ? "audited: not a secret" : "known to detect-secrets";
    std::string said = fmt::format("{}:{}", entry.path, entry.line);
    numbers_[entry.path].push_back(hashes_.size());
    hashes_.push_back(std::move(entry.sha1));
    statements_.push_back({0, std::move(said), reason, "", Reach::Value, Confidence::Medium});
  }

  Sha1Hex sha1_;
  std::vector<std::string> hashes_;                                    // as statements_
  std::unordered_map<std::string, std::vector<std::size_t>> numbers_;  // by path
};

Error mistake_in(std::string_view bytes, const std::string& file, std::size_t position,
                 const std::string& what) {
  const std::string_view before = bytes.substr(0, position);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return mistake_at(file, 1 + std::count(before.begin(), before.end(), '\n'),
                    static_cast<std::int64_t>(before.size() - line_begin) + 1, what, kForm);
}

bool is_known_version(const std::string& version) {
  return version.substr(0, 2) == "0." || version.substr(0, 2) == "1.";
}

}  // namespace

bool looks_like_secrets_baseline(std::string_view bytes) {
  const bool json = bytes.substr(0, bytes.find_first_not_of(" \t\r\n") + 1).ends_with('{');
  return json && bytes.find("\"results\"") != std::string_view::npos &&
         bytes.find("\"version\"") != std::string_view::npos &&
         (bytes.find("\"plugins_used\"") != std::string_view::npos ||
          bytes.find("\"hashed_secret\"") != std::string_view::npos);
}

Result<std::shared_ptr<const Speaker>> parse_secrets_baseline(std::string_view bytes,
                                                              const std::string& file,
                                                              Sha1Hex sha1) {
  BaselineReader reader;
  const bool whole = nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &reader);
  if (!whole) return mistake_in(bytes, file, reader.position, reader.mistake);
  if (!is_known_version(reader.version)) {
    return mistake_in(bytes, file, std::min(bytes.find("\"version\""), bytes.size()),
                      "a version that is not known here");
  }
  return std::shared_ptr<const Speaker>(
      std::make_shared<SecretsBaselineSpeaker>(file, std::move(reader.entries), std::move(sha1)));
}

}  // namespace leakwarden::scanner
