#include "scanner/pack_shards.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "scanner/base/limits.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"
#include "tests/support/pack_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::DeltaBuilder;
using leakwarden::testing::Dice;
using leakwarden::testing::fields_of;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::HostileRepository;
using leakwarden::testing::lines_of;
using leakwarden::testing::only_pack_in;
using leakwarden::testing::PackBuilder;
using leakwarden::testing::sha1_bytes;
using leakwarden::testing::word_of;

void grow(GitSandbox& sandbox, Dice& dice) {
  std::string text = dice.text(60);
  for (int version = 0; version < 30; ++version) {
    text.insert(dice.below(text.size()), dice.text(1));
    sandbox.write("grown", text);
    sandbox.write("new" + std::to_string(version), dice.text(5));
    sandbox.commit_all("version");
  }
}

// git says of a delta which object it was made from.
TEST(ShardOf, IsTheShardOfTheRoot) {
  for (const std::string deltas : {"true", "false"}) {
    GitSandbox sandbox;
    Dice dice(3);
    grow(sandbox, dice);
    sandbox.git({"-c", "repack.useDeltaBaseOffset=" + deltas, "repack", "-q", "-a", "-d", "-f"});
    const std::shared_ptr<Pack> pack = only_pack_in(sandbox / ".git/objects/pack");
    ASSERT_NE(pack, nullptr);
    std::map<std::string, std::uint64_t> offset_of;
    std::map<std::string, std::string> base_of;
    const std::string listed =
        sandbox.git({"verify-pack", "-v", sandbox / ".git/objects/pack/" + pack->name()});
    for (const std::string& line : lines_of(listed)) {
      std::vector<std::string> fields;
      for (std::string& field : fields_of(line))
        if (!field.empty()) fields.push_back(std::move(field));
      if (fields.size() < 5 || fields[0].size() != 40) continue;
      offset_of[fields[0]] = std::stoull(fields[4]);
      if (fields.size() == 7) base_of[fields[0]] = fields[6];
    }
    ASSERT_GE(base_of.size(), 20u);
    for (const auto& [id, offset] : offset_of) {
      std::string root = id;
      while (base_of.count(root) != 0) root = base_of[root];
      const std::optional<unsigned> shard = shard_of(*pack, *ObjectId::from_hex(id), 50);
      EXPECT_EQ(shard, shard_of_root(*pack, offset_of[root])) << id;
    }
    EXPECT_FALSE(shard_of(*pack, *ObjectId::from_hex(std::string(40, '7')), 50).has_value());
  }
}

TEST(ShardOf, IsNotToldWhereDeltasGoInCirclesOrAnIdStandsTwice) {
  HostileRepository hostile;
  PackBuilder builder;
  const std::string delta = DeltaBuilder(5, 5).copy(0, 5).bytes();
  builder.add_reference_delta(sha1_bytes("b"), delta, sha1_bytes("a"));
  builder.add_reference_delta(sha1_bytes("a"), delta, sha1_bytes("b"));
  builder.add(PackBuilder::kBlob, "12345", sha1_bytes("twice"));
  builder.add(PackBuilder::kBlob, "54321", sha1_bytes("twice"));
  builder.add(PackBuilder::kBlob, "alone", sha1_bytes("once"));
  hostile.add_pack(builder);
  const Result<Descriptor> folder = open_directory(AT_FDCWD, hostile / "objects/pack");
  const std::shared_ptr<Pack> pack = *Pack::open(folder->get(), "pack-hostile", 20);
  const auto shard = [&](const std::string& name) {
    const std::string id = sha1_bytes(name);
    return shard_of(*pack, *ObjectId::from_bytes(id), Limits().max_delta_depth);
  };
  EXPECT_FALSE(shard("a").has_value());
  EXPECT_FALSE(shard("twice").has_value());
  EXPECT_TRUE(shard("once").has_value());
}

TEST(PackShards, SayWhereAWordMayStandAndHowMuchLiesThere) {
  GitSandbox sandbox;
  Dice dice(4);
  grow(sandbox, dice);
  sandbox.git({"repack", "-q", "-a", "-d"});
  const std::shared_ptr<Pack> pack = only_pack_in(sandbox / ".git/objects/pack");
  PackShards shards(*pack);
  ShardWriter one(shards);
  ShardWriter two(shards);
  const auto blob_of = [](std::string_view bytes) {
    ObjectView blob;
    blob.bytes = bytes;
    blob.object_size = bytes.size();
    return blob;
  };
  one.enter(3);
  one.add(blob_of("id acme_1"));
  one.enter(9);
  one.add(blob_of("none"));
  one.add(blob_of("neither"));
  two.enter(3);
  two.add(blob_of("id zulu_2"));
  two.on_read_text(DecodedText::own({"gzip"}, "inner"));
  one.finish();
  two.finish();
  const std::unique_ptr<PackShards> read = PackShards::decode(*pack, shards.encode());
  ASSERT_NE(read, nullptr);
  for (const PackShards* one_of : std::initializer_list<const PackShards*>{&shards, read.get()}) {
    EXPECT_EQ(one_of->that_may_hold({word_of("acme_")}), ShardSet{1} << 3);
    EXPECT_EQ(one_of->that_may_hold({word_of("inner")}), ShardSet{1} << 3);
    EXPECT_EQ(one_of->that_may_hold({word_of("zulu_"), word_of("neither")}),
              ShardSet{1} << 3 | ShardSet{1} << 9);
    EXPECT_EQ(one_of->that_may_hold({word_of("absent")}), ShardSet{0});
    EXPECT_EQ(one_of->total_of(kAllShards).blobs, 4u);
    EXPECT_EQ(one_of->total_of(ShardSet{1} << 9).bytes, 11u);
  }
  const std::string bytes = shards.encode();
  EXPECT_EQ(PackShards::decode(*pack, bytes.substr(0, bytes.size() - 1)), nullptr);
  EXPECT_EQ(PackShards::decode(*pack, bytes + "x"), nullptr);
}

// A reader's mark is reported whatever its letters; of windows nothing is kept.
TEST(PackShards, MayHoldAnythingWhereItsLettersDoNotTell) {
  GitSandbox sandbox;
  sandbox.write("a", "a\n");
  sandbox.commit_all("one");
  sandbox.git({"repack", "-q", "-a", "-d"});
  const std::shared_ptr<Pack> pack = only_pack_in(sandbox / ".git/objects/pack");
  PackShards shards(*pack);
  ShardWriter writer(shards);
  ObjectView window;
  window.is_window = window.is_last_window = true;
  writer.enter(1);
  writer.add(window);
  ObjectView blob;
  blob.bytes = "text";
  writer.enter(2);
  writer.add(blob);
  writer.on_read_text(
      DecodedText::placed(Placing::SourceLines, {"postman"}, "value", {{}}, {{0, 5, "some-rule"}}));
  writer.enter(5);
  writer.add(blob);
  writer.finish();
  EXPECT_EQ(shards.that_may_hold({word_of("absent")}), ShardSet{1} << 1 | ShardSet{1} << 2);
}

}  // namespace
}  // namespace leakwarden::scanner
