#include "scanner/rules/derive.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/rules/expression.h"
#include "scanner/rules/literals.h"
#include "scanner/rules/rarity.h"

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;
using Items = std::vector<PatternNode>;

// A trigger this rare needs no more of its right neighbourhood: one false alarm in 2^36 bytes.
constexpr double kEnoughBits = 36;
// To the left every byte makes Hyperscan look back, so only weak cores are extended there.
constexpr double kEnoughBitsForLeft = 24;
// Bits beyond which one core is as good as another, and the earlier one wins.
constexpr double kMaxCoreBits = 80;
// Hyperscan finds literals of 3 bytes and more at full speed.
constexpr std::size_t kGoodLiteralBytes = 3;
constexpr std::uint32_t kMaxRepeatTaken = 64;
// A literal is taken whole, up to this many bytes: its length costs nothing.
constexpr std::size_t kLongLiteralBytes = 64;

std::uint32_t add_widths(std::uint32_t left, std::uint32_t right) {
  return left > kUnbounded - right ? kUnbounded : left + right;
}

PatternNode concat(Items items) {
  if (items.empty()) return PatternNode{};
  if (items.size() == 1) return PatternNode(std::move(items.front()));
  PatternNode node;
  node.kind = Kind::Concat;
  node.children = std::move(items);
  return node;
}

PatternNode repeat(PatternNode child, std::uint32_t times) {
  if (times == 1) return child;
  PatternNode node;
  node.kind = Kind::Repeat;
  node.least = times;
  node.most = times;
  node.children.push_back(std::move(child));
  return node;
}

PatternNode strip(const PatternNode& node);

// What stands one after the other in every match of `node`.
Items items_of(const PatternNode& node) {
  if (node.kind == Kind::Group) return items_of(node.children.front());
  Items items;
  if (node.kind == Kind::Concat) {
    for (const PatternNode& child : node.children) {
      Items inner = items_of(child);
      std::move(inner.begin(), inner.end(), std::back_inserter(items));
    }
    return items;
  }
  PatternNode stripped = strip(node);
  if (stripped.kind == Kind::Concat) return std::move(stripped.children);
  if (stripped.kind != Kind::Empty) items.push_back(std::move(stripped));
  return items;
}

// Without groups, assertions and needless nesting.
PatternNode strip(const PatternNode& node) {
  if (node.kind == Kind::Bytes) return node;
  if (node.kind == Kind::Group || node.kind == Kind::Concat) return concat(items_of(node));
  if (node.kind == Kind::Repeat) {
    PatternNode child = strip(node.children.front());
    if (child.kind == Kind::Empty || node.most == 0) return PatternNode{};
    if (node.least == 1 && node.most == 1) return child;
    PatternNode stripped;
    stripped.kind = Kind::Repeat;
    stripped.least = node.least;
    stripped.most = node.most;
    stripped.children.push_back(std::move(child));
    return stripped;
  }
  if (node.kind != Kind::Alternate) return PatternNode{};
  PatternNode stripped;
  stripped.kind = Kind::Alternate;
  for (const PatternNode& child : node.children) stripped.children.push_back(strip(child));
  if (max_width(stripped) == 0) return PatternNode{};
  return stripped;
}

enum class Edge { Start, End };

// What must stand at this edge of `node`, of one length where possible; Empty when it may be
// missing. Each text of `node` has a text of the result at that edge.
PatternNode cut_edge(const PatternNode& node, Edge edge);

void cut_edges_of(Items& items, Edge edge) {
  while (!items.empty()) {
    PatternNode& outer = edge == Edge::Start ? items.front() : items.back();
    outer = cut_edge(outer, edge);
    if (outer.kind != Kind::Empty) return;
    items.erase(edge == Edge::Start ? items.begin() : items.end() - 1);
  }
}

PatternNode cut_edge(const PatternNode& node, Edge edge) {
  if (min_width(node) == 0) return PatternNode{};
  if (node.kind == Kind::Repeat) {
    return repeat(node.children.front(), node.least);
  }
  if (node.kind == Kind::Concat) {
    Items items = node.children;
    cut_edges_of(items, edge);
    return concat(std::move(items));
  }
  if (node.kind != Kind::Alternate) return node;
  PatternNode cut;
  cut.kind = Kind::Alternate;
  for (const PatternNode& child : node.children) cut.children.push_back(cut_edge(child, edge));
  return cut;
}

