#pragma once

// The rules made of a rule file's `names`: a value whose own name says whose it is, whatever it looks
// like. Issuers change their formats, and old keys live on.
//
//   names: [netlify]      →  rule netlify-credential
//                            NETLIFY_TOKEN = "…"   where no rule knows the value's shape
//   names: [atlassian, bitbucket]          of a product, a rule of its own:
//                         →  rules atlassian-credential, atlassian-bitbucket-credential
//   names: [dune api, dune token]          words such as token name no product
//
// They are assigned rules (rule.h) that take what all others leave (match/attribute.h); severity,
// advice and documentation are those of the file's first rule.

#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// `first`: the first rule of the file.
std::vector<Rule> provider_credentials(const Rule& first, const std::vector<std::string>& names);

}  // namespace leakwarden::scanner
