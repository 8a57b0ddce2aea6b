// The short form of the fuzz targets: seeds and a fixed number of changed seeds, the same on every
// run. LEAKWARDEN_LONG_TESTS=1 tries 100 times as many.

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/mutate.h"

namespace leakwarden::fuzz {
namespace {

class Fuzz : public ::testing::TestWithParam<FuzzTarget> {
 protected:
  static constexpr std::size_t kTries = 3000;
  static std::size_t tries() {
    return std::getenv("LEAKWARDEN_LONG_TESTS") != nullptr ? 100 * kTries : kTries;
  }
};

INSTANTIATE_TEST_SUITE_P(Targets, Fuzz, ::testing::ValuesIn(fuzz_targets()),
                         [](const ::testing::TestParamInfo<FuzzTarget>& target) {
                           return std::string(target.param.name);
                         });

TEST_P(Fuzz, HoldsForSeedsAndForChangedSeeds) {
  const std::vector<std::string> seeds = GetParam().seeds();
  ASSERT_FALSE(seeds.empty());
  run(GetParam(), "");
  for (const std::string& seed : seeds) run(GetParam(), seed);
  testing::Dice dice(20261126);
  for (std::size_t i = 0; i < tries(); ++i) run(GetParam(), mutate(seeds, dice));
}

TEST(Require, EndsTheProcessWhereATargetIsWrong) {
  EXPECT_DEATH(require(false, "two is one"), "not so: two is one");
  require(true, "one is one");
}

TEST(Mutate, ChangesTheBytesAndRepeatsItself) {
  const std::vector<std::string> seeds = {std::string(300, 'a'), "short"};
  testing::Dice one(7), same(7);
  std::size_t changed = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string bytes = mutate(seeds, one);
    EXPECT_EQ(bytes, mutate(seeds, same));
    changed += bytes != seeds[0] && bytes != seeds[1];
  }
  EXPECT_GT(changed, 150u);
}

}  // namespace
}  // namespace leakwarden::fuzz
