#include "scanner/rules/derive.h"

#include <gtest/gtest.h>
#include <hs.h>

#include <memory>
#include <random>
#include <set>

#include "scanner/rules/expression.h"
#include "scanner/rules/trigger_database.h"

namespace leakwarden::scanner {
namespace {

PatternNode parse(const std::string& pattern) {
  ByteSets byte_sets;
  Result<PatternNode> node = parse_pattern(pattern, byte_sets);
  EXPECT_TRUE(node.ok()) << pattern << ": " << node.error().message();
  return node.ok() ? *std::move(node) : PatternNode{};
}

Trigger derive(const std::string& pattern) {
  const Result<Trigger> trigger = derive_trigger(parse(pattern));
  EXPECT_TRUE(trigger.ok()) << pattern;
  return trigger.ok() ? *trigger : Trigger{};
}

struct Derived {
  const char* pattern;
  const char* expression;
  std::uint32_t width;
  std::uint32_t before;
};

class DeriveTable : public testing::TestWithParam<Derived> {};

// Expectations by hand, from the essay in derive.h.
TEST_P(DeriveTable, GivesTheTriggerWorkedOutByHand) {
  const Derived& wanted = GetParam();
  const Trigger trigger = derive(wanted.pattern);
  EXPECT_EQ(trigger.expression, wanted.expression);
  EXPECT_EQ(trigger.width, wanted.width);
  EXPECT_EQ(trigger.before, wanted.before);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, DeriveTable,
    testing::Values(
        // The literal is rare enough by itself.
        Derived{R"(\b(?P<secret>github_pat_[A-Za-z0-9]{22})\b)", "github_pat_", 11, 11},
        Derived{R"((?P<secret>GOCSPX-[A-Za-z0-9_-]{28}))", "GOCSPX-", 7, 7},
        // A literal is taken to its end, however rare its first part is.
        Derived{R"((?P<secret>-----BEGIN OPENSSH PRIVATE KEY-----[a-z]{3,}))",
                "-----BEGIN OPENSSH PRIVATE KEY-----", 35, 35},
        // The alternation stands inside the literal.
        Derived{R"((?P<secret>Q(?:KIA|BIA)_ZXQ[0-9]{9}))", "Q(?:KIA|BIA)_ZXQ", 8, 8},
        // The literal is in the middle: what may stand before it counts for `before`.
        Derived{R"((?P<secret>[a-z]{20,74}T3BlbkFJ[a-z]{20,74}))", "T3BlbkFJ", 8, 82},
        // Case-insensitive words are written as such.
        Derived{R"((?i:zqxjkv_wvutq)=(?P<secret>x))", "(?i:zqxjkv)_(?i:wvutq)=x", 14, 14},
        // The beginning is optional, so it is no part of the trigger but of `before`.
        Derived{R"((?P<secret>(?:abc)?ZQXJ9WVX))", "ZQXJ9WVX", 8, 11},
        // Each branch has its own trigger.
        Derived{R"((?P<secret>(?:[a-z]{40}QXZ9-WVJ|[a-z]{41}KJQ8-XWV)))", "QXZ9-WVJ|KJQ8-XWV", 8,
                49},
        // A repeat at the end is cut to what must be there, so that there is one end.
        Derived{R"((?P<secret>ZQ_X[0-9]{1,40}))", "ZQ_X[0-9]", 5, 5}));

TEST(Derive, TakesNoMoreOfARepeatThanNeeded) {
  const Trigger trigger = derive(R"((?P<secret>PMAK-[0-9a-f]{24}-[0-9a-f]{34})\b)");
  EXPECT_EQ(trigger.expression.rfind("PMAK-[0-9a-f]{", 0), 0U) << trigger.expression;
  EXPECT_LT(trigger.width, 29U);
  EXPECT_EQ(trigger.before, trigger.width);
  EXPECT_EQ(trigger.literal_bytes, 5U);
}

TEST(Derive, LooksLeftWhenTheLiteralIsWeak) {
  const Trigger trigger = derive(R"(\b(?P<secret>[0-9a-f]{32}-us[0-9]{1,2})\b)");
  EXPECT_NE(trigger.expression.find("[0-9a-f]{"), std::string::npos) << trigger.expression;
  EXPECT_NE(trigger.expression.find("}-us[0-9]"), std::string::npos) << trigger.expression;
  EXPECT_EQ(trigger.before, 36U);
}

TEST(Derive, SaysWhenThereIsNoLiteral) {
  const Trigger trigger = derive(R"(\b(?P<secret>[0-9a-f]{40})\b)");
  EXPECT_EQ(trigger.literal_bytes, 0U);
  EXPECT_GT(trigger.width, 0U);
}

TEST(Derive, UnboundedPrefixHasUnboundedBefore) {
  EXPECT_EQ(derive("(?P<secret>[a-z]+ZQXJ9WV)").before, kUnbounded);
}

TEST(Derive, RefusesWhatMayBeEmpty) {
  EXPECT_FALSE(derive_trigger(parse("(?P<secret>[a-z]*)")).ok());
  EXPECT_FALSE(derive_trigger(parse(R"(\b(?:abc)?)")).ok());
}

TEST(CheckTrigger, ProvesBeforeWhereTheTriggerIsAPieceOfThePattern) {
  const PatternNode pattern = parse("(?P<secret>[a-z]{3,9}-ZQ-[0-9]{20})");
  Result<Trigger> trigger = check_trigger(parse("-ZQ-[0-9]{4}"), pattern);
  ASSERT_TRUE(trigger.ok());
  EXPECT_EQ(trigger->before, 9U + 4U + 4U);
  trigger = check_trigger(parse("[a-z]{2}-ZQ-"), pattern);
  ASSERT_TRUE(trigger.ok());
  EXPECT_EQ(trigger->before, 9U + 4U);
}

TEST(CheckTrigger, ElseBeforeIsTheWidth) {
  const Result<Trigger> trigger =
      check_trigger(parse("ZQ-[0-9a-f]"), parse("(?P<secret>[a-z]{3,9}-ZQ-[0-9]{20})"));
  ASSERT_TRUE(trigger.ok());
  EXPECT_EQ(trigger->before, 33U);
}

TEST(CheckTrigger, ThatBeginsAsThePatternDoesEndsWithinItsOwnWidth) {
  const Result<Trigger> trigger =
      check_trigger(parse("ZQX[a-z]{0,9}="), parse("ZQX[a-z]{0,9} ?=(?P<secret>[0-9]+)"));
  ASSERT_TRUE(trigger.ok());
  EXPECT_EQ(trigger->before, 13U);
}

// More of a repeat than must be there, or an item that may be missing, proves nothing.
TEST(CheckTrigger, AsksNoMoreThanMustBeThere) {
  Result<Trigger> trigger =
      check_trigger(parse("ZQ-[0-9]{6}"), parse("(?P<secret>[a-z]{3,9}ZQ-[0-9]{5,20})"));
  ASSERT_TRUE(trigger.ok());
  EXPECT_EQ(trigger->before, 32U);
  trigger = check_trigger(parse("ZQ-x"), parse("(?P<secret>[a-z]{3,9}ZQ-(?:x)?[0-9]{5})"));
  ASSERT_TRUE(trigger.ok());
  EXPECT_EQ(trigger->before, 18U);
}

TEST(CheckTrigger, RefusesAnchorsAndUnboundedWidth) {
  const PatternNode pattern = parse("(?P<secret>abc[0-9]{9})");
  for (const char* text : {"^abc", "abc$", R"(\babc)", R"(\Aabc)", R"(abc\z)", "(?:^|x)abc",
                           "abc[0-9]*", "abc[0-9]{300}", "(?:abc)?"}) {
    EXPECT_FALSE(check_trigger(parse(text), pattern).ok()) << text;
  }
}

// --- Brute force -------------------------------------------------------------------------------

// Random patterns over a, b and -, with everything the parser knows.
class RandomPattern {
 public:
  explicit RandomPattern(unsigned seed) : random_(seed) {}
  std::string text() { return alternate(3); }

