#pragma once

// Fake secrets, made at run time from a seed, so that none stands in the tree. The same seed gives
// the same value on every machine.

#include <cstdint>
#include <string>
#include <string_view>

namespace leakwarden::testing {

std::string planted_characters(std::uint64_t seed, std::string_view alphabet, std::size_t count);
// A Postman API key: "PMAK-", an ObjectId of 2023, "-", 34 hex digits.
std::string planted_postman_key(std::uint64_t seed);
// A GitHub classic token with a right CRC32 checksum.
std::string planted_github_token(std::uint64_t seed);
// An AWS access key id.
std::string planted_aws_key_id(std::uint64_t seed);

}  // namespace leakwarden::testing
