#include "scanner/rules/literals.h"

#include <algorithm>
#include <utility>

namespace leakwarden::scanner {
namespace {

using Literals = std::optional<std::vector<std::string>>;

constexpr std::size_t kMaxBytesOfClass = 4;

Literals literals_of_bytes(const ByteSet& bytes) {
  std::vector<std::string> texts;
  for (std::size_t byte = 0; byte < 256; byte++) {
    const bool upper_of_pair = byte >= 'A' && byte <= 'Z' && bytes[byte + 32];
    if (!bytes[byte] || upper_of_pair) continue;
    texts.push_back(std::string(1, static_cast<char>(byte)));
    if (texts.size() > kMaxBytesOfClass) return std::nullopt;
  }
  return texts;
}

// Every text of `left` followed by every text of `right`.
Literals product(const Literals& left, const Literals& right) {
  if (!left || !right || left->size() * right->size() > kMaxLiterals) return std::nullopt;
  std::vector<std::string> texts;
  for (const std::string& head : *left) {
    for (const std::string& tail : *right) {
      if (head.size() + tail.size() > kMaxLiteralBytes) return std::nullopt;
      texts.push_back(head + tail);
    }
  }
  return texts;
}

Literals literals_of_repeat(const PatternNode& repeat) {
  if (repeat.most > kMaxLiteralBytes) return std::nullopt;
  const Literals once = literals_of(repeat.children.front());
  Literals times = std::vector<std::string>{""};
  std::vector<std::string> texts;
  for (std::uint32_t count = 0; count <= repeat.most; count++) {
    if (count != 0) times = product(times, once);
    if (!times) return std::nullopt;
    if (count < repeat.least) continue;
    texts.insert(texts.end(), times->begin(), times->end());
    if (texts.size() > kMaxLiterals) return std::nullopt;
  }
  return texts;
}

Literals literals_of_alternate(const PatternNode& alternate) {
  std::vector<std::string> texts;
  for (const PatternNode& child : alternate.children) {
    const Literals of_child = literals_of(child);
    if (!of_child) return std::nullopt;
    texts.insert(texts.end(), of_child->begin(), of_child->end());
    if (texts.size() > kMaxLiterals) return std::nullopt;
  }
  return texts;
}

}  // namespace

std::optional<std::vector<std::string>> literals_of(const PatternNode& node) {
  switch (node.kind) {
    case PatternNode::Kind::Empty:
    case PatternNode::Kind::Assertion:
      return std::vector<std::string>{""};
    case PatternNode::Kind::Bytes:
      return literals_of_bytes(node.bytes);
    case PatternNode::Kind::Group:
      return literals_of(node.children.front());
    case PatternNode::Kind::Alternate:
      return literals_of_alternate(node);
    case PatternNode::Kind::Repeat:
      return literals_of_repeat(node);
    case PatternNode::Kind::Concat:
      break;
  }
  std::vector<std::string> texts = {""};
  for (const PatternNode& child : node.children) {
    if (!append_literals(&texts, literals_of(child))) return std::nullopt;
  }
  return texts;
}

bool append_literals(std::vector<std::string>* texts,
                     const std::optional<std::vector<std::string>>& more) {
  Literals longer = product(*texts, more);
  if (!longer) return false;
  *texts = *std::move(longer);
  return true;
}

}  // namespace leakwarden::scanner
