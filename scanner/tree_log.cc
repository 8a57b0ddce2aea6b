#include "scanner/tree_log.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kMostEntries = 1u << 31;  // a change has one bit more

}  // namespace

std::uint32_t TreeLog::begin_tree(const ObjectId& id, std::uint32_t base) {
  spend(sizeof(Tree));
  if (!is_complete_) return kNone;
  trees_.push_back({id, base, static_cast<std::uint32_t>(changes_.size())});
  return static_cast<std::uint32_t>(trees_.size() - 1);
}

std::uint32_t TreeLog::add(const RawTreeEntry& entry) {
  spend(sizeof(Entry));
  if (!is_complete_ || entry.id.size() < kIdBytes) return kNone;
  Entry added;
  std::memcpy(added.id.data(), entry.id.data(), kIdBytes);
  added.name = number_of(entry.name);
  entries_.push_back(added);
  const std::uint32_t number = static_cast<std::uint32_t>(entries_.size() - 1);
  add_again(number);
  return number;
}

void TreeLog::note(std::uint32_t change) {
  spend(sizeof change);
  if (is_complete_) changes_.push_back(change);
}

std::uint32_t TreeLog::number_of(std::string_view name) {
  const std::uint64_t hash = seeded_hash(name);
  const std::optional<std::uint32_t> known =
      numbers_.find(hash, [&](std::uint32_t number) { return names_[number] == name; });
  if (known) return *known;
  const std::uint32_t number = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  numbers_.add(hash, number);
  spend(name.size() + sizeof(std::string) + 2 * sizeof(std::uint64_t));
  return number;
}

void TreeLog::spend(std::uint64_t bytes) {
  bytes_ += bytes;
  if (bytes_ > most_bytes_ || entries_.size() >= kMostEntries) give_up();
}

void TreeLog::give_up() {
  is_complete_ = false;
  trees_ = {};
  changes_ = {};
  entries_ = {};
}

std::uint32_t TreeLog::end_of_changes(std::uint32_t tree) const {
  return tree + 1 < trees_.size() ? trees_[tree + 1].first_change
                                  : static_cast<std::uint32_t>(changes_.size());
}

std::vector<bool> TreeLog::wanted_entries(const Wanted& wanted) const {
  std::vector<bool> names(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) names[i] = wanted.name(names_[i]);
  std::vector<bool> entries(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i)
    entries[i] = names[entries_[i].name] || wanted.id({entries_[i].id.data(), kIdBytes});
  return entries;
}

// Trees come depth first, so those that coming ones are made of stand on a path.
struct TreeLog::Present {
  std::uint32_t tree = kNone;
  std::vector<std::uint32_t> entries;  // sorted; one that is there twice, twice

  // All at once: one by one, a tree that loses a million entries would move them a million times.
  void apply(const std::vector<std::uint32_t>& changes) {
    std::vector<std::uint32_t> gone;
    for (std::uint32_t change : changes)
      ((change & 1) == 0 ? entries : gone).push_back(change >> 1);
    std::sort(entries.begin(), entries.end());
    std::sort(gone.begin(), gone.end());
    std::vector<std::uint32_t> left;
    std::set_difference(entries.begin(), entries.end(), gone.begin(), gone.end(),
                        std::back_inserter(left));
    entries = std::move(left);
  }
};

// By tree: the last one that is made of it; 0 where there is none.
std::vector<std::uint32_t> TreeLog::last_made_of() const {
  std::vector<std::uint32_t> last(trees_.size());
  for (std::uint32_t tree = 0; tree < trees_.size(); ++tree) {
    if (trees_[tree].base != kNone) last[trees_[tree].base] = tree;
  }
  return last;
}

void TreeLog::edges_to(const Wanted& wanted, const OnEdge& on_edge) const {
  const std::vector<bool> is_wanted = wanted_entries(wanted);
  const std::vector<std::uint32_t> last = last_made_of();
  std::vector<Present> path;
  for (std::uint32_t tree = 0; tree < trees_.size(); ++tree) {
    while (!path.empty() && last[path.back().tree] < tree) path.pop_back();
    Present present{tree, {}};
    for (std::size_t at = path.size(); at > 0 && trees_[tree].base != kNone; --at) {
      if (path[at - 1].tree != trees_[tree].base) continue;
      present.entries = path[at - 1].entries;
      break;
    }
    std::vector<std::uint32_t> changes;
    for (std::uint32_t at = trees_[tree].first_change; at < end_of_changes(tree); ++at) {
      if (is_wanted[changes_[at] >> 1]) changes.push_back(changes_[at]);
    }
    if (!changes.empty()) present.apply(changes);
    for (std::uint32_t entry : present.entries) {
      const Entry& one = entries_[entry];
      on_edge(trees_[tree].id, names_[one.name], {one.id.data(), kIdBytes});
    }
    if (last[tree] > tree) path.push_back(std::move(present));
  }
}

}  // namespace leakwarden::scanner
