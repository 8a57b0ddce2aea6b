#include "scanner/suppress/letter_index.h"

#include <gtest/gtest.h>

#include <random>

namespace leakwarden::scanner {
namespace {

TEST(LetterIndex, NamesAllWhoseLettersStandThere) {
  LetterIndex index;
  index.add(7, "fixtures");
  index.add(8, "");
  index.add(9, "fixtures-of-old");
  index.add(10, "ab");
  index.build();
  EXPECT_EQ(index.candidates("tests/fixtures/a.env"), (std::vector<std::size_t>{7, 8, 10}));
  EXPECT_EQ(index.candidates(""), (std::vector<std::size_t>{8, 10}));
}

// Brute force: whatever stands in the text must be a candidate, each once.
TEST(LetterIndex, NeverLeavesOneOut) {
  std::mt19937 random(3);
  const auto text = [&random](std::size_t most) {
    std::string made;
    for (std::size_t left = random() % most; left > 0; --left) made += "abc/"[random() % 4];
    return made;
  };
  LetterIndex index;
  std::vector<std::string> letters;
  for (std::size_t number = 0; number < 300; ++number) {
    letters.push_back(text(9));
    index.add(number, letters.back());
  }
  index.build();
  for (int round = 0; round < 300; ++round) {
    const std::string path = text(30);
    const std::vector<std::size_t> found = index.candidates(path);
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
    EXPECT_EQ(std::adjacent_find(found.begin(), found.end()), found.end());
    for (std::size_t number = 0; number < letters.size(); ++number) {
      if (path.find(letters[number]) == std::string::npos) continue;
      EXPECT_TRUE(std::binary_search(found.begin(), found.end(), number)) << path;
    }
  }
}

// Thousands of paths below one folder: the folder tells none apart.
TEST(LetterIndex, TheRarestLettersDecide) {
  LetterIndex index;
  for (std::size_t number = 0; number < 900; ++number)
    index.add(number, "fixtures-" + std::to_string(100 + number));
  index.build();
  EXPECT_LT(index.candidates("tests/fixtures-345").size(), 20u);
}

}  // namespace
}  // namespace leakwarden::scanner
