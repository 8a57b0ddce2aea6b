#include "scanner/tree_names.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

#include "scanner/sorted_ids.h"

namespace leakwarden::scanner {

TreeNames::TreeNames() : entries_(kEntrySlots), names_(kNameSlots) {}

void TreeNames::take(const std::vector<RawTreeEntry>& entries, std::string& names) {
  for (const RawTreeEntry& entry : entries) {
    if (!is_new_entry(entry.whole, entry.id)) continue;
    if (!entry.is_submodule) note_reference(*ObjectId::from_bytes(entry.id));
    if (!is_new_name(entry.name)) continue;
    names.append(entry.name);
    names.push_back('\n');
  }
}

bool TreeNames::is_new_entry(std::string_view entry, std::string_view id) {
  if (entry.size() >= kEntryBytes) return true;
  std::uint32_t hash = 0;  // an id is random already; the name's length tells empty files apart
  std::memcpy(&hash, id.data(), sizeof hash);
  hash ^= static_cast<std::uint32_t>(entry.size()) * 0x9E3779B1u;
  std::array<char, kEntryBytes>& slot = entries_[hash % kEntrySlots];
  const std::string_view known(slot.data() + 1, static_cast<unsigned char>(slot[0]));
  if (known == entry) return false;
  slot[0] = static_cast<char>(entry.size());
  std::memcpy(slot.data() + 1, entry.data(), entry.size());
  return true;
}

bool TreeNames::is_new_name(std::string_view name) {
  std::string& slot = names_[std::hash<std::string_view>()(name) % kNameSlots];
  if (slot == name) return false;
  slot = name;
  return true;
}

void TreeNames::note_reference(const ObjectId& id) {
  references_.push_back(id);
  if (references_.size() < compact_at_) return;
  sort_ids(references_);
  compact_at_ = std::max<std::size_t>(compact_at_, references_.size() * 2);
}

std::vector<ObjectId> TreeNames::take_references() {
  return std::exchange(references_, {});
}

}  // namespace leakwarden::scanner
