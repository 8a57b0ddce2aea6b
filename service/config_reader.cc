#include "service/config_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include "scanner/base/sanitize.h"
#include "service/suggest.h"

namespace leakwarden::service {
namespace {

constexpr char kNotAvailable[] = "not available in this version";

std::string quoted(const std::string& text) {
  return "'" + sanitize_for_terminal(text, 60) + "'";
}

// What is written there, as a person calls it.
const char* kind_of(const YAML::Node& node) {
  if (node.IsMap()) return "a mapping";
  if (node.IsSequence()) return "a list";
  if (node.IsScalar()) return "text";
  return "nothing";
}

std::optional<std::chrono::milliseconds> parse_duration(const std::string& text) {
  std::uint32_t count = 0;
  const char* end = text.data() + text.size();
  std::from_chars_result parsed = std::from_chars(text.data(), end, count);
  if (parsed.ec != std::errc() || parsed.ptr == text.data()) return std::nullopt;
  std::string unit(parsed.ptr, end);
  if (unit == "ms") return std::chrono::milliseconds(count);
  if (unit == "s") return std::chrono::seconds(count);
  if (unit == "m") return std::chrono::minutes(count);
  if (unit == "h") return std::chrono::hours(count);
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds duration) {
  std::int64_t count = duration.count();
  if (count % 3'600'000 == 0) return std::to_string(count / 3'600'000) + "h";
  if (count % 60'000 == 0) return std::to_string(count / 60'000) + "m";
  if (count % 1000 == 0) return std::to_string(count / 1000) + "s";
  return std::to_string(count) + "ms";
}

std::optional<CredentialReference> reference_of(Problems& problems, const YAML::Node& node,
                                                const std::string& place, const std::string& source,
                                                const std::string& name) {
  CredentialReference reference;
  reference.name = name;
  reference.where = problems.where(node.Mark());
  static const std::set<std::string> kLater = {"vault", "aws", "azure", "gcp", "op"};
  if (source == "file" || source == "env" || source == "credential") {
    reference.source = source == "file"  ? CredentialSource::File
                       : source == "env" ? CredentialSource::Environment
                                         : CredentialSource::SystemdCredential;
    if (name.empty()) {
      problems.add(node.Mark(), place + ": the reference names nothing");
      return std::nullopt;
    }
    if (source == "file" && name.front() != '/') {
      problems.add(node.Mark(), place + ": a file must be named by its whole path");
      return std::nullopt;
    }
    if (source == "credential" && name.find('/') != std::string::npos) {
      problems.add(node.Mark(), place + ": a systemd credential's name holds no '/'");
      return std::nullopt;
    }
    return reference;
  }
  if (kLater.count(source) > 0) {
    problems.add(node.Mark(), place + ": " + source + ": references are " + kNotAvailable,
                 "file:, env: or credential:");
    return std::nullopt;
  }
  problems.add(node.Mark(), place + ": not a reference to a secret",
               "secrets are never written here; {file: /path}, {env: NAME} or {credential: name}");
  return std::nullopt;
}

}  // namespace

void Problems::add(const YAML::Mark& mark, std::string message, std::string remedy) {
  ConfigProblem problem;
  problem.line = mark.is_null() ? 0 : mark.line + 1;
  problem.column = mark.is_null() ? 0 : mark.column + 1;
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  problems_.push_back(std::move(problem));
}

std::string Problems::where(const YAML::Mark& mark) const {
  return file_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

std::vector<ConfigProblem> Problems::take() {
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const ConfigProblem& left, const ConfigProblem& right) {
                     return std::pair(left.line, left.column) < std::pair(right.line, right.column);
                   });
  return std::move(problems_);
}

