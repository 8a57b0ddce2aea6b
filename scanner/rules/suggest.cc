#include "scanner/rules/suggest.h"

#include <fmt/core.h>

#include <algorithm>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLongestWord = 64;

std::string join(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  if (left.size() > kLongestWord || right.size() > kLongestWord) return kLongestWord;
  const std::size_t columns = right.size() + 1;
  std::vector<std::size_t> table((left.size() + 1) * columns);
  for (std::size_t row = 0; row <= left.size(); row++) table[row * columns] = row;
  for (std::size_t column = 0; column < columns; column++) table[column] = column;
  for (std::size_t row = 1; row <= left.size(); row++) {
    for (std::size_t column = 1; column < columns; column++) {
      const std::size_t replace = left[row - 1] == right[column - 1] ? 0 : 1;
      std::size_t best =
          std::min({table[(row - 1) * columns + column] + 1, table[row * columns + column - 1] + 1,
                    table[(row - 1) * columns + column - 1] + replace});
      if (row > 1 && column > 1 && left[row - 1] == right[column - 2] &&
          left[row - 2] == right[column - 1]) {
        best = std::min(best, table[(row - 2) * columns + column - 2] + 1);
      }
      table[row * columns + column] = best;
    }
  }
  return table.back();
}

std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& known) {
  std::size_t nearest_distance = word.size() <= 4 ? 2 : 3;
  std::string_view nearest;
  for (std::string_view candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= nearest_distance) continue;
    nearest_distance = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view nearest = nearest_word(word, known);
  if (!nearest.empty()) return fmt::format("write '{}'", nearest);
  return fmt::format("use one of: {}", join(known));
}

}  // namespace leakwarden::scanner
