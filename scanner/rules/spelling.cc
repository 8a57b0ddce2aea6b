#include "scanner/rules/spelling.h"

#include <algorithm>
#include <utility>

#include "scanner/rules/byte_pairs.h"
#include "scanner/rules/items.h"
#include "scanner/rules/word_grams.h"

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;

constexpr std::size_t kMostSpellings = 64;  // of one trigger's branch
constexpr std::size_t kLeastSpelledBytes = 3;
// Nanoseconds, as measured: to compare a word where its anchor stands; to run Hyperscan around it.
constexpr double kCostOfHit = 5;
constexpr double kCostOfWindow = 400;
// A byte. With its literals Hyperscan costs about one.
constexpr double kMostCost = 0.5;

// The beginning of what a piece matches; `goes_on`: all of it, so that the next piece follows.
struct Text {
  std::vector<ByteSet> bytes;
  bool goes_on = true;
};
using Texts = std::vector<Text>;

Texts texts_of(const PatternNode& node);

// None of them goes on where they would be too many.
void append(Texts& texts, const Texts& next) {
  Texts longer;
  for (const Text& text : texts) {
    if (!text.goes_on) longer.push_back(text);
    for (std::size_t i = 0; text.goes_on && i < next.size(); ++i) {
      Text both{text.bytes, next[i].goes_on};
      both.bytes.insert(both.bytes.end(), next[i].bytes.begin(), next[i].bytes.end());
      both.goes_on = both.goes_on && both.bytes.size() < kMostSpelledBytes;
      both.bytes.resize(std::min(both.bytes.size(), kMostSpelledBytes));
      longer.push_back(std::move(both));
    }
  }
  if (longer.size() <= kMostSpellings) {
    texts = std::move(longer);
  } else {
    for (Text& text : texts) text.goes_on = false;
  }
}

Texts texts_of_repeat(const PatternNode& repeat) {
  const Texts once = texts_of(repeat.children.front());
  Texts texts{{}};
  const std::size_t least = std::min<std::size_t>(repeat.least, kMostSpelledBytes);
  for (std::size_t i = 0; i < least; ++i) append(texts, once);
  if (repeat.least == repeat.most) return texts;
  if (repeat.least > 0 || repeat.most > 1) {
    for (Text& text : texts) text.goes_on = false;
  } else {
    texts.insert(texts.end(), once.begin(), once.end());
  }
  return texts;
}

Texts texts_of(const PatternNode& node) {
  Texts texts;
  switch (node.kind) {
    case Kind::Empty:
    case Kind::Assertion:
      return {{}};
    case Kind::Bytes:
      return {{{node.bytes}, true}};
    case Kind::Group:
      return texts_of(node.children.front());
    case Kind::Repeat:
      return texts_of_repeat(node);
    case Kind::Alternate:
      for (const PatternNode& child : node.children) {
        const Texts more = texts_of(child);
        texts.insert(texts.end(), more.begin(), more.end());
      }
      return texts.size() <= kMostSpellings ? texts : Texts{{{}, false}};
    case Kind::Concat:
      break;
  }
  texts = {{}};
  for (const PatternNode& child : node.children) append(texts, texts_of(child));
  return texts;
}

// A byte of text; nothing where one of them cannot be looked for.
std::optional<double> cost_of(const Texts& texts) {
  double cost = 0;
  for (const Text& text : texts) {
    if (text.bytes.size() < kLeastSpelledBytes) return std::nullopt;
    const std::optional<Anchor> anchor = best_anchor(text.bytes);
    if (!anchor) return std::nullopt;
    cost += kCostOfHit * anchor->hits + kCostOfWindow * frequency_of(text.bytes);
  }
  return cost;
}

std::uint64_t width_of(Items::const_iterator begin, Items::const_iterator end) {
  std::uint64_t width = 0;
  for (Items::const_iterator item = begin; item != end; ++item) width += max_width(*item);
  return width;
}

std::vector<Spelling> with_reach(Texts texts, const Items& items, std::size_t first) {
  const Items::const_iterator at = items.begin() + static_cast<std::ptrdiff_t>(first);
  const std::uint32_t left = static_cast<std::uint32_t>(width_of(items.begin(), at));
  const std::uint32_t right = static_cast<std::uint32_t>(width_of(at, items.end()));
  std::vector<Spelling> spellings;
  for (Text& text : texts) spellings.push_back({std::move(text.bytes), left, right});
  return spellings;
}

std::optional<std::vector<Spelling>> spellings_of_branch(const Items& items) {
  if (width_of(items.begin(), items.end()) >= kUnbounded) return std::nullopt;
  std::optional<std::vector<Spelling>> best;
  double best_cost = kMostCost;
  for (std::size_t first = 0; first < items.size(); ++first) {
    Texts texts{{}};
    for (std::size_t i = first; i < items.size(); ++i) append(texts, texts_of(items[i]));
    const std::optional<double> cost = cost_of(texts);
    if (!cost || *cost >= best_cost) continue;
    best_cost = *cost;
    best = with_reach(std::move(texts), items, first);
  }
  return best;
}

}  // namespace

std::optional<std::vector<Spelling>> spellings_of(const PatternNode& trigger) {
  std::vector<Spelling> all;
  for (const Items& items : branches_of(trigger)) {
    std::optional<std::vector<Spelling>> some = spellings_of_branch(items);
    if (!some) return std::nullopt;
    std::move(some->begin(), some->end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace leakwarden::scanner