std::optional<CredentialReference> read_credential(Problems& problems, const YAML::Node& node,
                                                   const std::string& place) {
  if (node.IsMap() && node.size() == 1 && node.begin()->first.IsScalar() &&
      node.begin()->second.IsScalar()) {
    return reference_of(problems, node, place, node.begin()->first.Scalar(),
                        node.begin()->second.Scalar());
  }
  if (node.IsScalar()) {
    const std::string& text = node.Scalar();
    std::size_t colon = text.find(':');
    std::string source = colon == std::string::npos ? "" : text.substr(0, colon);
    return reference_of(problems, node, place, source,
                        colon == std::string::npos ? "" : text.substr(colon + 1));
  }
  return reference_of(problems, node, place, "", "");
}

MapReader::MapReader(Problems& problems, const YAML::Node& node, std::string place)
    : problems_(&problems), node_(node), place_(std::move(place)) {
  if (!node_.IsMap()) {
    problems_->add(node_.Mark(), place_ + ": expected a mapping, found " + kind_of(node_));
    node_ = YAML::Node(YAML::NodeType::Map);
    return;
  }
  std::set<std::string> seen;
  for (const std::pair<YAML::Node, YAML::Node>& entry : node_) {
    if (!entry.first.IsScalar()) {
      problems_->add(entry.first.Mark(), place_ + ": a key must be a word");
    } else if (!seen.insert(entry.first.Scalar()).second) {
      problems_->add(entry.first.Mark(),
                     "the key " + quoted(entry.first.Scalar()) + " stands here twice");
    }
  }
}

std::optional<YAML::Node> MapReader::take(const std::string& key, Need need) {
  known_.push_back(key);
  for (const std::pair<YAML::Node, YAML::Node>& entry : node_) {
    if (!entry.first.IsScalar() || entry.first.Scalar() != key) continue;
    if (!entry.second.IsNull()) return entry.second;
    problems_->add(entry.first.Mark(), quoted(key) + " has no value");
    return std::nullopt;
  }
  if (need == Need::Required) {
    problems_->add(node_.Mark(), place_ + ": " + quoted(key) + " is missing");
  }
  return std::nullopt;
}

YAML::Mark MapReader::mark_of(const std::string& key) const {
  for (const std::pair<YAML::Node, YAML::Node>& entry : node_) {
    if (entry.first.IsScalar() && entry.first.Scalar() == key) return entry.second.Mark();
  }
  return node_.Mark();
}

bool MapReader::text(const std::string& key, std::string& out, Need need) {
  std::optional<YAML::Node> value = take(key, need);
  if (!value.has_value()) return false;
  if (!value->IsScalar() || value->Scalar().empty()) {
    problems_->add(value->Mark(), quoted(key) + ": expected text, found " +
                                      (value->IsScalar() ? "nothing" : kind_of(*value)));
    return false;
  }
  out = value->Scalar();
  return true;
}

bool MapReader::choice(const std::string& key, std::string& out,
                       const std::vector<std::string>& allowed, Need need) {
  std::string word;
  if (!text(key, word, need)) return false;
  if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) {
    out = word;
    return true;
  }
  std::string near = nearest_word(word, allowed);
  problems_->add(mark_of(key),
                 quoted(key) + ": " + quoted(word) + " is not one of " + listed(allowed),
                 near.empty() ? "" : "did you mean '" + near + "'?");
  return false;
}

bool MapReader::texts(const std::string& key, std::vector<std::string>& out, Need need) {
  std::optional<YAML::Node> value = take(key, need);
  if (!value.has_value()) return false;
  std::vector<std::string> words;
  bool fine = value->IsScalar() ? !value->Scalar().empty() : value->IsSequence();
  if (fine && value->IsScalar()) words.push_back(value->Scalar());
  if (fine && value->IsSequence()) {
    for (const YAML::Node& item : *value) {
      fine = fine && item.IsScalar() && !item.Scalar().empty();
      if (fine) words.push_back(item.Scalar());
    }
  }
  if (!fine) problems_->add(value->Mark(), quoted(key) + ": expected a list of text");
  if (fine && words.empty()) {
    std::string or_else = need == Need::Required ? "" : ", or leave " + quoted(key) + " out";
    problems_->add(value->Mark(), quoted(key) + ": the list is empty",
                   "name at least one" + or_else);
  }
  if (!fine || words.empty()) return false;
  out = std::move(words);
  return true;
}

