#include "scanner/rules/import/toml_source.h"

#include <fmt/core.h>

#define TOML_HEADER_ONLY 1
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "scanner/base/limits.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kRead = "read TOML";

Error invalid_at(const std::string& name, TextPlace place, std::string why, std::string remedy) {
  return Error::invalid(std::string(kRead),
                        fmt::format("{}:{}:{}", name, place.line, place.column), std::move(why))
      .with_remedy(std::move(remedy));
}

// Passes over strings and comments, and counts the dots between names outside of them.
class DotCounter {
 public:
  explicit DotCounter(std::string_view text) : text_(text) {}

  // The place of the first key with too many dots.
  std::optional<TextPlace> find() {
    for (int dots = 0; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        pass_string(c);
        continue;
      }
      if (c == '#') at_ = std::min(text_.find('\n', at_), text_.size());
      if (std::string_view("=,[]{}\n#").find(c) != std::string_view::npos) dots = 0;
      if (c == '.' && ++dots > kMaxTomlDots) return place();
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void pass_string(char quote) {
    const std::string three(3, quote);
    const bool many_lines = text_.compare(at_, 3, three) == 0;
    const std::string_view close = many_lines ? std::string_view(three) : text_.substr(at_, 1);
    for (at_ += close.size(); at_ < text_.size(); ++at_) {
      if (quote == '"' && text_[at_] == '\\') {
        ++at_;
      } else if (!many_lines && text_[at_] == '\n') {
        return;
      } else if (text_.compare(at_, close.size(), close) == 0) {
        at_ += close.size();
        return;
      }
    }
  }

  TextPlace place() const {
    const std::string_view before = text_.substr(0, at_);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
            1 + static_cast<int>(at_ - line_begin)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

TextPlace place_of(const toml::source_region& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

struct TooDeep {
  TextPlace place;
};

TomlNode converted(const toml::node& node, int depth) {
  TomlNode result;
  result.place = place_of(node.source());
  if (depth > kMaxTomlDepth) throw TooDeep{result.place};
  if (const toml::table* table = node.as_table()) {
    result.kind = TomlNode::Kind::Table;
    for (const auto& [key, value] : *table) {
      TomlEntry entry{std::string(key.str()), place_of(key.source()), converted(value, depth + 1)};
      result.entries.push_back(std::move(entry));
    }
    std::stable_sort(result.entries.begin(), result.entries.end(),
                     [](const TomlEntry& left, const TomlEntry& right) {
                       return std::make_pair(left.place.line, left.place.column) <
                              std::make_pair(right.place.line, right.place.column);
                     });
  } else if (const toml::array* array = node.as_array()) {
    result.kind = TomlNode::Kind::Array;
    for (const toml::node& item : *array) result.items.push_back(converted(item, depth + 1));
  } else if (const toml::value<std::string>* text = node.as_string()) {
    result.kind = TomlNode::Kind::Text;
    result.text = text->get();
  } else if (node.is_number()) {
    result.kind = TomlNode::Kind::Number;
    result.number = node.value<double>().value_or(0);
  } else if (node.is_boolean()) {
    result.kind = TomlNode::Kind::Boolean;
    result.truth = node.value<bool>().value_or(false);
  } else {
    result.kind = TomlNode::Kind::Date;
  }
  return result;
}

}  // namespace

const TomlNode* TomlNode::find(std::string_view key) const {
  for (const TomlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::string_view toml_kind_name(TomlNode::Kind kind) {
  switch (kind) {
    case TomlNode::Kind::Text:
      return "text";
    case TomlNode::Kind::Number:
      return "a number";
    case TomlNode::Kind::Boolean:
      return "true or false";
    case TomlNode::Kind::Array:
      return "a list";
    case TomlNode::Kind::Table:
      return "a table";
    case TomlNode::Kind::Date:
      return "a date";
  }
  return "";
}

Result<TomlNode> parse_toml(std::string_view text, const std::string& name) {
  const std::uint64_t max_bytes = Limits{}.max_config_bytes;
  if (text.size() > max_bytes) {
    return Error::too_large(std::string(kRead), name, fmt::format("more than {} bytes", max_bytes))
        .with_remedy("split the file");
  }
  const std::optional<TextPlace> dots = DotCounter(text).find();
  if (dots) {
    return invalid_at(name, *dots, fmt::format("a key with more than {} dots", kMaxTomlDots),
                      "flatten the file; rule files need no dotted keys");
  }
  try {
    const toml::table root = toml::parse(text, name);
    return converted(root, 0);
  } catch (const TooDeep& deep) {
    return invalid_at(name, deep.place, fmt::format("nested deeper than {} levels", kMaxTomlDepth),
                      "flatten the file");
  } catch (const toml::parse_error& error) {
    return invalid_at(name, place_of(error.source()), std::string(error.description()),
                      "put patterns in '''three single quotes'''");
  } catch (const std::exception& error) {
    return Error::invalid(std::string(kRead), name, error.what());
  }
}

}  // namespace leakwarden::scanner
