#include "scanner/git/tree_cache.h"

#include <gtest/gtest.h>

#include "scanner/git/repository.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::HostileRepository;
using leakwarden::testing::tree_entry;

TEST(TreeCache, ReadsATreeOnceAndKeepsIt) {
  HostileRepository hostile;
  std::string blob = hostile.add_loose("blob", "x");
  ObjectId tree = *ObjectId::from_bytes(hostile.add_loose("tree", tree_entry("100644", "n", blob)));
  std::shared_ptr<Repository> repository = *Repository::open(hostile.path(), {});
  TreeCache cache(10'000);
  std::shared_ptr<const Tree> first = *cache.read(repository->objects(), tree);
  EXPECT_EQ(first->size(), 1u);
  EXPECT_EQ(*cache.read(repository->objects(), tree), first) << "the same object";
}

TEST(TreeCache, StaysBounded) {
  HostileRepository hostile;
  std::string blob = hostile.add_loose("blob", "x");
  std::vector<ObjectId> trees;
  for (int i = 0; i < 40; ++i)
    trees.push_back(*ObjectId::from_bytes(
        hostile.add_loose("tree", tree_entry("100644", "n" + std::to_string(i), blob))));
  std::shared_ptr<Repository> repository = *Repository::open(hostile.path(), {});
  TreeCache cache(4'000);
  std::weak_ptr<const Tree> first = *cache.read(repository->objects(), trees[0]);
  EXPECT_FALSE(first.expired());
  for (const ObjectId& tree : trees) EXPECT_TRUE(cache.read(repository->objects(), tree).ok());
  EXPECT_TRUE(first.expired()) << "pushed out by the others";
  TreeCache tiny(100);
  EXPECT_TRUE(tiny.read(repository->objects(), trees[0]).ok()) << "too large to keep";
}

TEST(TreeCache, NamesTheTreeThatCannotBeRead) {
  HostileRepository hostile;
  ObjectId blob = *ObjectId::from_bytes(hostile.add_loose("blob", "x"));
  ObjectId damaged = *ObjectId::from_bytes(hostile.add_loose("tree", "junk"));
  std::shared_ptr<Repository> repository = *Repository::open(hostile.path(), {});
  TreeCache cache(4'000);
  EXPECT_EQ(cache.read(repository->objects(), blob).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(cache.read(repository->objects(), damaged).error().where, damaged.hex());
  EXPECT_EQ(cache.read(repository->objects(), ObjectId()).error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace leakwarden::scanner