 private:
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  std::string alternate(int depth) {
    std::string text = concat(depth);
    while (below(4) == 0) text += "|" + concat(depth);
    return text;
  }
  std::string concat(int depth) {
    std::string text;
    for (unsigned count = 1 + below(3); count > 0; count--) text += atom(depth) + repeat();
    return text;
  }
  std::string atom(int depth) {
    switch (below(depth > 0 ? 9 : 6)) {
      case 0:
      case 1:
        return "a";
      case 2:
        return "b";
      case 3:
        return "-";
      case 4:
        return "[ab]";
      case 5:
        return below(2) == 0 ? "(?i:A)" : "[^a]";
      case 6:
        return "(?:" + alternate(depth - 1) + ")";
      case 7:
        return "(?i:" + alternate(depth - 1) + ")";
      default:
        return below(2) == 0 ? "(?:\\b" + alternate(depth - 1) + ")"
                             : "(?:^|" + concat(depth - 1) + ")";
    }
  }
  std::string repeat() {
    switch (below(8)) {
      case 0:
        return "?";
      case 1:
        return "{2}";
      case 2:
        return "{1,2}";
      case 3:
        return "{0,2}?";
      case 4:
        return below(4) == 0 ? "*" : "";
      default:
        return "";
    }
  }
  std::mt19937 random_;
};

std::vector<std::string> all_texts(std::size_t longest) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size(); i++) {
    if (texts[i].size() == longest) continue;
    for (char c : std::string("ab-")) texts.push_back(texts[i] + c);
  }
  return texts;
}

