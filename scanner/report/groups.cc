#include "scanner/report/groups.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace leakwarden::scanner {
namespace {

// Smaller is more useful to go to.
int usefulness(const Finding& finding) {
  if (!is_file(finding.location.kind)) return 2;
  return finding.location.at_tip.value_or(true) ? 0 : 1;
}

bool better_place(const Finding* left, const Finding* right) {
  const int left_use = usefulness(*left);
  const int right_use = usefulness(*right);
  const bool left_dateless = left->location.date.empty();
  const bool right_dateless = right->location.date.empty();
  if (std::tie(left->severity, right_use, right_dateless) !=
      std::tie(right->severity, left_use, left_dateless)) {
    return std::tie(left->severity, right_use, right_dateless) >
           std::tie(right->severity, left_use, left_dateless);
  }
  if (left->location.date != right->location.date)
    return left->location.date < right->location.date;
  return report_order(*left, *right);
}

bool worse_secret(const SecretGroup& left, const SecretGroup& right) {
  const bool left_live = left.best->verified == Verified::Live;
  const bool right_live = right.best->verified == Verified::Live;
  if (left_live != right_live) return left_live;
  if (left.best->severity != right.best->severity)
    return left.best->severity > right.best->severity;
  if (left.best->confidence != right.best->confidence) {
    return left.best->confidence > right.best->confidence;
  }
  return report_order(*left.best, *right.best);
}

struct BytesHash {
  std::size_t operator()(const Finding* finding) const {
    return std::hash<std::string_view>()(finding->secret.reveal(RevealFor::Matching));
  }
};
struct SameValue {
  bool operator()(const Finding* left, const Finding* right) const {
    return left->secret == right->secret;
  }
};

// What makes two places of a secret one alert.
std::string file_of(const Finding& finding) {
  const Location& place = finding.location;
  std::string key = finding.rule_id + '\n' + place.repository + '\n';
  if (is_file(place.kind)) return key + place.path;
  key += std::string(place_kind_name(place.kind)) + '\n' + place.path + '\n' + place.commit;
  if (place.commit.empty() && !place.refs.empty()) key += place.refs.front();
  return key;
}

void add_files_of(const SecretGroup& group, std::vector<SecretInFile>& files) {
  std::vector<const Finding*> places = {group.best};
  places.insert(places.end(), group.others.begin(), group.others.end());
  std::sort(places.begin(), places.end(), better_place);
  std::unordered_map<std::string, std::size_t> known;
  const std::size_t first = files.size();
  for (const Finding* place : places) {
    const std::size_t at = known.try_emplace(file_of(*place), files.size()).first->second;
    if (at == files.size()) {
      files.push_back({place, {}});
    } else {
      files[at].also.push_back(place);
    }
  }
  for (std::size_t at = first; at < files.size(); ++at) {
    std::size_t elsewhere = 0;
    for (std::size_t other = first; other < files.size() && elsewhere < kMostElsewhere; ++other) {
      if (other == at) continue;
      files[at].also.push_back(files[other].best);
      ++elsewhere;
    }
  }
}

}  // namespace

bool is_file(PlaceKind kind) {
  return kind == PlaceKind::Blob || kind == PlaceKind::Index || kind == PlaceKind::WorkTree ||
         kind == PlaceKind::File;
}

bool more_useful(const Finding& left, const Finding& right) {
  return better_place(&left, &right);
}

std::vector<SecretInFile> by_secret_and_file(const std::vector<Finding>& findings) {
  std::vector<SecretInFile> files;
  const std::vector<SecretGroup> groups = by_secret(findings);
  for (const SecretGroup& group : groups) add_files_of(group, files);
  return files;
}

std::vector<SecretGroup> by_secret(const std::vector<Finding>& findings) {
  std::unordered_map<const Finding*, std::vector<const Finding*>, BytesHash, SameValue> same;
  for (const Finding& finding : findings) same[&finding].push_back(&finding);
  std::vector<SecretGroup> groups;
  for (std::pair<const Finding* const, std::vector<const Finding*>>& entry : same) {
    std::vector<const Finding*>& places = entry.second;
    std::sort(places.begin(), places.end(), better_place);
    SecretGroup group{places.front(), {places.begin() + 1, places.end()}};
    std::sort(
        group.others.begin(), group.others.end(),
        [](const Finding* left, const Finding* right) { return report_order(*left, *right); });
    groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(), worse_secret);
  return groups;
}

}  // namespace leakwarden::scanner
