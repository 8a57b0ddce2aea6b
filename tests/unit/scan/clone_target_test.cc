#include "scanner/cli/clone_target.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using testing::GitSandbox;

TEST(CloneTarget, HoldsEveryRefAndIsGoneAfterwards) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  const std::string commit = sandbox.commit_all("one");
  sandbox.git({"update-ref", "refs/pull/7/head", commit});
  std::string path;
  {
    const Result<CloneTarget> clone = CloneTarget::make("file://" + sandbox.path());
    ASSERT_TRUE(clone.ok()) << clone.error().message();
    path = clone->path();
    EXPECT_EQ(sandbox.git_in(path, {"for-each-ref", "--format=%(refname)", "refs/pull"}),
              "refs/pull/7/head\n");
    EXPECT_FALSE(std::filesystem::exists(path + "/hooks"));
  }
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(path).parent_path()));
}

TEST(CloneTarget, EndsWithGitWhenItIsCancelled) {
  GitSandbox sandbox;
  const std::atomic<bool> cancel{true};
  const Result<CloneTarget> clone = CloneTarget::make("file://" + sandbox.path(), &cancel);
  ASSERT_FALSE(clone.ok());
  EXPECT_EQ(clone.error().kind, ErrorKind::Timeout);
}

TEST(CloneTarget, AMoveTakesTheFolderAlong) {
  GitSandbox sandbox;
  Result<CloneTarget> clone = CloneTarget::make("file://" + sandbox.path());
  ASSERT_TRUE(clone.ok()) << clone.error().message();
  {
    const CloneTarget moved = std::move(clone).value();
    EXPECT_TRUE(std::filesystem::exists(moved.path()));
  }
  EXPECT_FALSE(std::filesystem::exists(clone->path()) && !clone->path().empty());
}

TEST(CloneTarget, TransportsThatRunCommandsAreRefused) {
  testing::TemporaryFolder folder;
  const std::string evil = "ext::sh -c touch% " + (folder / "ran") + "% ://x";
  for (const std::string& url :
       {evil, std::string("fd://7/a"), std::string("--upload-pack=x://")}) {
    const Result<CloneTarget> clone = CloneTarget::make(url);
    ASSERT_FALSE(clone.ok()) << url;
    EXPECT_EQ(clone.error().kind, ErrorKind::Invalid);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "ran"));
}

TEST(CloneTarget, AFailureDoesNotTellThePassword) {
  const std::string password = "hunter" + std::string("2secret");
  const Result<CloneTarget> clone =
      CloneTarget::make("http://me:" + password + "@127.0.0.1:1/a.git");
  ASSERT_FALSE(clone.ok());
  EXPECT_EQ(clone.error().kind, ErrorKind::Refused);
  EXPECT_EQ(clone.error().message().find(password), std::string::npos) << clone.error().message();
}

}  // namespace
}  // namespace leakwarden::scanner
