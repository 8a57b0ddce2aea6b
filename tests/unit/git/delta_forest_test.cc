#include "scanner/git/delta_forest.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::DeltaBuilder;
using leakwarden::testing::HostileRepository;
using leakwarden::testing::PackBuilder;
using leakwarden::testing::sha1_bytes;

class ForestTest : public ::testing::Test {
 protected:
  const DeltaForest& build(const PackBuilder& builder) {
    hostile_.add_pack(builder);
    Result<Descriptor> folder = open_directory(AT_FDCWD, hostile_ / "objects/pack");
    pack_ = *Pack::open(folder->get(), "pack-hostile", 20);
    forest_.emplace(*pack_, limits_, [this](Gap gap) { gaps_.push_back(std::move(gap)); });
    return *forest_;
  }

  HostileRepository hostile_;
  Limits limits_;
  std::shared_ptr<Pack> pack_;
  std::optional<DeltaForest> forest_;
  std::vector<Gap> gaps_;
};

std::string delta_of_five() {
  return DeltaBuilder(5, 5).copy(0, 5).bytes();
}

// The picture in the header.
TEST_F(ForestTest, LinksChildrenHeaviestLast) {
  PackBuilder builder;
  std::uint64_t root = builder.add(PackBuilder::kBlob, "12345", sha1_bytes("root"));
  std::uint64_t heavy = builder.add_offset_delta(root, delta_of_five(), sha1_bytes("heavy"));
  std::uint64_t light =
      builder.add_reference_delta(sha1_bytes("root"), delta_of_five(), sha1_bytes("light"));
  std::uint64_t leaf = builder.add_offset_delta(heavy, delta_of_five(), sha1_bytes("leaf"));
  std::uint64_t other = builder.add(PackBuilder::kTree, "", sha1_bytes("other"));
  const DeltaForest& forest = build(builder);
  EXPECT_TRUE(gaps_.empty());
  ASSERT_EQ(forest.nodes().size(), 5u);
  const std::vector<DeltaForest::Node>& nodes = forest.nodes();
  std::vector<std::uint64_t> offsets;
  std::vector<std::uint32_t> weights;
  for (const DeltaForest::Node& node : nodes) {
    offsets.push_back(node.offset);
    weights.push_back(node.weight);
  }
  EXPECT_EQ(offsets, (std::vector<std::uint64_t>{root, heavy, light, leaf, other}));
  EXPECT_EQ(weights, (std::vector<std::uint32_t>{4, 2, 1, 1, 1}));
  EXPECT_EQ(forest.roots(), (std::vector<std::uint32_t>{0, 4}));
  EXPECT_EQ(nodes[0].first_child, 2u) << "the light one first";
  EXPECT_EQ(nodes[2].next_sibling, 1u);
  EXPECT_EQ(nodes[1].next_sibling, DeltaForest::kNone);
  EXPECT_EQ(nodes[1].first_child, 3u);
  EXPECT_NE(forest.describe(nodes[0]).find(pack_->name()), std::string::npos);
}

// However the pack is shaped, a walk that lets go of a base before its last child holds few.
TEST_F(ForestTest, HeldBasesAreLogarithmic) {
  leakwarden::testing::Dice dice(7);
  PackBuilder builder;
  std::vector<std::uint64_t> offsets{builder.add(PackBuilder::kBlob, "12345", sha1_bytes("root"))};
  constexpr int kNodes = 4000;
  for (int i = 1; i < kNodes; ++i) {
    std::uint64_t base =
        offsets[offsets.size() - 1 - dice.below(std::min<std::size_t>(offsets.size(), 4))];
    offsets.push_back(
        builder.add_offset_delta(base, delta_of_five(), sha1_bytes(std::to_string(i))));
  }
  const DeltaForest& forest = build(builder);
  EXPECT_TRUE(gaps_.empty());
  const std::vector<DeltaForest::Node>& nodes = forest.nodes();
  std::vector<std::pair<std::uint32_t, unsigned>> pending{{forest.roots()[0], 0u}};
  unsigned most_held = 0;
  std::size_t seen = 0;
  while (!pending.empty()) {
    auto [number, held] = pending.back();
    pending.pop_back();
    ++seen;
    most_held = std::max(most_held, held);
    for (std::uint32_t child = nodes[number].first_child; child != DeltaForest::kNone;
         child = nodes[child].next_sibling) {
      bool is_last = nodes[child].next_sibling == DeltaForest::kNone;
      pending.emplace_back(child, held + (is_last ? 0 : 1));
    }
  }
  EXPECT_EQ(seen, static_cast<std::size_t>(kNodes));
  EXPECT_LE(most_held, 12u) << "log2(4000)";
}

// Bases named by offset come first and are weighed in one go; those named by id are walked to.
TEST_F(ForestTest, IsTheSameWhicheverWayBasesAreNamed) {
  leakwarden::testing::Dice dice(11);
  for (int round = 0; round < 10; ++round) {
    PackBuilder by_offset;
    PackBuilder by_id;
    std::vector<std::uint64_t> offsets;
    std::vector<std::uint32_t> weights;  // counted one by one
    std::vector<std::uint32_t> bases;
    for (std::uint32_t i = 0; i < 300; ++i) {
      const std::string id = sha1_bytes(std::to_string(i));
      weights.push_back(0);
      bases.push_back(DeltaForest::kNone);
      if (i == 0 || dice.below(10) == 0) {
        offsets.push_back(by_offset.add(PackBuilder::kBlob, "12345", id));
        by_id.add(PackBuilder::kBlob, "12345", id);
      } else {
        bases[i] = static_cast<std::uint32_t>(dice.below(i));
        offsets.push_back(by_offset.add_offset_delta(offsets[bases[i]], delta_of_five(), id));
        by_id.add_reference_delta(sha1_bytes(std::to_string(bases[i])), delta_of_five(), id);
      }
      for (std::uint32_t at = i; at != DeltaForest::kNone; at = bases[at]) ++weights[at];
    }
    const std::vector<DeltaForest::Node> first = build(by_offset).nodes();
    const std::vector<std::uint32_t> roots = forest_->roots();
    const std::vector<DeltaForest::Node> second = build(by_id).nodes();
    EXPECT_TRUE(gaps_.empty());
    EXPECT_EQ(roots, forest_->roots());
    ASSERT_EQ(first.size(), weights.size());
    ASSERT_EQ(second.size(), weights.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_EQ(first[i].weight, weights[i]);
      EXPECT_EQ(first[i].base, bases[i]);
      EXPECT_EQ(second[i].weight, weights[i]);
      EXPECT_EQ(first[i].first_child, second[i].first_child);
      EXPECT_EQ(first[i].next_sibling, second[i].next_sibling);
    }
  }
}

TEST_F(ForestTest, CutsChainsAtTheLimit) {
  limits_.max_delta_depth = 3;
  PackBuilder builder;
  std::uint64_t offset = builder.add(PackBuilder::kBlob, "12345", sha1_bytes("root"));
  for (int i = 0; i < 6; ++i)
    offset = builder.add_offset_delta(offset, delta_of_five(), sha1_bytes(std::to_string(i)));
  const DeltaForest& forest = build(builder);
  EXPECT_EQ(forest.nodes()[0].weight, 4u);
  EXPECT_EQ(gaps_.size(), 3u);
}

}  // namespace
}  // namespace leakwarden::scanner
