#pragma once

// Reads the keys of one YAML mapping by name and type, and says what is wrong with them: unknown,
// mistyped, repeated or missing keys, wrong types, numbers out of range.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/problem.h"
#include "scanner/rules/yaml_source.h"

namespace leakwarden::scanner {

enum class Presence { Optional, Required };

class MappingReader {
 public:
  // `what` names the mapping in messages: "a rule", "revoke". The node, the file name and the list
  // outlive the reader. A node that is no mapping is reported, and then reads as empty.
  MappingReader(const YamlNode& node, std::string what, const std::string& file,
                std::vector<std::string_view> known_keys, ProblemList* problems);

  // Nothing when absent (reported when Required).
  const YamlNode* find(std::string_view key, Presence presence = Presence::Optional);
  // Text without NUL; empty text counts as absent.
  std::string text(std::string_view key, Presence presence = Presence::Optional);
  std::vector<std::string> texts(std::string_view key, std::vector<TextPlace>* places = nullptr);
  std::uint32_t whole_number(std::string_view key, std::uint32_t least, std::uint32_t most);
  double number(std::string_view key, double least, double most);
  // One of `names`; "" when absent or wrong.
  std::string choice(std::string_view key, const std::vector<std::string_view>& names,
                     Presence presence = Presence::Optional);
  // An https:// URL without blanks.
  std::string url(std::string_view key, Presence presence = Presence::Optional);

  void error(TextPlace place, std::string what, std::string remedy = "");
  TextPlace place() const { return node_.place; }
  TextPlace place_of(std::string_view key) const;  // of its value, else of the mapping
  const std::string& what() const { return what_; }

 private:
  void check_keys(const std::vector<std::string_view>& known_keys);
  void wrong_type(std::string_view key, const YamlNode& value, std::string_view wanted);
  const YamlNode& node_;
  std::string what_;
  const std::string& file_;
  ProblemList* problems_;
};

// The text of a list item, or nothing when it is no text.
const std::string* text_of(const YamlNode& node);

}  // namespace leakwarden::scanner
