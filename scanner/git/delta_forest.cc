#include "scanner/git/delta_forest.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <utility>

#include "scanner/git/pack_reader.h"

namespace leakwarden::scanner {
namespace {

// Below so many a thread costs more than it does.
constexpr std::size_t kNodesPerThread = 1 << 16;
constexpr std::size_t kNodesPerPart = 1 << 14;

struct IndexEntry {
  std::uint64_t offset = 0;
  std::uint32_t position = 0;
};

// By offset, in their order where that is the same: digit by digit, so many bits each.
void sort_by_offset(std::vector<IndexEntry>& entries) {
  constexpr unsigned kBits = 11;
  constexpr std::size_t kDigits = std::size_t{1} << kBits;
  std::uint64_t all_bits = 0;
  for (const IndexEntry& entry : entries) all_bits |= entry.offset;
  std::vector<IndexEntry> sorted(entries.size());
  for (unsigned shift = 0; shift < 64 && all_bits >> shift != 0; shift += kBits) {
    const auto digit_of = [shift](const IndexEntry& entry) {
      return entry.offset >> shift & (kDigits - 1);
    };
    std::vector<std::size_t> next(kDigits + 1, 0);
    for (const IndexEntry& entry : entries) ++next[digit_of(entry) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    for (const IndexEntry& entry : entries) sorted[next[digit_of(entry)]++] = entry;
    entries.swap(sorted);
  }
}

}  // namespace

DeltaForest::DeltaForest(const Pack& pack, const Limits& limits, std::function<void(Gap)> on_gap,
                         unsigned jobs)
    : pack_(pack), limits_(limits), on_gap_(std::move(on_gap)) {
  read_index();
  find_plain_bases(jobs);
  link_bases();
  weigh();
}

std::string DeltaForest::describe(const Node& node) const {
  return "object " + pack_.index().id(node.index_position).hex() + " (" + pack_.name() +
         " at offset " + std::to_string(node.offset) + ")";
}

void DeltaForest::report(const Node& node, const Error& error) {
  on_gap_(gap_from_error(describe(node), error));
}

void DeltaForest::read_index() {
  const PackIndex& index = pack_.index();
  std::vector<IndexEntry> entries;
  entries.reserve(index.count());
  for (std::uint32_t position = 0; position < index.count(); ++position) {
    const std::optional<std::uint64_t> offset = index.offset(position);
    if (offset) {
      entries.push_back({*offset, position});
    } else {
      Node node;
      node.index_position = position;
      report(node, Error::corrupt("read pack index", "", "index has no offset for it"));
    }
  }
  sort_by_offset(entries);
  nodes_.reserve(entries.size());
  for (const IndexEntry& entry : entries) {
    if (!nodes_.empty() && nodes_.back().offset == entry.offset) continue;
    nodes_.emplace_back();
    nodes_.back().offset = entry.offset;
    nodes_.back().index_position = entry.position;
  }
  if (nodes_.size() != pack_.declared_count()) {
    on_gap_(gap_from_error(
        pack_.name(),
        Error::corrupt("read pack index", "",
                       "its index names " + std::to_string(nodes_.size()) +
                           " entries, the pack has " + std::to_string(pack_.declared_count()))));
  }
}

// Bases mostly stand a little before what is made of them: steps back from `below` that double.
std::uint32_t DeltaForest::node_at(std::uint64_t offset, std::uint32_t below) const {
  std::size_t end = below;
  std::size_t begin = end;
  for (std::size_t step = 16; begin > 0 && nodes_[begin - 1].offset >= offset; step *= 2) {
    end = begin;
    begin -= std::min(begin, step);
  }
  if (begin == below) end = nodes_.size();  // it stands behind
  const auto at = [this](std::size_t node) {
    return nodes_.begin() + static_cast<std::ptrdiff_t>(node);
  };
  std::vector<Node>::const_iterator found =
      std::lower_bound(at(begin), at(end), offset,
                       [](const Node& node, std::uint64_t wanted) { return node.offset < wanted; });
  if (found == nodes_.end() || found->offset != offset) return kNone;
  return static_cast<std::uint32_t>(found - nodes_.begin());
}

std::uint32_t DeltaForest::plain_base_of(std::uint32_t number) const {
  const Result<PackEntry> entry = pack_.entry(nodes_[number].offset);
  if (!entry.ok()) return kNone;
  if (!entry->is_delta()) return kIsRoot;
  return entry->kind == PackEntryKind::OffsetDelta ? node_at(entry->base_offset, number) : kNone;
}

void DeltaForest::find_plain_bases(unsigned jobs) {
  const std::size_t count = nodes_.size();
  std::atomic<std::size_t> next = 0;
  const auto find_parts = [&] {
    for (std::size_t begin = next.fetch_add(kNodesPerPart); begin < count;
         begin = next.fetch_add(kNodesPerPart)) {
      for (std::size_t node = begin; node < std::min(count, begin + kNodesPerPart); ++node)
        nodes_[node].base = plain_base_of(static_cast<std::uint32_t>(node));
    }
  };
  std::vector<std::thread> others;
  const std::size_t threads =
      std::clamp<std::size_t>(count / kNodesPerThread, 1, std::max(jobs, 1u));
  while (others.size() + 1 < threads) others.emplace_back(find_parts);
  find_parts();
  for (std::thread& other : others) other.join();
}

void DeltaForest::link_bases() {
  // Backwards, so that children pushed in front of their siblings stand in offset order.
  for (std::size_t i = nodes_.size(); i-- > 0;) link(static_cast<std::uint32_t>(i));
  std::reverse(roots_.begin(), roots_.end());
}

void DeltaForest::link_below(std::uint32_t base, std::uint32_t number) {
  nodes_[number].base = base;
  nodes_[number].next_sibling = nodes_[base].first_child;
  nodes_[base].first_child = number;
}

void DeltaForest::link(std::uint32_t number) {
  const std::uint32_t plain_base = std::exchange(nodes_[number].base, kNone);
  if (plain_base == kIsRoot) {
    roots_.push_back(number);
    return;
  }
  bases_come_first_ = bases_come_first_ && plain_base < number;
  if (plain_base != kNone && plain_base != number) return link_below(plain_base, number);
  Node& node = nodes_[number];
  Result<PackEntry> entry = pack_.entry(node.offset);
  Result<std::uint32_t> base =
      entry.ok() ? find_base(number, *entry) : Result<std::uint32_t>(entry.error());
  if (base.ok()) return link_below(*base, number);
  node.base = number;  // its own base: not reachable
  report(node, base.error());
}

Result<std::uint32_t> DeltaForest::find_base(std::uint32_t number, const PackEntry& entry) {
  const Node& node = nodes_[number];
  if (entry.kind == PackEntryKind::ReferenceDelta) {
    PackIndex::Range copies = pack_.index().find(entry.base_id);
    if (copies.last - copies.first > 1 && !copies_agree(copies))
      return pack_.corrupt(node.offset, "delta base has several, differing copies");
  }
  LEAKWARDEN_TRY(std::uint64_t offset, base_offset_of(pack_, node.offset, entry));
  std::uint32_t base = node_at(offset, number);
  if (base == kNone) return pack_.corrupt(node.offset, "delta base is not in the pack's index");
  if (base == number) return pack_.corrupt(node.offset, "delta cycle");
  return base;
}

// A base named by an id that the pack holds twice is only known when the copies are equal. Asked
// once for each id, and not of many copies: that would be work a hostile pack could multiply.
bool DeltaForest::copies_agree(PackIndex::Range copies) {
  constexpr std::uint32_t kMaxCopies = 16;
  if (copies.last - copies.first > kMaxCopies) return false;
  std::map<std::uint32_t, bool>::iterator known = copies_agree_.find(copies.first);
  if (known == copies_agree_.end())
    known = copies_agree_.emplace(copies.first, compare_copies(copies)).first;
  return known->second;
}

bool DeltaForest::compare_copies(PackIndex::Range copies) const {
  std::optional<ObjectBytes> first;
  for (std::uint32_t position = copies.first; position < copies.last; ++position) {
    std::optional<std::uint64_t> offset = pack_.index().offset(position);
    if (!offset) return false;
    Result<ObjectBytes> copy = read_packed(pack_, *offset, limits_, nullptr);
    if (!copy.ok()) return false;
    if (first && (first->type != copy->type || first->bytes != copy->bytes)) return false;
    first = std::move(copy).value();
  }
  return true;
}

std::vector<std::uint32_t> DeltaForest::breadth_first() {
  std::vector<std::uint32_t> order = roots_;
  order.reserve(nodes_.size());
  std::size_t level_end = order.size();
  std::uint32_t depth = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == level_end) {
      level_end = order.size();
      ++depth;
    }
    if (depth >= limits_.max_delta_depth) {
      cut_below(order[i]);
      continue;
    }
    for (std::uint32_t child = nodes_[order[i]].first_child; child != kNone;
         child = nodes_[child].next_sibling)
      order.push_back(child);
  }
  return order;
}

