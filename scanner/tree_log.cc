#include "scanner/tree_log.h"

#include <algorithm>
#include <bit>
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

// One bit an entry, which stay in the processor's cache; numbers by counting those before.
class TreeLog::Chosen {
 public:
  explicit Chosen(std::size_t entries) : bits_(entries / 64 + 1), before_(bits_.size()) {}

  // In ascending order.
  void add(std::size_t entry) {
    bits_[entry / 64] |= std::uint64_t{1} << (entry % 64);
    entries_.push_back(static_cast<std::uint32_t>(entry));
    before_[entry / 64] = static_cast<std::uint32_t>(entries_.size()) -
                          static_cast<std::uint32_t>(std::popcount(bits_[entry / 64]));
  }
  bool has(std::uint32_t entry) const { return (bits_[entry / 64] >> (entry % 64) & 1) != 0; }
  std::uint32_t number_of(std::uint32_t entry) const {
    const std::uint64_t below = (std::uint64_t{1} << (entry % 64)) - 1;
    return before_[entry / 64] +
           static_cast<std::uint32_t>(std::popcount(bits_[entry / 64] & below));
  }
  const std::vector<std::uint32_t>& entries() const { return entries_; }

 private:
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> before_;  // by word with any
  std::vector<std::uint32_t> entries_;
};

TreeLog::Chosen TreeLog::wanted_entries(const Wanted& wanted) const {
  std::vector<bool> names(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) names[i] = wanted.name(names_[i]);
  Chosen chosen(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (names[entries_[i].name] || wanted.id({entries_[i].id.data(), kIdBytes})) chosen.add(i);
  }
  return chosen;
}

// As changes of chosen entries, by number.
void TreeLog::changes_of(std::uint32_t tree, const Chosen& chosen,
                         std::vector<std::uint32_t>& changes) const {
  changes.clear();
  for (std::uint32_t at = trees_[tree].first_change; at < end_of_changes(tree); ++at) {
    const std::uint32_t entry = changes_[at] >> 1;
    if (chosen.has(entry)) changes.push_back(chosen.number_of(entry) << 1 | (changes_[at] & 1));
  }
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

void TreeLog::edges_to(const Wanted& wanted, const OnEntry& on_entry, const OnEdge& on_edge) const {
  const Chosen chosen = wanted_entries(wanted);
  if (chosen.entries().empty()) return;
  for (std::uint32_t entry : chosen.entries())
    on_entry(names_[entries_[entry].name], {entries_[entry].id.data(), kIdBytes});
  const std::vector<std::uint32_t> last = last_made_of();
  std::vector<Present> path;  // of trees that have any
  std::vector<std::uint32_t> changes;
  for (std::uint32_t tree = 0; tree < trees_.size(); ++tree) {
    while (!path.empty() && last[path.back().tree] < tree) path.pop_back();
    changes_of(tree, chosen, changes);
    if (path.empty() && changes.empty()) continue;
    Present present{tree, {}};
    for (std::size_t at = path.size(); at > 0 && trees_[tree].base != kNone; --at) {
      if (path[at - 1].tree != trees_[tree].base) continue;
      present.entries = path[at - 1].entries;
      break;
    }
    if (!changes.empty()) present.apply(changes);
    for (std::uint32_t entry : present.entries) on_edge(trees_[tree].id, entry);
    if (last[tree] > tree && !present.entries.empty()) path.push_back(std::move(present));
  }
}

}  // namespace leakwarden::scanner
