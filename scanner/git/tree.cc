#include "scanner/git/tree.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxModeDigits = 7;

Error bad_tree(const char* why) {
  return Error::corrupt("read tree", "", why);
}

}  // namespace

Result<Tree> Tree::parse(std::string bytes, unsigned id_bytes) {
  Tree tree;
  tree.bytes_ = std::move(bytes);
  tree.id_bytes_ = id_bytes;
  std::string_view all = tree.bytes_;
  if (all.size() > UINT32_MAX) return Error::too_large("read tree", "", "larger than 4 GiB");
  std::string_view name_before;
  bool is_sorted = true;
  for (std::size_t at = 0; at < all.size();) {
    tree.by_name_.push_back(static_cast<std::uint32_t>(at));
    std::size_t mode_end = at;
    while (mode_end < all.size() && all[mode_end] >= '0' && all[mode_end] <= '7') ++mode_end;
    if (mode_end == at || mode_end - at > kMaxModeDigits || mode_end == all.size() ||
        all[mode_end] != ' ')
      return bad_tree("an entry has no mode");
    std::size_t name_end = all.find('\0', mode_end + 1);
    if (name_end == std::string_view::npos || all.size() - name_end - 1 < id_bytes)
      return bad_tree("an entry is truncated");
    std::string_view name = all.substr(mode_end + 1, name_end - mode_end - 1);
    is_sorted = is_sorted && name_before <= name;
    name_before = name;
    at = name_end + 1 + id_bytes;
  }
  // An honest tree is nearly in this order (git sorts folders as if they ended in a slash).
  if (is_sorted) return tree;
  std::stable_sort(tree.by_name_.begin(), tree.by_name_.end(),
                   [&tree](std::uint32_t left, std::uint32_t right) {
                     return tree.decode(left).name < tree.decode(right).name;
                   });
  return tree;
}

TreeEntry Tree::decode(std::uint32_t offset) const {
  TreeEntry entry;
  std::string_view rest = std::string_view(bytes_).substr(offset);
  std::size_t at = 0;
  for (; rest[at] != ' '; ++at) entry.mode = entry.mode * 8 + static_cast<unsigned>(rest[at] - '0');
  std::size_t name_end = rest.find('\0', at + 1);
  entry.name = rest.substr(at + 1, name_end - at - 1);
  entry.id_bytes = rest.substr(name_end + 1, id_bytes_);
  return entry;
}

TreeEntry Tree::entry(std::size_t number) const {
  return decode(by_name_[number]);
}

Tree::Range Tree::find(std::string_view name) const {
  std::vector<std::uint32_t>::const_iterator first =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [this](std::uint32_t offset, std::string_view wanted) {
                         return decode(offset).name < wanted;
                       });
  Range range;
  range.first = static_cast<std::size_t>(first - by_name_.begin());
  range.last = range.first;
  while (range.last < by_name_.size() && entry(range.last).name == name) ++range.last;
  return range;
}

Tree::Range TreeCursor::find(std::string_view name) {
  while (at_ < tree_->size() && tree_->entry(at_).name < name) ++at_;
  Tree::Range range{at_, at_};
  while (range.last < tree_->size() && tree_->entry(range.last).name == name) ++range.last;
  return range;
}

}  // namespace leakwarden::scanner
