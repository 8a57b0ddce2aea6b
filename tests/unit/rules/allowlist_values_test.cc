#include "scanner/rules/import/allowlist_values.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;
using Values = std::vector<std::string>;

TEST(AllowlistValues, FixedTextsBecomePlaceholders) {
  struct Case {
    const char* regex;
    Values values;
  };
  const Case cases[] = {
      {"EXAMPLE", {"…EXAMPLE…"}},
      {"^abc$", {"abc"}},
      {"^abc", {"abc…"}},
      {"abc$", {"…abc"}},
      {".+EXAMPLE$", {"…EXAMPLE"}},
      {"^a.*z$", {"a…z"}},
      {"^(?:foo|bar)$", {"bar", "foo"}},
      {"(?i)^true|false|null$", {"true…", "…false…", "…null"}},
      {"^ab?c$", {"abc", "ac"}},
      {"^k[12]$", {"k1", "k2"}},
      {"\\.example\\.com", {"….example.com…"}},
  };
  for (const Case& one : cases) {
    std::optional<Values> values = placeholders_of(one.regex);
    ASSERT_TRUE(values) << one.regex;
    if (std::string_view(one.regex).find('|') == std::string_view::npos ||
        std::string_view(one.regex).front() == '^') {
      std::sort(values->begin(), values->end());
    }
    EXPECT_EQ(*values, one.values) << one.regex;
  }
}

TEST(AllowlistValues, OtherRegexesCannotBeSaid) {
  for (const char* regex : {"^[a-z]+$", "^\\$\\{[A-Z_]+\\}$", ".*", "", "^$", "[0-9]{3}", "(", "a.b",
                            "^[a-zA-Z0-9]{2}x$"}) {
    EXPECT_FALSE(placeholders_of(regex)) << regex;
  }
}

AllowedValues of(PeerAllowlist list) {
  AllowedValues values;
  add_allowlist(list, values);
  return values;
}

TEST(AllowlistValues, EachListIsJudgedOnItsOwn) {
  PeerAllowlist list;
  list.stopwords = {"demo", ""};
  list.regexes = {"^x$", "[a-z]+"};
  AllowedValues values = of(list);
  EXPECT_EQ(values.placeholders, (Values{"x", "…demo…"}));
  ASSERT_EQ(values.notes.size(), 1u);
  EXPECT_EQ(values.notes[0].kind, NoteKind::Louder);

  list.paths = {"tests/"};
  EXPECT_EQ(of(list).placeholders.size(), 2u);  // OR: the values still count
  EXPECT_EQ(of(list).notes.size(), 2u);
  list.all_must_hold = true;  // AND: values without the path would allow too much
  EXPECT_TRUE(of(list).placeholders.empty());

  list = {};
  list.regexes = {"^x$"};
  list.regex_target = "line";
  EXPECT_TRUE(of(list).placeholders.empty());
  EXPECT_THAT(of(list).notes[0].what, HasSubstr("whole line"));
  list.stopwords = {"demo"};
  EXPECT_EQ(of(list).placeholders, Values{"…demo…"});

  list = {};
  list.paths = {"a"};
  EXPECT_THAT(of(list).notes[0].what, HasSubstr("allowlist of paths"));
  list = {};
  list.commits = {"a"};
  EXPECT_THAT(of(list).notes[0].what, HasSubstr("allowlist of commits"));
}

AllowedValues of_filter(const std::string& filter) {
  AllowedValues values;
  add_filter(filter, values);
  return values;
}

TEST(AllowlistValues, FiltersOfBothGenerations) {
  EXPECT_DOUBLE_EQ(of_filter("entropy(finding[\"secret\"]) <= 3.5").entropy, 3.5);
  EXPECT_DOUBLE_EQ(of_filter("\nfilter.entropy(finding[\"secret\"]) < 3\n").entropy, 3);
  EXPECT_EQ(of_filter("filter.containsAny(finding[\"secret\"], [\"A\", \"b\\\"c\"])").placeholders,
            (Values{"…A…", "…b\"c…"}));
  EXPECT_EQ(of_filter("finding[\"secret\"] == \"X\"").placeholders, Values{"X"});
  const AllowedValues both = of_filter(
      "// a comment\n(entropy(finding[\"secret\"]) <= 4.0\n|| matchesAny(finding[\"secret\"], "
      "[`.+EXAMPLE$`, `[a-z]+`]) || failsTokenEfficiency(finding[\"secret\"]))");
  EXPECT_DOUBLE_EQ(both.entropy, 4);
  EXPECT_EQ(both.placeholders, Values{"…EXAMPLE"});
  EXPECT_EQ(both.notes.size(), 2u);
}

TEST(AllowlistValues, WhatAFilterCannotSayIsSaid) {
  for (const char* filter :
       {"matchesAny(attributes[\"path\"], [`x`])", "!matchesAny(finding[\"secret\"], [`x`])",
        "let a = 1; a == 2", "entropy(finding[\"secret\"]) > 3",
        "entropy(finding[\"secret\"]) <= 3 && true", "containsAny(finding[\"line\"], [\"a\"])",
        "matchesAny(finding[\"secret\"], [`x`]) && foo"}) {
    const AllowedValues values = of_filter(filter);
    EXPECT_TRUE(values.placeholders.empty()) << filter;
    EXPECT_EQ(values.entropy, 0) << filter;
    EXPECT_EQ(values.notes.size(), 1u) << filter;
  }
  EXPECT_TRUE(of_filter("").notes.empty());
}

TEST(AllowlistValues, HostileFiltersEnd) {
  for (const char* piece : {"(", ")", "\"", "`", "\\", "[", "||", "|", "//", "\n"}) {
    std::string filter;
    for (int i = 0; i < 20'000; ++i) filter += piece;
    of_filter(filter);
    of_filter("containsAny(finding[\"secret\"], [" + filter);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
