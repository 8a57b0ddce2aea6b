#include "scanner/git/extra_texts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitSandbox;

TEST(ExtraTexts, HoldEveryPlaceOutsideObjects) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.git({"config", "remote.origin.url", "https://user:in-config@example.com/"});
  sandbox.git({"branch", "in-ref-name"});
  sandbox.git({"update-ref", "-m", "in-reflog", "refs/heads/main", "HEAD"});
  leakwarden::testing::write_file(sandbox / ".git/COMMIT_EDITMSG", "in-message");
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git({"worktree", "add", "-q", folder / "linked"});
  leakwarden::testing::write_file(sandbox / ".git/worktrees/linked/MERGE_MSG", "in-worktree");
  std::shared_ptr<Repository> repository = *Repository::open(sandbox.path(), {});
  std::vector<Gap> gaps;
  std::vector<ExtraText> texts = extra_texts(*repository, gaps);
  EXPECT_TRUE(gaps.empty());
  auto place_of = [&texts](const std::string& needle) {
    for (const ExtraText& text : texts) {
      if (text.text.find(needle) != std::string::npos)
        return std::string(place_kind_name(text.kind)) + " " + text.path;
    }
    return std::string();
  };
  EXPECT_EQ(place_of("in-config"), "config config");
  EXPECT_EQ(place_of("in-ref-name"), "ref-name refs/heads/in-ref-name");
  EXPECT_EQ(place_of("in-message"), "config COMMIT_EDITMSG");
  EXPECT_EQ(place_of("in-worktree"), "config worktrees/linked/MERGE_MSG");
  bool in_reflog = std::any_of(texts.begin(), texts.end(), [](const ExtraText& text) {
    return text.kind == PlaceKind::Reflog && text.path == "logs/refs/heads/main";
  });
  EXPECT_TRUE(in_reflog);
}

TEST(ExtraTexts, ReportWhatIsTooLarge) {
  GitSandbox sandbox;
  OpenOptions options;
  options.limits.max_config_bytes = 1000;
  leakwarden::testing::write_file(sandbox / ".git/description", std::string(1001, 'x'));
  std::shared_ptr<Repository> repository = *Repository::open(sandbox.path(), options);
  std::vector<Gap> gaps;
  extra_texts(*repository, gaps);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].what, "description");
}

}  // namespace
}  // namespace leakwarden::scanner
