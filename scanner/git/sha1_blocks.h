#pragma once

// SHA-1's compression of whole 64-byte blocks, by the processor's own instructions where it has
// them (five times as fast), else in plain C++.

#include <array>
#include <cstddef>
#include <cstdint>

namespace leakwarden::scanner {

using Sha1State = std::array<std::uint32_t, 5>;

void sha1_blocks(Sha1State& state, const std::uint8_t* blocks, std::size_t count);

// Each way by itself, for tests. The fast one only where the processor can: see below.
void sha1_blocks_plain(Sha1State& state, const std::uint8_t* blocks, std::size_t count);
bool has_sha1_instructions();
void sha1_blocks_fast(Sha1State& state, const std::uint8_t* blocks, std::size_t count);

}  // namespace leakwarden::scanner
