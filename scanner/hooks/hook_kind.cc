#include "scanner/hooks/hook_kind.h"

namespace leakwarden::scanner {

std::string hook_name(HookKind kind) {
  switch (kind) {
    case HookKind::PreCommit:
      return "pre-commit";
    case HookKind::PreMergeCommit:
      return "pre-merge-commit";
    case HookKind::CommitMsg:
      return "commit-msg";
    case HookKind::PrePush:
      return "pre-push";
    case HookKind::PreReceive:
      return "pre-receive";
    case HookKind::PostReceive:
      return "post-receive";
  }
  return "";
}

std::optional<HookKind> hook_kind_from_name(std::string_view name) {
  for (HookKind kind : hook_kinds()) {
    if (name == hook_name(kind)) return kind;
  }
  return std::nullopt;
}

const std::vector<HookKind>& hook_kinds() {
  static const std::vector<HookKind> kAll = {HookKind::PreCommit,  HookKind::PreMergeCommit,
                                             HookKind::CommitMsg,  HookKind::PrePush,
                                             HookKind::PreReceive, HookKind::PostReceive};
  return kAll;
}

const std::vector<HookKind>& client_hook_kinds() {
  static const std::vector<HookKind> kClient = {HookKind::PreCommit, HookKind::PreMergeCommit,
                                                HookKind::CommitMsg, HookKind::PrePush};
  return kClient;
}

bool reads_input(HookKind kind) {
  return kind == HookKind::PrePush || kind == HookKind::PreReceive || kind == HookKind::PostReceive;
}

}  // namespace leakwarden::scanner
