#pragma once

// What a hook decides (shared/design/reliability.md §6):
//
//   a secret found                                            refuse
//   not scanned because of what was committed or pushed       refuse: content must not be able to
//   (a storm, a bomb, a corrupt object, one not found)        buy its own way through
//   not scanned in time                                       on a server refuse: what is pushed
//                                                             decides how long it takes; elsewhere
//                                                             pass and say so
//   not scanned because of us (a failing disk)                pass and say so
//
// LEAKWARDEN_FAIL_CLOSED=1 refuses in the last two cases too, =0 refuses found secrets only: an
// encrypted archive has to go somewhere.

#include <optional>
#include <string>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::scanner {

// What is refused when it was not scanned: nothing; what is the content's fault; that and what was
// out of time; all of it.
enum class FailClosed { Never, ForContent, OutOfTime, Yes };
enum class Decision { Pass, PassUnscanned, Refuse };

inline constexpr const char* kDecidedByDaemon = "server";  // Suppression::by

struct Verdict {
  Decision decision = Decision::Pass;
  std::vector<Finding> findings;       // that speak against it, in report order
  std::vector<Finding> let_through;    // allowed by name
  std::vector<Finding> suppressed;     // that a marker or a file speaks for
  std::vector<Finding> decided;        // that somebody decided on the server (decisions_client.h)
  std::vector<std::string> unscanned;  // "what: why", safe to print
  bool out_of_time = false;
};

// Names of findings that the user lets through: whole fingerprints or unique beginnings.
using AllowedNames = std::vector<std::string>;

Verdict judge_hook(const Result<ScanReport>& scanned, Confidence confidence,
                   const AllowedNames& allowed, FailClosed fail_closed);

// "a,b" → names.
AllowedNames split_names(const std::string& text);

}  // namespace leakwarden::scanner
