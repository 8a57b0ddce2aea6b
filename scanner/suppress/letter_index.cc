#include "scanner/suppress/letter_index.h"

#include <algorithm>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLetters = 3;

std::uint32_t three_at(std::string_view text, std::size_t at) {
  std::uint32_t three = 0;
  for (std::size_t i = 0; i < kLetters; ++i)
    three = three << 8 | static_cast<unsigned char>(text[at + i]);
  return three;
}

// Each of `text` once.
std::vector<std::uint32_t> threes_of(std::string_view text) {
  std::vector<std::uint32_t> threes;
  for (std::size_t at = 0; at + kLetters <= text.size(); ++at) threes.push_back(three_at(text, at));
  std::sort(threes.begin(), threes.end());
  threes.erase(std::unique(threes.begin(), threes.end()), threes.end());
  return threes;
}

}  // namespace

void LetterIndex::add(std::size_t number, std::string letters) {
  waiting_.push_back({number, std::move(letters)});
}

void LetterIndex::build() {
  std::unordered_map<Three, std::size_t> counts;
  for (const Waiting& one : waiting_) {
    for (const Three three : threes_of(one.letters)) ++counts[three];
  }
  for (const Waiting& one : waiting_) {
    const std::vector<Three> threes = threes_of(one.letters);
    const auto rarest = std::min_element(
        threes.begin(), threes.end(),
        [&counts](Three left, Three right) { return counts[left] < counts[right]; });
    (rarest == threes.end() ? always_ : by_three_[*rarest]).push_back(one.number);
  }
  waiting_.clear();
}

std::vector<std::size_t> LetterIndex::candidates(std::string_view text) const {
  std::vector<std::size_t> numbers = always_;
  for (const Three three : threes_of(text)) {
    const auto found = by_three_.find(three);
    if (found == by_three_.end()) continue;
    numbers.insert(numbers.end(), found->second.begin(), found->second.end());
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace leakwarden::scanner
