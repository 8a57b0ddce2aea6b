#include "scanner/match/extract.h"

#include <algorithm>
#include <optional>

#include "scanner/rules/pattern.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

std::optional<Candidate> extract(const Shape& shape, std::string_view text, std::uint64_t end) {
  std::vector<Rule> rules{make_rule("one", shape)};
  Extractor extractor(rules);
  Candidate candidate;
  Result<bool> found = extractor.extract(0, text, end, candidate);
  EXPECT_TRUE(found.ok());
  if (!found.ok() || !*found) return std::nullopt;
  return candidate;
}

TEST(Extractor, StepsOverMatchesThatEndBeforeTheTrigger) {
  Shape shape{"AB(?P<secret>[0-9]{2,3})", "AB[0-9]{2}", 4, 12, 5};
  std::optional<Candidate> found = extract(shape, "x=1 AB12 AB345 y", 13);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->match, (Span{9, 14}));
  EXPECT_EQ(found->secret, (Span{11, 14}));
}

TEST(Extractor, AMatchThatBeginsAtTheEndDoesNotCoverIt) {
  EXPECT_FALSE(extract({"(?P<secret>b+)", "", 1, 3, 3}, "aaabbb", 3).has_value());
  EXPECT_TRUE(extract({"(?P<secret>b+)", "", 1, 3, 3}, "aaabbb", 4).has_value());
}

TEST(Extractor, SearchesFromBeforeAndNoEarlier) {
  Shape shape{"(?P<secret>ab{1,9})", "", 1, 4, 10};
  EXPECT_TRUE(extract(shape, "xxabbb", 6).has_value());   // begins 4 before the end
  EXPECT_FALSE(extract(shape, "xabbbb", 6).has_value());  // begins 5 before it
}

TEST(Extractor, AtKnownBeginsFindsWhatTheSearchFinds) {
  std::vector<Rule> rules{make_rule("one", {"key(?P<secret>[a-z=]{2,6})x", "", 1, 8, 10})};
  Extractor extractor(rules);
  std::mt19937_64 random(17);
  std::size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    while (text.size() < 30) text += random() % 3 == 0 ? "key" : random_text(random, "kxab= ", 2);
    std::vector<std::uint64_t> begins;
    for (std::size_t at = text.find("key"); at != std::string::npos; at = text.find("key", at + 1))
      begins.push_back(at);
    for (std::uint64_t end = 1; end <= text.size(); ++end) {
      Candidate searched;
      Candidate tried;
      const bool expected = extractor.extract(0, text, end, searched).value();
      ASSERT_EQ(extractor.extract_at(begins, 0, text, end, tried).value(), expected) << text;
      if (!expected) continue;
      ++found;
      ASSERT_EQ(tried.match, searched.match) << text;
      ASSERT_EQ(tried.secret, searched.secret) << text;
    }
  }
  EXPECT_GT(found, 1000u);
}

// The definition, by RE2's own search.
std::optional<Span> searched(const re2::RE2& pattern, std::string_view text, const Rule& rule,
                             std::uint64_t end) {
  const std::uint64_t last = std::min<std::uint64_t>(text.size(), end + rule.width);
  std::uint64_t from = end - std::min<std::uint64_t>(end, rule.before);
  re2::StringPiece found;
  while (from < end && pattern.Match(text, from, last, re2::RE2::UNANCHORED, &found, 1)) {
    const std::uint64_t begin = static_cast<std::uint64_t>(found.data() - text.data());
    if (begin < end && begin + found.size() >= end) return Span{begin, begin + found.size()};
    from = std::max<std::uint64_t>(begin + found.size(), begin + 1);
  }
  return std::nullopt;
}

TEST(Extractor, WhereMatchesAreTriedTheyAreThoseThatASearchFinds) {
  std::mt19937_64 random(19);
  std::size_t found = 0;
  for (const char* pattern : {"(?i:set|export) {1,2}[a-k]{0,3}=(?P<secret>[a-t]{2,})", "a?b(?:c|k)",
                              "\\b[a-k]{1,4}=(?P<secret>[^ ]{1,3})\\b", "(?:^|[ =])k{0,2}(?:s|$)",
                              "=(?P<secret>[a-z]*?) ", "[^a-s=]x{2}?|s{3}", "(?P<secret>.{2})k"}) {
    std::vector<Rule> rules{make_rule("one", {pattern, "", 1, 12, 14})};
    Extractor extractor(rules);
    const re2::RE2 program(pattern, pattern_options());
    for (int round = 0; round < 400; ++round) {
      std::string text;
      while (text.size() < 30)
        text += random() % 3 == 0 ? "set " : random_text(random, "kabsc=x ", 2);
      for (std::uint64_t end = 1; end <= text.size(); ++end) {
        const std::optional<Span> expected = searched(program, text, rules[0], end);
        Candidate candidate;
        const bool is_there = extractor.extract(0, text, end, candidate).value();
        if (expected && candidate.secret.size() == 0) continue;  // no candidate
        ASSERT_EQ(is_there, expected.has_value()) << pattern << " in " << text << " at " << end;
        ASSERT_EQ(candidate.match, expected.value_or(candidate.match)) << pattern << " in " << text;
        found += is_there;
      }
    }
  }
  EXPECT_GT(found, 5000u);
}

// The neighbours outside the window count: RE2's start and end do not cut the text out. Each
// pattern is made so that RE2 uses another of its engines.
struct Neighbour {
  const char* engine;
  const char* pattern;
};
const Neighbour kBothSides[] = {
    {"one-pass", "\\b(?P<secret>ab)\\b"},
    {"bit-state", "\\b(?P<secret>(?:a|ab)(?:b|))\\b"},
    {"bit-state with groups", "(\\b)(?P<secret>(?:ab|a|b)+)(\\b)"},
};

