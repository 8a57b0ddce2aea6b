#include "scanner/suppress/comment_signs.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

bool in_comment(std::string_view before) {
  CommentScan scan;
  scan.take(before);
  // In whatever pieces it comes, as long as no sign is cut.
  for (std::size_t cut = 0; cut <= before.size(); ++cut) {
    CommentScan pieces;
    if (cut > 0 && before[cut - 1] != ' ') continue;
    pieces.take(before.substr(0, cut));
    pieces.take(before.substr(cut));
    EXPECT_EQ(pieces.in_comment(), scan.in_comment()) << before << " cut at " << cut;
  }
  return scan.in_comment();
}

TEST(CommentSigns, WhatOpensAComment) {
  for (const char* line :
       {"# a ", "x = 1 # a ", "f();// a", "f(); /* a ", "<p> <!-- a", "x -- a", "  ; a ini comment",
        "% tex a", " * inside a block", "REM a note", "dnl a", "\"x\"# a", "' basic a"}) {
    EXPECT_TRUE(in_comment(line)) << line;
  }
}

TEST(CommentSigns, WhatOpensNone) {
  for (const char* line :
       {"", "x = 1 ", "see http://a/b#c d ", "a#b ", "--flag ", "x --flag ", "/* a */ f(",
        "<!-- a --> b", "a * b ", "a; b", "50 % b", "don't b ", "premise a", "remark "}) {
    EXPECT_FALSE(in_comment(line)) << line;
  }
}

TEST(CommentSigns, TheSignRightBefore) {
  for (const char* text : {"x #", "x // ", "/*", "<!--  ", "x;", "rem ", "x*"}) {
    EXPECT_TRUE(ends_with_comment_sign(text)) << text;
  }
  for (const char* text : {"", " ", "x", "# x", "theorem "}) {
    EXPECT_FALSE(ends_with_comment_sign(text)) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
