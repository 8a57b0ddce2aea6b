#include "scanner/report/comparison.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "scanner/base/fingerprint.h"

namespace leakwarden::scanner {
namespace {

std::string_view bytes_of(const Secret& secret) {
  return secret.reveal(RevealFor::Matching);
}

bool is_part(std::string_view part, std::string_view whole) {
  return part.size() >= kShortestPart && whole.find(part) != std::string_view::npos;
}

// By value; those without one stand alone.
std::vector<PeerGroup> grouped(const PeerReport& report) {
  std::vector<PeerGroup> groups;
  std::unordered_map<std::string_view, std::size_t> known;
  for (const PeerFinding& finding : report.findings) {
    std::size_t at = groups.size();
    if (!finding.value.empty()) at = known.try_emplace(bytes_of(finding.value), at).first->second;
    if (at == groups.size()) groups.emplace_back();
    groups[at].places.push_back(&finding);
  }
  return groups;
}

// Which of our groups is theirs. Equal values are found by hash; parts are looked for one by one,
// within a budget that honest reports do not reach.
class Matching {
 public:
  explicit Matching(const std::vector<SecretGroup>& ours) : ours_(ours) {
    for (std::size_t at = 0; at < ours.size(); ++at) {
      by_value_.emplace(bytes_of(ours[at].best->secret), at);
      by_fingerprint_.emplace(ours[at].best->fingerprint, at);
      add_places(at, *ours[at].best);
      for (const Finding* other : ours[at].others) add_places(at, *other);
    }
  }

  std::vector<std::size_t> of(const PeerGroup& theirs) {
    const Secret& value = theirs.places.front()->value;
    if (value.empty()) return without_value(*theirs.places.front());
    const auto equal = by_value_.find(bytes_of(value));
    if (equal != by_value_.end()) return {equal->second};
    return with_part(bytes_of(value));
  }

  bool gave_up() const { return compared_ > kMostBytesCompared; }

 private:
  // Bytes looked at: seconds. Honest reports take a thousandth of it.
  static constexpr std::uint64_t kMostBytesCompared = 4'000'000'000;
  static constexpr std::uint64_t kProbeCost = 8;  // a byte hashed, in bytes compared

  bool pays(std::uint64_t bytes) {
    compared_ += bytes;
    return !gave_up();
  }

  static std::string line_key(const std::string& path, std::int64_t line) {
    return path + '\n' + std::to_string(line);
  }

  static std::string commit_key(const std::string& path, const std::string& commit) {
    return path + '\n' + commit;
  }

  void add_places(std::size_t at, const Finding& finding) {
    const Location& place = finding.location;
    by_place_.emplace(line_key(place.path, place.range.start_line), at);
    if (!place.commit.empty()) by_place_.emplace(commit_key(place.path, place.commit), at);
  }

  // Our own reports tell who a masked value is; of a weak one that is a guess.
  std::vector<std::size_t> without_value(const PeerFinding& theirs) {
    if (!is_of_strong_value(theirs.fingerprint)) return at_place(theirs);
    const auto same = by_fingerprint_.find(theirs.fingerprint);
    return same == by_fingerprint_.end() ? std::vector<std::size_t>{}
                                         : std::vector<std::size_t>{same->second};
  }

  // Their paths may begin above the repository: the folders in front are left out one by one.
  std::vector<std::size_t> at_place(const PeerFinding& theirs) {
    std::string path = theirs.path;
    while (!path.empty() && pays(kProbeCost * path.size())) {
      auto found = by_place_.find(line_key(path, theirs.line));
      if (found == by_place_.end() && !theirs.commit.empty())
        found = by_place_.find(commit_key(path, theirs.commit));
      if (found != by_place_.end()) return {found->second};
      const std::size_t slash = path.find('/');
      path.erase(0, slash == std::string::npos ? slash : slash + 1);
    }
    return {};
  }

  std::vector<std::size_t> with_part(std::string_view value) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < ours_.size(); ++at) {
      const std::string_view own = bytes_of(ours_[at].best->secret);
      if (!pays(own.size() + value.size())) break;
      if (is_part(own, value) || is_part(value, own)) found.push_back(at);
    }
    return found;
  }

  const std::vector<SecretGroup>& ours_;
  std::unordered_map<std::string_view, std::size_t> by_value_;
  std::unordered_map<std::string_view, std::size_t> by_fingerprint_;
  std::unordered_map<std::string, std::size_t> by_place_;
  std::uint64_t compared_ = 0;
};

}  // namespace

Comparison compare(const std::vector<Finding>& ours, const PeerReport& theirs) {
  Comparison comparison;
  std::vector<SecretGroup> groups = by_secret(ours);
  Matching matching(groups);
  std::unordered_set<std::size_t> matched;
  for (PeerGroup& group : grouped(theirs)) {
    const std::vector<std::size_t> same = matching.of(group);
    matched.insert(same.begin(), same.end());
    if (same.empty()) comparison.only_there.push_back(std::move(group));
  }
  comparison.gave_up = matching.gave_up();
  for (std::size_t at = 0; at < groups.size(); ++at) {
    (matched.count(at) > 0 ? comparison.both : comparison.only_here)
        .push_back(std::move(groups[at]));
  }
  return comparison;
}

}  // namespace leakwarden::scanner
