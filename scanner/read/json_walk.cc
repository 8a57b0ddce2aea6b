#include "scanner/read/json_walk.h"

#include <algorithm>
#include <optional>

#include "scanner/read/unicode.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostExactPoints = 10'000;
constexpr std::size_t kCoarseBytes = 4096;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_scalar_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' ||
         c == 'E';
}

class Walk {
 public:
  Walk(std::string_view bytes, std::uint32_t max_depth, JsonEvents& events)
      : bytes_(bytes), max_depth_(max_depth), events_(events) {
    if (bytes_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  JsonOutcome run() {
    if (!value()) return outcome_;
    while (!open_.empty()) {
      if (!step()) return outcome_;
    }
    skip_spaces();
    return at_ == bytes_.size() ? JsonOutcome::Whole : JsonOutcome::Malformed;
  }

 private:
  void skip_spaces() {
    while (at_ < bytes_.size() && is_space(bytes_[at_])) ++at_;
  }

  bool take(char c) {
    skip_spaces();
    if (at_ >= bytes_.size() || bytes_[at_] != c) return false;
    ++at_;
    return true;
  }

  // One member of the innermost object or array, or its end.
  bool step() {
    const bool is_object = open_.back();
    if (take(is_object ? '}' : ']')) return close(is_object);
    if (!is_first_ && !take(',')) return false;
    is_first_ = false;
    if (is_object) {
      const std::optional<JsonString> name = string();
      if (!name || !take(':')) return false;
      events_.key(*name);
    }
    return value();
  }

  bool close(bool is_object) {
    is_object ? events_.end_object() : events_.end_array();
    open_.pop_back();
    is_first_ = false;
    return true;
  }

  bool open(bool is_object) {
    if (open_.size() >= max_depth_) {
      outcome_ = JsonOutcome::TooDeep;
      return false;
    }
    ++at_;
    open_.push_back(is_object);
    is_first_ = true;
    is_object ? events_.begin_object() : events_.begin_array();
    return true;
  }

  bool value() {
    skip_spaces();
    if (at_ >= bytes_.size()) return false;
    const char c = bytes_[at_];
    if (c == '{' || c == '[') return open(c == '{');
    if (c == '"') {
      const std::optional<JsonString> text = string();
      if (text) events_.text(*text);
      return text.has_value();
    }
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && is_scalar_character(bytes_[at_])) ++at_;
    if (at_ == begin) return false;
    events_.other();
    return true;
  }

  std::optional<JsonString> string() {
    if (!take('"')) return std::nullopt;
    JsonString found;
    found.begin = at_;
    while (true) {
      const std::size_t stop = bytes_.find_first_of("\"\\", at_);
      if (stop == std::string_view::npos) return std::nullopt;
      if (bytes_[stop] == '"') {
        found.written = bytes_.substr(found.begin, stop - found.begin);
        at_ = stop + 1;
        return found;
      }
      found.escaped = true;
      if (stop + 1 >= bytes_.size()) return std::nullopt;
      at_ = stop + 2;
    }
  }

  std::string_view bytes_;
  std::uint32_t max_depth_;
  JsonEvents& events_;
  std::size_t at_ = 0;
  std::vector<bool> open_;  // an object?
  bool is_first_ = true;
  JsonOutcome outcome_ = JsonOutcome::Malformed;
};

std::optional<std::uint32_t> hex_unit(std::string_view written, std::size_t at) {
  if (written.size() < at + 6 || written[at] != '\\' || written[at + 1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (char c : written.substr(at + 2, 4)) {
    const bool is_digit = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    if (!is_digit && (lower < 'a' || lower > 'f')) return std::nullopt;
    unit = unit << 4 | static_cast<std::uint32_t>(is_digit ? c - '0' : lower - 'a' + 10);
  }
  return unit;
}

// How many written bytes the escape at `at` has; what it says goes to `text`.
std::size_t append_escape(std::string_view written, std::size_t at, std::string& text) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t letter = kLetters.find(written[at + 1]);
  if (letter != std::string_view::npos) {
    text += kMeanings[letter];
    return 2;
  }
  const std::optional<std::uint32_t> unit = hex_unit(written, at);
  if (!unit) {
    text += '\\';
    return 1;
  }
  const bool is_surrogate = *unit >= 0xD800 && *unit < 0xE000;
  const std::optional<std::uint32_t> low = hex_unit(written, at + 6);
  if (*unit < 0xDC00 && is_surrogate && low && *low >= 0xDC00 && *low < 0xE000) {
    append_utf8(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), text);
    return 12;
  }
  append_utf8(is_surrogate ? kReplacementCharacter : *unit, text);
  return 6;
}

// Up to the next backslash, whose offset it returns.
std::size_t append_plain(std::string_view written, std::size_t at, std::string& text) {
  const std::size_t stop = std::min(written.find('\\', at), written.size());
  text.append(written.substr(at, stop - at));
  return stop;
}

// One point for the next few kilobytes.
std::size_t append_coarsely(const JsonString& value, std::size_t at, std::string& text,
                            std::vector<SourcePoint>& points) {
  const std::string_view written = value.written;
  points.push_back({text.size(), value.begin + at, Stride::Whole});
  const std::size_t stop = std::min(at + kCoarseBytes, written.size());
  while (at < stop) {
    if (written[at] == '\\' && at + 1 < written.size()) {
      at += append_escape(written, at, text);
    } else {
      text += written[at++];
    }
  }
  points.back().source_end = value.begin + at;
  return at;
}

}  // namespace

JsonOutcome walk_json(std::string_view bytes, std::uint32_t max_depth, JsonEvents& events) {
  return Walk(bytes, max_depth, events).run();
}

void append_json_text(const JsonString& value, std::string& text,
                      std::vector<SourcePoint>& points) {
  const std::string_view written = value.written;
  std::size_t at = 0;
  while (at < written.size()) {
    if (points.size() >= kMostExactPoints) {
      at = append_coarsely(value, at, text, points);
      continue;
    }
    points.push_back({text.size(), value.begin + at});
    at = append_plain(written, at, text);
    if (at + 1 >= written.size()) break;
    points.push_back({text.size(), value.begin + at, Stride::Whole});
    at += append_escape(written, at, text);
    points.back().source_end = value.begin + at;
  }
}

std::string json_text(const JsonString& value) {
  std::string text;
  std::vector<SourcePoint> points;
  append_json_text(value, text, points);
  return text;
}

}  // namespace leakwarden::scanner