// Ends of all non-empty matches of `program` in `text`, by trying every piece.
std::set<std::size_t> ends_of(const re2::RE2& program, const std::string& text) {
  std::set<std::size_t> ends;
  for (std::size_t begin = 0; begin < text.size(); begin++) {
    for (std::size_t end = begin + 1; end <= text.size(); end++) {
      if (ends.count(end) != 0) continue;
      const re2::StringPiece piece(text.data() + begin, end - begin);
      if (re2::RE2::FullMatch(piece, program)) ends.insert(end);
    }
  }
  return ends;
}

// The end of the match that begins at `begin`, with the whole text as context; 0 when there is
// none.
std::size_t match_end(const re2::RE2& program, const std::string& text, std::size_t begin) {
  re2::StringPiece match;
  if (!program.Match(text, begin, text.size(), re2::RE2::ANCHOR_START, &match, 1)) return 0;
  return begin + match.size();
}

class Brute {
 public:
  explicit Brute(const std::string& pattern) : pattern_(pattern), node_(parse(pattern)) {
    re2::RE2::Options options = pattern_options();
    first_ = std::make_unique<re2::RE2>(pattern, options);
    options.set_longest_match(true);
    longest_ = std::make_unique<re2::RE2>(pattern, options);
  }

  bool has_trigger() const { return min_width(node_) > 0 && derive_trigger(node_).ok(); }

