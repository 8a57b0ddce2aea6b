#include "scanner/git/config_text.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

bool is_blank(char character) {
  return character == ' ' || character == '\t' || character == '\r';
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
  }
  return lower;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// One line with its continuations ("\" before the line feed) joined.
std::string take_line(std::string_view& rest) {
  std::string line;
  while (!rest.empty()) {
    std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    bool continues = !part.empty() && part.back() == '\\';
    line += continues ? part.substr(0, part.size() - 1) : part;
    if (!continues) break;
  }
  return line;
}

char unescape(char character) {
  switch (character) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    default:
      return character;
  }
}

// A value: quotes and escapes resolved, a comment outside quotes cut.
std::string parse_value(std::string_view text) {
  std::string value;
  bool quoted = false;
  std::size_t kept = 0;  // trailing blanks outside quotes do not belong to it
  for (std::size_t i = 0; i < text.size(); ++i) {
    char character = text[i];
    if (character == '"') {
      quoted = !quoted;
      kept = value.size();
      continue;
    }
    if (!quoted && (character == '#' || character == ';')) break;
    if (character == '\\' && i + 1 < text.size()) character = unescape(text[++i]);
    value.push_back(character);
    if (quoted || !is_blank(character)) kept = value.size();
  }
  value.resize(kept);
  return value;
}

// "[section "sub"]" or "[section.sub]" → prefix with a dot behind; what follows "]" stays in
// `line`.
std::string take_section(std::string_view& line) {
  std::size_t end = line.find(']');
  std::size_t quote = line.find('"');
  std::string prefix;
  if (quote < end) {
    prefix = lower_case(trim(line.substr(1, quote - 1))) + ".";
    std::size_t i = quote + 1;
    for (; i < line.size() && line[i] != '"'; ++i) {
      if (line[i] == '\\' && i + 1 < line.size()) ++i;
      prefix.push_back(line[i]);
    }
    end = line.find(']', i);
  } else {
    prefix = lower_case(trim(line.substr(1, std::min(end, line.size()) - 1)));
  }
  line.remove_prefix(std::min(end == std::string_view::npos ? line.size() : end + 1, line.size()));
  return prefix + ".";
}

}  // namespace

std::map<std::string, std::string> parse_config(std::string_view text) {
  std::map<std::string, std::string> values;
  std::string section;
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  while (!text.empty()) {
    std::string joined = take_line(text);
    std::string_view line = trim(joined);
    if (!line.empty() && line.front() == '[') {
      section = take_section(line);
      line = trim(line);
    }
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (section.empty()) continue;  // git refuses a key before the first section
    std::size_t equals = line.find('=');
    std::string key = section + lower_case(trim(line.substr(0, equals)));
    values[key] =
        equals == std::string_view::npos ? "true" : parse_value(trim(line.substr(equals + 1)));
  }
  return values;
}

bool config_is_true(const std::string& value) {
  std::string lower = lower_case(value);
  if (lower == "true" || lower == "yes" || lower == "on") return true;
  bool all_digits = !lower.empty() && lower.find_first_not_of("0123456789") == std::string::npos;
  return all_digits && lower.find_first_not_of('0') != std::string::npos;
}

}  // namespace leakwarden::scanner
