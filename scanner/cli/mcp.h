#pragma once

// `leakwarden mcp`: the scanner as tools of a coding agent, over standard input and output
// (Model Context Protocol, transport "stdio": one JSON-RPC 2.0 message a line).

#include <cstdint>
#include <string>
#include <vector>

namespace leakwarden::scanner {

inline constexpr std::uint64_t kMostMcpLineBytes = 8ull << 20;

// Ends with 0 when standard input does.
int mcp_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
