#include "scanner/read/json_walk.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace leakwarden::scanner {
namespace {

// Builds the document again, so that nlohmann's parser can be the oracle.
class Rebuild final : public JsonEvents {
 public:
  void begin_object() override { open(nlohmann::json::object()); }
  void end_object() override { close(); }
  void begin_array() override { open(nlohmann::json::array()); }
  void end_array() override { close(); }
  void key(const JsonString& name) override { keys_.push_back(json_text(name)); }
  void text(const JsonString& value) override { put(json_text(value)); }
  void other() override { put(nullptr); }

  nlohmann::json result;

 private:
  void open(nlohmann::json empty) { open_.push_back(std::move(empty)); }
  void close() {
    nlohmann::json done = std::move(open_.back());
    open_.pop_back();
    put(std::move(done));
  }
  void put(nlohmann::json value) {
    if (open_.empty()) {
      result = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().push_back(std::move(value));
    } else {
      open_.back()[keys_.back()] = std::move(value);
      keys_.pop_back();
    }
  }
  std::vector<nlohmann::json> open_;
  std::vector<std::string> keys_;
};

nlohmann::json without_scalars(const nlohmann::json& value) {
  if (value.is_object() || value.is_array()) {
    nlohmann::json copy = value;
    for (nlohmann::json& one : copy) one = without_scalars(one);
    return copy;
  }
  return value.is_string() ? value : nlohmann::json(nullptr);
}

nlohmann::json random_json(std::mt19937& random, int depth) {
  const auto random_text = [&random] {
    const std::vector<std::string> parts{"a", "\"",  "\\", "\n", "\xC3\xA9", "\xF0\x9F\x94\x91",
                                         "/", "\x01"};
    std::string text;
    for (unsigned i = random() % 6; i > 0; --i) text += parts[random() % parts.size()];
    return text;
  };
  nlohmann::json value;
  switch (depth == 0 ? random() % 3 : random() % 5) {
    case 0:
      return random_text();
    case 1:
      return static_cast<double>(random()) / 7;
    case 2:
      return random() % 2 == 0;
    case 3:
      value = nlohmann::json::array();
      for (unsigned i = random() % 4; i > 0; --i) value.push_back(random_json(random, depth - 1));
      return value;
    default:
      value = nlohmann::json::object();
      for (unsigned i = random() % 4; i > 0; --i)
        value[random_text()] = random_json(random, depth - 1);
      return value;
  }
}

TEST(WalkJson, SaysWhatAnotherParserSays) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    const nlohmann::json document = random_json(random, 5);
    const std::string text =
        document.dump(round % 3 == 0 ? 2 : -1, ' ', round % 2 == 0);  // escaped or UTF-8
    Rebuild rebuilt;
    ASSERT_EQ(walk_json(text, 100, rebuilt), JsonOutcome::Whole) << text;
    EXPECT_EQ(rebuilt.result, without_scalars(document)) << text;
  }
}

TEST(WalkJson, CutAndDamagedTextsAreMalformed) {
  const std::string text = R"({"a": ["b\n", {"c": 1}], "d": "e"})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    Rebuild rebuilt;
    EXPECT_EQ(walk_json(text.substr(0, size), 100, rebuilt), JsonOutcome::Malformed) << size;
  }
  for (const char* wrong :
       {"{\"a\" 1}", "[1 2]", "[1,]", "{,}", "{\"a\":}", "nope!", "[1]]", "{1:2}"}) {
    Rebuild rebuilt;
    EXPECT_EQ(walk_json(wrong, 100, rebuilt), JsonOutcome::Malformed) << wrong;
  }
}

TEST(WalkJson, DeepNestingEndsQuickly) {
  Rebuild rebuilt;
  EXPECT_EQ(walk_json(std::string(10'000'000, '['), 512, rebuilt), JsonOutcome::TooDeep);
}

TEST(JsonText, EveryByteKnowsWhereItStood) {
  const std::string text = R"("ab\n\u0041c\ud83d\udd11x\q\ud800")";
  JsonString value{std::string_view(text).substr(1, text.size() - 2), 1, true};
  std::string decoded;
  std::vector<SourcePoint> points;
  append_json_text(value, decoded, points);
  EXPECT_EQ(decoded, "ab\nAc\xF0\x9F\x94\x91x\\q\xEF\xBF\xBD");
  const DecodedText placed = DecodedText::placed(Placing::SourceLines, {}, decoded, points);
  const auto source = [&](std::size_t begin, std::size_t end) {
    const SourceSpan span = placed.source_span(begin, end);
    return text.substr(span.begin, span.end - span.begin);
  };
  EXPECT_EQ(source(0, 2), "ab");
  EXPECT_EQ(source(2, 3), "\\n");
  EXPECT_EQ(source(3, 4), "\\u0041");
  EXPECT_EQ(source(4, 5), "c");
  EXPECT_EQ(source(5, 9), "\\ud83d\\udd11");
  EXPECT_EQ(source(1, 5), "b\\n\\u0041c");
  EXPECT_EQ(source(9, 12), "x\\q");
}

TEST(JsonText, ManyEscapesBecomeCoarseNotWrong) {
  std::string written;
  for (int i = 0; i < 50'000; ++i) written += i % 2 == 0 ? "\\n" : "xy";
  std::string decoded;
  std::vector<SourcePoint> points;
  append_json_text({written, 7, true}, decoded, points);
  EXPECT_LT(points.size(), 11'000u);
  ASSERT_EQ(decoded.size(), 75'000u);
  const DecodedText placed = DecodedText::placed(Placing::SourceLines, {}, decoded, points);
  for (std::size_t at = 0; at < decoded.size(); at += 101) {
    const std::size_t source = at / 3 * 4 + (at % 3 == 0 ? 0 : at % 3 + 1);
    const SourceSpan span = placed.source_span(at, at + 1);
    EXPECT_LE(span.begin, 7 + source);
    EXPECT_GT(span.end, 7 + source);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
