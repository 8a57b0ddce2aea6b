#pragma once

// Facts in the query of a URL that is signed beforehand: AWS (versions 2 and 4), Google Cloud
// Storage and Azure's shared access signatures.

#include <string_view>

#include "scanner/match/fact.h"

namespace leakwarden::scanner {

// created, expires, key (the id that signed), account (AWS), rights (Azure's "sp").
Facts presigned_facts(std::string_view value);

// The 12 digits that an AWS access key id made since 2019 holds; "" for others.
std::string aws_account_of(std::string_view key_id);

}  // namespace leakwarden::scanner
