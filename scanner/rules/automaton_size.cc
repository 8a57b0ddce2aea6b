#include "scanner/rules/automaton_size.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;

// Counts are doubles: nested repeats leave the range of integers, and nobody needs the last digit.
struct Part {
  double first = 0;  // states it may begin with
  double last = 0;   // states it may end with
  double edges = 0;
  bool may_be_empty = true;
};

Part one_after_another(const Part& left, const Part& right) {
  Part both;
  both.first = left.first + (left.may_be_empty ? right.first : 0);
  both.last = right.last + (right.may_be_empty ? left.last : 0);
  both.edges = left.edges + right.edges + left.last * right.first;
  both.may_be_empty = left.may_be_empty && right.may_be_empty;
  return both;
}

Part one_of(const Part& left, const Part& right) {
  return {left.first + right.first, left.last + right.last, left.edges + right.edges,
          left.may_be_empty || right.may_be_empty};
}

// Copies that may be missing are nested, a(a(a)?)?, so that each is entered from the one before.
Part repeated(const Part& one, std::uint32_t least, std::uint32_t most) {
  const bool endless = most == kUnbounded;
  const double copies = std::max<double>(1, endless ? least : most);
  const double may_end = endless ? 1 : std::max<double>(1, most - least + 1.0);
  const double skipped = one.may_be_empty ? copies : 1;  // an empty copy lets through to later ones
  Part all;
  all.first = one.first * skipped;
  all.last = one.last * std::min(copies, may_end) * (one.may_be_empty ? copies : 1);
  all.edges = copies * one.edges + (copies - (endless ? 0 : 1)) * one.last * one.first * skipped;
  all.may_be_empty = least == 0 || one.may_be_empty;
  return all;
}

Part part_of(const PatternNode& node) {
  switch (node.kind) {
    case Kind::Empty:
    case Kind::Assertion:
      return {};
    case Kind::Bytes:
      return {1, 1, 0, false};
    case Kind::Group:
      return part_of(node.children.front());
    case Kind::Repeat:
      if (node.most == 0) return {};
      return repeated(part_of(node.children.front()), node.least, node.most);
    case Kind::Concat:
    case Kind::Alternate:
      break;
  }
  Part all = part_of(node.children.front());
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Part next = part_of(node.children[i]);
    all = node.kind == Kind::Concat ? one_after_another(all, next) : one_of(all, next);
  }
  return all;
}

}  // namespace

double automaton_edges(const PatternNode& node) { return part_of(node).edges; }

}  // namespace leakwarden::scanner
