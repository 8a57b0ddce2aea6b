#pragma once

// Reflogs (<git dir>/logs/**): what each ref pointed at, and why, one line a change:
//   old SP new SP Name <address> SP seconds SP zone TAB message LF
// They keep commits alive that no ref reaches any more, and messages that people typed.

#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct ReflogEntry {
  ObjectId before;     // null where the ref was made
  ObjectId after;      // null where it was deleted
  std::string person;  // "Name <address> seconds zone"
  std::string message;
};

// Lines that are no entries are passed over.
std::vector<ReflogEntry> parse_reflog(std::string_view text, unsigned id_bytes);

struct Reflog {
  std::string name;  // of the ref: "HEAD", "refs/stash"; raw bytes
  std::string text;
};

// All reflogs of the repository and of its linked worktrees ("worktrees/<name>/HEAD"), by name.
// Unreadable or too large ones are gaps.
std::vector<Reflog> read_reflogs(Repository& repository, std::vector<Gap>& gaps);

}  // namespace leakwarden::scanner
