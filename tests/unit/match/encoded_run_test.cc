#include "scanner/match/encoded_run.h"

#include <gtest/gtest.h>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

constexpr EncodedReach kFar{4000, 4000};

// The form of a trigger that ends `end` characters into a run.
EncodedForm base64_form(EncodedForm first, std::size_t end) {
  return static_cast<EncodedForm>(static_cast<std::size_t>(first) + end % 4);
}

std::vector<DecodedRun> base64_around(const std::string& text, std::size_t begin, std::size_t end) {
  return decode_around(text, end, base64_form(EncodedForm::Base64End0, end - begin), kFar);
}

TEST(EncodedRun, Base64FromAnyPlaceInIt) {
  std::string plain = "user:tok_0123456789abcdef, more";
  std::string text = "auth = \"" + base64_encode(plain) + "\"";
  std::size_t begin = 8;
  for (std::size_t end = begin + 2; end < text.size() - 3; ++end) {
    std::vector<DecodedRun> runs = base64_around(text, begin, end);
    ASSERT_EQ(runs.size(), 1u) << end;
    EXPECT_EQ(runs[0].bytes, plain) << end;
    EXPECT_EQ(runs[0].end, (end - begin) * 6 / 8) << end;
    EXPECT_EQ(runs[0].chain, std::vector<std::string>{"base64"});
  }
}

TEST(EncodedRun, SourcesAreTheCharactersOfEachByte) {
  std::string text = "  " + base64_encode("abcdef");  // YWJjZGVm
  DecodedRun run = base64_around(text, 2, 6).at(0);
  ASSERT_EQ(run.sources.size(), 6u);
  EXPECT_EQ(run.sources[0], (Span{2, 4}));
  EXPECT_EQ(run.sources[1], (Span{3, 5}));
  EXPECT_EQ(run.sources[2], (Span{4, 6}));
  EXPECT_EQ(run.sources[3], (Span{6, 8}));
}

TEST(EncodedRun, LinesOfBase64AreOneRun) {
  std::string plain(200, 'x');
  std::string encoded = base64_encode(plain, Base64Alphabet::Standard, Base64Padding::No);
  for (const char* line_break : {"\n", "\r\n", "\n    ", "\\n", "\\r\\n"}) {
    std::string text;
    for (std::size_t at = 0; at < encoded.size(); at += 64) {
      text += (at == 0 ? "" : line_break) + encoded.substr(at, 64);
    }
    std::size_t second = 64 + std::string(line_break).size();
    std::vector<DecodedRun> runs = base64_around(text, second, second + 8);
    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs[0].bytes, plain) << line_break;
    EXPECT_EQ(runs[0].end, 54u) << line_break;
  }
}

TEST(EncodedRun, ShortLinesAreApart) {
  std::string text = "a: " + base64_encode("tok_012345") + "\nother: value\n";
  DecodedRun run = base64_around(text, 3, 9).at(0);
  EXPECT_EQ(run.bytes, "tok_012345");
}

TEST(EncodedRun, EscapedBase64) {
  std::string encoded = base64_encode("tok_\xfb\xef\xff?x?>x>");
  std::string text;
  for (char c : encoded) {
    if (c == '+')
      text += "%2B";
    else if (c == '/')
      text += "%2f";
    else
      text += c == '=' ? std::string("%3D") : std::string(1, c);
  }
  DecodedRun run = base64_around(text, 0, 4).at(0);
  EXPECT_EQ(run.bytes, "tok_\xfb\xef\xff?x?>x>");
  EXPECT_EQ(run.chain, (std::vector<std::string>{"percent", "base64"}));
}

TEST(EncodedRun, Hex) {
  std::string text = "x: 746f6B5f30, y";
  std::vector<DecodedRun> runs = decode_around(text, 11, EncodedForm::Hex, kFar);
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].bytes, "tok_0");
  EXPECT_EQ(runs[0].end, 4u);
  EXPECT_EQ(runs[0].sources[1], (Span{5, 7}));
  EXPECT_EQ(runs[0].chain, std::vector<std::string>{"hex"});
}

