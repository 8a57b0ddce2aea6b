#include "scanner/match/masked_line.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/planted.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

using leakwarden::testing::planted_characters;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

struct Marked {
  std::string text;
  LocalVerdicts verdicts;
};

// Each "<r:value>" becomes a kept verdict of rule r; "{r:value}" a dropped one.
Marked parse(const std::string& marked) {
  Marked parsed;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    char open = marked[i];
    if (open != '<' && open != '{') {
      parsed.text += open;
      continue;
    }
    std::size_t close = marked.find(open == '<' ? '>' : '}', i);
    std::string value = marked.substr(i + 3, close - i - 3);
    std::uint64_t begin = parsed.text.size();
    parsed.text += value;
    parsed.verdicts.verdicts.push_back(
        verdict_at(static_cast<std::uint32_t>(marked[i + 1] - '0'), begin, parsed.text.size(),
                   open == '<' ? Reason::Kept : Reason::BadChecksum));
    i = close;
  }
  return parsed;
}

std::string masked(const std::string& marked, std::size_t which = 0) {
  Marked parsed = parse(marked);
  LineMasker masker(parsed.text, parsed.verdicts);
  return masker.masked_line(parsed.verdicts.verdicts[which].secret, "MASK");
}

TEST(MaskedLine, ShowsTheLineAndNothingElse) {
  EXPECT_EQ(masked("one\nAPI_KEY=<0:q7Rk2vXw9LmZ> # note\ntwo"), "API_KEY=MASK # note");
  EXPECT_EQ(masked("<0:q7Rk2vXw9LmZ>"), "MASK");
}

TEST(MaskedLine, MasksTheOtherSecretsOfTheLine) {
  EXPECT_EQ(masked("a=<0:q7Rk2vXw9LmZ> b=<1:Tb8NsYcP4wEu> c"), "a=MASK b=… c");
  EXPECT_EQ(masked("a=<0:q7Rk2vXw9LmZ> b=<1:Tb8NsYcP4wEu> c", 1), "a=… b=MASK c");
  EXPECT_EQ(masked("a=<0:q7Rk2vXw9LmZ> b={1:Tb8NsYcP4wEu}"), "a=MASK b=…");
}

TEST(MaskedLine, MasksCopiesThatNoRuleMatched) {
  EXPECT_EQ(masked("a=<0:q7Rk2vXw9LmZ> and q7Rk2vXw9LmZ_"), "a=MASK and …_");
  EXPECT_EQ(masked("a=<0:q7Rk2vXw9LmZ> and 2vXw9L and 2vXw9"), "a=MASK and … and 2vXw9");
  EXPECT_EQ(masked("x\nb=<0:q7Rk2vXw9LmZ> Tb8NsYcP\na=<1:Tb8NsYcP4wEu>"), "b=MASK …");
  EXPECT_EQ(masked("p=<0:k3yz> -pk3yz"), "p=MASK -p…");
  EXPECT_EQ(masked("p=<0:kz> kz"), "p=MASK kz");  // two characters are in every text
}

TEST(MaskedLine, MasksAnEncodedSecretInEitherForm) {
  Marked parsed = parse("a <0:c2VjcmV0dmFsdWU=> b secretvalue c c2VjcmV0dmFsdWU= d");
  std::shared_ptr<DecodedCandidate> decoded = std::make_shared<DecodedCandidate>();
  decoded->text = "secretvalue";
  decoded->match = decoded->secret = {0, 11};
  parsed.verdicts.verdicts[0].decoded = decoded;
  LineMasker masker(parsed.text, parsed.verdicts);
  EXPECT_EQ(masker.masked_line(parsed.verdicts.verdicts[0].secret, "MASK"), "a MASK b … c … d");
}

TEST(MaskedLine, PlaceholdersAndNearMissesMayBeShown) {
  Marked parsed = parse("a=<0:q7Rk2vXw9LmZ> b={1:xxxxxxxxxxxx}");
  parsed.verdicts.verdicts[1].reason = Reason::Placeholder;
  LineMasker masker(parsed.text, parsed.verdicts);
  EXPECT_EQ(masker.masked_line(parsed.verdicts.verdicts[0].secret, "M"), "a=M b=xxxxxxxxxxxx");
}