  // Every match has a trigger end e with begin < e ≤ end and e − begin ≤ before, and is no wider
  // than max_width says.
  void check(const std::vector<std::string>& texts) {
    const Trigger trigger = *derive_trigger(node_);
    const re2::RE2 expression(trigger.expression, pattern_options());
    ASSERT_TRUE(expression.ok()) << trigger.expression;
    const std::uint32_t width = max_width(node_);
    for (const std::string& text : texts) {
      const std::set<std::size_t> ends = ends_of(expression, text);
      for (std::size_t begin = 0; begin < text.size(); begin++) {
        for (const re2::RE2* program : {first_.get(), longest_.get()}) {
          const std::size_t end = match_end(*program, text, begin);
          if (end == 0) continue;
          matches_++;
          ASSERT_LE(end - begin, width) << pattern_ << " on " << text;
          std::set<std::size_t>::const_iterator e = ends.upper_bound(begin);
          ASSERT_TRUE(e != ends.end() && *e <= end && *e - begin <= trigger.before)
              << pattern_ << " → " << trigger.expression << " before " << trigger.before << " on '"
              << text << "' at " << begin;
        }
      }
    }
  }
  std::size_t matches() const { return matches_; }

 private:
  std::string pattern_;
  PatternNode node_;
  std::unique_ptr<re2::RE2> first_;
  std::unique_ptr<re2::RE2> longest_;
  std::size_t matches_ = 0;
};

TEST(DeriveBruteForce, EveryMatchHoldsATriggerEndWithinBefore) {
  const std::vector<std::string> texts = all_texts(5);
  RandomPattern random(20240611);
  std::size_t checked = 0;
  std::size_t matches = 0;
  for (int i = 0; i < 1200; i++) {
    Brute brute(random.text());
    if (!brute.has_trigger()) continue;
    checked++;
    brute.check(texts);
    matches += brute.matches();
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(checked, 500U);
  EXPECT_GT(matches, 50'000U);
}

TEST(DeriveBruteForce, WidthIsReachedWhereNothingForbidsIt) {
  const std::vector<std::string> texts = all_texts(6);
  for (const char* pattern :
       {"a{1,3}-?b", "(?:a|bb|ab-){1,2}", "(?i:A)[^a]{0,2}-", "a(?:b|-b)?(?:a|$)"}) {
    const re2::RE2 program(pattern, pattern_options());
    std::size_t widest = 0;
    for (const std::string& text : texts) {
      if (re2::RE2::FullMatch(text, program)) widest = std::max(widest, text.size());
    }
    EXPECT_EQ(widest, max_width(parse(pattern))) << pattern;
  }
}

struct FreeDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};

// Hyperscan and RE2 read the expression alike: the same ends in every text.
TEST(DeriveBruteForce, HyperscanReportsTheEndsRe2Sees) {
  const std::vector<std::string> texts = all_texts(5);
  RandomPattern random(7);
  int checked = 0;
  for (int i = 0; i < 400 && checked < 120; i++) {
    const std::string pattern = random.text();
    const Result<Trigger> trigger = derive_trigger(parse(pattern));
    if (!trigger.ok()) continue;
    checked++;
    hs_database_t* raw = nullptr;
    hs_compile_error_t* error = nullptr;
    ASSERT_EQ(hs_compile(trigger->expression.c_str(), 0, HS_MODE_BLOCK, nullptr, &raw, &error),
              HS_SUCCESS)
        << trigger->expression;
    const std::unique_ptr<hs_database_t, FreeDatabase> database(raw);
    hs_scratch_t* raw_scratch = nullptr;
    ASSERT_EQ(hs_alloc_scratch(raw, &raw_scratch), HS_SUCCESS);
    const std::unique_ptr<hs_scratch_t, FreeScratch> scratch(raw_scratch);
    const re2::RE2 program(trigger->expression, pattern_options());
    for (const std::string& text : texts) {
      std::set<std::size_t> ends;
      hs_scan(
          raw, text.data(), static_cast<unsigned>(text.size()), 0, raw_scratch,
          [](unsigned, unsigned long long, unsigned long long end, unsigned, void* context) {
            static_cast<std::set<std::size_t>*>(context)->insert(end);
            return 0;
          },
          &ends);
      ASSERT_EQ(ends, ends_of(program, text))
          << pattern << " → " << trigger->expression << " on " << text;
    }
  }
  EXPECT_GT(checked, 50);
}

}  // namespace
}  // namespace leakwarden::scanner
