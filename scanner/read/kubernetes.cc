#include "scanner/read/kubernetes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/read/base64_text.h"
#include "scanner/read/json_sniff.h"
#include "scanner/read/placed_text.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kFirstKeys[] = {
    "apiVersion:", "kind:",     "data:",  "metadata:", "type:",        "stringData:",
    "items:",      "clusters:", "users:", "contexts:", "preferences:", "current-context:",
    "immutable:",
};
constexpr std::size_t kMostCommentBytes = 2048;
constexpr std::size_t kLongestInLine = 512;

// What stands between entries: "{{- if … }}" of a Helm chart, too.
bool is_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#' || line.starts_with("---") ||
         line.starts_with("%") || line.substr(first).starts_with("{{");
}

std::string_view without_byte_order_mark(std::string_view bytes) {
  return bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
}

// Turns away nearly all other text by its first two bytes: "#include", "#!/bin/sh", "/*".
bool may_begin_yaml(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  if (bytes[0] == '{') return bytes[1] == '{';
  if (bytes[0] == '#') return bytes[1] == ' ' || bytes[1] == '#' || bytes[1] == '\n';
  return (bytes[0] >= 'a' && bytes[0] <= 'u') || bytes[0] == '-' || bytes[0] == '\n' ||
         bytes[0] == '%';
}

// The text up to the next line end, which is taken from `rest` as well.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// `  - key: value`: the column of the key, which counts the dash as white space.
struct YamlLine {
  std::size_t column = 0;
  std::string_view key;    // "" when the line is no entry
  std::string_view value;  // trimmed, without a comment
};

YamlLine parse_line(std::string_view line) {
  YamlLine parsed;
  std::size_t at = line.find_first_not_of(' ');
  while (at != std::string_view::npos && line.substr(at, 2) == "- ")
    at = line.find_first_not_of(' ', at + 2);
  if (at == std::string_view::npos) return parsed;
  parsed.column = at;
  const std::size_t colon = line.find(':', at);
  const bool is_entry =
      colon != std::string_view::npos && (colon + 1 == line.size() || line[colon + 1] == ' ' ||
                                          line[colon + 1] == '\r' || line[colon + 1] == '\t');
  if (!is_entry) return parsed;
  parsed.key = unquoted(trimmed(line.substr(at, colon - at)));
  parsed.value = trimmed(line.substr(colon + 1));
  if (parsed.value.starts_with('#')) parsed.value = {};
  parsed.value = trimmed(parsed.value.substr(0, parsed.value.find(" #")));
  return parsed;
}

// One document of the stream, its lines parsed once.
class Document {
 public:
  Document(std::string_view bytes, ReadBudget& budget, TextSink& sink)
      : bytes_(bytes), budget_(budget), sink_(sink) {}

  void add(std::string_view line) {
    if (lines_.size() >= budget_.limits().max_parts) {
      is_cut_ = true;
      return;
    }
    lines_.push_back(parse_line(line));
    raw_.push_back(line);
  }

  // False: the sink cannot go on.
  bool read() {
    if (is_cut_) gap("a document of more lines than are read");
    for (const YamlLine& line : lines_) {
      if (line.key == "kind" && unquoted(line.value) == "Secret")
        secret_columns_.push_back(line.column);
    }
    std::sort(secret_columns_.begin(), secret_columns_.end());
    for (std::size_t at = 0; at < lines_.size(); ++at) {
      const YamlLine& line = lines_[at];
      if (line.key == "client-key-data" && !emit(at, "client-key-data")) return false;
      if (line.key == "data" && is_secret_column(line.column) && !read_data(at)) return false;
    }
    return true;
  }

 private:
  bool is_secret_column(std::size_t column) const {
    return std::binary_search(secret_columns_.begin(), secret_columns_.end(), column);
  }

  bool is_inside(std::size_t at, std::size_t column) const {
    return at < lines_.size() && (lines_[at].column > column || is_comment(raw_[at]));
  }

  bool read_data(std::size_t data) {
    const YamlLine& head = lines_[data];
    if (!head.value.empty() && head.value != "{}" && head.value != "null" && head.value != "~") {
      gap("its data is written in a way that is not followed");
      return true;
    }
    std::optional<std::size_t> column;
    for (std::size_t at = data + 1; is_inside(at, head.column); ++at) {
      if (is_complex_key(at)) gap("a key of several lines is not followed");
      if (lines_[at].key.empty()) continue;
      if (!column) column = lines_[at].column;
      if (lines_[at].column != *column) continue;  // inside a block scalar
      if (!emit(at, "data." + std::string(lines_[at].key))) return false;
    }
    return true;
  }

