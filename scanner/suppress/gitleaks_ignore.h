#pragma once

// .gitleaksignore and .betterleaksignore: places their users accepted, one a line.
//
//   <commit>:<file>:<rule>:<line>     in the commit that brought it (40 or 64 digits)
//   <file>:<rule>:<line>              in every commit
//   # …                               a comment
//
// The file may hold ':' itself, so rule and line are cut off from the right. Where the rule is one
// that we have too (rules/import/peer_names.h), it must be the finding's; other names are not ours,
// and file and line alone decide; the remarks say of how many lines that is so.
//
// Thread rules: pure functions.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

inline constexpr const char* kGitleaksIgnoreName = ".gitleaksignore";
inline constexpr const char* kBetterleaksIgnoreName = ".betterleaksignore";

// Is there a rule of this id?
using KnowsRule = std::function<bool(const std::string& id)>;

// Invalid with "file:line:column".
Result<std::shared_ptr<const Speaker>> parse_gitleaks_ignore(std::string_view bytes,
                                                             const std::string& file,
                                                             const KnowsRule& knows_rule);

// The id under which a peer's rule may be one of ours: as it is, or as `rules import` names it.
bool is_rule_of_peer(const std::string& rule_id, const std::string& peer_id);

}  // namespace leakwarden::scanner
