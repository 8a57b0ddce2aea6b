#include "scanner/rules/positions.h"

#include <algorithm>
#include <utility>

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;

struct Part {
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> last;
  bool may_be_empty = true;
};

void append(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

class Builder {
 public:
  explicit Builder(std::size_t most) : most_(most) {}

  std::optional<Positions> build(const PatternNode& node) {
    Part whole = part_of(node);
    if (too_large_) return std::nullopt;
    made_.first = std::move(whole.first);
    made_.last = std::move(whole.last);
    made_.may_be_empty = whole.may_be_empty;
    for (std::vector<std::uint32_t>& after : made_.follow) {
      std::sort(after.begin(), after.end());
      after.erase(std::unique(after.begin(), after.end()), after.end());
    }
    return std::move(made_);
  }

 private:
  Part part_of(const PatternNode& node) {
    switch (node.kind) {
      case Kind::Empty:
      case Kind::Assertion:
        return {};
      case Kind::Bytes:
        return position_of(node.bytes);
      case Kind::Group:
        return part_of(node.children.front());
      case Kind::Repeat:
        return repeated(node.children.front(), node.least, node.most);
      case Kind::Alternate:
        return one_of(node.children);
      case Kind::Concat:
        break;
    }
    Part all;
    for (const PatternNode& child : node.children) all = joined(std::move(all), part_of(child));
    return all;
  }

  Part position_of(const ByteSet& bytes) {
    if (made_.bytes.size() == most_) too_large_ = true;
    if (too_large_) return {};
    const std::uint32_t position = static_cast<std::uint32_t>(made_.bytes.size());
    made_.bytes.push_back(bytes);
    made_.follow.emplace_back();
    return {{position}, {position}, false};
  }

  Part one_of(const std::vector<PatternNode>& children) {
    Part all{{}, {}, false};
    for (const PatternNode& child : children) {
      const Part one = part_of(child);
      append(all.first, one.first);
      append(all.last, one.last);
      all.may_be_empty |= one.may_be_empty;
    }
    return all;
  }

  Part joined(Part left, Part right) {
    for (std::uint32_t last : left.last) append(made_.follow[last], right.first);
    if (left.may_be_empty) append(left.first, right.first);
    if (right.may_be_empty) append(right.last, left.last);
    return {std::move(left.first), std::move(right.last), left.may_be_empty && right.may_be_empty};
  }

  // X X (X (X)?)?: copies that may be missing are nested, each entered from the one before.
  Part repeated(const PatternNode& one, std::uint32_t least, std::uint32_t most) {
    if (most == kUnbounded) too_large_ = true;
    Part inner;
    for (std::uint32_t copy = most; copy > least && !too_large_; --copy) {
      inner = joined(part_of(one), std::move(inner));
      inner.may_be_empty = true;
    }
    for (std::uint32_t copy = 0; copy < least && !too_large_; ++copy)
      inner = joined(part_of(one), std::move(inner));
    return inner;
  }

  std::size_t most_;
  bool too_large_ = false;
  Positions made_;
};

}  // namespace

std::optional<Positions> positions_of(const PatternNode& node, std::size_t most) {
  return Builder(most).build(node);
}

PatternNode reversed(const PatternNode& node) {
  PatternNode backwards = node;
  for (PatternNode& child : backwards.children) child = reversed(child);
  if (node.kind == Kind::Concat) std::reverse(backwards.children.begin(), backwards.children.end());
  return backwards;
}

}  // namespace leakwarden::scanner
