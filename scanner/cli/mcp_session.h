#pragma once

// One session of the Model Context Protocol: a line in, at most one line out.
//
// JSON-RPC 2.0 with the methods initialize, ping, tools/list and tools/call; notifications and
// answers of the other side are taken and not answered. Protocol versions 2024-11-05, 2025-03-26,
// 2025-06-18 and 2025-11-25: the one that is asked for, or else the newest of these. Batches exist
// before 2025-06-18 only. Wrong arguments are JSON-RPC errors (-32602), and since 2025-11-25
// results with isError, as the specification has it; a tool that fails is always the latter.
// Source: modelcontextprotocol.io/specification, pages "Lifecycle", "Transports" and "Tools".
//
//   {"jsonrpc":"2.0","id":1,"method":"ping"}  →  {"jsonrpc":"2.0","id":1,"result":{}}

#include <string>

#include "scanner/cli/mcp_tools.h"

namespace leakwarden::scanner {

class McpSession {
 public:
  explicit McpSession(McpTools tools) : tools_(std::move(tools)) {}

  // The answer without a line end; "" where none is due.
  std::string answer(std::string line);
  // To a line that was longer than is read.
  std::string answer_too_long() const;

 private:
  Json answer_batch(const Json& batch);
  Json answer_message(const Json& message);
  Json answer_request(const Json& id, const std::string& method, const Json& parameters);
  Json initialize(const Json& id, const Json& parameters);
  Json call(const Json& id, const Json& parameters);

  McpTools tools_;
  std::string version_ = "2025-11-25";  // until one is agreed upon
};

}  // namespace leakwarden::scanner
