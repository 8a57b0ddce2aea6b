#include "scanner/match/gathered_windows.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace leakwarden::scanner {
namespace {

TEST(GatheredWindows, CoverWhatWasAddedOnceAndInOrder) {
  std::mt19937 random(9);
  for (int round = 0; round < 500; ++round) {
    GatheredWindows windows;
    std::string wanted(20'000, '.');
    std::size_t at = 0;
    for (std::size_t count = random() % 30; count > 0; --count) {
      at += random() % 600;
      const std::size_t begin = at - std::min<std::size_t>(at, random() % 256);
      const std::size_t end = at + 1 + random() % 256;
      windows.add(begin, end);
      std::fill(wanted.begin() + static_cast<std::ptrdiff_t>(begin),
                wanted.begin() + static_cast<std::ptrdiff_t>(end), 'w');
    }
    std::uint64_t last_end = 0;
    std::size_t covered = 0;
    for (const Span& window : windows.in_order()) {
      EXPECT_TRUE(last_end == 0 || window.begin > last_end);
      last_end = window.end;
      for (std::uint64_t i = window.begin; i < window.end; ++i) covered += wanted[i] == 'w';
    }
    EXPECT_EQ(covered, static_cast<std::size_t>(std::count(wanted.begin(), wanted.end(), 'w')));
    windows.clear();
    EXPECT_TRUE(windows.empty());
  }
}

TEST(GatheredWindows, NearOnesAreOne) {
  GatheredWindows windows;
  windows.add(10, 20);
  windows.add(60, 70);
  windows.add(5000, 5010);
  EXPECT_EQ(windows.in_order(), (std::vector<Span>{{10, 70}, {5000, 5010}}));
}

}  // namespace
}  // namespace leakwarden::scanner