// Items first … last of a pattern, as the trigger sees them.
struct Window {
  Items pieces;
  std::size_t first = 0;
  double bits = 0;
  std::size_t literal_bytes = 0;
  std::size_t end() const { return first + pieces.size(); }
};

bool better_core(std::size_t literal_bytes, double bits, std::size_t than_bytes, double than_bits) {
  const std::size_t good = std::min(literal_bytes, kGoodLiteralBytes);
  const std::size_t than_good = std::min(than_bytes, kGoodLiteralBytes);
  if (good != than_good) return good > than_good;
  return std::min(bits, kMaxCoreBits) > std::min(than_bits, kMaxCoreBits);
}

std::size_t shortest(const std::vector<std::string>& texts) {
  std::size_t bytes = texts.front().size();
  for (const std::string& text : texts) bytes = std::min(bytes, text.size());
  return bytes;
}

// What the search for a core asks of each item again and again.
struct ItemFacts {
  explicit ItemFacts(const PatternNode& item)
      : literals(literals_of(item)), bits(rarity_bits(item)), optional(min_width(item) == 0) {}
  std::optional<std::vector<std::string>> literals;
  double bits;
  bool optional;
};

struct Core {
  std::size_t first = 0;
  std::size_t last = 0;
  double bits = 0;
  std::size_t literal_bytes = 0;
};

// The rarest run of items from `first` on that spells few literals, if it beats `best`.
void find_core_from(const std::vector<ItemFacts>& facts, std::size_t first,
                    std::optional<Core>* best) {
  std::vector<std::string> texts = {""};
  double bits = 0;
  for (std::size_t last = first; last < facts.size(); last++) {
    if (!append_literals(&texts, facts[last].literals)) return;
    bits += facts[last].bits;
    if (facts[last].optional) continue;
    const std::size_t bytes = shortest(texts);
    if (*best && !better_core(bytes, bits, (*best)->literal_bytes, (*best)->bits)) continue;
    *best = Core{first, last, bits, bytes};
  }
}

std::optional<Window> find_literal_core(const Items& items) {
  const std::vector<ItemFacts> facts(items.begin(), items.end());
  std::optional<Core> best;
  for (std::size_t first = 0; first < facts.size(); first++) {
    if (!facts[first].optional) find_core_from(facts, first, &best);
  }
  if (!best) return std::nullopt;
  return Window{Items(items.begin() + static_cast<std::ptrdiff_t>(best->first),
                      items.begin() + static_cast<std::ptrdiff_t>(best->last) + 1),
                best->first, best->bits, best->literal_bytes};
}

// Without any literal: the rarest item of bounded width. It costs speed, and lint says so.
std::optional<Window> find_class_core(const Items& items) {
  std::optional<Window> best;
  for (std::size_t i = 0; i < items.size(); i++) {
    Window window;
    window.first = i;
    window.pieces = {cut_edge(items[i], Edge::End)};
    if (window.pieces.front().kind == Kind::Empty) continue;
    if (max_width(window.pieces.front()) > kMaxTriggerWidth) continue;
    window.bits = rarity_bits(window.pieces.front());
    if (!best || window.bits > best->bits) best = std::move(window);
  }
  return best;
}

// X{k} with just enough of X for `missing` bits.
PatternNode cut_repeat(const PatternNode& item, double missing) {
  const double each = std::max(0.05, rarity_bits(item.children.front()));
  const std::uint32_t wanted = static_cast<std::uint32_t>(std::ceil(missing / each));
  const std::uint32_t times = std::clamp(wanted, 1U, std::min(item.least, kMaxRepeatTaken));
  return repeat(item.children.front(), times);
}

// Takes the rest of the literal the core ends in.
void finish_literal(const Items& items, Window* window) {
  while (window->end() < items.size() && window->pieces.size() < kLongLiteralBytes) {
    const PatternNode& item = items[window->end()];
    if (item.kind != Kind::Bytes || item.bytes.count() > 2) return;
    window->bits += rarity_bits(item);
    window->pieces.push_back(item);
  }
}

