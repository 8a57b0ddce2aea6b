#include "scanner/git/libgit2_library.h"

#include <gtest/gtest.h>

#include "scanner/git/libgit2_backend.h"
#include "scanner/git/repository.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

TEST(Libgit2Library, LoadsTheVersionOfItsHeaders) {
  Result<std::shared_ptr<const Libgit2Library>> library = Libgit2Library::load();
  ASSERT_TRUE(library.ok()) << library.error().message();
  int major = 0;
  int minor = 0;
  int revision = 0;
  (*library)->libgit2_version(&major, &minor, &revision);
  EXPECT_EQ(major, LIBGIT2_VER_MAJOR);
  EXPECT_EQ(minor, LIBGIT2_VER_MINOR);
}

TEST(Libgit2Repository, ReadsThroughOurReaders) {
  leakwarden::testing::GitSandbox sandbox;
  sandbox.write("a", "1");
  std::string head = sandbox.commit_all("first");
  std::shared_ptr<Repository> repository = *Repository::open(sandbox.path(), {});
  Result<std::unique_ptr<Libgit2Repository>> wrapped =
      Libgit2Repository::wrap(repository->objects());
  ASSERT_TRUE(wrapped.ok()) << wrapped.error().message();
  const Libgit2Library& library = (*wrapped)->library();
  git_revwalk* walk = nullptr;
  ASSERT_EQ(library.revwalk_new(&walk, (*wrapped)->get()), 0);
  git_oid absent{};
  EXPECT_NE(library.revwalk_push(walk, &absent), 0);
  EXPECT_NE(library.last_error("push").why, "");
  git_oid oid{};
  std::string raw(ObjectId::from_hex(head)->bytes());
  std::copy(raw.begin(), raw.end(), oid.id);
  EXPECT_EQ(library.revwalk_push(walk, &oid), 0);
  git_oid next{};
  EXPECT_EQ(library.revwalk_next(&next, walk), 0);
  EXPECT_TRUE(std::equal(raw.begin(), raw.end(), next.id, [](char one, unsigned char other) {
    return static_cast<unsigned char>(one) == other;
  }));
  library.revwalk_free(walk);
}

}  // namespace
}  // namespace leakwarden::scanner