TEST(Extractor, SeesTheNeighboursOfItsWindow) {
  for (const Neighbour& one : kBothSides) {
    Shape shape{one.pattern, "", 2, 2, 0};  // width 0: the window ends at the trigger's end
    EXPECT_TRUE(extract(shape, " ab ", 3).has_value()) << one.engine;
    EXPECT_FALSE(extract(shape, "xab ", 3).has_value()) << one.engine;
    EXPECT_FALSE(extract(shape, " abx", 3).has_value()) << one.engine;
  }
}

TEST(Extractor, SeesTheNeighboursOfAWideWindow) {
  // Long and ambiguous: too much for bit-state, so RE2 falls back on its NFA.
  std::string body(30'000, 'a');
  Shape shape{"\\b(?P<secret>(?:a|aa|aaa){3,}?b)\\b", "", 1, 40'000, 40'000};
  EXPECT_TRUE(extract(shape, " " + body + "b ", 30'002).has_value());
  EXPECT_FALSE(extract(shape, "x" + body + "b ", 30'002).has_value());
  EXPECT_FALSE(extract(shape, " " + body + "bx", 30'002).has_value());
}

TEST(Extractor, BordersOfTheTextAreNotBordersOfTheWindow) {
  Shape at_end{"(?P<secret>ab)(?:;|$)", "", 2, 2, 1};
  EXPECT_TRUE(extract(at_end, "xab", 3).has_value());
  EXPECT_FALSE(extract(at_end, "xab,", 3).has_value());
  EXPECT_EQ(extract(at_end, "xab;", 3)->match, (Span{1, 4}));
  Shape at_begin{"(?:^|;)(?P<secret>ab)", "", 2, 3, 2};
  EXPECT_TRUE(extract(at_begin, "ab,", 2).has_value());
  EXPECT_FALSE(extract(at_begin, ",ab,", 3).has_value());
}

TEST(Extractor, TheWindowCutsNoMatchThatCoversTheEnd) {
  // The widest match, found from the first end of its trigger.
  Shape shape{"(?P<secret>k[0-9]{2,9})", "k[0-9]{2}", 3, 3, 10};
  EXPECT_EQ(extract(shape, "k0123456789", 3)->secret, (Span{0, 10}));
}

TEST(Extractor, WithoutAGroupNamedSecretTheMatchIsTheSecret) {
  std::optional<Candidate> found = extract({"k[0-9]+", "", 2, 2, 5}, "k42", 2);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->secret, (Span{0, 3}));
  EXPECT_TRUE(found->companions.empty());
}

TEST(Extractor, TheSecretIsWhatItsGroupSays) {
  struct Case {
    const char* pattern;
    Span secret;  // in "-ab1)cd-", around the end 4
  };
  const Case cases[] = {
      {"(?P<secret>ab1)", {1, 4}},           {"\\b(?P<secret>ab1)", {1, 4}},
      {"(?P<secret>ab)(1)", {1, 3}},         {"(?P<secret>a)b(?:1)", {1, 2}},
      {"(?P<secret>a(b)1)", {1, 4}},         {"(?P<secret>ab1\\))", {1, 5}},
      {"(?P<secret>ab1)\\)", {1, 4}},        {"(?P<secret>ab[1)]{1,2})", {1, 5}},
      {"(?P<secret>x)|(?:ab1)", {1, 4}},     {"(?P<secret>ab)1|(?:ab2)", {1, 3}},
      {"(?:a)(?P<secret>b1)\\b", {2, 4}},    {"(?P<secret>ab1\\)cd)\\b", {1, 7}},
      {"(?P<user>a)(?P<secret>b1)", {2, 4}}, {"(?P<secret>(?P<user>a)b1)", {1, 4}},
      {"(?P<secret>ab)[\\](1]", {1, 3}},     {"(?P<secret>ab[\\])1])", {1, 4}},
      {"(?P<secret>a[b(])1[)]", {1, 4 - 1}}, {"(?P<secret>[^])]b)(?:1)", {1, 3}},
  };
  for (const Case& one : cases) {
    std::optional<Candidate> found = extract({one.pattern, "", 3, 4, 8}, "-ab1)cd-", 4);
    ASSERT_TRUE(found.has_value()) << one.pattern;
    EXPECT_EQ(found->secret, one.secret) << one.pattern;
    bool has_user = std::string_view(one.pattern).find("user") != std::string_view::npos;
    EXPECT_EQ(found->companions.size(), has_user ? 1u : 0u) << one.pattern;
  }
}

TEST(Extractor, AnEmptySecretIsNoCandidate) {
  EXPECT_FALSE(extract({"k(?P<secret>[0-9]*)", "", 1, 1, 5}, "k", 1).has_value());
}

TEST(Extractor, IsByteWise) {
  std::optional<Candidate> found = extract({"k(?P<secret>[^x]{2})", "", 3, 3, 3}, "k\xc3\xa9!", 3);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->secret, (Span{1, 3}));
  EXPECT_TRUE(extract({"k(?P<secret>.)", "", 2, 2, 2}, "k\xff", 2).has_value());
}

TEST(Extractor, APatternThatDoesNotCompileIsAnErrorEachTime) {
  std::vector<Rule> rules{make_rule("bad", {"(", "", 1, 1, 1})};
  Extractor extractor(rules);
  Candidate candidate;
  for (int round = 0; round < 2; ++round) {
    Result<bool> found = extractor.extract(0, "text", 2, candidate);
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().kind, ErrorKind::Invalid);
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
