#include "scanner/encoded_spellings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";
constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

// The characters that `value` decides where `before` bytes of their group stand before it.
std::string base64_behind(std::string_view value, std::size_t before, Base64Alphabet alphabet) {
  const std::string all = base64_encode(std::string(before, '\0') + std::string(value), alphabet);
  const std::size_t begin = (8 * before + 5) / 6;
  return all.substr(begin, 8 * (before + value.size()) / 6 - begin);
}

void append_hex(char byte, std::string_view digits, std::string& text) {
  text += digits[static_cast<std::uint8_t>(byte) >> 4];
  text += digits[static_cast<std::uint8_t>(byte) & 15];
}

std::string in_hex(std::string_view value, std::string_view digits) {
  std::string text;
  for (char byte : value) append_hex(byte, digits, text);
  return text;
}

std::string in_percent(std::string_view value) {
  std::string text;
  for (char byte : value) {
    if (kUnreserved.find(byte) != std::string_view::npos) {
      text += byte;
    } else {
      text += '%';
      append_hex(byte, kUpper, text);
    }
  }
  return text;
}

// As far as it is the same in either byte order.
std::string in_utf16(std::string_view value) {
  std::string text;
  for (char byte : value) {
    if (!text.empty()) text += '\0';
    text += byte;
  }
  return text;
}

std::string in_json(std::string_view value) {
  std::string text;
  for (char byte : value) {
    if (byte == '"' || byte == '\\') text += '\\';
    if (byte == '\n') {
      text += "\\n";
    } else if (byte == '\r') {
      text += "\\r";
    } else if (byte == '\t') {
      text += "\\t";
    } else {
      text += byte;
    }
  }
  return text;
}

std::string in_xml(std::string_view value) {
  static constexpr std::pair<char, std::string_view> kEntities[] = {
      {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
  std::string text;
  for (char byte : value) {
    const auto* entity = std::find_if(std::begin(kEntities), std::end(kEntities),
                                      [byte](const auto& known) { return known.first == byte; });
    if (entity == std::end(kEntities)) {
      text += byte;
    } else {
      text += entity->second;
    }
  }
  return text;
}

std::string with_other_line_ends(std::string_view value) {
  const bool has_returns = value.find("\r\n") != std::string_view::npos;
  std::string text;
  for (char byte : value) {
    if (byte == '\n' && !has_returns) text += '\r';
    if (byte != '\r' || !has_returns) text += byte;
  }
  return text;
}

}  // namespace

std::vector<EncodedSpelling> spellings_of(std::string_view value) {
  std::vector<EncodedSpelling> spellings;
  if (value.size() < kShortestSpelled) return spellings;
  const auto add = [&](std::string_view form, std::string text) {
    Secret spelling = Secret::copy_of(text);
    const bool is_new = text != value && std::none_of(spellings.begin(), spellings.end(),
                                                      [&spelling](const EncodedSpelling& known) {
                                                        return known.text == spelling;
                                                      });
    wipe_memory(text.data(), text.size());
    if (is_new) spellings.push_back({form, std::move(spelling)});
  };
  for (Base64Alphabet alphabet : {Base64Alphabet::Standard, Base64Alphabet::Url}) {
    for (std::size_t before = 0; before < 3; ++before)
      add("base64", base64_behind(value, before, alphabet));
  }
  add("hex", in_hex(value, kLower));
  add("hex", in_hex(value, kUpper));
  add("percent", in_percent(value));
  add("utf16", in_utf16(value));
  add("json", in_json(value));
  add("xml", in_xml(value));
  add("line-ends", with_other_line_ends(value));
  return spellings;
}

std::vector<Secret> encoded_spellings(std::string_view value) {
  std::vector<Secret> texts;
  for (EncodedSpelling& spelling : spellings_of(value)) texts.push_back(std::move(spelling.text));
  return texts;
}

}  // namespace leakwarden::scanner
