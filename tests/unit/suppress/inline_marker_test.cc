#include "scanner/suppress/inline_marker.h"
#include "tests/support/slowdown.h"

#include <chrono>

namespace leakwarden::scanner {
namespace {

const std::string kValue = "VALUE-0123";

// The marker found around the first kValue of `text`; "" when none is.
std::string marker_in(const std::string& text, const std::string& value = kValue,
                      const std::vector<std::string>& more = {}) {
  const std::size_t at = text.find(value);
  EXPECT_NE(at, std::string::npos) << text;
  const std::optional<InlineMarker> found =
      find_inline_marker(text, Span{at, at + value.size()}, more);
  return found ? found->name : "";
}

struct Line {
  const char* text;
  const char* marker;
};

TEST(InlineMarker, EachToolsOwnOnTheLine) {
  // Spellings as the tools document them.
  const Line lines[] = {
      {"key = \"VALUE-0123\"  # leakwarden:allow", "leakwarden:allow"},
      {"key = \"VALUE-0123\"  // gitleaks:allow", "gitleaks:allow"},
      {"/* gitleaks:allow */ key = VALUE-0123", "gitleaks:allow"},
      {"key = VALUE-0123 #gitleaks:allow", "gitleaks:allow"},
      {"key = VALUE-0123 # GitLeaks:Allow", "gitleaks:allow"},
      {"key: VALUE-0123 # betterleaks:allow", "betterleaks:allow"},
      {"key: VALUE-0123 # trufflehog:ignore", "trufflehog:ignore"},
      {"key: VALUE-0123 # ggignore", "ggignore"},
      {"key: VALUE-0123 # kingfisher:ignore", "kingfisher:ignore"},
      {"key: VALUE-0123 # KINGFISHER:IGNORE", "kingfisher:ignore"},
      {"key: VALUE-0123  # pragma: allowlist secret", "pragma: allowlist secret"},
      {"key: VALUE-0123  # pragma: allowlist-secret", "pragma: allowlist secret"},
      {"key: VALUE-0123  // pragma: whitelist secret", "pragma: whitelist secret"},
      {"key: VALUE-0123  /* pragma: allowlist secret */", "pragma: allowlist secret"},
      {"<a b=VALUE-0123> <!-- pragma: allowlist secret -->", "pragma: allowlist secret"},
      {"key := VALUE-0123 -- pragma: allowlist secret", "pragma: allowlist secret"},
  };
  for (const Line& line : lines) {
    EXPECT_EQ(marker_in(line.text), line.marker) << line.text;
    EXPECT_EQ(marker_in("x\n" + std::string(line.text) + "\ny\n"), line.marker) << line.text;
  }
}

TEST(InlineMarker, WhatOnlyLooksLikeOne) {
  const char* const lines[] = {
      "key = VALUE-0123",
      "key = VALUE-0123 # gitleaks:allowed",
      "key = VALUE-0123 # notgitleaks:allow",
      "key = VALUE-0123 # gitleaks: allow",
      "key = VALUE-0123 # my-ggignore",
      "key = VALUE-0123 # ggignored",
      "key = VALUE-0123 pragma: allowlist secret",          // no comment sign
      "key = VALUE-0123 # see pragma: allowlist secret",    // not right behind it
      "key = VALUE-0123 # pragma: allowlist",
      "key = VALUE-0123 # pragma: allowlist secrets",
      "key = VALUE-0123 # pragma: allowlist nextline secret",
      "key = VALUE-0123 # leakwarden:allow-next-line",
      "key = VALUE-0123 # nosec",
      "# gitleaks:allow\nkey = VALUE-0123",
      "key = VALUE-0123\n# gitleaks:allow",
      "# gitleaks:allow\rkey\n = VALUE-0123",
  };
  for (const char* line : lines) EXPECT_EQ(marker_in(line), "") << line;
}

// A line that tells of markers, or holds one in a text, accepts nothing.
TEST(InlineMarker, OutsideOfCommentsItCountsAtTheEndOfALineOnly) {
  for (const char* line :
       {"if (has(\"gitleaks:allow\")) f(\"VALUE-0123\");",
        "curl 'http://a/?gitleaks:allow=1&key=VALUE-0123'", "f('VALUE-0123', 'gitleaks:allow', x)",
        "gitleaks:allow key=VALUE-0123", "a['gitleaks:allow'] = \"VALUE-0123\"",
        "leakwarden:allow(VALUE-0123)", "http://a/b gitleaks:allow VALUE-0123 x"}) {
    EXPECT_EQ(marker_in(line), "") << line;
  }
  for (const char* line :
       {"{\"key\": \"VALUE-0123\", \"_\": \"gitleaks:allow\"},", "KEY VALUE-0123 gitleaks:allow",
        "`VALUE-0123` gitleaks:allow.", "# see gitleaks:allow, VALUE-0123 is made up",
        "key = VALUE-0123  # made up (gitleaks:allow) for tests",
        "VALUE-0123 // nosemgrep gitleaks:allow x", "/* a gitleaks:allow b */ f(\"VALUE-0123\");",
        "set K=VALUE-0123 & rem gitleaks:allow now"}) {
    EXPECT_EQ(marker_in(line), "gitleaks:allow") << line;
  }
  EXPECT_EQ(marker_in("K VALUE-0123 leakwarden:allow made up"), "leakwarden:allow");
  EXPECT_EQ(marker_in("f(\"leakwarden:allow-next-line\") x\nk = VALUE-0123"),
            "leakwarden:allow-next-line")
      << "ours at the end of a line take the rest as their reason";
}

TEST(InlineMarker, OnTheLineBefore) {
  EXPECT_EQ(marker_in("# leakwarden:allow-next-line\nkey = VALUE-0123\n"),
            "leakwarden:allow-next-line");
  EXPECT_EQ(marker_in("a\n  // pragma: allowlist nextline secret\n\tkey = VALUE-0123\n"),
            "pragma: allowlist nextline secret");
  EXPECT_EQ(marker_in("# leakwarden:allow-next-line\n\nkey = VALUE-0123\n"), "");
}

TEST(InlineMarker, InsideTheValueItSaysNothing) {
  EXPECT_EQ(marker_in("k='gitleaks:allow-zzz'", "gitleaks:allow-zzz"), "");
  EXPECT_EQ(marker_in("k='xx gitleaks:allow yy'", "xx gitleaks:allow yy"), "");
}

TEST(InlineMarker, ManyLinesAreSpokenForAroundThem) {
  const std::string block = "-----BEGIN K-----\nAAAA\n-----END K-----";
  EXPECT_EQ(marker_in("x = \"" + block + "\" # gitleaks:allow\n", block), "gitleaks:allow");
  EXPECT_EQ(marker_in("# gitleaks:allow\n" + block + "\n", block), "gitleaks:allow");
  EXPECT_EQ(marker_in("/* kingfisher:ignore */ " + block + "\n", block), "kingfisher:ignore");
  const std::string first = "-----BEGIN K----- # gitleaks:allow\nAAAA\n-----END K-----";
  EXPECT_EQ(marker_in(first, first), "gitleaks:allow");
  const std::string middle = "-----BEGIN K-----\nAA # gitleaks:allow\n-----END K-----";
  EXPECT_EQ(marker_in(middle, middle), "");
  EXPECT_EQ(marker_in(block + "\n# gitleaks:allow\n", block), "");
}

TEST(InlineMarker, OursCarryAReason) {
  const std::string text = "key = VALUE-0123  /* leakwarden:allow: made up, see docs */ f();\n";
  const std::size_t at = text.find(kValue);
  const std::optional<InlineMarker> found = find_inline_marker(text, Span{at, at + kValue.size()});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reason, "made up, see docs");
  // Cut between words: a part of a secret would pass for none.
  std::string longer = "VALUE-0123 # leakwarden:allow ";
  for (int i = 0; i < 100; ++i) longer += "because ";
  EXPECT_EQ(find_inline_marker(longer, Span{0, kValue.size()})->reason.size(), 15 * 8u - 1);
  const std::string one_word = "VALUE-0123 # leakwarden:allow " + std::string(1000, 'r');
  EXPECT_EQ(find_inline_marker(one_word, Span{0, kValue.size()})->reason, "");
  EXPECT_EQ(find_inline_marker("VALUE-0123 # gitleaks:allow why", Span{0, 10})->reason, "");
}

TEST(InlineMarker, MoreWordsCountWhereAskedFor) {
  EXPECT_EQ(marker_in("k = VALUE-0123 # NOSEC B105", kValue, {"nosec"}), "nosec");
  EXPECT_EQ(marker_in("k = VALUE-0123 # no_sec", kValue, {"no_sec"}), "no_sec");
  EXPECT_EQ(marker_in("k = VALUE-0123 # nosecret", kValue, {"", "nosec"}), "");
}

// A marker in a minified file must not speak for all of it.
TEST(InlineMarker, ReachesNotAcrossALongLine) {
  const std::string far(kMarkerReach, 'x');
  EXPECT_EQ(marker_in("VALUE-0123 " + far + " gitleaks:allow"), "");
  EXPECT_EQ(marker_in("# gitleaks:allow " + far + " VALUE-0123"), "");
  EXPECT_EQ(marker_in("# gitleaks:allow " + std::string(3000, 'x') + " VALUE-0123"),
            "gitleaks:allow");
}

TEST(InlineMarker, CostsNotMoreInALongLine) {
  const std::string text(8 << 20, 'g');
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_FALSE(find_inline_marker(text, Span{i * 8000, i * 8000 + 20}));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, leakwarden::testing::kSlowdown * std::chrono::seconds(10));
}

TEST(InlineMarker, EveryCutOfATextIsAnswered) {
  const std::string text = "# leakwarden:allow-next-line\nk = VALUE-0123 # pragma: allowlist secret";
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t end = begin; end <= text.size(); end += 3) {
      for (std::size_t size = end; size <= text.size(); size += 7) {
        find_inline_marker(std::string_view(text).substr(0, size), Span{begin, end});
      }
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
