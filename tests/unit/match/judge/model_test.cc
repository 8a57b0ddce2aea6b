#include "scanner/match/judge/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace leakwarden::scanner::judging {
namespace {

void put(std::string& out, std::int64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}
std::string header(std::int32_t bias, int terms, int trees) {
  std::string out;
  put(out, bias, 4);
  put(out, terms, 2);
  put(out, trees, 2);
  return out;
}
std::string term(int feature, int low, int high, std::int32_t weight) {
  std::string out;
  for (int value : {feature, low, high, 0}) put(out, value, 2);
  put(out, weight, 4);
  return out;
}
std::string node(int feature, int threshold, int left, int right) {
  std::string out;
  put(out, feature, 2);
  put(out, threshold, 2);
  put(out, left, 1);
  put(out, right, 1);
  return out;
}
std::string tree(const std::vector<std::string>& nodes, const std::vector<int>& leaves) {
  std::string out;
  put(out, static_cast<int>(nodes.size()), 2);
  for (const std::string& one : nodes) out += one;
  for (int leaf : leaves) put(out, leaf, 2);
  return out;
}

Features with(Feature feature, int value) {
  Features features;
  features.set(feature, value);
  return features;
}
const int kLength = static_cast<int>(Feature::length);

TEST(Model, TermsAreClampedAndScaled) {
  Model model = Model::open(header(100, 1, 0) + term(kLength, 10, 20, 65536 * 3)).value();
  EXPECT_EQ(model.score(with(Feature::length, 5)), 100);
  EXPECT_EQ(model.score(with(Feature::length, 14)), 100 + 4 * 3);
  EXPECT_EQ(model.score(with(Feature::length, 500)), 100 + 10 * 3);
}

TEST(Model, TreesAreWalked) {
  std::string two = tree({node(kLength, 8, -1, 1), node(kLength, 16, -2, -3)}, {-500, 10, 700});
  Model model = Model::open(header(0, 0, 2) + two + tree({}, {3})).value();
  EXPECT_EQ(model.score(with(Feature::length, 8)), -497);
  EXPECT_EQ(model.score(with(Feature::length, 9)), 13);
  EXPECT_EQ(model.score(with(Feature::length, 17)), 703);
}

struct RandomTree {
  std::vector<std::array<int, 4>> nodes;  // feature, threshold, left, right
  std::vector<int> leaves;

  // Grown from one leaf by splitting leaves, as those of the table are.
  static RandomTree grow(std::mt19937& random) {
    RandomTree grown;
    const std::size_t size = random() % Model::kMostLeaves;
    std::vector<std::pair<std::size_t, std::size_t>> open;  // node and side that is a leaf yet
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) {
        const std::size_t at = random() % open.size();
        grown.nodes[open[at].first][2 + open[at].second] = static_cast<int>(i);
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
      }
      grown.nodes.push_back(
          {static_cast<int>(random() % 4), static_cast<int>(random() % 9) - 4, 0, 0});
      open.push_back({i, 0});
      open.push_back({i, 1});
    }
    std::shuffle(open.begin(), open.end(), random);
    for (std::size_t i = 0; i < open.size(); ++i)
      grown.nodes[open[i].first][2 + open[i].second] = -1 - static_cast<int>(i);
    for (std::size_t i = 0; i <= size; ++i)
      grown.leaves.push_back(static_cast<int>(random() % 2001) - 1000);
    return grown;
  }
  std::string bytes() const {
    std::vector<std::string> all;
    for (const auto& [feature, threshold, left, right] : nodes)
      all.push_back(node(feature, threshold, left, right));
    return tree(all, leaves);
  }
  int walk(const std::array<int, 4>& values) const {
    int at = nodes.empty() ? -1 : 0;
    while (at >= 0) {
      const std::array<int, 4>& one = nodes[static_cast<std::size_t>(at)];
      at = values[static_cast<std::size_t>(one[0])] > one[1] ? one[3] : one[2];
    }
    return leaves[static_cast<std::size_t>(-1 - at)];
  }
};

TEST(Model, OfRandomTreesTheLeavesThatAWalkEndsIn) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<RandomTree> trees;
    std::string bytes = header(5, 0, 20);
    for (int i = 0; i < 20; ++i) bytes += trees.emplace_back(RandomTree::grow(random)).bytes();
    const Model model = Model::open(bytes).value();
    for (int draw = 0; draw < 20; ++draw) {
      std::array<int, 4> values{};
      Features features;
      int expected = 5;
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<int>(random() % 11) - 5;
        features.set(static_cast<Feature>(i), values[i]);
      }
      for (const RandomTree& one : trees) expected += one.walk(values);
      ASSERT_EQ(model.score(features), expected);
    }
  }
}

