#include "scanner/base/sanitize.h"

#include <gtest/gtest.h>

#include <random>

namespace leakwarden {
namespace {

TEST(Sanitize, TerminalUsesCaretNotation) {
  EXPECT_EQ(sanitize_for_terminal("a\x1b[31mb\n\x7f"), "a^[[31mb^J^?");
  EXPECT_EQ(sanitize_for_terminal("päth/日本.txt"), "päth/日本.txt");
}

TEST(Sanitize, BrokenUtf8IsReplaced) {
  EXPECT_EQ(valid_utf8("a\xff z"), "a\xEF\xBF\xBD z");
  EXPECT_EQ(valid_utf8("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong "/"
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  EXPECT_EQ(valid_utf8("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(valid_utf8("\xF0\x9F"), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Sanitize, HeaderIsOneLine) {
  EXPECT_EQ(sanitize_for_header("x\r\nBcc: evil@example.com"), "x  Bcc: evil@example.com");
}

TEST(Sanitize, HtmlIsEscaped) {
  EXPECT_EQ(sanitize_for_html("<script a='\"'>&"), "&lt;script a=&#39;&quot;&#39;&gt;&amp;");
}

TEST(Sanitize, ChatCannotPing) {
  EXPECT_EQ(sanitize_for_chat("<!channel> `x` & @here"),
            "&lt;!channel&gt; \xCB\x8Bx\xCB\x8B &amp; @here");
}

TEST(Sanitize, UnseenCharactersOfJsonAreEscapedAndNothingElse) {
  EXPECT_EQ(escape_unseen_in_json("{\"a\u202E\": \"\x7F\u009B日本 \\n\"}\n"),
            "{\"a\\u202e\": \"\\u007f\\u009b日本 \\n\"}\n");
  // The first and the last of the tags: two surrogates each.
  EXPECT_EQ(escape_unseen_in_json("\U000E0000\U000E007F"), "\\udb40\\udc00\\udb40\\udc7f");
  EXPECT_EQ(escape_unseen_in_json("\U0001F600"), "\U0001F600");
}

TEST(Sanitize, CsvCellsAreQuotedAndNoFormula) {
  EXPECT_EQ(sanitize_for_csv("a\"b"), "\"a\"\"b\"");
  for (const char* formula :
       {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\xE2\x80\x8B=1", "\x01=1"}) {
    EXPECT_EQ(sanitize_for_csv(formula).substr(0, 2), "\"'") << formula;
  }
}

TEST(Sanitize, ACsvCellIsBoundedWithItsQuotes) {
  for (std::size_t most : {2, 3, 4, 10, 50}) {
    EXPECT_LE(sanitize_for_csv("=" + std::string(60, '"'), most).size(),
              std::max<std::size_t>(most, 3));
  }
}

TEST(Sanitize, CutsAtACodePointWithAMark) {
  EXPECT_EQ(sanitize_for_terminal("abcdefgh", 6), "abc…");
  EXPECT_EQ(sanitize_for_terminal("abcdef", 6), "abcdef");
  EXPECT_EQ(sanitize_for_terminal("日本語", 8), "日…");
  EXPECT_EQ(sanitize_for_html("<<<<", 8), "&lt;…");
}

std::string random_text(std::mt19937& random) {
  static const char* const kPieces[] = {
      "\x1b",     "\r\n", "\0x",     "\xE2\x80\xAE", "\xE2\x80\x8B",
      "\xC2\x9B", "\xff", "<!here>", "\"",           "'",
      "`",        "=",    "é",       "\x7f",         "a/b",
      "&"};
  std::string text;
  for (unsigned i = random() % 12; i > 0; --i) {
    if (random() % 3 == 0)
      text.push_back(static_cast<char>(random()));
    else
      text += kPieces[random() % 16];
  }
  return text;
}

// No byte below 0x20 or 0x7F, no C1, no bidirectional control, valid UTF-8, never too long.
void expect_harmless(const std::string& text, std::size_t most) {
  EXPECT_LE(text.size(), most);
  EXPECT_EQ(valid_utf8(text), text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    EXPECT_TRUE(c >= 0x20 && c != 0x7f);
    bool two_bytes = c == 0xC2 && i + 1 < text.size();
    EXPECT_TRUE(!two_bytes || static_cast<unsigned char>(text[i + 1]) >= 0xA0);
  }
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\x8B"), std::string::npos);
}

TEST(Sanitize, TenThousandHostileTexts) {
  std::mt19937 random(7);
  for (int i = 0; i < 10'000; ++i) {
    std::string text = random_text(random);
    std::size_t most = 3 + random() % 60;
    expect_harmless(sanitize_for_terminal(text, most), most);
    expect_harmless(sanitize_for_header(text, most), most);
    std::string html = sanitize_for_html(text, most);
    expect_harmless(html, most);
    EXPECT_EQ(html.find_first_of("<>\"'"), std::string::npos);
    std::string chat = sanitize_for_chat(text, most);
    expect_harmless(chat, most);
    EXPECT_EQ(chat.find_first_of("<>`"), std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden
