#include "scanner/git/delta_forest.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "scanner/git/pack_reader.h"

namespace leakwarden::scanner {
namespace {

// Below so many a thread costs more than it does.
constexpr std::size_t kNodesPerThread = 1 << 16;

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
  nodes_.reserve(index.count());
  for (std::uint32_t position = 0; position < index.count(); ++position) {
    Node node;
    node.index_position = position;
    std::optional<std::uint64_t> offset = index.offset(position);
    if (offset)
      node.offset = *offset;
    else
      report(node, Error::corrupt("read pack index", "", "index has no offset for it"));
    if (offset) nodes_.push_back(node);
  }
  std::sort(nodes_.begin(), nodes_.end(), [](const Node& left, const Node& right) {
    return left.offset != right.offset ? left.offset < right.offset
                                       : left.index_position < right.index_position;
  });
  std::vector<Node>::iterator unique_end =
      std::unique(nodes_.begin(), nodes_.end(),
                  [](const Node& left, const Node& right) { return left.offset == right.offset; });
  nodes_.erase(unique_end, nodes_.end());
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
  const std::size_t threads =
      std::clamp<std::size_t>(count / kNodesPerThread, 1, std::max(jobs, 1u));
  const auto find_part = [&](std::size_t part) {
    for (std::size_t node = count * part / threads; node < count * (part + 1) / threads; ++node)
      nodes_[node].base = plain_base_of(static_cast<std::uint32_t>(node));
  };
  std::vector<std::thread> others;
  for (std::size_t part = 1; part < threads; ++part) others.emplace_back(find_part, part);
  find_part(0);
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

void DeltaForest::weigh() {
  std::vector<std::uint32_t> order = breadth_first();
  for (std::size_t i = order.size(); i-- > 0;) {
    Node& node = nodes_[order[i]];
    node.weight += 1;
    if (node.base != kNone) nodes_[node.base].weight += node.weight;
    put_heaviest_last(node);
  }
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
