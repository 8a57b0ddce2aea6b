#include "scanner/gram_set.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/git_sandbox.h"
#include "tests/support/pack_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Dice;
using leakwarden::testing::word_of;

std::string text_of(Dice& dice, std::string_view letters, std::size_t size) {
  std::string text;
  while (text.size() < size) text += letters[dice.below(letters.size())];
  return text;
}

// A text made of pieces of a base and pieces of its own, as a delta makes it.
struct Version {
  std::string text;
  std::vector<CopiedRange> copied;
};

Version version_of(Dice& dice, const std::string& base) {
  Version version;
  for (std::size_t pieces = 1 + dice.below(6); pieces > 0; --pieces) {
    if (dice.below(3) != 0) version.text += text_of(dice, "abcd", dice.below(7));
    const std::uint64_t begin = dice.below(base.size());
    const std::uint64_t length = 1 + dice.below(base.size() - begin);
    version.copied.push_back({version.text.size(), begin, length});
    version.text += base.substr(begin, length);
  }
  if (dice.below(2) == 0) version.text += text_of(dice, "abcd", dice.below(7));
  return version;
}

// By looking: whatever stands in a base or a version, also across the edges of copies.
TEST(GramSet, NeverMissesAWordThatStands) {
  Dice dice(5);
  std::size_t refused = 0;
  for (int round = 0; round < 400; ++round) {
    GramSet set(GramSet::kMostBits);
    const std::string base = text_of(dice, "abcd", 4 + dice.below(20));
    set.add(base);
    const Version version = version_of(dice, base);
    set.add_version(version.text, version.copied);
    for (int i = 0; i < 60; ++i) {
      const std::string word = text_of(dice, "abcd", 4 + dice.below(5));
      const bool stands =
          base.find(word) != std::string::npos || version.text.find(word) != std::string::npos;
      const bool may_stand = set.may_hold(word_of(word));
      ASSERT_TRUE(may_stand || !stands) << word << " in " << base << " or " << version.text;
      refused += may_stand ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 10'000u);  // of 24,000
}

TEST(GramSet, TakesEachByteOfASet) {
  GramSet set(GramSet::kMostBits);
  set.add("x-Acme-y");
  std::vector<ByteSet> word = word_of("acme");
  EXPECT_FALSE(set.may_hold(word));
  word[0].set('A');
  EXPECT_TRUE(set.may_hold(word));
}

TEST(GramSet, DoubtsNothingThatItCannotTell) {
  GramSet set(GramSet::kMostBits);
  EXPECT_TRUE(set.may_hold(word_of("abc"))) << "too short";
  EXPECT_TRUE(set.may_hold(std::vector<ByteSet>(6, ByteSet().set()))) << "anything";
  EXPECT_FALSE(set.may_hold(word_of("abcd")));
  set.add_anything();
  EXPECT_TRUE(set.may_hold(word_of("abcd")));
  set.clear();
  EXPECT_FALSE(set.may_hold(word_of("abcd")));
}

TEST(GramSet, AddsWhatAnotherOneHolds) {
  GramSet one(13);
  one.add("alpha");
  GramSet other(13);
  other.add("omega");
  one.add(other);
  EXPECT_TRUE(one.may_hold(word_of("alpha")));
  EXPECT_TRUE(one.may_hold(word_of("omega")));
  EXPECT_FALSE(one.may_hold(word_of("gamma")));
}

TEST(GramSet, ReadsWhatItWroteAndNothingElse) {
  GramSet set(GramSet::kFewestBits);
  set.add("alpha");
  const std::string bytes = set.encode();
  const std::optional<GramSet> read = GramSet::decode(bytes, GramSet::kFewestBits);
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->may_hold(word_of("alpha")));
  EXPECT_FALSE(read->may_hold(word_of("omega")));
  EXPECT_FALSE(GramSet::decode(bytes, GramSet::kFewestBits + 1).has_value());
  EXPECT_FALSE(GramSet::decode(bytes.substr(1), GramSet::kFewestBits).has_value());
  EXPECT_FALSE(GramSet::decode("", GramSet::kFewestBits).has_value());
  EXPECT_FALSE(GramSet::decode("\2" + bytes.substr(1), GramSet::kFewestBits).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
