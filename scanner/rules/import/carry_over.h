#pragma once

// A peer's rules → rule files of ours, and rule by rule what that cost.
//
// Every rule that comes out has been read back by load_rules().

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "scanner/rules/import/import_note.h"
#include "scanner/rules/import/peer_rules.h"
#include "scanner/rules/problem.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

struct ImportedRule {
  std::string peer_id;
  std::string file;
  TextPlace place;
  ImportNotes notes;
  std::vector<Rule> rules;  // none: it could not be carried over; several: one a branch
};

struct Imported {
  std::vector<ImportedRule> rules;  // in the order of the files
  ImportNotes notes;                // about the files as a whole
};

struct ImportOptions {
  std::set<std::string> taken_ids;  // of the rules it shall be used together with
  // Our own rule that finds what this one finds, or nothing: its advice is then taken over.
  std::function<const Rule*(const Rule&)> twin;
};

Imported import_rules(const PeerConfig& config, const ImportOptions& options);

// Is anything else than Told said about it?
bool changed_meaning(const ImportedRule& rule);

}  // namespace leakwarden::scanner
