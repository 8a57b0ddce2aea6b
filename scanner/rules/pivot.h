#pragma once

// A trigger that has hardly a letter is found from one byte of it, its *pivot*, which a run of
// other bytes follows, at once or behind one space. Few texts have such a byte before such a run,
// and to find them all costs a tenth of what one such trigger costs in Hyperscan.
//
//   trigger   [=:>]\s?["'][A-Za-z0-9_-]{20}
//             └ before ┘└┬┘└─── run ──────┘
//                      pivot
//
// Thread rules: pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

constexpr std::string_view kPivots = "\"'`-.:=,| \t";
// So many bytes of letters, digits, '_', '-' and '.' follow it at least, or the one behind it.
constexpr std::size_t kPivotRun = 17;

constexpr std::uint32_t kMostPlain = 8;

struct Pivot {
  std::size_t item = 0;
  std::string bytes;  // which of kPivots it may be
  // So many letters and digits surely stand right behind it, at most kMostPlain. Most bytes before
  // long runs are dots and blanks of code, and told by this.
  std::uint32_t plain = 0;
};

// Of the items of a trigger that follow one another, the first that is one. Nothing where there is
// none.
std::optional<Pivot> pivot_of(const std::vector<PatternNode>& items);

}  // namespace leakwarden::scanner