  void gap(const std::string& what) { budget_.add_gap("kubernetes: " + what); }

  // "? key"
  bool is_complex_key(std::size_t at) const {
    return lines_[at].key.empty() && trimmed(raw_[at]).starts_with("? ");
  }

  // A line of base64 below its key. A key there is no part of it.
  bool continues_value(std::size_t at, std::size_t column) const {
    return lines_[at].column > column && lines_[at].key.empty();
  }

  // The last line of what the entry at line `at` has below itself, those without a word in between.
  std::size_t last_line_of(std::size_t at) const {
    std::size_t last = at;
    for (std::size_t next = at + 1; next < raw_.size(); ++next) {
      if (is_comment(raw_[next])) continue;
      if (!continues_value(next, lines_[at].column)) break;
      last = next;
    }
    return last;
  }

  static bool is_block(std::string_view value) {
    return value.empty() || value.starts_with('|') || value.starts_with('>');
  }

  // Anchors, aliases, tags, lists and maps in one line, and values that go on below their own line.
  // A template's "{{ … }}" is no value yet.
  bool is_followed(std::size_t at) const {
    const std::string_view value = lines_[at].value;
    if (value.starts_with("{{")) return true;
    if (lines_[at].key == "<<" ||
        (!value.empty() && std::string_view("*&{[!").find(value[0]) != std::string_view::npos))
      return false;
    return is_block(value) || last_line_of(at) == at;
  }

  // The value of the entry at line `at`: on the line itself or in the block below it.
  std::string_view written_value(std::size_t at) const {
    const YamlLine& entry = lines_[at];
    if (!is_block(entry.value)) return unquoted(entry.value);
    const std::size_t last = last_line_of(at);
    if (last == at) return {};
    const char* begin = raw_[at + 1].data();
    return {begin, static_cast<std::size_t>(raw_[last].data() + raw_[last].size() - begin)};
  }

  bool emit(std::size_t at, std::string place) {
    if (!is_followed(at)) {
      gap(place + " is written in a way that is not followed");
      return true;
    }
    const std::string_view written = written_value(at);
    const std::optional<std::string> decoded = base64_text(written);
    if (!decoded) return true;
    const std::uint64_t begin = static_cast<std::uint64_t>(written.data() - bytes_.data());
    PlacedText text;
    if (decoded->size() <= kLongestInLine && decoded->find('\n') == std::string::npos) {
      text.add_whole_pair(lines_[at].key, *decoded, begin, begin + written.size());
    } else {
      text.add_whole(*decoded, begin, begin + written.size());
    }
    if (place.size() > ReadLimits::max_place_bytes) place.resize(ReadLimits::max_place_bytes);
    return sink_.take(std::move(text).finish({std::move(place), "base64"}));
  }

  std::string_view bytes_;
  ReadBudget& budget_;
  TextSink& sink_;
  std::vector<YamlLine> lines_;
  std::vector<std::string_view> raw_;
  bool is_cut_ = false;
  std::vector<std::size_t> secret_columns_;  // of the mappings that are Secrets
};

}  // namespace

bool sniff_kubernetes_yaml(std::string_view bytes) {
  std::string_view rest = without_byte_order_mark(bytes).substr(0, kMostCommentBytes);
  if (!may_begin_yaml(rest)) return false;
  std::string_view line = next_line(rest);
  while (is_comment(line) && !rest.empty()) line = next_line(rest);
  const bool fits = std::any_of(std::begin(kFirstKeys), std::end(kFirstKeys),
                                [line](std::string_view key) { return line.starts_with(key); });
  return fits && (has_anywhere(bytes, "Secret") || has_anywhere(bytes, "client-key-data"));
}

void read_kubernetes_yaml(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  std::string_view rest = without_byte_order_mark(bytes);
  while (!rest.empty()) {
    Document document(bytes, budget, sink);
    while (!rest.empty()) {
      const std::string_view line = next_line(rest);
      if (line.starts_with("---")) break;
      document.add(line);
    }
    if (!document.read()) return;
  }
}

}  // namespace leakwarden::scanner
