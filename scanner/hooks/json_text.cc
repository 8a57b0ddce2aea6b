#include "scanner/hooks/json_text.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// A member or an element of a container.
struct Item {
  std::size_t begin = 0;  // of the name, or of the value
  std::size_t value = 0;
  std::size_t end = 0;
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
  return std::min(at + 1, text.size());
}

// Behind the value that begins at `at`.
std::size_t skip_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
    } else if (c == '{' || c == '[') {
      ++depth, ++at;
    } else if (c == '}' || c == ']') {
      --depth, ++at;
    } else if (depth > 0) {
      ++at;
      continue;
    } else {
      return std::min(text.find_first_of(",}] \t\r\n", at), text.size());
    }
    if (depth == 0) return at;
  }
  return at;
}

bool is_container(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '{' || text[at] == '[');
}

std::vector<Item> items_of(std::string_view text, std::size_t container) {
  std::vector<Item> items;
  const bool is_object = text[container] == '{';
  std::size_t at = skip_blanks(text, container + 1);
  while (at < text.size() && text[at] != '}' && text[at] != ']') {
    Item item{at, at, 0};
    if (is_object) item.value = skip_blanks(text, skip_blanks(text, skip_string(text, at)) + 1);
    item.end = skip_value(text, item.value);
    items.push_back(item);
    at = skip_blanks(text, item.end);
    if (at < text.size() && text[at] == ',') at = skip_blanks(text, at + 1);
  }
  return items;
}

std::optional<std::size_t> number_of(std::string_view text, const std::vector<Item>& items,
                                     const JsonPath::value_type& step) {
  if (const std::size_t* number = std::get_if<std::size_t>(&step)) {
    return *number < items.size() ? std::optional(*number) : std::nullopt;
  }
  const std::string name = Json(std::get<std::string>(step)).dump();
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (text.substr(items[at].begin, name.size()) == name) return at;
  }
  return std::nullopt;
}

// Where the value begins.
std::optional<std::size_t> find_value(std::string_view text, const JsonPath& path,
                                      std::size_t steps) {
  std::size_t at = skip_blanks(text, 0);
  for (std::size_t i = 0; i < steps; ++i) {
    if (!is_container(text, at)) return std::nullopt;
    const std::vector<Item> items = items_of(text, at);
    const std::optional<std::size_t> number = number_of(text, items, path[i]);
    if (!number) return std::nullopt;
    at = items[*number].value;
  }
  return at;
}

std::string indent_at(std::string_view text, std::size_t at) {
  const std::size_t line = text.rfind('\n', at);
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  return std::string(
      text.substr(begin, std::min(text.find_first_not_of(" \t", begin), text.size()) - begin));
}

// As the text itself is written: its line ends, tabs or blanks.
class Style {
 public:
  explicit Style(std::string_view text)
      : line_end_(text.find("\r\n") == std::string_view::npos ? "\n" : "\r\n"),
        tabs_(text.find("\n\t") != std::string_view::npos) {}

  std::string unit() const { return tabs_ ? "\t" : "  "; }
  const std::string& line_end() const { return line_end_; }
  std::string on_lines(const std::string& name, const Json& value,
                       const std::string& indent) const {
    const std::string text = name + value.dump(tabs_ ? 1 : 2, tabs_ ? '\t' : ' ');
    std::string indented;
    for (const char c : text) {
      if (c == '\n') {
        indented += line_end_ + indent;
      } else {
        indented += c;
      }
    }
    return indented;
  }

 private:
  std::string line_end_;
  bool tabs_;
};

// `name`: "\"name\": ", or "" in a list.
std::string appended(std::string text, const JsonPath& path, char opening, const std::string& name,
                     const Json& value) {
  const std::optional<std::size_t> container = find_value(text, path, path.size());
  if (!container || !is_container(text, *container) || text[*container] != opening) return text;
  const std::vector<Item> items = items_of(text, *container);
  const Style style(text);
  if (items.empty()) {
    const std::string outer = indent_at(text, *container);
    const std::string inner = outer + style.unit();
    const std::size_t end = skip_blanks(text, *container + 1);
    return text.replace(
        *container + 1, end - *container - 1,
        style.line_end() + inner + style.on_lines(name, value, inner) + style.line_end() + outer);
  }
  const bool one_line = text.find('\n', *container) >= items[0].begin;
  const std::string indent = indent_at(text, items[0].begin);
  return text.insert(items.back().end, one_line ? ", " + name + value.dump()
                                                : "," + style.line_end() + indent +
                                                      style.on_lines(name, value, indent));
}

}  // namespace

std::string append_member(std::string text, const JsonPath& object, const std::string& name,
                          const Json& value) {
  return appended(std::move(text), object, '{', Json(name).dump() + ": ", value);
}

std::string append_element(std::string text, const JsonPath& list, const Json& value) {
  return appended(std::move(text), list, '[', "", value);
}

std::string remove_value(std::string text, const JsonPath& path) {
  if (path.empty()) return text;
  const std::optional<std::size_t> container = find_value(text, path, path.size() - 1);
  if (!container || !is_container(text, *container)) return text;
  const std::vector<Item> items = items_of(text, *container);
  const std::optional<std::size_t> at = number_of(text, items, path.back());
  if (!at) return text;
  if (*at + 1 < items.size()) {
    return text.erase(items[*at].begin, items[*at + 1].begin - items[*at].begin);
  }
  if (*at > 0) {
    return text.erase(items[*at - 1].end, items[*at].end - items[*at - 1].end);
  }
  const std::size_t end = skip_value(text, *container) - 1;
  return text.erase(*container + 1, end - *container - 1);
}

}  // namespace leakwarden::scanner