TEST(EncodedRun, Percent) {
  std::string text = "?q=a+b%3Ac%20d&e";
  std::vector<DecodedRun> runs = decode_around(text, 9, EncodedForm::Percent, kFar);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].bytes, "a+b:c d");
  EXPECT_EQ(runs[1].bytes, "a b:c d");
  EXPECT_EQ(runs[0].end, 4u);
  EXPECT_EQ(runs[0].sources[3], (Span{6, 9}));
}

TEST(EncodedRun, Utf16OfEitherOrder) {
  std::string little(
      "\x01\x01t\0o\0k\0_\0"
      "0\0\x01\x01",
      14);
  DecodedRun run = decode_around(little, 9, EncodedForm::Utf16, kFar).at(0);
  EXPECT_EQ(run.bytes, "tok_0");
  EXPECT_EQ(run.end, 4u);
  EXPECT_EQ(run.sources[0], (Span{2, 4}));
  EXPECT_EQ(run.chain, std::vector<std::string>{"utf-16le"});
  std::string big(
      "\x01\0t\0o\0k\0_\0"
      "0\x01",
      12);
  run = decode_around(big, 9, EncodedForm::Utf16, kFar).at(0);
  EXPECT_EQ(run.bytes, "tok_0");
  EXPECT_EQ(run.sources[0], (Span{1, 3}));
  EXPECT_EQ(run.chain, std::vector<std::string>{"utf-16be"});
}

TEST(EncodedRun, NestedForms) {
  std::string plain = "tok_0123456789";
  std::string wide;
  for (char c : plain) wide += std::string{c, '\0'};
  std::string powershell = base64_encode(wide);
  DecodedRun run =
      decode_around(powershell, 8, base64_form(EncodedForm::Base64OfUtf16End0, 8), kFar).at(0);
  EXPECT_EQ(run.bytes, plain);
  EXPECT_EQ(run.chain, (std::vector<std::string>{"base64", "utf-16le"}));
  std::string twice = base64_encode(base64_encode("{\"auth\":\"" + plain + "\"}"));
  bool found = false;
  for (const DecodedRun& one :
       decode_around(twice, 24, base64_form(EncodedForm::Base64TwiceEnd0, 24), kFar)) {
    found |= one.bytes == "{\"auth\":\"" + plain + "\"}" &&
             one.chain == std::vector<std::string>{"base64", "base64"};
  }
  EXPECT_TRUE(found);
}

// Nothing outside of the reach changes a reading.
TEST(EncodedRun, DependsOnItsReachOnly) {
  std::string inside = base64_encode(std::string(300, 'k'));
  EncodedReach reach{100, 100};
  for (EncodedForm form : {EncodedForm::Base64End2, EncodedForm::Hex, EncodedForm::Percent,
                           EncodedForm::Base64TwiceEnd1, EncodedForm::Base64OfUtf16End3}) {
    std::string one = std::string(50, 'a') + inside + std::string(50, 'b');
    std::string other = std::string(50, '!') + inside + std::string(50, '%');
    std::vector<DecodedRun> left = decode_around(one, 250, form, reach);
    std::vector<DecodedRun> right = decode_around(other, 250, form, reach);
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) EXPECT_EQ(left[i].bytes, right[i].bytes);
  }
}

TEST(EncodedRun, TotalAtEdgesAndOnAnyBytes) {
  for (const std::string& text :
       {std::string(), std::string("%"), std::string("a"), std::string(3, '\0'), std::string("%2"),
        std::string("\n\n\\n"), std::string(70, 'A') + "\n", std::string("\xff\xfe\xfd")}) {
    for (std::uint32_t form = 1; form < kEncodedForms; ++form) {
      for (std::uint64_t end = 0; end <= text.size(); ++end) {
        decode_around(text, end, static_cast<EncodedForm>(form), kFar);
      }
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
