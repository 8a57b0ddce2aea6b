#include "scanner/match/context.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

// "<" and ">" stand for the borders of the match, "[" and "]" for those of the secret.
struct Case {
  std::string marked;
  std::uint32_t reach;
  std::string expected;  // the word, or ""
};

std::string found_in(const Case& one, const std::vector<std::string>& words) {
  std::string text;
  Span match;
  Span secret;
  for (char c : one.marked) {
    if (c == '<')
      match.begin = text.size();
    else if (c == '>')
      match.end = text.size();
    else if (c == '[')
      secret.begin = text.size();
    else if (c == ']')
      secret.end = text.size();
    else
      text += c;
  }
  ContextWords context{words, one.reach};
  return std::string(find_context_word(context, text, match, secret).value_or(""));
}

TEST(Context, FindsAWordWithinReach) {
  const Case cases[] = {
      {"aws <k=[0000]> x", 4, "aws"},  // just inside on the left
      {"aws <k=[0000]> x", 3, ""},     // cut in half on the left
      {"x <k=[0000]> aws", 4, "aws"},  // just inside on the right
      {"x <k=[0000]> aws", 3, ""},
      {"<aws=[0000]>", 0, "aws"},  // in the match
      {"<k=[0000];aws>", 0, "aws"},
      {"<k=[0aws0]>", 50, ""},             // in the secret only
      {"<kaw[s000]>", 50, ""},             // half in it
      {"AWS_KEY <[0000]>", 20, "aws"},     // in any case
      {"Amazon <[0000]> aws", 20, "aws"},  // the rule's order decides
      {"<[0000]>", 20, ""},
      {"nothing <[0000]> here", 200, ""},
      {"<[https://aws.example.org/0000]>", 0, "aws"},  // a host is no secret
      {"<[https://example.org/aws/0000]>", 50, ""},
      {"<[https://aws]>", 0, "aws"},
      {"<[ftp://aws.example.org/0000]>", 50, ""},
  };
  for (const Case& one : cases)
    EXPECT_EQ(found_in(one, {"aws", "amazon"}), one.expected) << one.marked;
}

}  // namespace
}  // namespace leakwarden::scanner