// Takes items after the window until it is rare enough.
void extend_right(const Items& items, Window* window) {
  std::uint32_t width = max_width(concat(window->pieces));
  while (window->bits < kEnoughBits && window->end() < items.size()) {
    const PatternNode& item = items[window->end()];
    PatternNode piece = item;
    const bool simple = item.kind == Kind::Repeat && item.children.front().kind == Kind::Bytes;
    const double missing = kEnoughBits - window->bits;
    if (simple && item.least > 0 && (rarity_bits(item) >= missing || item.most == kUnbounded)) {
      piece = cut_repeat(item, missing);
    }
    width = add_widths(width, max_width(piece));
    if (width > kMaxTriggerWidth) return;
    window->bits += rarity_bits(piece);
    const bool was_cut = !(piece == item);
    window->pieces.push_back(std::move(piece));
    if (was_cut) return;
  }
}

void extend_left(const Items& items, Window* window) {
  std::uint32_t width = max_width(concat(window->pieces));
  while (window->bits < kEnoughBitsForLeft && window->first > 0) {
    const PatternNode& item = items[window->first - 1];
    PatternNode piece = item;
    const bool simple = item.kind == Kind::Repeat && item.children.front().kind == Kind::Bytes;
    if (simple && item.least > 0) piece = cut_repeat(item, kEnoughBitsForLeft - window->bits);
    width = add_widths(width, max_width(piece));
    if (width > kMaxTriggerWidth) return;
    window->bits += rarity_bits(piece);
    const bool was_cut = !(piece == item);
    window->pieces.insert(window->pieces.begin(), std::move(piece));
    window->first--;
    if (was_cut) return;
  }
}

// Cuts what may be missing or vary at the edges; keeps `first` in step.
void trim(Window* window) {
  cut_edges_of(window->pieces, Edge::End);
  const std::size_t with_start = window->pieces.size();
  if (with_start == 1) return;
  cut_edges_of(window->pieces, Edge::Start);
  window->first += with_start - window->pieces.size();
}

Trigger finish(Items pieces, std::uint32_t before, double bits, std::size_t literal_bytes) {
  Trigger trigger;
  trigger.tree = concat(std::move(pieces));
  trigger.expression = hyperscan_expression(trigger.tree);
  trigger.width = max_width(trigger.tree);
  trigger.before = before;
  trigger.bits = bits;
  trigger.literal_bytes = literal_bytes;
  return trigger;
}

// All items before the window's last piece, and that piece.
std::uint32_t longest_before(const Items& items, const Window& window) {
  std::uint32_t width = max_width(window.pieces.back());
  for (std::size_t i = 0; i + 1 < window.end(); i++) width = add_widths(width, max_width(items[i]));
  return width;
}

Trigger from_window(const Items& items, Window window) {
  finish_literal(items, &window);
  extend_right(items, &window);
  extend_left(items, &window);
  trim(&window);
  const std::uint32_t before = longest_before(items, window);
  return finish(std::move(window.pieces), before, window.bits, window.literal_bytes);
}

std::optional<Trigger> derive_from(const Items& items);

// The alternation of the triggers of all branches.
std::optional<Trigger> derive_alternate(const PatternNode& alternate) {
  Trigger all;
  all.tree.kind = Kind::Alternate;
  all.literal_bytes = kMaxLiteralBytes;
  for (const PatternNode& branch : alternate.children) {
    const std::optional<Trigger> one = derive_from(items_of(branch));
    if (!one) return std::nullopt;
    all.tree.children.push_back(one->tree);
    all.before = std::max(all.before, one->before);
    all.literal_bytes = std::min(all.literal_bytes, one->literal_bytes);
  }
  all.bits = rarity_bits(all.tree);
  all.width = max_width(all.tree);
  all.expression = hyperscan_expression(all.tree);
  return all;
}

