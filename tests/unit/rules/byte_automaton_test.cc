#include "scanner/rules/byte_automaton.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "scanner/rules/aligned_bytes.h"

namespace leakwarden::scanner {
namespace {

PatternNode parsed(const std::string& pattern) {
  ByteSets sets;
  return parse_pattern(pattern, sets).value();
}

class Built {
 public:
  explicit Built(const std::vector<std::string>& patterns) {
    std::vector<PatternNode> nodes;
    for (const std::string& pattern : patterns) nodes.push_back(parsed(pattern));
    bytes_ = AlignedBytes(std::string_view(ByteAutomaton::build(nodes, 10'000).value().bytes));
    automaton = ByteAutomaton::open(bytes_.view()).value();
  }
  std::uint64_t accepts(std::string_view text) const {
    std::uint32_t state = ByteAutomaton::kStartState;
    for (char c : text) state = automaton.next(state, c);
    return automaton.accepts(state);
  }
  std::string_view bytes() const { return bytes_.view(); }
  ByteAutomaton automaton;

 private:
  AlignedBytes bytes_;
};

TEST(ByteAutomaton, TheExampleOfItsEssay) {
  const Built built({"ab", "a[bc]"});
  EXPECT_EQ(built.accepts("ab"), 3U);
  EXPECT_EQ(built.accepts("ac"), 2U);
  for (const char* other : {"", "a", "b", "abb", "x", "ad"}) EXPECT_EQ(built.accepts(other), 0U);
  EXPECT_EQ(built.automaton.states(), 5U);
}

// RE2 says what a pattern matches.
TEST(ByteAutomaton, AgreesWithRe2OnRandomTexts) {
  const std::vector<std::vector<std::string>> sets{
      {"(?i:key|pass)[a-z_]{0,5}[\"']?\\s{0,3}[:=]", "(?i:key)[a-z]{0,3}=>?[^\\s\"]", "pass=="},
      {"[ab]{2,4}(?:a|bb){0,3}c?", "(?:a{0,2}b){1,3}", "[^a]{3}"},
      {"x{0,3}y{0,3}z", "(?:xy?){1,4}"},
  };
  std::mt19937 random(5);
  for (const std::vector<std::string>& patterns : sets) {
    const Built built(patterns);
    const std::string alphabet = patterns[0][0] == '(' ? "keypas_=: \"'>K" : "abcxyz";
    std::size_t accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
      std::string text;
      for (std::size_t size = random() % 11; size > 0; --size)
        text += alphabet[random() % alphabet.size()];
      if (round % 2 == 0 && patterns[0][0] == '(') text = "key" + text;
      std::uint64_t expected = 0;
      for (std::size_t i = 0; i < patterns.size(); ++i) {
        const re2::RE2 oracle(patterns[i], pattern_options());
        if (re2::RE2::FullMatch(text, oracle)) expected |= std::uint64_t{1} << i;
      }
      ASSERT_EQ(built.accepts(text), expected) << text;
      accepted += expected != 0;
    }
    EXPECT_GT(accepted, 100U);
  }
}

TEST(ByteAutomaton, IsEnteredBehindABeginningInAnyCase) {
  const std::vector<PatternNode> nodes{parsed("(?i:key|pass)[0-9]=x"), parsed("Token[0-9]")};
  const ByteAutomaton::Built built =
      ByteAutomaton::build(nodes, 1000, {"key", "pass", "token", "none"}).value();
  const AlignedBytes bytes{std::string_view(built.bytes)};
  const ByteAutomaton automaton = ByteAutomaton::open(bytes.view()).value();
  ASSERT_EQ(built.entries.size(), 4U);
  EXPECT_EQ(built.entries[0], built.entries[1]);
  EXPECT_EQ(built.entries[2], ByteAutomaton::kStartState);  // "token" is none, "Token" is
  EXPECT_EQ(built.entries[3], ByteAutomaton::kDeadState);
  std::uint32_t state = built.entries[0];
  for (char c : std::string("7=x")) state = automaton.next(state, c);
  EXPECT_EQ(automaton.accepts(state), 1U);
  state = ByteAutomaton::kStartState;
  for (char c : std::string("Token7")) state = automaton.next(state, c);
  EXPECT_EQ(automaton.accepts(state), 2U);
}

TEST(ByteAutomaton, RefusesWhatItCannotHold) {
  EXPECT_FALSE(ByteAutomaton::build({}, 100).has_value());
  EXPECT_FALSE(ByteAutomaton::build({parsed("a*b")}, 100).has_value());
  EXPECT_FALSE(ByteAutomaton::build({parsed("a?")}, 100).has_value());
  EXPECT_FALSE(ByteAutomaton::build({parsed("(?:a|b){0,20}a(?:a|b){12}")}, 1000).has_value());
  EXPECT_FALSE(
      ByteAutomaton::build(std::vector<PatternNode>(kMostAutomatonPatterns + 1, parsed("a")), 100)
          .has_value());
}

TEST(ByteAutomaton, CutTablesAreNotOpened) {
  const Built built({"abc", "[a-f]{3}d"});
  for (std::size_t size = 0; size + 8 <= built.bytes().size(); ++size)
    EXPECT_FALSE(ByteAutomaton::open(built.bytes().substr(0, size)).has_value()) << size;
}

}  // namespace
}  // namespace leakwarden::scanner
