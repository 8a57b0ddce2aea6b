#include "scanner/report/json_writer.h"

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

std::string_view short_escape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return "";
  }
}

}  // namespace

std::string json_quoted(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string json = "\"";
  for (const char c : valid) {
    if (!short_escape(c).empty()) {
      json += short_escape(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      json += c;
    }
  }
  return escape_unseen_in_json(json += '"');
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const std::string& text : texts) {
    if (json.size() > 1) json += ',';
    json += json_quoted(text);
  }
  return json += ']';
}

std::string json_array(const std::vector<std::string>& elements) {
  std::string json = "[";
  for (const std::string& element : elements) {
    if (json.size() > 1) json += ',';
    json += element;
  }
  return json += ']';
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  members_ += json_quoted(key);
  members_ += ':';
  members_ += json;
  return *this;
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  return raw(key, json_quoted(value));
}

JsonObject& JsonObject::text_if(std::string_view key, std::string_view value) {
  return value.empty() ? *this : text(key, value);
}

JsonObject& JsonObject::number(std::string_view key, std::int64_t value) {
  return raw(key, std::to_string(value));
}

JsonObject& JsonObject::number_if(std::string_view key, std::int64_t value) {
  return value == 0 ? *this : number(key, value);
}

}  // namespace leakwarden::scanner
