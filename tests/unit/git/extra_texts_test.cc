#include "scanner/git/extra_texts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitSandbox;

TEST(ExtraTexts, HoldNamesOfRefsAndReflogs) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.git({"branch", "in-ref-name"});
  sandbox.git({"update-ref", "-m", "in-reflog", "refs/heads/main", "HEAD"});
  std::shared_ptr<Repository> repository = *Repository::open(sandbox.path(), {});
  std::vector<Gap> gaps;
  std::vector<ExtraText> texts = extra_texts(*repository, gaps);
  EXPECT_TRUE(gaps.empty());
  const auto is_there = [&texts](PlaceKind kind, const std::string& path) {
    return std::any_of(texts.begin(), texts.end(), [&](const ExtraText& text) {
      return text.kind == kind && text.path == path;
    });
  };
  EXPECT_TRUE(is_there(PlaceKind::RefName, "refs/heads/in-ref-name"));
  EXPECT_TRUE(is_there(PlaceKind::Reflog, "logs/refs/heads/main"));
}

}  // namespace
}  // namespace leakwarden::scanner
