#include "scanner/git/object_database.h"

#include <gtest/gtest.h>

#include "scanner/git/repository.h"
#include "scanner/git/sha1.h"
#include "tests/support/collecting_sink.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::CollectedObject;
using leakwarden::testing::CollectingSink;
using leakwarden::testing::Dice;
using leakwarden::testing::GitSandbox;

struct OracleObject {
  std::string type;
  std::string bytes;
  friend bool operator==(const OracleObject&, const OracleObject&) = default;
};

// What git itself says the repository holds.
std::map<std::string, OracleObject> all_objects_by_git(GitSandbox& sandbox,
                                                       const std::string& folder) {
  std::string output = sandbox.git_in(folder, {"cat-file", "--batch", "--batch-all-objects"});
  std::map<std::string, OracleObject> objects;
  for (std::size_t at = 0; at < output.size();) {
    std::size_t line_end = output.find('\n', at);
    std::vector<std::string> header =
        leakwarden::testing::fields_of(output.substr(at, line_end - at));
    std::size_t size = std::stoul(header.at(2));
    objects[header[0]] = {header[1], output.substr(line_end + 1, size)};
    at = line_end + 1 + size + 1;
  }
  return objects;
}

// Many versions of some files, so that packs get real deltas; a tag, a merge, a symlink, an
// executable, an empty file.
void fill(GitSandbox& sandbox, unsigned seed) {
  Dice dice(seed);
  std::vector<std::string> texts;
  for (int file = 0; file < 6; ++file) texts.push_back(dice.text(60));
  for (int version = 0; version < 12; ++version) {
    for (std::size_t file = 0; file < texts.size(); ++file) {
      std::size_t at = dice.below(texts[file].size());
      texts[file].insert(at, dice.text(1 + dice.below(3)));
      if (dice.below(3) == 0)
        texts[file].erase(dice.below(texts[file].size() / 2), dice.below(400));
      sandbox.write("folder" + std::to_string(file % 3) + "/file" + std::to_string(file),
                    texts[file]);
    }
    sandbox.write("random", dice.bytes(300));
    sandbox.write("empty", "");
    sandbox.commit_all("version " + std::to_string(version));
  }
  sandbox.git({"tag", "-f", "-a", "-m", "a tag", "v1"});
}

std::shared_ptr<Repository> open(const std::string& path, OpenOptions options = {}) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(path, options);
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return repository.ok() ? *repository : nullptr;
}

void expect_same_as_git(GitSandbox& sandbox, const std::string& folder,
                        const OpenOptions& options = {}) {
  std::map<std::string, OracleObject> expected = all_objects_by_git(sandbox, folder);
  ASSERT_FALSE(expected.empty());
  std::shared_ptr<Repository> repository = open(folder, options);
  ASSERT_NE(repository, nullptr);
  for (unsigned jobs : {1u, 3u}) {
    CollectingSink sink;
    ASSERT_TRUE(repository->objects().push_all(sink, jobs).ok());
    for (const Gap& gap : sink.gaps) ADD_FAILURE() << gap.what << ": " << gap.reason;
    std::map<std::string, OracleObject> pushed;
    for (const auto& [key, object] : sink.objects)
      pushed[object.id.hex()] = {std::string(object_type_name(object.type)), object.bytes};
    EXPECT_EQ(pushed.size(), expected.size());
    EXPECT_TRUE(pushed == expected);
    EXPECT_EQ(sink.last_done, sink.last_total);
    EXPECT_EQ(sink.last_total, repository->objects().object_count());
  }
  for (const auto& [hex, object] : expected) {
    ObjectId id = *ObjectId::from_hex(hex);
    Result<ObjectBytes> read = repository->objects().read(id);
    ASSERT_TRUE(read.ok()) << read.error().message();
    EXPECT_EQ(object_type_name(read->type), object.type);
    EXPECT_TRUE(read->bytes == object.bytes) << hex;
    Result<ObjectHeader> header = repository->objects().header(id);
    ASSERT_TRUE(header.ok()) << header.error().message();
    EXPECT_EQ(object_type_name(header->type), object.type);
    EXPECT_EQ(header->size, object.bytes.size());
    EXPECT_EQ(object_id_of(read->type, read->bytes, repository->id_bytes()), id);
  }
}

TEST(ObjectDatabase, ReadsLooseObjectsAsGitDoes) {
  GitSandbox sandbox;
  fill(sandbox, 1);
  expect_same_as_git(sandbox, sandbox.path());
}

