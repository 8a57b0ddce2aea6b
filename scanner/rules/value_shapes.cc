#include "scanner/rules/value_shapes.h"

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

void add_bytes(const PatternNode& node, ByteSet& bytes) {
  if (node.kind == PatternNode::Kind::Bytes) bytes |= node.bytes;
  for (const PatternNode& child : node.children) add_bytes(child, bytes);
}

struct Shape {
  std::uint32_t shortest = 0;
  std::uint32_t longest = kUnbounded;
  ByteSet bytes = ByteSet().set();
};

// Branches apart: 64 hex digits, or 16 to 20 letters.
void add_shapes(const PatternNode& node, std::vector<Shape>& shapes) {
  if (node.kind == PatternNode::Kind::Group) return add_shapes(node.children.front(), shapes);
  if (node.kind == PatternNode::Kind::Alternate) {
    for (const PatternNode& child : node.children) add_shapes(child, shapes);
    return;
  }
  Shape shape{min_width(node), max_width(node), {}};
  add_bytes(node, shape.bytes);
  shapes.push_back(shape);
}

}  // namespace

std::string ValueShapes::build(const std::vector<Rule>& rules) {
  std::vector<ByteSet> lengths(kMostBytes + 1);
  ByteSets byte_sets;
  for (const Rule& rule : rules) {
    if (!rule.assigned || rule.any_shape) continue;
    const Result<PatternNode> tree = parse_again(rule.pattern, byte_sets);
    std::vector<Shape> shapes;
    if (tree.ok())
      add_shapes(*tree, shapes);
    else
      shapes.emplace_back();
    for (const Shape& shape : shapes) {
      const std::size_t from = std::min<std::size_t>(shape.shortest, kMostBytes);
      const std::size_t to = std::min<std::size_t>(shape.longest, kMostBytes);
      for (std::size_t length = from; length <= to; ++length) lengths[length] |= shape.bytes;
    }
  }
  std::string bytes;
  for (const ByteSet& one : lengths) {
    for (std::size_t byte = 0; byte < 256; byte += 8) {
      unsigned char eight = 0;
      for (std::size_t bit = 0; bit < 8; ++bit)
        eight = static_cast<unsigned char>(eight | (one[byte + bit] ? 1u << bit : 0u));
      bytes += static_cast<char>(eight);
    }
  }
  return bytes;
}

ValueShapes::ValueShapes(std::string_view bytes) {
  if (bytes.size() == (kMostBytes + 1) * 32)
    lengths_ = reinterpret_cast<const std::uint64_t*>(bytes.data());
}

}  // namespace leakwarden::scanner
