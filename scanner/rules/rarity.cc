#include "scanner/rules/rarity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace leakwarden::scanner {
namespace {

// A letter inside a word tells less than its frequency: "secre" is nearly always followed by "t".
constexpr double kWordLetterWorth = 0.6;

// Parts of a million bytes of C, Go, Python and JavaScript, rounded.
std::array<double, 256> make_frequencies() {
  std::array<double, 256> parts{};
  parts.fill(20);
  const char* letters = "etaoinsrlcdupfmhgbywvkxqjz";
  const double lower[] = {62, 48, 40, 38, 38, 38, 38, 38, 26, 24, 22, 18,  18,
                          16, 15, 14, 11, 9,  8,  7,  6,  5,  5,  2,  1.5, 1.5};
  for (std::size_t i = 0; letters[i] != 0; i++) {
    parts[static_cast<unsigned char>(letters[i])] = lower[i] * 1000;
    parts[static_cast<unsigned char>(letters[i] - 32)] = std::max(lower[i], 6.0) * 100;
  }
  for (unsigned char digit = '0'; digit <= '9'; digit++) parts[digit] = 4000;
  for (const char* mark = "(),._-*=;/\"':>"; *mark != 0; mark++) {
    parts[static_cast<unsigned char>(*mark)] = 12000;
  }
  for (const char* mark = "!#$%&+<?@[\\]^`{|}~"; *mark != 0; mark++) {
    parts[static_cast<unsigned char>(*mark)] = 3000;
  }
  parts[' '] = 130000;
  parts['\t'] = 50000;
  parts['\n'] = 35000;
  return parts;
}

double probability(const ByteSet& bytes) {
  static const std::array<double, 256> parts = make_frequencies();
  static const double total = [] {
    double sum = 0;
    for (double part : parts) sum += part;
    return sum;
  }();
  double sum = 0;
  for (std::size_t byte = 0; byte < 256; byte++) {
    if (bytes[byte]) sum += parts[byte];
  }
  return sum / total;
}

bool holds_only_letters(const ByteSet& bytes) {
  for (std::size_t byte = 0; byte < 256; byte++) {
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (bytes[byte] && !letter) return false;
  }
  return true;
}

double alternate_bits(const PatternNode& node) {
  double sum = 0;
  for (const PatternNode& child : node.children) sum += std::exp2(-rarity_bits(child));
  return std::max(0.0, -std::log2(std::min(sum, 1.0)));
}

// `least` times the child, less the freedom of choosing how many more.
double repeat_bits(const PatternNode& node) {
  const double freedom =
      node.most == kUnbounded ? 10 : std::log2(1.0 + node.most - std::min(node.least, node.most));
  return std::max(0.0, node.least * rarity_bits(node.children.front()) - freedom);
}

}  // namespace

double rarity_bits(const ByteSet& bytes) {
  const double bits = -std::log2(probability(bytes));
  return holds_only_letters(bytes) ? bits * kWordLetterWorth : bits;
}

double rarity_bits(const PatternNode& node) {
  switch (node.kind) {
    case PatternNode::Kind::Empty:
    case PatternNode::Kind::Assertion:
      return 0;
    case PatternNode::Kind::Bytes:
      return rarity_bits(node.bytes);
    case PatternNode::Kind::Group:
      return rarity_bits(node.children.front());
    case PatternNode::Kind::Alternate:
      return alternate_bits(node);
    case PatternNode::Kind::Repeat:
      return repeat_bits(node);
    case PatternNode::Kind::Concat:
      break;
  }
  double bits = 0;
  for (const PatternNode& child : node.children) bits += rarity_bits(child);
  return bits;
}

}  // namespace leakwarden::scanner
