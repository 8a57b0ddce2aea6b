#include "scanner/git/copy_search.h"

#include <gtest/gtest.h>

#include "scanner/git/sha1.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::HostileRepository;
using leakwarden::testing::tree_entry;

ObjectId id_of(const std::string& raw) {
  return *ObjectId::from_bytes(raw);
}

TEST(EraseBlobsInTrees, FindsBlobsAtAnyDepthAndNothingElse) {
  HostileRepository hostile;
  std::string deep = hostile.add_loose("blob", "deep");
  std::string top = hostile.add_loose("blob", "top");
  std::string other = hostile.add_loose("blob", "other");
  std::string inner = hostile.add_loose("tree", tree_entry("100644", "deep", deep));
  std::string outer = hostile.add_loose("tree", tree_entry("40000", "inner", inner) +
                                                    tree_entry("120000", "top", top) +
                                                    tree_entry("160000", "module", other));
  std::shared_ptr<Repository> repository = *Repository::open(hostile.path(), {});
  std::unordered_set<ObjectId> wanted{id_of(deep), id_of(top), id_of(other), id_of(inner)};
  erase_blobs_in_trees(*repository, {id_of(outer)}, 1000, wanted);
  EXPECT_EQ(wanted, (std::unordered_set<ObjectId>{id_of(other), id_of(inner)}))
      << "a submodule's commit and a folder are no blobs";

  std::unordered_set<ObjectId> one{id_of(deep)};
  erase_blobs_in_trees(*repository, {id_of(outer)}, 3, one);
  EXPECT_EQ(one.size(), 1u) << "the budget ends before the inner folder";
  erase_blobs_in_trees(*repository, {id_of(other), ObjectId(), id_of(inner)}, 1000, one);
  EXPECT_TRUE(one.empty()) << "unreadable trees are passed over";
}

}  // namespace
}  // namespace leakwarden::scanner
