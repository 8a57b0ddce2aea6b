#include "scanner/hooks/hook_kind.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

// githooks(5)
TEST(HookKind, NamesAreGits) {
  std::vector<std::string> names;
  for (HookKind kind : hook_kinds()) {
    names.push_back(hook_name(kind));
    EXPECT_EQ(hook_kind_from_name(hook_name(kind)), kind);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"pre-commit", "pre-merge-commit", "commit-msg",
                                             "pre-push", "pre-receive", "post-receive"}));
  EXPECT_FALSE(hook_kind_from_name("post-commit"));
  EXPECT_FALSE(hook_kind_from_name(""));
}

TEST(HookKind, PushesAreToldOnStandardInput) {
  EXPECT_TRUE(reads_input(HookKind::PrePush));
  EXPECT_TRUE(reads_input(HookKind::PreReceive));
  for (HookKind kind : {HookKind::PreCommit, HookKind::PreMergeCommit, HookKind::CommitMsg})
    EXPECT_FALSE(reads_input(kind));
}

}  // namespace
}  // namespace leakwarden::scanner
