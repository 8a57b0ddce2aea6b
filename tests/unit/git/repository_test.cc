#include "scanner/git/repository.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitSandbox;
using leakwarden::testing::TemporaryFolder;

std::shared_ptr<Repository> open(const std::string& path) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(path, {});
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

TEST(Repository, OpensWorkTreesGitFoldersAndBareOnes) {
  GitSandbox sandbox;
  std::string real = std::filesystem::canonical(sandbox.path());
  std::shared_ptr<Repository> by_work_tree = open(sandbox.path());
  EXPECT_EQ(by_work_tree->git_folder(), real + "/.git");
  EXPECT_EQ(by_work_tree->work_tree(), real);
  EXPECT_EQ(by_work_tree->id_bytes(), 20u);
  std::shared_ptr<Repository> by_git_folder = open(sandbox / ".git");
  EXPECT_EQ(by_git_folder->git_folder(), real + "/.git");
  EXPECT_EQ(by_git_folder->work_tree(), real);
  GitSandbox bare({"--bare"});
  EXPECT_EQ(open(bare.path())->work_tree(), "");
  EXPECT_FALSE(open(bare.path())->is_shallow());
  EXPECT_FALSE(open(bare.path())->is_partial_clone());
}

TEST(Repository, OpensRelativePathsAndSymlinks) {
  GitSandbox sandbox;
  TemporaryFolder folder;
  ASSERT_EQ(::symlink(sandbox.path().c_str(), (folder / "link").c_str()), 0);
  EXPECT_EQ(open(folder / "link")->work_tree(), std::filesystem::canonical(sandbox.path()));
  std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(sandbox.path());
  EXPECT_EQ(open(".")->work_tree(), std::filesystem::canonical(sandbox.path()));
  std::filesystem::current_path(before);
}

TEST(Repository, OpensSubmodulesAndLinkedWorktreesByTheirGitFile) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  std::string head = sandbox.commit_all("first");
  TemporaryFolder folder;
  sandbox.git({"worktree", "add", "-q", folder / "linked"});
  std::shared_ptr<Repository> linked = open(folder / "linked");
  EXPECT_EQ(linked->git_folder(),
            std::filesystem::canonical(sandbox / ".git/worktrees/linked").string());
  EXPECT_TRUE(linked->objects().read(*ObjectId::from_hex(head)).ok());
  EXPECT_EQ(open(folder / "linked/.git")->git_folder(), linked->git_folder());

  GitSandbox super;
  super.git({"submodule", "--quiet", "add", sandbox.path(), "sub"});
  std::shared_ptr<Repository> sub = open(super / "sub");
  EXPECT_EQ(sub->git_folder(), std::filesystem::canonical(super / ".git/modules/sub").string());
  EXPECT_EQ(sub->work_tree(), std::filesystem::canonical(super / "sub").string());
  EXPECT_TRUE(sub->objects().read(*ObjectId::from_hex(head)).ok());
}

TEST(Repository, OpensBelowADescriptor) {
  GitSandbox bare({"--bare"});
  Result<Descriptor> directory = open_directory(AT_FDCWD, bare.path());
  Result<std::shared_ptr<Repository>> repository = Repository::open_at(*directory, {});
  ASSERT_TRUE(repository.ok());
  EXPECT_EQ((*repository)->git_folder(), "");
  EXPECT_EQ((*repository)->work_tree(), "");
  GitSandbox work_tree;
  Result<Descriptor> other = open_directory(AT_FDCWD, work_tree.path());
  EXPECT_TRUE(Repository::open_at(*other, {}).ok());
}

TEST(Repository, SaysWhatToDoAboutWhatIsNone) {
  TemporaryFolder folder;
  folder.write("plain", "x");
  folder.write("half/HEAD", "ref: refs/heads/main\n");
  folder.write("broken/.git", "nothing useful");
  for (const char* name : {"", "plain", "absent", "half"}) {
    Result<std::shared_ptr<Repository>> repository = Repository::open(folder / name, {});
    ASSERT_FALSE(repository.ok()) << name;
    EXPECT_EQ(repository.error().kind, ErrorKind::NotFound) << name;
    EXPECT_FALSE(repository.error().remedy.empty());
  }
  EXPECT_EQ(Repository::open(folder / "broken", {}).error().kind, ErrorKind::Corrupt);
}

TEST(Repository, KnowsShallowAndPartialClones) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.write("a", "2");
  std::string tip = sandbox.commit_all("second");
  sandbox.git({"config", "uploadpack.allowFilter", "true"});
  TemporaryFolder folder;
  sandbox.git(
      {"clone", "-q", "--bare", "--depth=1", "file://" + sandbox.path(), folder / "shallow"});
  std::shared_ptr<Repository> shallow = open(folder / "shallow");
  EXPECT_TRUE(shallow->is_shallow());
  EXPECT_EQ(shallow->shallow_commits(), (std::set<ObjectId>{*ObjectId::from_hex(tip)}));
  EXPECT_FALSE(shallow->is_partial_clone());
  sandbox.git({"clone", "-q", "--bare", "--filter=blob:none", "file://" + sandbox.path(),
               folder / "partial"});
  EXPECT_TRUE(open(folder / "partial")->is_partial_clone());
  std::filesystem::remove(folder / "partial/config");
  EXPECT_TRUE(open(folder / "partial")->is_partial_clone()) << "its packs say so too";
}

TEST(Repository, ResolvesHead) {
  GitSandbox sandbox;
  EXPECT_FALSE(open(sandbox.path())->resolve_ref("HEAD")->has_value()) << "unborn";
  sandbox.write("a", "1");
  std::string head = sandbox.commit_all("first");
  EXPECT_EQ((*open(sandbox.path())->resolve_ref("HEAD"))->hex(), head);
  sandbox.git({"pack-refs", "--all"});
  EXPECT_EQ((*open(sandbox.path())->resolve_ref("HEAD"))->hex(), head);
}

TEST(FindRepository, LooksUpwards) {
  GitSandbox sandbox;
  sandbox.write("a/b/c", "1");
  std::string real = std::filesystem::canonical(sandbox.path());
  EXPECT_EQ(*find_repository(sandbox / "a/b"), real);
  EXPECT_EQ(*find_repository(sandbox.path()), real);
  EXPECT_EQ(*find_repository(sandbox / ".git/refs"), real + "/.git");
  EXPECT_FALSE(find_repository("/").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