// Everything below a node at the deepest allowed level: told, and taken out of the forest.
void DeltaForest::cut_below(std::uint32_t number) {
  std::vector<std::uint32_t> pending{number};
  while (!pending.empty()) {
    Node& node = nodes_[pending.back()];
    pending.pop_back();
    for (std::uint32_t child = node.first_child; child != kNone;
         child = nodes_[child].next_sibling) {
      nodes_[child].base = child;
      report(nodes_[child],
             pack_.too_large(nodes_[child].offset, "more delta links than the limit"));
      pending.push_back(child);
    }
    node.first_child = kNone;
  }
}

// No delta of a delta … that is made of more links than the limit. Bases come first.
bool DeltaForest::is_shallow() const {
  std::vector<std::uint32_t> depths(nodes_.size(), 0);
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    if (nodes_[node].base == kNone) continue;
    depths[node] = depths[nodes_[node].base] + 1;
    if (depths[node] > limits_.max_delta_depth) return false;
  }
  return true;
}

// After all that are made of it.
void DeltaForest::weigh(std::uint32_t number) {
  Node& node = nodes_[number];
  node.weight += 1;
  if (node.base != kNone) nodes_[node.base].weight += node.weight;
  put_heaviest_last(node);
}

void DeltaForest::weigh() {
  // So it is in packs that git writes: nothing is cut, and nothing lies in a cycle.
  if (bases_come_first_ && is_shallow()) {
    for (std::size_t i = nodes_.size(); i-- > 0;) weigh(static_cast<std::uint32_t>(i));
    return;
  }
  const std::vector<std::uint32_t> order = breadth_first();
  for (std::size_t i = order.size(); i-- > 0;) weigh(order[i]);
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].weight == 0 && nodes_[i].base != i)
      report(nodes_[i], pack_.corrupt(nodes_[i].offset, "its delta bases form a cycle, or lack"));
  }
}

void DeltaForest::put_heaviest_last(Node& node) {
  std::uint32_t heaviest = node.first_child;
  std::uint32_t before_heaviest = kNone;
  std::uint32_t last = node.first_child;
  for (std::uint32_t child = node.first_child; child != kNone; child = nodes_[child].next_sibling) {
    std::uint32_t next = nodes_[child].next_sibling;
    if (next != kNone && nodes_[next].weight > nodes_[heaviest].weight) {
      before_heaviest = child;
      heaviest = next;
    }
    last = child;
  }
  if (heaviest == last) return;
  std::uint32_t after = nodes_[heaviest].next_sibling;
  if (before_heaviest == kNone)
    node.first_child = after;
  else
    nodes_[before_heaviest].next_sibling = after;
  nodes_[last].next_sibling = heaviest;
  nodes_[heaviest].next_sibling = kNone;
}

}  // namespace leakwarden::scanner
