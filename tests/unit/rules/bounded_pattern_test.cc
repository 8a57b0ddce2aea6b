#include "scanner/rules/import/bounded_pattern.h"

#include "scanner/rules/load.h"

namespace leakwarden::scanner {
namespace {

Result<BoundedPattern> bounded(const std::string& regex) {
  LEAKWARDEN_TRY(const PeerPattern pattern, parse_peer_pattern(regex));
  std::string why;
  return bounded_pattern(secret_choices(pattern, 0, &why).front());
}

TEST(BoundedPattern, ClosedOnesStayAsTheyAre) {
  const Result<BoundedPattern> pattern = bounded("k=([a-z]{8,64})");
  ASSERT_TRUE(pattern.ok());
  EXPECT_EQ(pattern->text, "k=(?P<secret>[a-z]{8,64})");
  EXPECT_EQ(pattern->max_bytes, 0u);
  EXPECT_TRUE(pattern->notes.empty());
}

TEST(BoundedPattern, OpenRepeatsAreBoundedAndSaid) {
  const Result<BoundedPattern> pattern = bounded("k\\s*=([a-z]{8,})");
  ASSERT_TRUE(pattern.ok());
  EXPECT_EQ(pattern->text, "k\\s{0,100}=(?P<secret>[a-z]{8,900})");
  EXPECT_LE(max_width(pattern->tree), kMaxLocalWidth);
  ASSERT_EQ(pattern->notes.size(), 1u);
  EXPECT_EQ(pattern->notes[0].kind, NoteKind::Quieter);
}

TEST(BoundedPattern, WhatABoundWouldCutBecomesAnObjectRule) {
  const Result<BoundedPattern> block = bounded("-----BEGIN K-----[\\s\\S]{64,}?-----END K-----");
  ASSERT_TRUE(block.ok());
  EXPECT_EQ(block->max_bytes, 16u << 10);
  const Result<BoundedPattern> token = bounded("(ey[a-z]{17,}\\.ey[a-z]{17,}\\.[a-z]{10,})");
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->max_bytes, 8u << 10);
  const Result<BoundedPattern> wide = bounded("k=([a-z]{10,900}[0-9]{10,900})");
  ASSERT_TRUE(wide.ok());
  EXPECT_EQ(wide->max_bytes, 1802u);
  EXPECT_EQ(wide->notes[0].kind, NoteKind::Told);
}

TEST(BoundedPattern, NestedRepeatsFindABoundOrAReason) {
  const Result<BoundedPattern> pattern = bounded("\\bcurl\\b(?:.*?(?:[\\r\\n]{1,2}.*?){1,5})-u (x)");
  ASSERT_TRUE(pattern.ok());
  EXPECT_LE(max_width(pattern->tree), kMaxLocalWidth);
  EXPECT_FALSE(bounded("((a+){90}){90}k").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
