#include "scanner/match/judge/neighbours.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

Features measured(const std::string& marked) {
  testing::Marked text(marked);
  Features features;
  add_neighbours(text.subject(), text.key(), features);
  return features;
}

TEST(Neighbours, ReadTheLine) {
  Features features = measured("login(username='x', password='«v»', host='h')");
  EXPECT_GE(features.get(Feature::line_user), 1);
  EXPECT_GE(features.get(Feature::line_location), 1);
  EXPECT_EQ(features.get(Feature::line_quotes), 6);
  EXPECT_EQ(features.get(Feature::line_hash), 0);
}

TEST(Neighbours, ReadTheLinesNearBy) {
  Features features = measured("sha256: a\nkey: «v»\nclient.headers['Authorization'] = key\n");
  EXPECT_GE(features.get(Feature::near_hash), 1);
  EXPECT_GE(features.get(Feature::near_network), 1);
  EXPECT_GE(features.get(Feature::near_usage), 2);
  EXPECT_EQ(features.get(Feature::near_lines), 2);
}

TEST(Neighbours, KnowTables) {
  std::string row = "  oid: 0123456789abcdef01234567\n";
  Features features = measured(row + "  oid: «89abcdef0123456789abcdef»\n" + row);
  EXPECT_EQ(features.get(Feature::near_same_length), 2);
  EXPECT_EQ(features.get(Feature::near_long_tokens), 2);
  EXPECT_EQ(features.get(Feature::near_same_key), 2);
}

TEST(Neighbours, CountsAreBounded) {
  std::string many;
  for (int i = 0; i < 200; ++i) many += "user ";
  EXPECT_EQ(measured(many + "p='«v»'").get(Feature::line_user), 6);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