TEST(ObjectDatabase, ReadsPacksAsGitDoes) {
  GitSandbox sandbox;
  fill(sandbox, 2);
  sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=50"});
  expect_same_as_git(sandbox, sandbox.path());
}

TEST(ObjectDatabase, ReadsReferenceDeltasAsGitDoes) {
  GitSandbox sandbox;
  fill(sandbox, 3);
  sandbox.git({"-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d", "-f"});
  expect_same_as_git(sandbox, sandbox.path());
}

TEST(ObjectDatabase, ReadsVersionOneIndexesAsGitDoes) {
  GitSandbox sandbox;
  fill(sandbox, 4);
  sandbox.git({"-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d", "-f"});
  expect_same_as_git(sandbox, sandbox.path());
}

TEST(ObjectDatabase, ReadsLargeOffsetTablesAsGitDoes) {
  GitSandbox sandbox;
  fill(sandbox, 5);
  std::string pack = sandbox.git_line({"pack-objects", "-q", "--all", "--index-version=2,0x40",
                                       sandbox / ".git/objects/pack/pack"});
  ASSERT_FALSE(pack.empty());
  sandbox.git({"prune-packed", "-q"});
  expect_same_as_git(sandbox, sandbox.path());
}

TEST(ObjectDatabase, ReadsSeveralPacksAndLooseObjectsTogether) {
  GitSandbox sandbox;
  fill(sandbox, 6);
  sandbox.git({"repack", "-q", "-d"});
  fill(sandbox, 7);
  sandbox.git({"repack", "-q", "-d"});
  sandbox.git({"multi-pack-index", "write"});
  sandbox.write("later", "loose");
  sandbox.commit_all("later");
  expect_same_as_git(sandbox, sandbox.path());
}

TEST(ObjectDatabase, ReadsSha256RepositoriesAsGitDoes) {
  GitSandbox sandbox({"--object-format=sha256"});
  fill(sandbox, 8);
  expect_same_as_git(sandbox, sandbox.path());
  sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=50"});
  OpenOptions options;
  options.verify_objects = VerifyObjects::Yes;
  expect_same_as_git(sandbox, sandbox.path(), options);
}

TEST(ObjectDatabase, FollowsAlternatesOnlyOnRequest) {
  GitSandbox sandbox;
  fill(sandbox, 9);
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git({"clone", "-q", "--shared", ".", folder / "shared"});
  OpenOptions options;
  options.alternates = FollowAlternates::Yes;
  expect_same_as_git(sandbox, folder / "shared", options);

  std::shared_ptr<Repository> strict = open(folder / "shared");
  ObjectId head = *ObjectId::from_hex(sandbox.git_line({"rev-parse", "HEAD"}));
  Result<ObjectBytes> read = strict->objects().read(head);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::NotFound);
  CollectingSink sink;
  ASSERT_TRUE(strict->objects().push_all(sink, 1).ok());
  EXPECT_TRUE(sink.objects.empty());
  ASSERT_EQ(sink.gaps.size(), 1u);
  EXPECT_EQ(sink.gaps[0].what, "objects/info/alternates");
}

TEST(ObjectDatabase, ReadsAQuarantineFolderFirst) {
  GitSandbox sandbox;
  std::string quarantine = sandbox / ".git/objects/incoming";
  leakwarden::testing::run_program({"mkdir", quarantine});
  sandbox.environment["GIT_OBJECT_DIRECTORY"] = quarantine;
  std::string id = sandbox.git_line({"hash-object", "-w", "--stdin"}, "quarantined");
  EXPECT_FALSE(open(sandbox.path())->objects().read(*ObjectId::from_hex(id)).ok());
  OpenOptions options;
  options.extra_object_folders = {quarantine};
  Result<ObjectBytes> read = open(sandbox.path(), options)->objects().read(*ObjectId::from_hex(id));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->bytes, "quarantined");
}

TEST(ObjectDatabase, SeesAPackThatAppearsLater) {
  GitSandbox sandbox;
  std::shared_ptr<Repository> repository = open(sandbox.path());
  fill(sandbox, 10);
  sandbox.git({"repack", "-q", "-a", "-d"});
  ObjectId head = *ObjectId::from_hex(sandbox.git_line({"rev-parse", "HEAD"}));
  EXPECT_TRUE(repository->objects().read(head).ok());
}

