#include "scanner/cli/suppression_scope.h"

#include <filesystem>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

SuppressionScope scope_of(const std::string& text, Part part = Part::Everything) {
  const Result<Target> target = find_target(text);
  EXPECT_TRUE(target.ok());
  Narrowing narrowing;
  narrowing.part = part;
  return suppression_scope(*target, narrowing);
}

TEST(SuppressionScope, OfARepositoryItsWorkTree) {
  testing::GitSandbox sandbox;
  const std::string root = std::filesystem::canonical(sandbox.path()).string();
  EXPECT_EQ(scope_of(sandbox.path()).root, root);
  EXPECT_EQ(scope_of(sandbox.path()).told, Told::All);
  EXPECT_EQ(scope_of(sandbox.path(), Part::Staged).told, Told::Used);
}

TEST(SuppressionScope, OfAFolderInsideTheWorkTreeAroundIt) {
  testing::GitSandbox sandbox;
  sandbox.write("sub/a.env", "x\n");
  const SuppressionScope folder = scope_of(sandbox / "sub");
  EXPECT_EQ(folder.root, std::filesystem::canonical(sandbox.path()).string());
  EXPECT_EQ(folder.told, Told::Used);
  EXPECT_EQ(folder.paths((sandbox / "sub") + "/a.env"), "sub/a.env");
  const SuppressionScope file = scope_of(sandbox / "sub/a.env");
  EXPECT_EQ(file.paths(sandbox / "sub/a.env"), "sub/a.env");
}

TEST(SuppressionScope, OfAFolderOutsideGitItself) {
  testing::TemporaryFolder folder;
  folder.write("sub/a.env", "x\n");
  const SuppressionScope scope = scope_of(folder / "sub");
  EXPECT_EQ(scope.root, std::filesystem::canonical(folder / "sub").string());
  EXPECT_EQ(scope.told, Told::All);
  EXPECT_EQ(scope.paths((folder / "sub") + "/a.env"), "a.env");
}

TEST(SuppressionScope, OfACommitWhatItHas) {
  testing::GitSandbox sandbox;
  sandbox.write(".leakwardenignore", "a/\n");
  sandbox.commit_all("one");
  sandbox.git({"tag", "-a", "-m", "x", "v1"});
  sandbox.write(".leakwardenignore", "b/\n");
  const Result<Target> target = find_target(sandbox.path());
  ASSERT_TRUE(target.ok());
  const SuppressionScope scope = suppression_scope(*target, Narrowing{});
  for (const auto& [revision, text] : {std::pair("", "b/\n"), {"HEAD", "a/\n"}, {"v1", "a/\n"}}) {
    const Result<SuppressionSource> source = suppression_source(*target, scope, revision);
    ASSERT_TRUE(source.ok()) << source.error().message();
    const Result<std::optional<std::string>> bytes = (*source)(".leakwardenignore");
    ASSERT_TRUE(bytes.ok() && *bytes) << revision;
    EXPECT_EQ(**bytes, text) << revision;
    EXPECT_FALSE(*(*source)(".gitleaksignore")) << revision;
  }
  EXPECT_FALSE(suppression_source(*target, scope, "nowhere").ok());
  testing::TemporaryFolder plain;
  plain.write("a", "x\n");
  const Result<Target> outside = find_target(plain / "a");
  EXPECT_FALSE(suppression_source(*outside, suppression_scope(*outside, Narrowing{}), "HEAD").ok());
}

// What lies in a bare repository is pushed; nothing of it speaks.
TEST(SuppressionScope, OfABareRepositoryNothing) {
  testing::GitSandbox bare({"--bare"});
  EXPECT_EQ(scope_of(bare.path()).root, "");
}

}  // namespace
}  // namespace leakwarden::scanner
