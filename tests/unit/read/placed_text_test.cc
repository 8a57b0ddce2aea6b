#include "scanner/read/placed_text.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

const std::string kBytes = R"({"k":"va\nl","b":"c\"d"})";

JsonString string_at(const std::string& written) {
  const std::size_t at = kBytes.find(written);
  return {std::string_view(kBytes).substr(at, written.size()), at,
          written.find('\\') != std::string::npos};
}

std::string source(const DecodedText& text, const std::string& part) {
  const std::size_t at = text.text().find(part);
  const SourceSpan span = text.source_span(at, at + part.size());
  return kBytes.substr(span.begin, span.end - span.begin);
}

TEST(PlacedText, PairsAreAssignmentsPlacedAtTheirValues) {
  PlacedText lines;
  lines.add_pair("k", string_at("va\\nl"));
  lines.add_pair("b", string_at("c\\\"d"));
  const DecodedText text = std::move(lines).finish({"here"});
  EXPECT_EQ(text.text(), "\"k\": \"va\nl\"\n\"b\": 'c\"d'\n");
  EXPECT_EQ(source(text, "va\nl"), "va\\nl");
  EXPECT_EQ(source(text, "c\"d"), "c\\\"d");
  EXPECT_EQ(text.places(), std::vector<std::string>{"here"});
}

TEST(PlacedText, MarksMoveWithTheirText) {
  PlacedText first;
  first.add_pair("k", string_at("va\\nl"));
  PlacedText second;
  second.add_whole_pair("b", "decoded", 3, 9);
  second.mark_value("rule");
  first.append(std::move(second));
  const DecodedText text = std::move(first).finish({});
  ASSERT_EQ(text.marks().size(), 1u);
  const Mark mark = text.marks()[0];
  EXPECT_EQ(text.text().substr(mark.begin, mark.end - mark.begin), "decoded");
  EXPECT_EQ(text.source_span(mark.begin + 2, mark.begin + 4).begin, 3u);
  EXPECT_EQ(text.source_span(mark.begin + 2, mark.begin + 4).end, 9u);
}

TEST(PlacedText, AnEmptyValueIsNotMarked) {
  PlacedText lines;
  lines.add_pair("k", JsonString{"", 5, false});
  lines.mark_value("rule");
  EXPECT_TRUE(std::move(lines).finish({}).marks().empty());
}

}  // namespace
}  // namespace leakwarden::scanner