TEST(ObjectDatabase, TellsCopiedRangesThatRebuildTheObject) {
  GitSandbox sandbox;
  fill(sandbox, 11);
  sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=50"});
  CollectingSink sink;
  ASSERT_TRUE(open(sandbox.path())->objects().push_all(sink, 2).ok());
  std::size_t deltas = 0;
  std::set<std::pair<std::uint32_t, std::uint64_t>> bases;
  for (const auto& [key, object] : sink.objects) {
    if (!object.base) continue;
    ++deltas;
    const CollectedObject& base = sink.objects.at({object.base->container, object.base->offset});
    EXPECT_TRUE(base.is_base);
    bases.insert({object.base->container, object.base->offset});
    std::uint64_t target = 0;
    for (const CopiedRange& range : object.copied) {
      EXPECT_GE(range.target_begin, target) << "ordered, without overlap";
      target = range.target_begin + range.length;
      EXPECT_EQ(object.bytes.substr(range.target_begin, range.length),
                base.bytes.substr(range.base_begin, range.length));
    }
    EXPECT_LE(target, object.bytes.size());
  }
  EXPECT_GT(deltas, 20u);
  EXPECT_EQ(sink.bases_done.size(), bases.size()) << "each base is let go of once";
}

TEST(ObjectDatabase, SkipsTypesThatAreNotWanted) {
  GitSandbox sandbox;
  fill(sandbox, 12);
  sandbox.git({"repack", "-q", "-d"});
  sandbox.write("loose", "blob");
  sandbox.commit_all("loose");
  CollectingSink sink({ObjectType::Blob});
  ASSERT_TRUE(open(sandbox.path())->objects().push_all(sink, 2).ok());
  EXPECT_GT(sink.objects.size(), 50u);
  for (const auto& [key, object] : sink.objects) EXPECT_EQ(object.type, ObjectType::Blob);
  EXPECT_EQ(sink.last_done, sink.last_total);
}

TEST(ObjectDatabase, StopsWhenTheSinkSaysSo) {
  GitSandbox sandbox;
  fill(sandbox, 13);
  CollectingSink sink;
  sink.stop_after = 5;
  ASSERT_TRUE(open(sandbox.path())->objects().push_all(sink, 1).ok());
  EXPECT_EQ(sink.objects.size(), 5u);
}

TEST(ObjectDatabase, DeliversLargeObjectsInOverlappingWindows) {
  GitSandbox sandbox;
  Dice dice(14);
  std::string large = dice.bytes(100'000);
  sandbox.write("large", large);
  sandbox.commit_all("loose");
  OpenOptions options;
  options.limits.max_object_bytes = 50'000;
  options.limits.window_bytes = 30'000;
  options.limits.window_overlap_bytes = 1'000;
  for (bool packed : {false, true}) {
    if (packed) sandbox.git({"repack", "-q", "-a", "-d"});
    CollectingSink sink;
    ASSERT_TRUE(open(sandbox.path(), options)->objects().push_all(sink, 1).ok());
    EXPECT_TRUE(sink.gaps.empty());
    std::size_t windowed = 0;
    for (const auto& [key, object] : sink.objects) {
      if (object.windows == 0) continue;
      ++windowed;
      EXPECT_EQ(object.windows, 4u) << "30,000 and then 29,000 new bytes each";
      EXPECT_TRUE(object.bytes == large);
    }
    EXPECT_EQ(windowed, 1u);
  }
  ObjectId id = *ObjectId::from_hex(sandbox.git_line({"rev-parse", "HEAD:large"}));
  Result<ObjectBytes> read = open(sandbox.path(), options)->objects().read(id);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::TooLarge);
}

TEST(ObjectDatabase, HoldsFewBasesAndMakesThemAgainWhenItMust) {
  GitSandbox sandbox;
  fill(sandbox, 15);
  sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=50"});
  // No room for any held base: every branching of the delta trees makes its base again.
  OpenOptions options;
  options.limits.max_object_bytes = 8'000;
  std::map<std::string, OracleObject> expected = all_objects_by_git(sandbox, sandbox.path());
  for (const auto& [hex, object] : expected) ASSERT_LT(object.bytes.size(), 8'000u);
  expect_same_as_git(sandbox, sandbox.path(), options);
}

}  // namespace
}  // namespace leakwarden::scanner
