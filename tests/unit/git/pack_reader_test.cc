#include "scanner/git/pack_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"
#include "tests/support/pack_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::DeltaBuilder;
using leakwarden::testing::HostileRepository;
using leakwarden::testing::PackBuilder;
using leakwarden::testing::sha1_bytes;

std::shared_ptr<Pack> open(const HostileRepository& hostile) {
  Result<Descriptor> folder = open_directory(AT_FDCWD, hostile / "objects/pack");
  return *Pack::open(folder->get(), "pack-hostile", 20);
}

TEST(ReadPacked, ResolvesChainsWithAndWithoutACache) {
  HostileRepository hostile;
  PackBuilder builder;
  std::string expected = "0";
  std::vector<std::uint64_t> offsets{builder.add(PackBuilder::kCommit, expected, sha1_bytes("0"))};
  std::vector<std::string> contents{expected};
  for (int i = 1; i < 60; ++i) {
    std::string delta = DeltaBuilder(expected.size(), expected.size() + 1)
                            .copy(0, static_cast<std::uint32_t>(expected.size()))
                            .insert(std::string(1, static_cast<char>('0' + i % 10)))
                            .bytes();
    std::string id = sha1_bytes(std::to_string(i));
    offsets.push_back(
        i % 2 == 0 ? builder.add_offset_delta(offsets.back(), delta, id)
                   : builder.add_reference_delta(sha1_bytes(std::to_string(i - 1)), delta, id));
    expected += static_cast<char>('0' + i % 10);
    contents.push_back(expected);
  }
  hostile.add_pack(builder);
  std::shared_ptr<Pack> pack = open(hostile);
  BaseCache cache(1 << 20);
  for (std::size_t i = offsets.size(); i-- > 0;) {
    for (BaseCache* used : {static_cast<BaseCache*>(nullptr), &cache, &cache}) {
      Result<ObjectBytes> object = read_packed(*pack, offsets[i], Limits(), used);
      ASSERT_TRUE(object.ok()) << object.error().message();
      EXPECT_EQ(object->bytes, contents[i]);
      EXPECT_EQ(object->type, ObjectType::Commit);
    }
    Result<ObjectHeader> header = read_packed_header(*pack, offsets[i], Limits());
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(header->size, contents[i].size());
    EXPECT_EQ(header->type, ObjectType::Commit);
  }
}

TEST(ReadPacked, HoldsTheDepthLimitAlsoWithAWarmCache) {
  HostileRepository hostile;
  PackBuilder builder;
  std::uint64_t offset = builder.add(PackBuilder::kBlob, "12345", sha1_bytes("root"));
  std::string delta = DeltaBuilder(5, 5).copy(0, 5).bytes();
  for (int i = 0; i < 5; ++i)
    offset = builder.add_offset_delta(offset, delta, sha1_bytes(std::to_string(i)));
  hostile.add_pack(builder);
  std::shared_ptr<Pack> pack = open(hostile);
  Limits limits;
  limits.max_delta_depth = 5;
  EXPECT_TRUE(read_packed(*pack, offset, limits, nullptr).ok());
  limits.max_delta_depth = 4;
  EXPECT_EQ(read_packed(*pack, offset, limits, nullptr).error().kind, ErrorKind::TooLarge);
  EXPECT_EQ(read_packed_header(*pack, offset, limits).error().kind, ErrorKind::TooLarge);
}

std::uint64_t mapped_bytes_in_memory() {
  std::ifstream counts("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  std::uint64_t of_files = 0;
  counts >> all >> resident >> of_files;
  return of_files * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// A scan that recorded a pack of 500 MB took so much more memory than one that did not.
TEST(Pack, VerifyingKeepsFewOfItsPages) {
  leakwarden::testing::GitSandbox sandbox;
  leakwarden::testing::Dice dice(3);
  for (int file = 0; file < 6; ++file)
    sandbox.write("f" + std::to_string(file), dice.bytes(10u << 20));
  sandbox.commit_all("random bytes");
  sandbox.git({"-c", "core.compression=0", "repack", "-q", "-a", "-d"});
  const std::shared_ptr<Pack> pack =
      leakwarden::testing::only_pack_in(sandbox / ".git/objects/pack");
  ASSERT_NE(pack, nullptr);
  ASSERT_GT(pack->content_end(), 60u << 20);
  const std::uint64_t before = mapped_bytes_in_memory();
  EXPECT_TRUE(pack->verify_checksums().ok());
  EXPECT_LT(mapped_bytes_in_memory(), before + (20u << 20));
}

TEST(Pack, NamesTheFileAndOffsetOfDamage) {
  HostileRepository hostile;
  PackBuilder builder;
  builder.add(PackBuilder::kBlob, "12345", sha1_bytes("x"));
  hostile.add_pack(builder);
  Result<PackEntry> entry = open(hostile)->entry(1'000'000);
  ASSERT_FALSE(entry.ok());
  EXPECT_NE(entry.error().where.find("pack-hostile.pack at offset 1000000"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
