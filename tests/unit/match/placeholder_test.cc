#include "scanner/match/placeholder.h"

#include <gtest/gtest.h>

#include <random>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

TEST(ListedPlaceholder, FormsOfAnEntry) {
  struct Case {
    std::string entry;
    std::string value;
    bool expected;
  };
  const Case cases[] = {
      {"changeme", "changeme", true},
      {"changeme", "ChangeMe", true},
      {"changeme", "changeme2", false},
      {"changeme", "change", false},
      {"EXK-000…", "EXK-0001", true},
      {"EXK-000…", "EXK-000", true},
      {"EXK-000…", "exk-000f", true},
      {"EXK-000…", "EXK-010", false},
      {"…EXAMPLE", "AKIAIOSFODNN7EXAMPLE", true},
      {"…EXAMPLE", "EXAMPLE", true},
      {"…EXAMPLE", "EXAMPLE1", false},
      {"…/XXX…", "https://a/XXX/b", true},
      {"…/XXX…", "https://a/XX/b", false},
      {"a…b…c", "a--b--c", true},
      {"a…b…c", "abc", true},
      {"a…b…c", "acb", false},
      {"a…a", "a", false},
      {"a…a", "aa", true},
      {"…", "anything", true},
      {"%40…%40", "%40password%40", true},
      {"%40…%40", "%40", false},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(is_listed_placeholder({one.entry}, one.value), one.expected)
        << one.entry << " against " << one.value;
  }
  EXPECT_FALSE(is_listed_placeholder({}, "x"));
  EXPECT_TRUE(is_listed_placeholder({"one", "two"}, "two"));
}

TEST(ListedPlaceholder, DigestNamesAWholeValue) {
  std::string entry = "sha256:" + sha256_hex("known-from-documentation");
  EXPECT_TRUE(is_listed_placeholder({entry}, "known-from-documentation"));
  EXPECT_FALSE(is_listed_placeholder({entry}, "Known-from-documentation"));
  EXPECT_FALSE(is_listed_placeholder({entry}, entry));
}

// "abc" as published: SHA-256 of FIPS 180-2, appendix B.1.
TEST(ListedPlaceholder, DigestIsSha256) {
  EXPECT_TRUE(is_listed_placeholder(
      {"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}, "abc"));
}

TEST(PlaceholderKind, NamesTheFirstFamily) {
  EXPECT_EQ(placeholder_kind({"xxxxxxxx"}, "xxxxxxxx"), PlaceholderKind::Listed);
  EXPECT_EQ(placeholder_kind({}, "${TOKEN}"), PlaceholderKind::Reference);
  EXPECT_EQ(placeholder_kind({}, "xxxxxxxx"), PlaceholderKind::Filler);
  EXPECT_EQ(placeholder_kind({}, "my-example-key"), PlaceholderKind::Word);
  EXPECT_EQ(placeholder_kind({}, "q7Rk2vXw9LmZ"), PlaceholderKind::None);
}

TEST(PlaceholderKind, EachHasItsWords) {
  EXPECT_EQ(placeholder_words(PlaceholderKind::None), "");
  for (PlaceholderKind kind :
       {PlaceholderKind::Listed, PlaceholderKind::Reference, PlaceholderKind::Filler,
        PlaceholderKind::Word, PlaceholderKind::UrlStandIn}) {
    EXPECT_GT(placeholder_words(kind).size(), 10u);
  }
}

// Random values of the alphabets that real keys use are hardly ever taken for placeholders.
TEST(PlaceholderKind, RandomValuesAreNone) {
  const std::string_view alphabets[] = {
      "0123456789abcdef", "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
  std::mt19937_64 random(1);
  for (std::string_view alphabet : alphabets) {
    int taken = 0;
    for (int round = 0; round < 8'000; ++round) {
      std::string value;
      for (std::size_t size = 16 + random() % 60; value.size() < size;)
        value += alphabet[random() % alphabet.size()];
      if (placeholder_kind({}, value) != PlaceholderKind::None) ++taken;
    }
    EXPECT_LE(taken, 1) << alphabet;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