TEST(Model, MoreLeavesThanItHoldsAreRefused) {
  const auto chain = [](int nodes) {
    std::vector<std::string> all;
    for (int i = 0; i < nodes; ++i)
      all.push_back(node(kLength, i, -1 - i, i + 1 < nodes ? i + 1 : -1 - nodes));
    return header(0, 0, 1) + tree(all, std::vector<int>(static_cast<std::size_t>(nodes) + 1, 1));
  };
  EXPECT_TRUE(Model::open(chain(Model::kMostLeaves - 1)).has_value());
  EXPECT_FALSE(Model::open(chain(Model::kMostLeaves)).has_value());
  // Nodes that share children are few and their leaves many.
  std::vector<std::string> shared;
  for (int i = 0; i < 10; ++i) shared.push_back(node(kLength, i, i + 1, i + 1));
  shared.push_back(node(kLength, 10, -1, -2));
  EXPECT_FALSE(Model::open(header(0, 0, 1) + tree(shared, std::vector<int>(12, 1))).has_value());
}

TEST(Model, AreasHoldWhatTheirTermsAdd) {
  Model model = Model::open(header(7, 1, 0) + term(kLength, 0, 20, -65536)).value();
  Model::ByArea areas = model.by_area(with(Feature::length, 12));
  EXPECT_EQ(areas[static_cast<std::size_t>(Area::Length)], -12);
  EXPECT_EQ(areas[static_cast<std::size_t>(Area::Words)], 0);
}

TEST(Model, WhatDoesNotFitIsRefused) {
  std::string good =
      header(0, 1, 1) + term(kLength, 0, 9, 1) + tree({node(kLength, 1, -1, -2)}, {1, 2});
  EXPECT_TRUE(Model::open(good).has_value());
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(Model::open(good.substr(0, size)).has_value()) << size;
  EXPECT_FALSE(Model::open(good + "x").has_value());
  EXPECT_FALSE(Model::open(header(0, 1, 0) + term(9999, 0, 9, 1)).has_value());
  EXPECT_FALSE(Model::open(header(0, 1, 0) + term(kLength, 9, 0, 1)).has_value());
  EXPECT_FALSE(Model::open(header(0, 0, 1) + tree({node(9999, 1, -1, -2)}, {1, 2})).has_value());
}

// A child before its parent would be a walk without end; a leaf beyond the last a read outside.
TEST(Model, WalksAlwaysEnd) {
  EXPECT_FALSE(Model::open(header(0, 0, 1) + tree({node(kLength, 1, 0, -1)}, {1, 2})).has_value());
  EXPECT_FALSE(Model::open(header(0, 0, 1) + tree({node(kLength, 1, 1, -1)}, {1, 2})).has_value());
  EXPECT_FALSE(Model::open(header(0, 0, 1) + tree({node(kLength, 1, -3, -1)}, {1, 2})).has_value());
}

TEST(Model, RandomBytesAreRefusedOrHarmless) {
  std::mt19937 random(1);
  int taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = header(0, static_cast<int>(random() % 2), static_cast<int>(random() % 3));
    for (std::uint32_t n = random() % 60; n > 0; --n) bytes += static_cast<char>(random() % 4);
    std::optional<Model> model = Model::open(bytes);
    if (!model) continue;
    ++taken;
    EXPECT_EQ(model->score(Features()), model->score(Features()));
  }
  EXPECT_GT(taken, 10);  // else nothing was scored
  EXPECT_LT(taken, 19'900);
}

// Whatever is asked: the score itself, or a number between it and what is enough.
TEST(Model, ABoundIsBelowWhatIsEnoughAndNotBelowTheScore) {
  std::mt19937 random(41);
  const auto below = [&random](int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
  };
  std::string block = header(-500, 2, 300) + term(kLength, 0, 50, 65536 * 9) +
                      term(kLength + 1, -5, 20, -65536 * 4);
  for (int i = 0; i < 300; ++i)
    block +=
        tree({node(kLength + below(6), below(40) - 5, -1, -2)}, {below(60) - 40, below(60) - 40});
  const Model model = Model::open(block).value();
  std::size_t bounds = 0;
  for (int round = 0; round < 500; ++round) {
    Features features;
    for (int i = 0; i < 6; ++i)
      features.set(feature_after(Feature::length, static_cast<std::size_t>(i)), below(60) - 10);
    const std::int32_t score = model.score(features);
    for (const std::int32_t enough : {score - 3000, score, score + 1, score + 700, score + 9000}) {
      const std::int32_t said = model.score_or_bound(features, enough);
      if (said == score) continue;
      ++bounds;
      EXPECT_GT(said, score);
      EXPECT_LT(said, enough);
    }
  }
  EXPECT_GT(bounds, 400u);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