bool MapReader::choices(const std::string& key, std::vector<std::string>& out,
                        const std::vector<std::string>& allowed) {
  std::vector<std::string> words;
  if (!texts(key, words)) return false;
  for (const std::string& word : words) {
    if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) continue;
    std::string near = nearest_word(word, allowed);
    problems_->add(mark_of(key),
                   quoted(key) + ": " + quoted(word) + " is not one of " + listed(allowed),
                   near.empty() ? "" : "did you mean '" + near + "'?");
    return false;
  }
  out = std::move(words);
  return true;
}

bool MapReader::duration(const std::string& key, std::chrono::milliseconds& out,
                         std::chrono::milliseconds least, std::chrono::milliseconds most) {
  std::string word;
  if (!text(key, word)) return false;
  std::optional<std::chrono::milliseconds> parsed = parse_duration(word);
  if (parsed.has_value() && *parsed >= least && *parsed <= most) {
    out = *parsed;
    return true;
  }
  problems_->add(mark_of(key),
                 quoted(key) + ": " + quoted(word) + " is not a duration from " +
                     duration_text(least) + " to " + duration_text(most),
                 "a number and ms, s, m or h: 30s");
  return false;
}

bool MapReader::number(const std::string& key, double& out, double least, double most) {
  std::string word;
  if (!text(key, word)) return false;
  double value = 0;
  std::from_chars_result parsed = std::from_chars(word.data(), word.data() + word.size(), value);
  bool whole = parsed.ec == std::errc() && parsed.ptr == word.data() + word.size();
  if (whole && std::isfinite(value) && value >= least && value <= most) {
    out = value;
    return true;
  }
  problems_->add(mark_of(key), quoted(key) + ": " + quoted(word) + " is not a number from " +
                                   std::to_string(static_cast<std::int64_t>(least)) + " to " +
                                   std::to_string(static_cast<std::int64_t>(most)));
  return false;
}

bool MapReader::credential(const std::string& key, std::optional<CredentialReference>& out) {
  std::optional<YAML::Node> value = take(key);
  if (!value.has_value()) return false;
  out = read_credential(*problems_, *value, key);
  return out.has_value();
}

bool MapReader::each(const std::string& key,
                     const std::function<void(const YAML::Node&, const std::string&)>& read) {
  std::optional<YAML::Node> value = take(key);
  if (!value.has_value()) return false;
  if (!value->IsSequence()) {
    problems_->add(value->Mark(), quoted(key) + ": expected a list, found " + kind_of(*value));
    return false;
  }
  std::size_t number = 0;
  for (const YAML::Node& item : *value) read(item, key + "[" + std::to_string(number++) + "]");
  return true;
}

void MapReader::not_available(const std::string& key, const std::string& remedy) {
  if (!take(key).has_value()) return;
  for (const std::pair<YAML::Node, YAML::Node>& entry : node_) {
    if (entry.first.IsScalar() && entry.first.Scalar() == key) {
      problems_->add(entry.first.Mark(), quoted(key) + " is " + kNotAvailable, remedy);
    }
  }
}

void MapReader::finish() {
  for (const std::pair<YAML::Node, YAML::Node>& entry : node_) {
    if (!entry.first.IsScalar()) continue;
    const std::string& key = entry.first.Scalar();
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::string near = nearest_word(key, known_);
    problems_->add(entry.first.Mark(),
                   "unknown key " + quoted(key) + (place_.empty() ? "" : " in " + place_),
                   near.empty() ? "known here: " + listed(known_) : "did you mean '" + near + "'?");
  }
}

}  // namespace leakwarden::service
