#include "scanner/match/value_structure.h"

#include <algorithm>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kObjectIdDigits = 24;
constexpr std::size_t kUlidCharacters = 26;
constexpr std::size_t kUlidTimeCharacters = 10;
constexpr int kMaxJsonDepth = 64;
// Numbers, true, false, null, and what stands between values.
constexpr std::string_view kJsonOutsideStrings = "0123456789+-.eEtrufalsn:, \t\n\r";

int hex_value(char character) {
  if (character <= '9') return character - '0';
  return (character | 0x20) - 'a' + 10;
}

bool is_space(char character) {
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// One past the closing quote of the JSON string that opens at `at`; npos when it does not close or
// holds a control character.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    } else if (static_cast<unsigned char>(text[at]) < 0x20) {
      break;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<TimeInValue> object_id_time(std::string_view value) {
  for (std::size_t begin = 0; begin < value.size();) {
    std::size_t end = begin;
    while (end < value.size() && is_hex(value[end])) ++end;
    if (end - begin == kObjectIdDigits) {
      std::int64_t seconds = 0;
      for (char digit : value.substr(begin, 8)) seconds = seconds * 16 + hex_value(digit);
      return TimeInValue{begin, seconds * 1000};
    }
    begin = end + 1;
  }
  return std::nullopt;
}

std::string with_object_id_seconds(std::string_view value, std::uint32_t seconds) {
  std::string result(value);
  std::optional<TimeInValue> found = object_id_time(value);
  if (!found) return result;
  for (std::size_t place = 8; place > 0; seconds >>= 4) {
    result[found->begin + --place] = kHexDigits[seconds & 15];
  }
  return result;
}

std::optional<TimeInValue> ulid_time(std::string_view value) {
  if (value.size() < kUlidCharacters) return std::nullopt;
  std::size_t begin = value.size() - kUlidCharacters;
  std::string_view ulid = value.substr(begin);
  std::uint64_t milliseconds = 0;
  for (std::size_t place = 0; place < kUlidCharacters; ++place) {
    std::size_t digit = kCrockford.find(ulid[place]);
    if (digit == std::string_view::npos || (place == 0 && digit > 7)) return std::nullopt;
    if (place < kUlidTimeCharacters) milliseconds = milliseconds * 32 + digit;
  }
  return TimeInValue{begin, static_cast<std::int64_t>(milliseconds)};
}

std::string with_ulid_milliseconds(std::string_view value, std::uint64_t milliseconds) {
  std::string result(value);
  if (value.size() < kUlidCharacters) return result;
  std::size_t begin = value.size() - kUlidCharacters;
  for (std::size_t place = kUlidTimeCharacters; place > 0; milliseconds >>= 5) {
    result[begin + --place] = kCrockford[milliseconds & 31];
  }
  return result;
}

std::optional<std::string_view> leading_json_object(std::string_view text) {
  if (text.empty() || text[0] != '{') return std::nullopt;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char character = text[at];
    if (character == '"') {
      at = string_end(text, at);
      if (at == std::string_view::npos) return std::nullopt;
      --at;
    } else if (character == '{' || character == '[') {
      if (++depth > kMaxJsonDepth) return std::nullopt;
    } else if (character == '}' || character == ']') {
      if (--depth == 0) return text.substr(0, at + 1);
    } else if (kJsonOutsideStrings.find(character) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<std::string> json_member(std::string_view object, std::string_view name) {
  int depth = 0;
  for (std::size_t at = 0; at < object.size(); ++at) {
    char character = object[at];
    if (character == '{' || character == '[') ++depth;
    if (character == '}' || character == ']') --depth;
    if (character != '"') continue;
    std::size_t end = string_end(object, at);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view text = object.substr(at + 1, end - at - 2);
    std::size_t colon = skip_spaces(object, end);
    at = end - 1;
    if (depth != 1 || text != name || colon >= object.size() || object[colon] != ':') continue;
    std::size_t begin = skip_spaces(object, colon + 1);
    if (begin < object.size() && object[begin] == '"') {
      std::size_t value_end = string_end(object, begin);
      if (value_end == std::string_view::npos) return std::nullopt;
      std::string_view found = object.substr(begin + 1, value_end - begin - 2);
      if (found.find('\\') != std::string_view::npos) return std::nullopt;
      return std::string(found);
    }
    std::size_t digits = begin;
    while (digits < object.size() && object[digits] >= '0' && object[digits] <= '9') ++digits;
    if (digits == begin) return std::nullopt;
    return std::string(object.substr(begin, digits - begin));
  }
  return std::nullopt;
}

std::optional<JsonWebToken> json_web_token(std::string_view value) {
  std::size_t begin = value.find("eyJ");
  if (begin == std::string_view::npos) return std::nullopt;
  Base64Decoded header = base64_decode(value.substr(begin));
  std::size_t first_dot = begin + header.used;
  if (first_dot >= value.size() || value[first_dot] != '.') return std::nullopt;
  Base64Decoded payload = base64_decode(value.substr(first_dot + 1));
  std::size_t second_dot = first_dot + 1 + payload.used;
  if (second_dot + 1 >= value.size() || value[second_dot] != '.') return std::nullopt;
  std::optional<std::string_view> header_object = leading_json_object(header.bytes);
  std::optional<std::string_view> payload_object = leading_json_object(payload.bytes);
  if (!header_object || !payload_object) return std::nullopt;
  return JsonWebToken{begin, std::string(*header_object), std::string(*payload_object)};
}

std::optional<std::string> json_web_encryption(std::string_view value) {
  std::size_t begin = value.find("eyJ");
  if (begin == std::string_view::npos) return std::nullopt;
  if (std::count(value.begin() + static_cast<std::ptrdiff_t>(begin), value.end(), '.') != 4) {
    return std::nullopt;
  }
  std::string header = base64_decode(value.substr(begin)).bytes;
  std::optional<std::string_view> object = leading_json_object(header);
  if (!object) return std::nullopt;
  return std::string(*object);
}

std::string_view closed_json_part(std::string_view value, std::size_t begin) {
  std::size_t underscore = value.rfind('_');
  bool closed =
      underscore != std::string_view::npos && underscore > begin && value.size() - underscore == 44;
  return value.substr(begin, closed ? underscore - begin : std::string_view::npos);
}

std::optional<std::string> base64_json_object(std::string_view value) {
  std::size_t begin = value.find("eyJ");
  if (begin == std::string_view::npos) return std::nullopt;
  std::string bytes = base64_decode(closed_json_part(value, begin)).bytes;
  std::optional<std::string_view> object = leading_json_object(bytes);
  if (!object) return std::nullopt;
  return std::string(*object);
}

std::optional<std::string> discord_id(std::string_view value) {
  std::string digits = base64_decode(value.substr(0, value.find('.'))).bytes;
  if (digits.size() < 17 || digits.size() > 20) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return digits;
}

}  // namespace leakwarden::scanner
