#include "scanner/rules/import/peer_pattern.h"

#include <re2/re2.h>

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> written(const std::string& regex, int group = 0,
                                 RepeatBounds bounds = {10, 20}) {
  const Result<PeerPattern> pattern = parse_peer_pattern(regex);
  EXPECT_TRUE(pattern.ok()) << regex << ": " << pattern.error().message();
  std::vector<std::string> all;
  if (!pattern.ok()) return all;
  std::string why;
  for (const SecretChoice& choice : secret_choices(*pattern, group, &why)) {
    all.push_back(written_pattern(choice, bounds));
  }
  return all;
}

struct Case {
  const char* regex;
  std::vector<std::string> patterns;
};

TEST(PeerPattern, NamesTheGroupAndBoundsRepeats) {
  const Case cases[] = {
      {"ab[0-9]{4}", {"(?P<secret>ab[0-9]{4})"}},
      {"k=([a-z]{8})x", {"k=(?P<secret>[a-z]{8})x"}},
      {"(?i)k\\s*=([a-z]{8,})x", {"(?i)k\\s{0,10}=(?P<secret>[a-z]{8,20})x"}},
      {"a+?([b]+?)", {"a{1,10}?(?P<secret>[b]{1,20}?)"}},
      {"(?:a|b)*([c]{30,})", {"(?:a|b){0,10}(?P<secret>[c]{30,30})"}},
      {"(?P<user>u)(?<pass>p)", {"(?P<secret>u)(?:p)"}},
      {"(a)?b", {"(?P<secret>a)b", "(?P<secret>b)"}},
      {"(?i:k)(v)", {"(?i:k)(?P<secret>v)"}},
      {"x((?i)v{2})", {"x(?P<secret>(?i)v{2})"}},
      {"A([0-9]{9})B|C([a-f]{8})", {"A(?P<secret>[0-9]{9})B", "C(?P<secret>[a-f]{8})"}},
      {"(?i)A(x)|b(y)", {"(?i)A(?P<secret>x)", "(?i)b(?P<secret>y)"}},
      {"p(?:(a)|(b)|c)s", {"p(?:(?P<secret>a))s", "p(?:(?P<secret>b))s", "(?P<secret>p(?:c)s)"}},
      {"(a)(b)", {"(?P<secret>a)(?:b)"}},
      {"\\Qa.b\\E(c)", {"a\\.b(?P<secret>c)"}},
      {"(?m)^(k)$", {"(?:^|\\n)(?P<secret>k)(?:\\n|$)"}},
      {"\\x{41}\\102(c)", {"\\x41\\x42(?P<secret>c)"}},
      {"ä+(c)", {"(?:ä){1,10}(?P<secret>c)"}},
      {"[]a](c)[^]b]", {"[]a](?P<secret>c)[^]b]"}},
      {"a{,3}(c)", {"a{,3}(?P<secret>c)"}},
  };
  for (const Case& one : cases) EXPECT_EQ(written(one.regex), one.patterns) << one.regex;
}

TEST(PeerPattern, TakesTheGroupThatIsAskedFor) {
  EXPECT_EQ(written("(a)(b)", 2), std::vector<std::string>{"(?:a)(?P<secret>b)"});
  EXPECT_EQ(written("(a)|x(b)?", 2), std::vector<std::string>{"x(?P<secret>b)"});
}

TEST(PeerPattern, TakesTheWholeMatchWhereNoGroupWillDo) {
  EXPECT_EQ(written("(ab-){3}c"), std::vector<std::string>{"(?P<secret>(?:ab-){3}c)"});
  EXPECT_EQ(written("([a-z])+x"), std::vector<std::string>{"(?P<secret>(?:[a-z]){1,20}x)"});
  EXPECT_EQ(written("x(?:(a)|(b)|(c)|(d)|(e)|(f)|(g)|(h))").size(), 1u);
}

TEST(PeerPattern, OpenRepeatsAreCountedOnTheirSide) {
  const Result<PeerPattern> pattern = parse_peer_pattern("a*b+(c{3,}[\\s\\S]*)d{2}e*");
  ASSERT_TRUE(pattern.ok());
  std::string why;
  const OpenRepeats open = open_repeats(secret_choices(*pattern, 0, &why).front());
  EXPECT_EQ(open.outside, 3u);
  EXPECT_EQ(open.inside, 2u);
  EXPECT_TRUE(open.inside_crosses_lines);
}

TEST(PeerPattern, SaysWhatItDoesNotTakeAndWhere) {
  struct Refused {
    const char* regex;
    const char* where;
    const char* why;
  };
  const Refused cases[] = {
      {"ab\\p{L}", "character 3", "Unicode"}, {"[\\p{L}]", "character 1", "Unicode"},
      {"[aä]", "character 1", "ASCII"},       {"a(?=b)", "character 4", "look-around"},
      {"a(b", "character 4", "without its )"}, {"a)b", "character 2", "without its ("},
      {"[ab", "character 1", "without its ]"}, {"*a", "character 1", "nothing to repeat"},
      {"a**", "character 3", "repeat of a repeat"}, {"a\\", "character 2", "backslash"},
      {"\\C", "character 1", "\\C"},          {"\\x{4e00}", "character 1", "ASCII"},
  };
  for (const Refused& refused : cases) {
    const Result<PeerPattern> pattern = parse_peer_pattern(refused.regex);
    ASSERT_FALSE(pattern.ok()) << refused.regex;
    EXPECT_THAT(pattern.error().where, HasSubstr(refused.where)) << refused.regex;
    EXPECT_THAT(pattern.error().why, HasSubstr(refused.why)) << refused.regex;
  }
  EXPECT_FALSE(parse_peer_pattern(std::string(60, '(') + std::string(60, ')')).ok());
  EXPECT_FALSE(parse_peer_pattern(std::string(5000, 'a')).ok());
}

// What Go's reader calls the secret: the first group that is not empty, else the whole match.
std::string first_not_empty(const std::string& regex, const std::string& text) {
  const re2::RE2 pattern(regex);
  std::vector<re2::StringPiece> groups(
      static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1);
  if (!pattern.Match(text, 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                     static_cast<int>(groups.size()))) {
    return "no match";
  }
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (!groups[i].empty()) return groups[i].as_string();
  }
  return groups[0].as_string();
}

TEST(PeerPattern, FindsTheSameValueAsTheOriginal) {
  const char* const regexes[] = {"A([0-9]{2})B|C([a-c]{2})", "k(?:=(a+)|:(b+))?;", "(x)?(y)?z",
                                 "(?i)(?:q(1)|w(2)(3)?)", "a(?:b(c)?d|(e))f"};
  const char* const texts[] = {"A12B", "Cab", "k=aa;", "k:bb;", "k;", "xyz", "yz", "z", "xz",
                               "Q1", "W23", "w2", "abcdf", "abdf", "aef", "nothing"};
  for (const char* regex : regexes) {
    for (const char* text : texts) {
      std::string found = "no match";
      for (const std::string& pattern : written(regex)) {
        const re2::RE2 ours(pattern);
        ASSERT_TRUE(ours.ok()) << pattern;
        std::string value;
        if (found == "no match" && re2::RE2::PartialMatch(text, ours, &value)) found = value;
      }
      EXPECT_EQ(found, first_not_empty(regex, text)) << regex << " in " << text;
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
