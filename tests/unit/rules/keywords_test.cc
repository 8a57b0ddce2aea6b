#include "scanner/rules/import/keywords.h"

namespace leakwarden::scanner {
namespace {

bool holds(const std::string& pattern, const std::vector<std::string>& keywords) {
  ByteSets byte_sets;
  const Result<PatternNode> tree = parse_pattern(pattern, byte_sets);
  EXPECT_TRUE(tree.ok()) << pattern;
  return tree.ok() && every_match_holds_one(*tree, keywords);
}

TEST(Keywords, StandInEveryMatchOrNot) {
  EXPECT_TRUE(holds("acme_[a-z]{8}", {"acme"}));
  EXPECT_TRUE(holds("(?i)[\\w.-]{0,50}?(?:acme)[ =]([a-z]{8})", {"acme"}));
  EXPECT_TRUE(holds("(?:gh[pus])_[a-z]{8}", {"ghp_", "ghu_", "ghs_"}));
  EXPECT_TRUE(holds("(?:acme|corp)x", {"acme", "corp"}));
  EXPECT_TRUE(holds("a(?:cm)e", {"acme"}));
  EXPECT_TRUE(holds("\\b(ACME-[0-9]{8})", {"acme-"}));
  EXPECT_FALSE(holds("(?:acme|corp)x", {"acme"}));
  EXPECT_FALSE(holds("(?:acme)?x", {"acme"}));
  EXPECT_FALSE(holds("[a-z]{8}", {"acme"}));
  EXPECT_FALSE(holds("acm[ef]x", {"acme"}));
}

TEST(Keywords, LettersOfItsOwn) {
  ByteSets byte_sets;
  EXPECT_TRUE(every_match_holds_letters(*parse_pattern("ab[cd][0-9]{9}", byte_sets), 3));
  EXPECT_FALSE(every_match_holds_letters(*parse_pattern("[0-9a-f]{32}", byte_sets), 3));
  EXPECT_FALSE(every_match_holds_letters(*parse_pattern("(?:abc)?[0-9]{9}", byte_sets), 3));
}

}  // namespace
}  // namespace leakwarden::scanner
