#include "scanner/rules/mapping_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxTextBytes = 8192;

bool is_whole_number(const std::string& text) {
  return !text.empty() && text.size() <= 9 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return is_whole_number(text);
  return is_whole_number(text.substr(0, dot)) && is_whole_number(text.substr(dot + 1));
}

bool is_https_url(const std::string& text) {
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return printable && text.rfind("https://", 0) == 0 && text.size() > 8;
}

}  // namespace

const std::string* text_of(const YamlNode& node) {
  return node.kind == YamlNode::Kind::Scalar ? &node.text : nullptr;
}

MappingReader::MappingReader(const YamlNode& node, std::string what, const std::string& file,
                             std::vector<std::string_view> known_keys, ProblemList* problems)
    : node_(node), what_(std::move(what)), file_(file), problems_(problems) {
  if (node.kind != YamlNode::Kind::Mapping) {
    error(node.place, fmt::format("{} is {}, not a mapping", what_, yaml_kind_name(node.kind)),
          "write 'key: value' lines");
  }
  check_keys(known_keys);
}

void MappingReader::check_keys(const std::vector<std::string_view>& known_keys) {
  for (std::size_t i = 0; i < node_.entries.size(); i++) {
    const YamlEntry& entry = node_.entries[i];
    if (std::find(known_keys.begin(), known_keys.end(), entry.key) == known_keys.end()) {
      error(entry.place, fmt::format("unknown key '{}' in {}", entry.key, what_),
            suggestion(entry.key, known_keys));
    }
    for (std::size_t before = 0; before < i && before < 100; before++) {
      if (node_.entries[before].key != entry.key) continue;
      error(entry.place,
            fmt::format("key '{}' stands twice in {}, first in line {}", entry.key, what_,
                        node_.entries[before].place.line),
            "keep one of them");
      break;
    }
  }
}

void MappingReader::error(TextPlace place, std::string what, std::string remedy) {
  problems_->error(file_, place, std::move(what), std::move(remedy));
}

TextPlace MappingReader::place_of(std::string_view key) const {
  const YamlNode* value = node_.find(key);
  return value == nullptr ? node_.place : value->place;
}

const YamlNode* MappingReader::find(std::string_view key, Presence presence) {
  const YamlNode* value = node_.find(key);
  const bool absent = value == nullptr || value->kind == YamlNode::Kind::Null;
  if (absent && presence == Presence::Required && node_.kind == YamlNode::Kind::Mapping) {
    error(place_of(key), fmt::format("'{}' is missing in {}", key, what_),
          fmt::format("add '{}:'", key));
  }
  return absent ? nullptr : value;
}

void MappingReader::wrong_type(std::string_view key, const YamlNode& value,
                               std::string_view wanted) {
  const std::string got = value.kind == YamlNode::Kind::Scalar
                              ? fmt::format("'{}'", value.text.substr(0, 60))
                              : std::string(yaml_kind_name(value.kind));
  error(value.place, fmt::format("'{}' is {}, not {}", key, got, wanted),
        fmt::format("give {}", wanted));
}

std::string MappingReader::text(std::string_view key, Presence presence) {
  const YamlNode* value = find(key, presence);
  if (value == nullptr) return "";
  const std::string* text = text_of(*value);
  if (text == nullptr) {
    wrong_type(key, *value, "one text");
    return "";
  }
  if (text->empty() && presence == Presence::Required) wrong_type(key, *value, "a text");
  if (text->size() > kMaxTextBytes) {
    error(value->place, fmt::format("'{}' is longer than {} bytes", key, kMaxTextBytes));
    return "";
  }
  return *text;
}

std::vector<std::string> MappingReader::texts(std::string_view key,
                                              std::vector<TextPlace>* places) {
  std::vector<std::string> result;
  const YamlNode* value = find(key);
  if (value == nullptr) return result;
  if (value->kind != YamlNode::Kind::Sequence) wrong_type(key, *value, "a list of texts");
  for (const YamlNode& item : value->items) {
    const std::string* text = text_of(item);
    if (text == nullptr || text->empty() || text->size() > kMaxTextBytes) {
      error(
          item.place,
          fmt::format("'{}' holds something that is no text of 1 to {} bytes", key, kMaxTextBytes),
          "give a list of texts, quoted where they begin with { [ * & ! % @ `");
      continue;
    }
    result.push_back(*text);
    if (places != nullptr) places->push_back(item.place);
  }
  return result;
}

std::uint32_t MappingReader::whole_number(std::string_view key, std::uint32_t least,
                                          std::uint32_t most) {
  const YamlNode* value = find(key);
  if (value == nullptr) return 0;
  const std::string* text = text_of(*value);
  const std::string wanted = fmt::format("a whole number from {} to {}", least, most);
  if (text == nullptr || value->quoted || !is_whole_number(*text)) {
    wrong_type(key, *value, wanted);
    return 0;
  }
  const unsigned long number = std::strtoul(text->c_str(), nullptr, 10);
  if (number < least || number > most) {
    wrong_type(key, *value, wanted);
    return 0;
  }
  return static_cast<std::uint32_t>(number);
}

double MappingReader::number(std::string_view key, double least, double most) {
  const YamlNode* value = find(key);
  if (value == nullptr) return 0;
  const std::string* text = text_of(*value);
  const bool readable = text != nullptr && !value->quoted && is_number(*text);
  const double number = readable ? std::strtod(text->c_str(), nullptr) : 0;
  if (!readable || number < least || number > most) {
    wrong_type(key, *value, fmt::format("a number from {} to {}", least, most));
    return 0;
  }
  return number;
}

std::string MappingReader::choice(std::string_view key, const std::vector<std::string_view>& names,
                                  Presence presence) {
  const std::string chosen = text(key, presence);
  if (chosen.empty() || std::find(names.begin(), names.end(), chosen) != names.end()) return chosen;
  error(place_of(key), fmt::format("'{}' cannot be '{}'", key, chosen.substr(0, 60)),
        suggestion(chosen, names));
  return "";
}

std::string MappingReader::url(std::string_view key, Presence presence) {
  std::string text = this->text(key, presence);
  if (text.empty() || is_https_url(text)) return text;
  error(place_of(key), fmt::format("'{}' is no https:// URL", key),
        "give the whole URL, beginning with https://");
  return "";
}

}  // namespace leakwarden::scanner
