#include "scanner/tree_versions.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostSpare = 16;

}  // namespace

// Goes through one tree, entry by entry or run by run.
class TreeVersions::Reader {
 public:
  Reader(TreeVersions& versions, const ObjectView& tree, const Known* base)
      : versions_(versions),
        tree_(tree),
        base_(base),
        made_(tree.is_base ? versions.take_spare() : Known{}) {
    versions_.kept_.clear();
    made_.tree = versions.log_.begin_tree(tree.id, base ? base->tree : TreeLog::kNone);
  }

  bool read() {
    while (at_ < tree_.bytes.size()) {
      if (take_run()) continue;
      std::size_t used = 0;
      if (!take_entry(&used)) return false;
      at_ += used;
    }
    if (tree_.is_base) made_.begins.push_back(static_cast<std::uint32_t>(at_));
    return true;
  }

  Known take_made() { return std::move(made_); }

 private:
  // The entries that the copy at hand holds whole, if one of the base's begins here too.
  bool take_run() {
    if (base_ == nullptr) return false;
    const CopiedRange* copy = copy_here();
    if (copy == nullptr) return false;
    const std::vector<std::uint32_t>& begins = base_->begins;
    const std::uint64_t in_base = at_ - copy->target_begin + copy->base_begin;
    const auto first = std::lower_bound(begins.begin(), begins.end(), in_base);
    if (first == begins.end() || *first != in_base) return false;
    const auto end =
        std::prev(std::upper_bound(first, begins.end(), copy->base_begin + copy->length));
    if (end == first) return false;
    keep({static_cast<std::size_t>(first - begins.begin()),
          static_cast<std::size_t>(end - begins.begin())});
    return true;
  }

  const CopiedRange* copy_here() {
    const std::span<const CopiedRange> copies = tree_.copied;
    while (next_copy_ < copies.size() &&
           copies[next_copy_].target_begin + copies[next_copy_].length <= at_)
      ++next_copy_;
    if (next_copy_ == copies.size() || copies[next_copy_].target_begin > at_) return nullptr;
    return &copies[next_copy_];
  }

  void keep(Run run) {
    const std::uint64_t begin = base_->begins[run.first];
    if (tree_.is_base) {
      const std::uint32_t by = static_cast<std::uint32_t>(at_ - begin);  // wraps around
      const std::size_t known = made_.begins.size();
      made_.begins.resize(known + run.end - run.first);
      std::transform(base_->begins.begin() + offset(run.first),
                     base_->begins.begin() + offset(run.end), made_.begins.begin() + offset(known),
                     [by](std::uint32_t place) { return place + by; });
      made_.entries.insert(made_.entries.end(), base_->entries.begin() + offset(run.first),
                           base_->entries.begin() + offset(run.end));
    }
    versions_.kept_.push_back(run);
    at_ += base_->begins[run.end] - begin;
  }

  bool take_entry(std::size_t* used) {
    RawTreeEntry entry;
    if (!first_tree_entry(tree_.bytes.substr(at_), versions_.id_bytes_, &entry)) return false;
    versions_.new_.push_back(entry);
    const std::uint32_t number = versions_.log_.add(entry);
    if (tree_.is_base) {
      made_.begins.push_back(static_cast<std::uint32_t>(at_));
      made_.entries.push_back(number);
    }
    *used = entry.whole.size();
    return true;
  }

  static std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

  TreeVersions& versions_;
  const ObjectView& tree_;
  const Known* base_;
  Known made_;
  std::size_t next_copy_ = 0;
  std::size_t at_ = 0;
};

bool TreeVersions::take(const ObjectView& tree) {
  new_.clear();
  const Known* base = base_of(tree);
  Reader reader(*this, tree, base);
  const bool is_tree = reader.read();
  if (base != nullptr) log_lost(*base, kept_);
  const bool has_room = tree.bytes.size() < UINT32_MAX;
  if (is_tree && tree.is_base && has_room)
    known_.insert_or_assign(tree.position, reader.take_made());
  return is_tree;
}

void TreeVersions::forget(const PhysicalPosition& position) {
  const auto known = known_.find(position);
  if (known == known_.end()) return;
  if (spare_.size() < kMostSpare) spare_.push_back(std::move(known->second));
  known_.erase(known);
}

TreeVersions::Known TreeVersions::take_spare() {
  if (spare_.empty()) return {};
  Known spare = std::move(spare_.back());
  spare_.pop_back();
  spare.begins.clear();
  spare.entries.clear();
  return spare;
}

const TreeVersions::Known* TreeVersions::base_of(const ObjectView& tree) const {
  if (!tree.base) return nullptr;
  const auto found = known_.find(*tree.base);
  return found == known_.end() ? nullptr : &found->second;
}

// What of the base is in no run is gone; what is in several is there once more.
void TreeVersions::log_lost(const Known& base, std::vector<Run>& kept) {
  std::sort(kept.begin(), kept.end(),
            [](const Run& left, const Run& right) { return left.first < right.first; });
  std::size_t next = 0;
  for (const Run& run : kept) {
    for (; next < run.first; ++next) log_.remove(base.entries[next]);
    for (std::size_t again = run.first; again < std::min(next, run.end); ++again)
      log_.add_again(base.entries[again]);
    next = std::max(next, run.end);
  }
  for (; next < base.entries.size(); ++next) log_.remove(base.entries[next]);
}

}  // namespace leakwarden::scanner
