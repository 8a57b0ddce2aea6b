#include "scanner/one_place.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "scanner/value_numbers.h"

namespace leakwarden::scanner {
namespace {

using PlaceKey = std::tuple<std::uint32_t, PlaceKind, std::string>;

bool is_versioned(const Location& location) {
  const PlaceKind kind = location.kind;
  const bool in_a_tree = kind == PlaceKind::Blob || kind == PlaceKind::Path ||
                         kind == PlaceKind::Stash || kind == PlaceKind::Note;
  return in_a_tree && !location.path.empty();
}

// What says when and by whom, as opposed to where. A ref that holds it still stays in front.
void take_introduction(Location& to, const Location& from) {
  std::vector<std::string> refs;
  if (to.at_tip.value_or(false) && !to.refs.empty()) refs.push_back(to.refs.front());
  for (const std::string& ref : from.refs) {
    if (refs.empty() || ref != refs.front()) refs.push_back(ref);
  }
  to.refs = std::move(refs);
  to.commit = from.commit;
  to.author = from.author;
  to.email = from.email;
  to.date = from.date;
}

Finding merged(std::vector<Finding>& versions,
               const std::function<std::uint32_t(const Finding&)>& order,
               const std::function<void(Finding&)>& complete) {
  const auto older = [&](const Finding& left, const Finding& right) {
    return order(left) < order(right);
  };
  // Standing before gone, reported before suppressed.
  const auto rank = [](const Finding& finding) {
    return std::make_pair(!finding.location.at_tip.value_or(false), finding.suppressed.has_value());
  };
  const auto first = std::min_element(versions.begin(), versions.end(), older);
  const auto best = std::min_element(
      versions.begin(), versions.end(),
      [&](const Finding& left, const Finding& right) { return rank(left) < rank(right); });
  complete(*first);
  if (best != first) complete(*best);
  const Location introduction = first->location;
  const bool none_stands = !best->location.at_tip.value_or(false);
  Finding one = std::move(none_stands && rank(*first) == rank(*best) ? *first : *best);
  take_introduction(one.location, introduction);
  return one;
}

}  // namespace

std::vector<Finding> one_for_each_place(std::vector<Finding> findings,
                                        const std::function<std::uint32_t(const Finding&)>& order,
                                        const std::function<void(Finding&)>& complete) {
  ValueNumbers values;
  std::map<PlaceKey, std::vector<Finding>> places;
  std::vector<Finding> result;
  for (Finding& finding : findings) {
    if (is_versioned(finding.location)) {
      const PlaceKey key{values.number_of(finding), finding.location.kind, finding.location.path};
      places[key].push_back(std::move(finding));
    } else {
      complete(finding);
      result.push_back(std::move(finding));
    }
  }
  for (std::pair<const PlaceKey, std::vector<Finding>>& place : places) {
    result.push_back(merged(place.second, order, complete));
  }
  return result;
}

std::vector<Finding> without_committed(std::vector<Finding> history,
                                       std::vector<Finding> work_tree) {
  ValueNumbers values;
  std::map<std::pair<std::uint32_t, std::string>, bool> committed;  // is it reported?
  for (const Finding& finding : history) {
    committed[{values.number_of(finding), finding.location.path}] |= !finding.suppressed;
  }
  for (Finding& finding : work_tree) {
    const auto same = committed.find({values.number_of(finding), finding.location.path});
    if (same != committed.end() && (same->second || finding.suppressed)) continue;
    history.push_back(std::move(finding));
  }
  return history;
}

}  // namespace leakwarden::scanner
