#include "scanner/hooks/call_json.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "scanner/report/json_writer.h"

namespace leakwarden::scanner {
namespace {

using Sax = nlohmann::json_sax<nlohmann::json>;

// Where the parser is: the path, and where the path of each open object or array ends.
class PathKeeper {
 public:
  const std::string& path() const { return path_; }
  std::size_t depth() const { return levels_.size(); }

  void at_key(std::string_view name) {
    path_.resize(levels_.back());
    if (path_.size() + name.size() + 1 > kMostPathBytes) return;
    if (!path_.empty()) path_ += '.';
    path_ += name;
  }
  bool enter(bool is_array) {
    if (is_array && path_.size() + 2 <= kMostPathBytes) path_ += "[]";
    levels_.push_back(path_.size());
    return depth() <= kMostJsonDepth;
  }
  void leave() {
    levels_.pop_back();
    path_.resize(levels_.empty() ? 0 : levels_.back());
  }
  // The path of the object that is open.
  std::string_view own() const { return std::string_view(path_).substr(0, levels_.back()); }

 private:
  std::string path_;
  std::vector<std::size_t> levels_;
};

class Walker final : public Sax {
 public:
  explicit Walker(const std::function<void(const JsonText&)>& on_text) : on_text_(on_text) {}
  JsonEnd end() const { return end_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override {
    on_text_({keeper_.path(), value, false});
    return true;
  }
  bool key(string_t& name) override {
    on_text_({keeper_.own(), name, true});
    keeper_.at_key(name);
    return true;
  }
  bool start_object(std::size_t) override { return enter(false); }
  bool start_array(std::size_t) override { return enter(true); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    end_ = JsonEnd::Broken;
    return false;
  }

 private:
  bool enter(bool is_array) {
    if (keeper_.enter(is_array)) return true;
    end_ = JsonEnd::TooDeep;
    return false;
  }
  bool leave() {
    keeper_.leave();
    return true;
  }

  const std::function<void(const JsonText&)>& on_text_;
  PathKeeper keeper_;
  JsonEnd end_ = JsonEnd::Whole;
};

// Writes what it is told, from the member on that is asked for.
class Copier final : public Sax {
 public:
  Copier(std::string_view wanted, const std::function<std::string(const std::string&)>& rewrite)
      : wanted_(wanted), rewrite_(rewrite), is_on_(wanted.empty()) {}

  const std::optional<std::string>& copy() const { return copy_; }

  bool null() override { return value("null"); }
  bool boolean(bool is_true) override { return value(is_true ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return value(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(std::to_string(number)); }
  bool number_float(number_float_t, const string_t& digits) override { return value(digits); }
  bool binary(binary_t&) override { return false; }
  bool string(string_t& text) override {
    return is_on_ ? value(json_quoted(rewrite_(text))) : true;
  }
  bool key(string_t& name) override {
    if (is_on_) {
      text_ += needs_comma_ ? "," : "";
      text_ += json_quoted(rewrite_(name)) + ":";
      needs_comma_ = false;
    } else if (depth_ == 1 && name == wanted_) {
      is_on_ = true;
      text_.clear();
      needs_comma_ = false;
    }
    return true;
  }
  bool start_object(std::size_t) override { return open("{"); }
  bool start_array(std::size_t) override { return open("["); }
  bool end_object() override { return close("}"); }
  bool end_array() override { return close("]"); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  std::size_t base() const { return wanted_.empty() ? 0 : 1; }

  void write(std::string_view part) {
    if (!is_on_) return;
    text_ += needs_comma_ ? "," : "";
    text_ += part;
  }
  bool value(std::string_view part) {
    write(part);
    return finish_value();
  }
  bool open(std::string_view bracket) {
    write(bracket);
    needs_comma_ = false;
    return ++depth_ <= kMostJsonDepth;
  }
  bool close(std::string_view bracket) {
    --depth_;
    if (is_on_ && depth_ >= base()) text_ += bracket;
    return finish_value();
  }
  bool finish_value() {
    needs_comma_ = true;
    if (!is_on_ || depth_ != base()) return true;
    copy_ = text_;
    is_on_ = wanted_.empty();
    return true;
  }

  std::string_view wanted_;
  const std::function<std::string(const std::string&)>& rewrite_;
  bool is_on_;
  bool needs_comma_ = false;
  std::size_t depth_ = 0;
  std::string text_;
  std::optional<std::string> copy_;
};

constexpr std::size_t kEscapeBytes = 6;  // of \uXXXX

// The value of the escape at `at`, or -1.
int escaped_unit(std::string_view json, std::size_t at) {
  if (json.size() - at < kEscapeBytes || json[at] != '\\' || json[at + 1] != 'u') return -1;
  int value = 0;
  const char* const digits = json.data() + at + 2;
  const std::from_chars_result read = std::from_chars(digits, digits + 4, value, 16);
  return read.ptr == digits + 4 ? value : -1;
}

bool is_high(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}

bool is_low(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

}  // namespace

void mend_surrogates(std::string& json) {
  std::size_t at = json.find('\\');
  while (at != std::string::npos) {
    const int unit = escaped_unit(json, at);
    const std::size_t behind = at + (unit < 0 ? 2 : kEscapeBytes);
    if (is_high(unit) && behind < json.size() && is_low(escaped_unit(json, behind))) {
      at = json.find('\\', behind + kEscapeBytes);
      continue;
    }
    if (is_high(unit) || is_low(unit)) json.replace(at + 2, 4, "fffd");
    at = behind < json.size() ? json.find('\\', behind) : std::string::npos;
  }
}

JsonEnd each_json_text(std::string_view json, const std::function<void(const JsonText&)>& on_text) {
  Walker walker(on_text);
  const bool is_whole = nlohmann::json::sax_parse(json.begin(), json.end(), &walker);
  return !is_whole && walker.end() == JsonEnd::Whole ? JsonEnd::Broken : walker.end();
}

std::optional<std::string> rewritten_member(
    std::string_view json, std::string_view key,
    const std::function<std::string(const std::string&)>& rewrite) {
  Copier copier(key, rewrite);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &copier)) return std::nullopt;
  return copier.copy();
}

std::string_view first_of_path(std::string_view path) {
  return path.substr(0, path.find_first_of(".["));
}

std::string_view last_of_path(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot != std::string_view::npos) path.remove_prefix(dot + 1);
  return path.substr(0, path.find('['));
}

}  // namespace leakwarden::scanner
