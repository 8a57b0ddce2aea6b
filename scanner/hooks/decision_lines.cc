#include "scanner/hooks/decision_lines.h"

#include <algorithm>
#include <optional>
#include <set>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"
#include "scanner/base/sha256.h"
#include "scanner/hooks/bounded_json.h"

namespace leakwarden::scanner {
namespace {

constexpr int kVersion = 1;
constexpr const char* kVersionMember = "leakwarden_hook";
constexpr std::size_t kPlaceDigits = 32;
constexpr std::size_t kMostRuleBytes = 128;
constexpr std::size_t kMostWordBytes = 200;

Error no_request(std::string why) {
  return Error::invalid("read a hook's request", "", std::move(why));
}

Error no_answer(std::string why) {
  return Error::corrupt("read the daemon's answer", "", std::move(why));
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json opening() {
  Json line;
  line[kVersionMember] = kVersion;
  return line;
}

// "" when the member is not there; empty when it is no text of at most `most` bytes.
std::optional<std::string> text_member(const Json& object, const char* name, std::size_t most) {
  if (!object.contains(name)) return std::string();
  const Json& member = object[name];
  if (!member.is_string()) return std::nullopt;
  const std::string& text = member.get_ref<const std::string&>();
  return text.size() <= most ? std::optional<std::string>(text) : std::nullopt;
}

// The object that a line is, when it is one of our version.
Result<Json> read_line(std::string_view line) {
  Result<Json> read = read_bounded_json(line, "read a line", "");
  if (!read.ok()) return no_request("it is no request");
  if (!read->is_object() || !read->contains(kVersionMember)) return no_request("it is no request");
  const Json& version = (*read)[kVersionMember];
  if (version == kVersion) return read;
  return Error::refused("read a hook's request", "",
                        "another version; version " + std::to_string(kVersion) + " is spoken here");
}

bool is_place(const std::string& text) {
  return text.size() == kPlaceDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<DecisionQuestion> question_of(const Json& entry) {
  if (!entry.is_object()) return std::nullopt;
  const std::optional<std::string> fingerprint = text_member(entry, "fingerprint", kMostWordBytes);
  const std::optional<std::string> rule = text_member(entry, "rule", kMostRuleBytes);
  const std::optional<std::string> place = text_member(entry, "place", kPlaceDigits);
  if (!fingerprint || !rule || !place || !is_fingerprint(*fingerprint)) return std::nullopt;
  const bool is_strong = is_of_strong_value(*fingerprint);
  if (!is_strong && (rule->empty() || !is_place(*place))) return std::nullopt;
  return DecisionQuestion{*fingerprint, *rule, *place};
}

std::optional<DecisionAnswer> answer_of(const Json& entry, std::size_t asked) {
  if (!entry.is_object() || !entry.contains("number")) return std::nullopt;
  const Json& number = entry["number"];
  if (!number.is_number_unsigned() || number.get<std::uint64_t>() >= asked) return std::nullopt;
  const std::optional<std::string> decision = text_member(entry, "decision", kMostWordBytes);
  const std::optional<std::string> person = text_member(entry, "person", kMostWordBytes);
  const std::optional<std::string> until = text_member(entry, "until", kMostWordBytes);
  if (!decision || decision->empty() || !person || !until) return std::nullopt;
  return DecisionAnswer{number.get<std::size_t>(), *decision, *person, *until};
}

// Cut where a character ends.
std::string short_word(const std::string& text) {
  return valid_utf8(sanitize_for_terminal(text, kMostWordBytes / 2));
}

}  // namespace

std::string place_name(std::string_view path) {
  Sha256 hash;
  hash.update("leakwarden:place:1");
  hash.update(std::string_view("\0", 1));
  hash.update(path);
  const Sha256Digest digest = hash.finish();
  return to_hex(digest.data(), digest.size()).substr(0, kPlaceDigits);
}

std::string request_line(const std::vector<DecisionQuestion>& questions) {
  Json line = opening();
  Json& asked = line["ask"] = Json::array();
  for (const DecisionQuestion& question : questions) {
    Json entry;
    entry["fingerprint"] = question.fingerprint;
    if (!question.rule.empty()) entry["rule"] = question.rule;
    if (!question.place.empty()) entry["place"] = question.place;
    asked.push_back(std::move(entry));
  }
  return line_of(line);
}

std::string answer_line(const std::vector<DecisionAnswer>& answers) {
  Json line = opening();
  Json& decided = line["decided"] = Json::array();
  for (const DecisionAnswer& answer : answers) {
    Json entry;
    entry["number"] = answer.number;
    entry["decision"] = short_word(answer.decision);
    entry["person"] = short_word(answer.person);
    if (!answer.until.empty()) entry["until"] = short_word(answer.until);
    decided.push_back(std::move(entry));
  }
  return line_of(line);
}

std::string refusal_line(std::string_view why) {
  Json line = opening();
  line["refused"] = short_word(std::string(why));
  return line_of(line);
}

Result<std::vector<DecisionQuestion>> read_request(std::string_view line) {
  LEAKWARDEN_TRY(const Json request, read_line(line));
  if (!request.contains("ask") || !request["ask"].is_array()) return no_request("it asks nothing");
  const Json& asked = request["ask"];
  if (asked.size() > kMostQuestions) {
    return Error::too_large("read a hook's request", "",
                            "more than " + std::to_string(kMostQuestions) + " questions");
  }
  std::vector<DecisionQuestion> questions;
  for (const Json& entry : asked) {
    std::optional<DecisionQuestion> question = question_of(entry);
    if (!question) return no_request("a question names no finding");
    questions.push_back(std::move(*question));
  }
  return questions;
}

Result<std::vector<DecisionAnswer>> read_answer(std::string_view line, std::size_t asked) {
  const Result<Json> answer = read_line(line);
  if (!answer.ok()) return no_answer("it is none of ours");
  const std::optional<std::string> refused = text_member(*answer, "refused", kMostWordBytes);
  if (refused && !refused->empty()) return Error::refused("ask the daemon", "", *refused);
  if (!answer->contains("decided") || !(*answer)["decided"].is_array())
    return no_answer("it is none of ours");
  const Json& decided = (*answer)["decided"];
  std::vector<DecisionAnswer> answers;
  std::set<std::size_t> numbers;
  for (const Json& entry : decided) {
    std::optional<DecisionAnswer> one = answer_of(entry, asked);
    if (!one || !numbers.insert(one->number).second)
      return no_answer("it answers what was not asked");
    answers.push_back(std::move(*one));
  }
  return answers;
}

}  // namespace leakwarden::scanner
