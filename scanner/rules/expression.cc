#include "scanner/rules/expression.h"

#include <fmt/core.h>

#include <cctype>
#include <cstring>
#include <vector>

namespace leakwarden::scanner {
namespace {

std::string byte_text(unsigned byte, const char* special) {
  if (byte <= 0x20 || byte >= 0x7f) return fmt::format("\\x{:02x}", byte);
  const char letter = static_cast<char>(byte);
  if (std::strchr(special, letter) != nullptr) return fmt::format("\\{}", letter);
  return std::string(1, letter);
}

std::string literal_text(unsigned byte) {
  if (byte == ' ') return " ";
  return byte_text(byte, "\\^$.|?*+()[]{}");
}

std::string class_body(const ByteSet& bytes) {
  std::string text;
  for (unsigned first = 0; first < 256; first++) {
    if (!bytes[first]) continue;
    unsigned last = first;
    while (last < 255 && bytes[last + 1]) last++;
    text += byte_text(first, "\\^-[]&");
    if (last > first + 1) text += '-';
    if (last > first) text += byte_text(last, "\\^-[]&");
    first = last;
  }
  return text;
}

unsigned first_byte(const ByteSet& bytes) {
  unsigned byte = 0;
  while (byte < 255 && !bytes[byte]) byte++;
  return byte;
}

// {k, K} for one letter: then its lower form, else 0.
char caseless_letter(const PatternNode& node) {
  if (node.kind != PatternNode::Kind::Bytes || node.bytes.count() != 2) return 0;
  const unsigned upper = first_byte(node.bytes);
  if (upper < 'A' || upper > 'Z' || !node.bytes[upper + 32]) return 0;
  return static_cast<char>(upper + 32);
}

std::string concat_text(const std::vector<PatternNode>& children) {
  std::string text;
  for (std::size_t i = 0; i < children.size();) {
    std::string word;
    std::size_t end = i;
    while (end < children.size() && caseless_letter(children[end]) != 0) {
      word += caseless_letter(children[end++]);
    }
    if (word.size() >= 2) {
      text += fmt::format("(?i:{})", word);
      i = end;
    } else if (children[i].kind == PatternNode::Kind::Alternate) {
      text += fmt::format("(?:{})", hyperscan_expression(children[i++]));
    } else {
      text += hyperscan_expression(children[i++]);
    }
  }
  return text;
}

std::string counts_text(const PatternNode& repeat) {
  if (repeat.least == 0 && repeat.most == 1) return "?";
  if (repeat.most == kUnbounded) {
    if (repeat.least <= 1) return repeat.least == 0 ? "*" : "+";
    return fmt::format("{{{},}}", repeat.least);
  }
  if (repeat.least == repeat.most) return fmt::format("{{{}}}", repeat.least);
  return fmt::format("{{{},{}}}", repeat.least, repeat.most);
}

std::string repeat_text(const PatternNode& repeat) {
  if (repeat.most == 0) return "";
  const std::string inner = hyperscan_expression(repeat.children.front());
  if (inner.empty()) return "";
  if (repeat.least == 1 && repeat.most == 1) return fmt::format("(?:{})", inner);
  if (repeat.children.front().kind == PatternNode::Kind::Bytes) return inner + counts_text(repeat);
  return fmt::format("(?:{}){}", inner, counts_text(repeat));
}

std::string alternate_text(const std::vector<PatternNode>& children) {
  std::string text;
  for (std::size_t i = 0; i < children.size(); i++) {
    if (i != 0) text += '|';
    text += hyperscan_expression(children[i]);
  }
  return text;
}

}  // namespace

std::string byte_set_expression(const ByteSet& bytes) {
  if (bytes.count() == 1) return literal_text(first_byte(bytes));
  if (bytes.all()) return "[\\x00-\\xff]";
  if (bytes.count() > 128) return fmt::format("[^{}]", class_body(~bytes));
  return fmt::format("[{}]", class_body(bytes));
}

std::string hyperscan_expression(const PatternNode& node) {
  switch (node.kind) {
    case PatternNode::Kind::Empty:
    case PatternNode::Kind::Assertion:
      return "";
    case PatternNode::Kind::Bytes:
      return byte_set_expression(node.bytes);
    case PatternNode::Kind::Concat:
      return concat_text(node.children);
    case PatternNode::Kind::Alternate:
      return alternate_text(node.children);
    case PatternNode::Kind::Repeat:
      return repeat_text(node);
    case PatternNode::Kind::Group: {
      const std::string inner = hyperscan_expression(node.children.front());
      return inner.empty() ? "" : fmt::format("(?:{})", inner);
    }
  }
  return "";
}

}  // namespace leakwarden::scanner