// A trigger from inside one item: an alternation's branches, a repeat's first turn.
std::optional<Trigger> derive_inside(const PatternNode& item) {
  if (item.kind == Kind::Alternate) return derive_alternate(item);
  if (item.kind != Kind::Repeat || item.least == 0) return std::nullopt;
  if (item.children.front().kind == Kind::Bytes) return std::nullopt;
  return derive_from(items_of(item.children.front()));
}

std::optional<Trigger> derive_from(const Items& items) {
  std::optional<Window> core = find_literal_core(items);
  if (!core) core = find_class_core(items);
  std::optional<Trigger> best;
  if (core) best = from_window(items, *core);
  const double core_bits = core ? core->bits : 0;
  std::uint32_t prefix = 0;
  for (const PatternNode& item : items) {
    std::optional<Trigger> inside = derive_inside(item);
    if (inside && inside->width <= kMaxTriggerWidth &&
        (!best || better_core(inside->literal_bytes, inside->bits, best->literal_bytes,
                              std::max(core_bits, best->bits)))) {
      inside->before = add_widths(prefix, inside->before);
      best = std::move(inside);
    }
    prefix = add_widths(prefix, max_width(item));
  }
  return best;
}

bool has_assertion(const PatternNode& node) {
  if (node.kind == Kind::Assertion) return true;
  return std::any_of(node.children.begin(), node.children.end(), has_assertion);
}

// `piece` is `item`, or so many of X where `item` is at least as many of X.
bool is_cut_of(const PatternNode& piece, const PatternNode& item) {
  if (piece == item) return true;
  if (item.kind != Kind::Repeat) return false;
  const PatternNode& unit = item.children.front();
  if (piece == unit) return item.least >= 1;
  return piece.kind == Kind::Repeat && piece.children.front() == unit &&
         piece.least == piece.most && piece.least <= item.least;
}

bool is_window_at(const Items& pieces, const Items& items, std::size_t first) {
  if (first + pieces.size() > items.size()) return false;
  for (std::size_t i = 0; i < pieces.size(); i++) {
    const bool at_edge = i == 0 || i + 1 == pieces.size();
    const PatternNode& item = items[first + i];
    if (at_edge ? !is_cut_of(pieces[i], item) : !(pieces[i] == item)) return false;
  }
  return true;
}

}  // namespace

Result<Trigger> derive_trigger(const PatternNode& pattern) {
  const std::optional<Trigger> trigger = derive_from(items_of(pattern));
  if (!trigger) {
    return Error::invalid("derive a trigger", "the pattern", "no part of it stands in every match")
        .with_remedy("give a 'trigger:', or put a fixed word into every alternative");
  }
  return *trigger;
}

Result<Trigger> check_trigger(const PatternNode& trigger, const PatternNode& pattern) {
  if (has_assertion(trigger)) {
    return Error::invalid("check the trigger", "the trigger", "it holds ^, $, \\A, \\z, \\b or \\B")
        .with_remedy("leave them out; the pattern may have them");
  }
  if (max_width(trigger) > kMaxTriggerWidth) {
    return Error::invalid("check the trigger", "the trigger",
                          fmt::format("it can match more than {} bytes", kMaxTriggerWidth))
        .with_remedy("bound its repeats: {0,20} in place of * or +");
  }
  if (min_width(trigger) == 0) {
    return Error::invalid("check the trigger", "the trigger", "it can match nothing")
        .with_remedy("put a fixed word into it");
  }
  const Items pieces = items_of(trigger);
  const Items items = items_of(pattern);
  std::uint32_t before = max_width(pattern);
  Window window;
  window.pieces = pieces;
  for (window.first = 0; window.first < items.size(); window.first++) {
    if (!is_window_at(pieces, items, window.first)) continue;
    before = longest_before(items, window);
    break;
  }
  // It begins as the pattern does, so it is meant to match from the match's start; lint tries that.
  if (!pieces.empty() && !items.empty() && pieces.front() == items.front()) {
    before = std::min(before, max_width(trigger));
  }
  const std::optional<Window> core = find_literal_core(pieces);
  return finish(pieces, before, rarity_bits(concat(pieces)), core ? core->literal_bytes : 0);
}

}  // namespace leakwarden::scanner
