#include "scanner/rules/pivot.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;

ByteSet set_of(std::string_view bytes) {
  ByteSet set;
  for (char byte : bytes) set.set(static_cast<unsigned char>(byte));
  return set;
}

bool is_within(const ByteSet& bytes, std::string_view all) {
  return (bytes & ~set_of(all)).none();
}

constexpr std::string_view kPlainBytes =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kRunBytes =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

// How many of some bytes stand surely before anything else from that item on.
std::size_t run_from(const std::vector<PatternNode>& items, std::size_t first,
                     std::string_view of) {
  std::size_t run = 0;
  for (std::size_t i = first; i < items.size(); ++i) {
    const bool is_repeat = items[i].kind == Kind::Repeat;
    const PatternNode& unit = is_repeat ? items[i].children.front() : items[i];
    if (unit.kind != Kind::Bytes || !is_within(unit.bytes, of)) break;
    run += is_repeat ? items[i].least : 1;
    if (is_repeat && items[i].least != items[i].most) break;
  }
  return run;
}

// ` ?`
bool is_optional_space(const PatternNode& item) {
  return item.kind == Kind::Repeat && item.least == 0 && item.most == 1 &&
         item.children.front().kind == Kind::Bytes && item.children.front().bytes == set_of(" ");
}

}  // namespace

std::optional<Pivot> pivot_of(const std::vector<PatternNode>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != Kind::Bytes || !is_within(items[i].bytes, kPivots)) continue;
    const bool has_space = i + 1 < items.size() && is_optional_space(items[i + 1]);
    if (run_from(items, i + (has_space ? 2 : 1), kRunBytes) < kPivotRun) continue;
    Pivot pivot{i, "", 0};
    pivot.plain = static_cast<std::uint32_t>(
        std::min<std::size_t>(run_from(items, i + 1, kPlainBytes), kMostPlain));
    for (char byte : kPivots)
      if (items[i].bytes[static_cast<unsigned char>(byte)]) pivot.bytes += byte;
    return pivot;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
