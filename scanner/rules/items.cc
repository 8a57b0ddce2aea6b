#include "scanner/rules/items.h"

#include <iterator>
#include <utility>

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;

}  // namespace

Items items_of(const PatternNode& node) {
  if (node.kind == Kind::Group) return items_of(node.children.front());
  if (node.kind != Kind::Concat) return {node};
  Items items;
  for (const PatternNode& child : node.children) {
    Items inner = items_of(child);
    std::move(inner.begin(), inner.end(), std::back_inserter(items));
  }
  return items;
}

std::vector<Items> branches_of(const PatternNode& trigger) {
  if (trigger.kind == Kind::Group) return branches_of(trigger.children.front());
  if (trigger.kind != Kind::Alternate) return {items_of(trigger)};
  std::vector<Items> branches;
  for (const PatternNode& child : trigger.children) {
    std::vector<Items> inner = branches_of(child);
    std::move(inner.begin(), inner.end(), std::back_inserter(branches));
  }
  return branches;
}

}  // namespace leakwarden::scanner
