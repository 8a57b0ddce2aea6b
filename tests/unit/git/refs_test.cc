#include "scanner/git/refs.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::fields_of;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::lines_of;

std::map<std::string, std::string> refs_of(const std::string& path) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(path, {});
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  std::vector<Gap> gaps;
  Result<std::vector<Ref>> refs = (*repository)->refs(gaps);
  EXPECT_TRUE(refs.ok());
  EXPECT_TRUE(gaps.empty());
  std::map<std::string, std::string> found;
  std::string before;
  for (const Ref& ref : *refs) {
    EXPECT_LT(before, ref.name);
    before = ref.name;
    found[ref.name] = ref.id.hex();
    Result<std::optional<ObjectId>> alone = (*repository)->resolve_ref(ref.name);
    EXPECT_TRUE(alone.ok() && *alone && **alone == ref.id) << ref.name;
  }
  return found;
}

std::map<std::string, std::string> refs_by_git(GitSandbox& sandbox) {
  std::map<std::string, std::string> refs;
  for (const std::string& line :
       lines_of(sandbox.git({"for-each-ref", "--format=%(objectname) %(refname)"})))
    refs[line.substr(line.find(' ') + 1)] = line.substr(0, line.find(' '));
  leakwarden::testing::ProgramResult head =
      sandbox.try_git({"rev-parse", "--verify", "-q", "HEAD"});
  if (head.exit_code == 0) refs["HEAD"] = lines_of(head.output)[0];
  return refs;
}

void make_refs(GitSandbox& sandbox) {
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.git({"tag", "light"});
  sandbox.git({"tag", "-a", "-m", "m", "annotated"});
  sandbox.git({"branch", "deep/er/still"});
  sandbox.git({"update-ref", "refs/notes/commits", "HEAD"});
  sandbox.git({"update-ref", "refs/odd/one", "HEAD:a"});
  sandbox.git({"symbolic-ref", "refs/heads/alias", "refs/heads/deep/er/still"});
}

TEST(Refs, AreThoseOfGitLoosePackedAndMixed) {
  for (const char* format : {"sha1", "sha256"}) {
    GitSandbox sandbox({std::string("--object-format=") + format});
    make_refs(sandbox);
    EXPECT_EQ(refs_of(sandbox.path()), refs_by_git(sandbox));
    sandbox.git({"pack-refs", "--all"});
    EXPECT_EQ(refs_of(sandbox.path()), refs_by_git(sandbox));
    sandbox.write("a", "2");
    sandbox.commit_all("second");  // a loose ref over a packed one
    sandbox.git({"tag", "later"});
    EXPECT_EQ(refs_of(sandbox.path()), refs_by_git(sandbox));
    EXPECT_EQ(refs_of(sandbox.path()).size(), 9u);
  }
}

TEST(Refs, LeaveOutAnUnbornHead) {
  GitSandbox sandbox;
  EXPECT_TRUE(refs_of(sandbox.path()).empty());
}

TEST(Refs, KnowADetachedHead) {
  GitSandbox sandbox;
  make_refs(sandbox);
  sandbox.git({"checkout", "-q", "--detach"});
  EXPECT_EQ(refs_of(sandbox.path()), refs_by_git(sandbox));
}

TEST(Refs, KnowTheHeadsOfLinkedWorktrees) {
  GitSandbox sandbox;
  make_refs(sandbox);
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git({"worktree", "add", "-q", "--detach", folder / "linked"});
  leakwarden::testing::write_file(folder / "linked/new", "new");
  sandbox.git_in(folder / "linked", {"add", "-A"});
  sandbox.git_in(folder / "linked", {"commit", "-q", "-m", "detached"});
  std::string tip = lines_of(sandbox.git_in(folder / "linked", {"rev-parse", "HEAD"}))[0];
  std::map<std::string, std::string> main = refs_of(sandbox.path());
  EXPECT_EQ(main["worktrees/linked/HEAD"], tip);
  EXPECT_NE(main["HEAD"], tip);
  std::map<std::string, std::string> linked = refs_of(folder / "linked");
  EXPECT_EQ(linked["HEAD"], tip) << "its own";
  EXPECT_EQ(linked["refs/heads/main"], main["refs/heads/main"]) << "the common ones";
}

}  // namespace
}  // namespace leakwarden::scanner
