#include "scanner/known_versions.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

constexpr PhysicalPosition kBase{1, 12};

KnownVerdicts known_of(std::uint64_t text_bytes, std::size_t ends = 0) {
  KnownVerdicts known;
  known.text_bytes = text_bytes;
  known.ends.resize(ends);
  return known;
}

ObjectView delta_of(PhysicalPosition base, std::span<const CopiedRange> copied) {
  ObjectView view;
  view.base = base;
  view.copied = copied;
  return view;
}

TEST(KnownVersions, ADeltaGetsItsBaseAndItsCopies) {
  KnownVersions versions;
  versions.keep(kBase, known_of(70));
  const std::vector<CopiedRange> copied{{5, 1, 60}};
  const Inheritance from = versions.inheritance_of(delta_of(kBase, copied));
  ASSERT_NE(from.base, nullptr);
  EXPECT_EQ(from.base->text_bytes, 70u);
  ASSERT_EQ(from.copies.size(), 1u);
  EXPECT_EQ(from.copies[0].begin, 5u);
  EXPECT_EQ(from.copies[0].base_begin, 1u);
  EXPECT_EQ(from.copies[0].length, 60u);
}

TEST(KnownVersions, OtherPositionsAreOtherBases) {
  KnownVersions versions;
  versions.keep(kBase, known_of(70));
  EXPECT_EQ(versions.inheritance_of(delta_of({2, 12}, {})).base, nullptr);
  EXPECT_EQ(versions.inheritance_of(delta_of({1, 13}, {})).base, nullptr);
  EXPECT_EQ(versions.inheritance_of(ObjectView{}).base, nullptr);
}

TEST(KnownVersions, WhatIsDoneIsForgotten) {
  KnownVersions versions;
  versions.keep(kBase, known_of(70, 10));
  EXPECT_GT(versions.bytes(), 0u);
  versions.forget(kBase);
  versions.forget(kBase);
  EXPECT_EQ(versions.bytes(), 0u);
  EXPECT_EQ(versions.size(), 0u);
  EXPECT_EQ(versions.inheritance_of(delta_of(kBase, {})).base, nullptr);
}

TEST(KnownVersions, MemoryIsBounded) {
  KnownVersions versions;
  const std::size_t ends = KnownVersions::kMostKnownBytes / sizeof(KnownEnd) / 2;
  versions.keep({1, 1}, known_of(1, ends));
  versions.keep({1, 2}, known_of(2, ends));
  EXPECT_EQ(versions.size(), 1u);
  EXPECT_LE(versions.bytes(), KnownVersions::kMostKnownBytes);
  versions.forget({1, 1});
  versions.keep({1, 2}, known_of(2, ends));
  EXPECT_EQ(versions.size(), 1u);
}

}  // namespace
}  // namespace leakwarden::scanner
