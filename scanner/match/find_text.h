#pragma once

// Where a short text stands in another: std::string_view::find(), sixteen places at once. That one
// stops at every byte that equals the first; here the first two must be right.
//
// Thread rules: pure. At worst |text| · |wanted|, for what is no longer than a line.

#include <cstddef>
#include <string_view>

namespace leakwarden::scanner {

// npos: nowhere. An empty text stands at 0.
std::size_t find_text(std::string_view text, std::string_view wanted);

inline bool holds_text(std::string_view text, std::string_view wanted) {
  return find_text(text, wanted) != std::string_view::npos;
}

}  // namespace leakwarden::scanner