TEST(MaskedLine, SpansOfSeveralLinesShowTheirFirstAndLast) {
  EXPECT_EQ(masked("x\nkey = \"<0:BEGIN\nq7Rk2vXw\nEND>\";\ny"), "key = \"MASK\";");
}

TEST(MaskedLine, IsBounded) {
  std::string left(500, 'l');
  std::string right(500, 'r');
  std::string line = masked(left + "<0:q7Rk2vXw9LmZ>" + right);
  EXPECT_EQ(line, std::string(78, 'l') + "MASK" + std::string(78, 'r'));
  EXPECT_EQ(masked("ll<0:q7Rk2vXw9LmZ>" + right), "llMASK" + std::string(154, 'r'));
  EXPECT_EQ(masked(left + "<0:q7Rk2vXw9LmZ>rr"), std::string(154, 'l') + "MASKrr");
}

TEST(MaskedLine, DoesNotTearCharactersApart) {
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ä";
  std::string line = masked("x" + umlauts + "<0:q7Rk2vXw9LmZ>y" + umlauts);
  EXPECT_EQ(line.substr(0, 2), "ä");
  EXPECT_EQ(line.substr(line.size() - 2), "ä");
}

TEST(MaskedLine, AStormShowsTheMaskOnly) {
  Marked parsed = parse("a=<0:q7Rk2vXw9LmZ> b=stormed");
  parsed.verdicts.stormed_rules = {1};
  LineMasker masker(parsed.text, parsed.verdicts);
  EXPECT_EQ(masker.masked_line(parsed.verdicts.verdicts[0].secret, "M"), "M");
  parsed.verdicts.stormed_rules.clear();
  parsed.verdicts.trigger_limit_reached = true;
  EXPECT_EQ(
      LineMasker(parsed.text, parsed.verdicts).masked_line(parsed.verdicts.verdicts[0].secret, "M"),
      "M");
}

TEST(MaskedLine, TooManyPiecesShowTheMaskOnly) {
  Marked parsed;
  parsed.text = "key " + planted_characters(1, kAlphabet, LineMasker::kMaxPieces + 100);
  parsed.verdicts.verdicts = {verdict_at(0, 4, 20), verdict_at(0, 20, parsed.text.size())};
  LineMasker masker(parsed.text, parsed.verdicts);
  EXPECT_EQ(masker.masked_line(parsed.verdicts.verdicts[0].secret, "M"), "M");
}

bool leaks(const std::string& line, const std::string& value) {
  for (std::size_t at = 0; at + 6 <= value.size(); ++at) {
    if (line.find(value.substr(at, 6)) != std::string::npos) return true;
  }
  return value.size() < 6 && line.find(value) != std::string::npos;
}

TEST(MaskedLine, NeverShowsSixBytesOfAnySecret) {
  std::mt19937_64 random(11);
  int with_surroundings = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> values;
    std::string marked;
    for (std::size_t count = 1 + random() % 4; values.size() < count;) {
      values.push_back(planted_characters(random(), "abcXYZ123", 4 + random() % 30));
      marked += planted_characters(random(), "abcXYZ123 =\n", random() % 40);
      marked += "<" + std::to_string(values.size()) + ":" + values.back() + ">";
      // Copies, whole, cut, or torn by another byte.
      if (random() % 2) marked += values.back().substr(random() % values.back().size());
      if (random() % 2) marked += values[random() % values.size()];
    }
    Marked parsed = parse(marked);
    LineMasker masker(parsed.text, parsed.verdicts);
    for (const LocalVerdict& verdict : parsed.verdicts.verdicts) {
      std::string line = masker.masked_line(verdict.secret, "#");
      if (line.size() > 10) ++with_surroundings;
      for (const std::string& value : values)
        ASSERT_FALSE(leaks(line, value)) << line << "\n" << value;
    }
  }
  EXPECT_GT(with_surroundings, 1000);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
