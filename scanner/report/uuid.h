#pragma once

// Name-based UUIDs, version 5: RFC 9562 §5.5, for consumers that ask for one (GitLab).
//
// SHA-1 names here, it protects nothing; what is named is a fingerprint already.

#include <string>
#include <string_view>

namespace leakwarden::scanner {

// Of a name in the namespace "leakwarden" below the DNS one: the same name, the same UUID.
std::string uuid_of(std::string_view name);

}  // namespace leakwarden::scanner
