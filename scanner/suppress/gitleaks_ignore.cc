#include "scanner/suppress/gitleaks_ignore.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "scanner/rules/import/peer_names.h"
#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kImported = "-imported";

struct Place {
  std::string commit;  // "" in every one
  std::string path;
  std::string rule;  // "" where it is none of ours
  std::int64_t line = 0;
};

bool is_object_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<Place> place_of(std::string_view text) {
  Place place;
  const std::size_t line = text.rfind(':');
  if (line == std::string_view::npos || line == 0) return std::nullopt;
  const std::size_t rule = text.rfind(':', line - 1);
  if (rule == std::string_view::npos || rule == 0 || rule + 1 == line) return std::nullopt;
  const char* end = text.data() + text.size();
  const std::from_chars_result number = std::from_chars(text.data() + line + 1, end, place.line);
  if (number.ec != std::errc() || number.ptr != end || place.line < 1) return std::nullopt;
  place.rule = text.substr(rule + 1, line - rule - 1);
  std::string_view path = text.substr(0, rule);
  const std::size_t commit = path.find(':');
  if (commit != std::string_view::npos && is_object_id(path.substr(0, commit))) {
    place.commit = path.substr(0, commit);
    path.remove_prefix(commit + 1);
  }
  if (path.empty()) return std::nullopt;
  place.path = path;
  return place;
}

bool stands_on(const Finding& finding, std::int64_t line) {
  const std::vector<std::int64_t>& others = finding.other_lines;
  return finding.location.range.start_line == line ||
         std::find(others.begin(), others.end(), line) != others.end();
}

class GitleaksIgnoreSpeaker final : public Speaker {
 public:
  GitleaksIgnoreSpeaker(const std::string& file, const KnowsRule& knows_rule)
      : Speaker("gitleaks-ignore", file), knows_rule_(knows_rule) {}

  Status take(const TextLine& line) {
    if (line.text[0] == '#') return done();
    std::optional<Place> place = place_of(line.text);
    if (!place) {
      return mistake_at(file_, line, "it names no place", "[COMMIT:]FILE:RULE:LINE");
    }
    if (!knows_rule_(place->rule) && !knows_rule_(id_from_peer(place->rule))) {
      place->rule.clear();
      ++foreign_rules_;
    }
    numbers_[place->path].push_back(places_.size());
    statements_.push_back({line.number, std::string(line.text.substr(0, 200)), "listed in " + file_,
                           "", Reach::Value, Confidence::Medium});
    places_.push_back(std::move(*place));
    return done();
  }

  void finish() {
    if (foreign_rules_ == 0) return;
    remarks_.push_back(fmt::format(
        "{}: {} of {} lines name rules that are not ours; file and line alone decide there", file_,
        foreign_rules_, places_.size()));
  }

  std::vector<std::size_t> speaking_for(const Subject& subject) const override {
    std::vector<std::size_t> speaking;
    const auto named = numbers_.find(subject.path);
    if (named == numbers_.end()) return speaking;
    for (const std::size_t number : named->second) {
      const Place& place = places_[number];
      const Finding& finding = subject.finding;
      if (!place.commit.empty() && place.commit != finding.location.commit) continue;
      if (!place.rule.empty() && !is_rule_of_peer(finding.rule_id, place.rule)) continue;
      if (stands_on(finding, place.line)) speaking.push_back(number);
    }
    return speaking;
  }

 private:
  const KnowsRule& knows_rule_;  // while lines are taken
  std::size_t foreign_rules_ = 0;
  std::vector<Place> places_;                                          // as statements_
  std::unordered_map<std::string, std::vector<std::size_t>> numbers_;  // by path
};

}  // namespace

bool is_rule_of_peer(const std::string& rule_id, const std::string& peer_id) {
  const std::string ours = id_from_peer(peer_id);
  return rule_id == peer_id || rule_id == ours ||
         rule_id.compare(0, ours.size() + kImported.size(), ours + std::string(kImported)) == 0;
}

Result<std::shared_ptr<const Speaker>> parse_gitleaks_ignore(std::string_view bytes,
                                                             const std::string& file,
                                                             const KnowsRule& knows_rule) {
  const std::shared_ptr<GitleaksIgnoreSpeaker> speaker =
      std::make_shared<GitleaksIgnoreSpeaker>(file, knows_rule);
  LEAKWARDEN_CHECK(
      each_line(bytes, file, [&speaker](const TextLine& line) { return speaker->take(line); }));
  speaker->finish();
  return std::shared_ptr<const Speaker>(speaker);
}

}  // namespace leakwarden::scanner
