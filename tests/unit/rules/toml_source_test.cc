#include "scanner/rules/import/toml_source.h"

#include "tests/support/budget.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

TEST(TomlSource, TellsWhereEachValueStands) {
  const Result<TomlNode> root = parse_toml(
      "title = \"t\"\n[[rules]]\nid = 'a'\nentropy = 3.5\nkeywords = [\"x\",\n  \"y\"]\nskip = true\n",
      "f.toml");
  ASSERT_TRUE(root.ok()) << root.error().message();
  const TomlNode* rules = root->find("rules");
  ASSERT_NE(rules, nullptr);
  ASSERT_EQ(rules->items.size(), 1u);
  const TomlNode& rule = rules->items[0];
  EXPECT_EQ(rule.place.line, 2);
  EXPECT_EQ(rule.find("id")->text, "a");
  EXPECT_DOUBLE_EQ(rule.find("entropy")->number, 3.5);
  EXPECT_EQ(rule.find("keywords")->items[1].place.line, 6);
  EXPECT_EQ(rule.find("keywords")->items[1].place.column, 3);
  EXPECT_TRUE(rule.find("skip")->truth);
  EXPECT_EQ(rule.entries.front().key, "id");  // in the order of the file
}

struct Refused {
  const char* text;
  const char* where;
};

TEST(TomlSource, MistakesAreSaidAtTheirPlace) {
  const Refused cases[] = {
      {"a = \n", "f.toml:1:"},
      {"a = 1\na = 2\n", "f.toml:2:"},
      {"\n\n[x\n", "f.toml:3:"},
      {"a = 'x\n", "f.toml:1:"},
      {"a = \"\\q\"\n", "f.toml:1:"},
      {"x.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1\n", "f.toml:1:"},
  };
  for (const Refused& refused : cases) {
    const Result<TomlNode> root = parse_toml(refused.text, "f.toml");
    ASSERT_FALSE(root.ok()) << refused.text;
    EXPECT_EQ(root.error().kind, ErrorKind::Invalid);
    EXPECT_THAT(root.error().where, HasSubstr(refused.where)) << root.error().message();
    EXPECT_FALSE(root.error().why.empty());
    EXPECT_FALSE(root.error().remedy.empty());
  }
}

TEST(TomlSource, DotsInStringsAndCommentsAreNoKeys) {
  const std::string dots(60, '.');
  const std::string text = "# " + dots + "\na = '" + dots + "'\nb = \"\\\"" + dots + "\"\nc = '''" +
                           dots + "\n'" + dots + "'''\nd = [1.5, 2.5]\n";
  EXPECT_TRUE(parse_toml(text, "f").ok());
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(TomlSource, HostileTextIsRefusedSoon) {
  const std::size_t many = 300'000;
  const std::string cases[] = {
      std::string((1 << 20) + 1, '#'),
      repeated("a.", many) + "a = 1",
      "[" + repeated("a.", many) + "a]",
      "a = " + std::string(many, '['),
      "a = " + repeated("{a=", many),
      "a = " + repeated("[{a=", many),
      "a = \"" + std::string(many, '\\'),
      "a = '''" + std::string(many, '\''),
      std::string(many, '\0'),
      "a = \"\xff\xfe\"",
  };
  for (const std::string& text : cases) {
    const testing::Budget budget(3, 200);
    EXPECT_FALSE(parse_toml(text, "f").ok()) << text.substr(0, 40);
  }
}

TEST(TomlSource, ManySmallThingsAreReadSoon) {
  const testing::Budget budget(10, 400);
  EXPECT_TRUE(parse_toml(repeated("[[rules]]\n", 100'000), "f").ok());
  std::string keys;
  for (int i = 0; i < 60'000; ++i) keys += "k" + std::to_string(i) + " = 1\n";
  EXPECT_TRUE(parse_toml(keys, "f").ok());
  EXPECT_TRUE(parse_toml("a = [" + repeated("1,", 400'000) + "]\n", "f").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
