#include "scanner/cli/mcp_session.h"

#include <algorithm>
#include <utility>

#include "scanner/cli/version.h"
#include "scanner/hooks/call_json.h"

namespace leakwarden::scanner {
namespace {

constexpr int kParseError = -32700;
constexpr int kInvalidRequest = -32600;
constexpr int kMethodNotFound = -32601;
constexpr int kInvalidParameters = -32602;

constexpr std::size_t kMostOfABatch = 100;
constexpr std::size_t kLongestId = 256;

// Oldest first; they compare as text.
constexpr std::string_view kVersions[] = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"};
constexpr std::string_view kWithoutBatches = "2025-06-18";
constexpr std::string_view kFaultsAsResults = "2025-11-25";
constexpr std::string_view kStructured = "2025-06-18";

constexpr const char* kInstructions =
    "Finds secrets (API keys, tokens, passwords, private keys). Call scan_text before you write, "
    "run "
    "or send text that may hold one, and scan_staged before you commit. Values are never shown, "
    "only "
    "masks: put a reference (an environment variable, a vault) where a value would go.";

Json failed(const Json& id, int code, const std::string& words) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", words}}}};
}

Json succeeded(const Json& id, Json result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

std::string as_line(const Json& message) {
  return message.is_null() ? "" : message.dump(-1, ' ', true, Json::error_handler_t::replace);
}

bool is_good_id(const Json& id) {
  if (id.is_string()) return id.get_ref<const std::string&>().size() <= kLongestId;
  return id.is_number();
}

bool is_answer(const Json& message) {
  return !message.contains("method") && (message.contains("result") || message.contains("error"));
}

}  // namespace

std::string McpSession::answer_too_long() const {
  return as_line(failed(nullptr, kInvalidRequest, "the message is longer than 8 MiB"));
}

std::string McpSession::answer(std::string line) {
  mend_surrogates(line);
  if (line.find_first_not_of(" \t\r") == std::string::npos) return "";
  const Result<Json> message = read_bounded_json(line, "read the message", "");
  if (!message.ok()) {
    const bool is_broken = message.error().kind == ErrorKind::Invalid;
    return as_line(failed(nullptr, is_broken ? kParseError : kInvalidRequest, message.error().why));
  }
  return as_line(message->is_array() ? answer_batch(*message) : answer_message(*message));
}

Json McpSession::answer_batch(const Json& batch) {
  if (version_ >= kWithoutBatches) {
    return failed(nullptr, kInvalidRequest, "this version of the protocol has no batches");
  }
  if (batch.empty() || batch.size() > kMostOfABatch) {
    return failed(nullptr, kInvalidRequest, "a batch holds from 1 to 100 messages");
  }
  Json answers = Json::array();
  for (const Json& message : batch) {
    Json one = answer_message(message);
    if (!one.is_null()) answers.push_back(std::move(one));
  }
  return answers.empty() ? Json() : answers;
}

Json McpSession::answer_message(const Json& message) {
  if (!message.is_object()) return failed(nullptr, kInvalidRequest, "a message is an object");
  const bool has_id = message.contains("id");
  const bool is_good = message.value("jsonrpc", Json()) == "2.0";
  if (is_good && is_answer(message)) return {};  // we ask for nothing
  if (has_id && !is_good_id(message["id"])) {
    return failed(nullptr, kInvalidRequest, "an id is a number or a short string");
  }
  const Json id = has_id ? message["id"] : Json();
  const Json method = message.value("method", Json());
  if (!is_good || !method.is_string()) {
    return failed(id, kInvalidRequest, "a request has jsonrpc \"2.0\" and a method");
  }
  if (!has_id) return {};  // a notification
  return answer_request(id, method.get<std::string>(), message.value("params", Json::object()));
}

Json McpSession::answer_request(const Json& id, const std::string& method, const Json& parameters) {
  if (!parameters.is_object()) return failed(id, kInvalidParameters, "params must be an object");
  if (method == "initialize") return initialize(id, parameters);
  if (method == "ping") return succeeded(id, Json::object());
  if (method == "tools/list") return succeeded(id, {{"tools", mcp_tool_list()}});
  if (method == "tools/call") return call(id, parameters);
  return failed(id, kMethodNotFound,
                "unknown method: there are initialize, ping, tools/list and tools/call");
}

Json McpSession::initialize(const Json& id, const Json& parameters) {
  const Json wanted = parameters.value("protocolVersion", Json());
  if (!wanted.is_string()) return failed(id, kInvalidParameters, "protocolVersion is missing");
  const std::string& name = wanted.get_ref<const std::string&>();
  const bool is_known =
      std::find(std::begin(kVersions), std::end(kVersions), name) != std::end(kVersions);
  version_ = is_known ? name : std::string(*(std::end(kVersions) - 1));
  return succeeded(id, {{"protocolVersion", version_},
                        {"capabilities", {{"tools", Json::object()}}},
                        {"serverInfo", {{"name", "leakwarden"}, {"version", kVersion}}},
                        {"instructions", kInstructions}});
}

Json McpSession::call(const Json& id, const Json& parameters) {
  const Json name = parameters.value("name", Json());
  if (!name.is_string()) return failed(id, kInvalidParameters, "the name of a tool is missing");
  McpToolAnswer answer =
      call_mcp_tool(tools_, name.get<std::string>(), parameters.value("arguments", Json::object()));
  const bool as_result = answer.fault == McpFault::WrongArguments && version_ >= kFaultsAsResults;
  if (as_result) return succeeded(id, mcp_failure(answer.words));
  if (answer.fault != McpFault::None) return failed(id, kInvalidParameters, answer.words);
  if (version_ < kStructured) answer.result.erase("structuredContent");
  return succeeded(id, std::move(answer.result));
}

}  // namespace leakwarden::scanner
