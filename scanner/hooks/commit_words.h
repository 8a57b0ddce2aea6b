#pragma once

// What a stopped commit says: each secret with its line, and the four ways out.

#include <string>
#include <vector>

#include "scanner/hooks/message.h"

namespace leakwarden::scanner {

struct CommitWords {
  std::string what;         // "this commit"
  std::string take_out;     // how to take it out
  std::string again;        // the command that is tried again: "git commit …"
  std::string whole_list;   // the command that shows all secrets
  bool in_message = false;  // the secrets stand in the commit's message, not in files
};

// At most the first 50 secrets.
void say_commit_refused(HookMessage& message, const std::vector<Finding>& findings,
                        const CommitWords& words);

// One word for a shell that stands for all files of `findings`: a name, "FILE…", or "FILE" where
// the name cannot be shown.
std::string files_word(const std::vector<Finding>& findings);

// Names of `findings` for a person to use, each once: "s1-3f2a9c01".
std::vector<std::string> finding_names(const std::vector<Finding>& findings);

// "  not a secret  leakwarden baseline add …", for all of them.
void say_not_a_secret(HookMessage& message, const std::vector<std::string>& names);
// "LEAKWARDEN_ALLOW=… COMMAND"
std::string allow_command(const std::vector<std::string>& names, const std::string& command);
// Where to replace them.
void say_revoke(HookMessage& message, const std::vector<Finding>& findings);

}  // namespace leakwarden::scanner
