#pragma once

// The tools that `leakwarden mcp` offers. Each call runs in a child process under a deadline
// (hooks/guarded_run.h): what hangs or crashes costs one answer, never the session.
//
// Whatever a tool says, it says in our own words: of a text that was scanned nothing is repeated,
// of a value only its mask. What the caller gave (names, paths) is not repeated in errors either.

#include <chrono>
#include <string>

#include "scanner/cli/scan_settings.h"
#include "scanner/hooks/bounded_json.h"

namespace leakwarden::scanner {

struct McpTools {
  ScanSettings settings;
  std::chrono::milliseconds deadline{20'000};
};

// The list of tools, each with its schema.
Json mcp_tool_list();

enum class McpFault { None, UnknownTool, WrongArguments };

struct McpToolAnswer {
  McpFault fault = McpFault::None;
  std::string words;  // what is wrong, when something is
  Json result;        // content, structuredContent, isError
};

McpToolAnswer call_mcp_tool(const McpTools& tools, const std::string& name, const Json& arguments);

// A result that says that the tool failed.
Json mcp_failure(const std::string& words);

}  // namespace leakwarden::scanner
