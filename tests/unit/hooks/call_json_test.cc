#include "scanner/hooks/call_json.h"

#include <nlohmann/json.hpp>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using Json = nlohmann::ordered_json;
using leakwarden::testing::Dice;

std::vector<std::string> walked(std::string_view json) {
  std::vector<std::string> seen;
  each_json_text(json, [&](const JsonText& text) {
    seen.push_back(std::string(text.is_key ? "key " : "") + std::string(text.path) + "=" +
                   std::string(text.text));
  });
  return seen;
}

TEST(CallJson, TellsKeysAndStringsWithTheirPaths) {
  EXPECT_EQ(walked(R"({"a":{"b":[{"c":"1"},"2",["3"],"4"]},"d":"5","n":7})"),
            (std::vector<std::string>{"key =a", "key a=b", "key a.b[]=c", "a.b[].c=1", "a.b[]=2",
                                      "a.b[][]=3", "a.b[]=4", "key =d", "d=5", "key =n"}));
}

TEST(CallJson, TellsWhatStoodBeforeTheBreak) {
  std::vector<std::string> seen;
  const auto keep = [&](const JsonText& text) { seen.emplace_back(text.text); };
  EXPECT_EQ(each_json_text(R"({"a":"1","b":"2)", keep), JsonEnd::Broken);
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "1", "b"}));
  EXPECT_EQ(each_json_text("", keep), JsonEnd::Broken);
  EXPECT_EQ(each_json_text("{} x", keep), JsonEnd::Broken);
}

TEST(CallJson, DepthAndPathsAreBounded) {
  const auto nothing = [](const JsonText&) {};
  EXPECT_EQ(each_json_text(std::string(1'000'000, '['), nothing), JsonEnd::TooDeep);
  std::string deep;
  for (int level = 0; level < 100; ++level) deep += "{\"" + std::string(50, 'k') + "\":";
  std::size_t longest = 0;
  EXPECT_EQ(
      each_json_text(deep + "\"x\"" + std::string(100, '}'),
                     [&](const JsonText& text) { longest = std::max(longest, text.path.size()); }),
      JsonEnd::Whole);
  EXPECT_LE(longest, kMostPathBytes);
}

TEST(CallJson, CopiesOneMemberWithItsStringsChanged) {
  const auto mark = [](const std::string& text) { return "<" + text + ">"; };
  const std::string json = R"({"x":"no","r":{"a":["b",1,-2,1.5,true,null,{}],"c":[]},"y":"no"})";
  EXPECT_EQ(rewritten_member(json, "r", mark), R"({"<a>":["<b>",1,-2,1.5,true,null,{}],"<c>":[]})");
  EXPECT_EQ(rewritten_member(json, "x", mark), "\"<no>\"");
  EXPECT_EQ(rewritten_member(json, "none", mark), std::nullopt);
  EXPECT_EQ(rewritten_member(R"({"r":1)", "r", mark), std::nullopt);
  EXPECT_EQ(rewritten_member(R"(["a"])", "", mark), R"(["<a>"])");
}

Json random_value(Dice& dice, int depth) {
  switch (dice.below(depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return dice.below(2) == 1;
    case 2:
      return static_cast<std::int64_t>(dice.below(1000)) - 500;
    case 3:
      return static_cast<double>(dice.below(1000)) / 8;
    case 4:
      return std::string(dice.below(9), static_cast<char>('!' + dice.below(90))) + "\"\\\n\u00e9";
    case 5: {
      Json list = Json::array();
      for (unsigned long long i = dice.below(4); i > 0; --i)
        list.push_back(random_value(dice, depth - 1));
      return list;
    }
    default: {
      Json object = Json::object();
      for (unsigned long long i = dice.below(4); i > 0; --i) {
        object["k" + std::to_string(i)] = random_value(dice, depth - 1);
      }
      return object;
    }
  }
}

// Against the library's own tree.
TEST(CallJson, ACopyThatChangesNothingIsTheSameDocument) {
  Dice dice(11);
  const auto same = [](const std::string& text) { return text; };
  for (int round = 0; round < 2000; ++round) {
    const Json value = random_value(dice, 5);
    EXPECT_EQ(Json::parse(*rewritten_member(value.dump(), "", same)), value);
    const Json around = {{"a", "x"}, {"member", value}, {"z", {{"member", 1}}}};
    EXPECT_EQ(Json::parse(*rewritten_member(around.dump(), "member", same)), value);
  }
}

std::string mended(std::string json) {
  mend_surrogates(json);
  return json;
}

TEST(CallJson, HalvesOfSurrogatePairsAreReplacedAndPairsStay) {
  EXPECT_EQ(mended(R"("a\ud83d\ude00b")"), R"("a\ud83d\ude00b")");
  EXPECT_EQ(mended(R"("a\ud83d")"), R"("a\ufffd")");
  EXPECT_EQ(mended(R"("\ude00\ud83dx\uDBFF\uD800\uDC00")"), R"("\ufffd\ufffdx\ufffd\uD800\uDC00")");
  EXPECT_EQ(mended(R"("\\ud83d \u00e9 \n")"), R"("\\ud83d \u00e9 \n")");
  for (const char* text : {"\\", "\\u", "\\ud83d", "\\ud83d\\", "\\ud83d\\ud", "", "x"}) {
    EXPECT_EQ(mended(text).size(), std::string(text).size()) << text;
  }
}

TEST(CallJson, FirstAndLastOfAPath) {
  EXPECT_EQ(first_of_path("a.b[].c"), "a");
  EXPECT_EQ(first_of_path("a[].b"), "a");
  EXPECT_EQ(last_of_path("a.b[].c[]"), "c");
  EXPECT_EQ(last_of_path("a"), "a");
}

}  // namespace
}  // namespace leakwarden::scanner
