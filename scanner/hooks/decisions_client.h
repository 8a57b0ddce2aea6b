#pragma once

// The daemon's decisions, asked over its socket when a hook has found something.
//
//   findings ─► those nothing spoke for ─► ask_daemon() ─► decided ones: Finding::suppressed
//
//   heed_daemon(root, confidence, report);   // then judge_hook()
//
// A clean commit asks nobody. Without a daemon everything is as if this were not here; whatever
// goes wrong on the way, a finding stays what it was: only a whole, well-formed answer of a daemon
// that we believe silences it. Believed is one whose process is root's, our own user's, or the
// service user's (told by the kernel of the connection itself, SO_PEERCRED, not by the file's name:
// anybody can put a socket into a world-writable folder).
//
// Settings: the environment before git's configuration before the default.
//   LEAKWARDEN_HOOK_SOCKET       leakwarden.hookSocket      /run/leakwarden/hook.sock; none: never
//   LEAKWARDEN_HOOK_SOCKET_USER  leakwarden.hookSocketUser  leakwarden; or a user's number
//   LEAKWARDEN_HOOK_SOCKET_MS    leakwarden.hookSocketMs    50, for all of it; 1 to 10,000

#include <chrono>
#include <string>
#include <vector>

#include "scanner/hooks/decision_lines.h"
#include "scanner/hooks/verdict.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

struct DecisionSettings {
  std::string socket = "/run/leakwarden/hook.sock";  // "none": nobody is asked
  std::string user = "leakwarden";                   // the service's
  std::chrono::milliseconds patience{50};            // from connecting to the last byte
};

// `folder`: of the repository, "" is the current one; git is asked only where the environment says
// nothing.
DecisionSettings decision_settings(const std::string& folder);

// NotFound: no daemon, or not for us. Refused: one that we do not believe, or that said no.
// Timeout, TooLarge, Corrupt: no whole answer. Io. Invalid: the setting.
Result<std::vector<DecisionAnswer>> ask_daemon(const DecisionSettings& settings,
                                               const std::vector<DecisionQuestion>& questions);

// Marks what has been decided, of at least `least` confidence and not spoken for by others, as
// suppressed by kDecidedByDaemon. Nothing was found: nobody is asked, and no setting is read. An
// error is one that a person should hear of; it changed nothing. `folder` as decision_settings().
Status heed_daemon(const std::string& folder, Confidence least, Result<ScanReport>& scanned);

// For status and doctor: is there a daemon whose decisions count here? Safe to print.
struct DaemonSeen {
  bool answers = false;
  bool is_trouble = false;  // there is something, and it does not answer as it should
  std::string words;        // "a daemon answers at /run/leakwarden/hook.sock"
};
DaemonSeen look_for_daemon(const DecisionSettings& settings);

}  // namespace leakwarden::scanner
