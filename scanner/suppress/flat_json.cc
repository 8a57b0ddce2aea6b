#include "scanner/suppress/flat_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostMembers = 32;

class FlatReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  FlatReader(std::string_view line, FlatObject& object) : line_(line), object_(object) {}

  bool null() override { return wrong("null is no value here"); }
  bool boolean(bool) override { return wrong("true and false are no values here"); }
  bool number_integer(number_integer_t value) override { return take(std::int64_t{value}); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > INT64_MAX) return wrong("a number that is too large");
    return take(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t, const string_t&) override {
    return wrong("a number that is not whole");
  }
  bool string(string_t& value) override { return take(std::move(value)); }
  bool binary(binary_t&) override { return wrong("bytes are no value here"); }

  bool start_object(std::size_t) override {
    return ++depth_ == 1 || wrong("an object inside the object");
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override { return wrong("a list where one object belongs"); }
  bool end_array() override { return true; }

  bool key(string_t& name) override {
    const std::string quoted = "\"" + name + "\"";
    const std::size_t found = line_.find(quoted, next_);
    key_at_ = found == std::string_view::npos ? next_ : found;
    next_ = std::min(key_at_ + quoted.size(), line_.size());
    for (const FlatMember& member : object_.members) {
      if (member.key == name) return wrong("'" + name.substr(0, 64) + "' is said twice");
    }
    if (object_.members.size() >= kMostMembers) return wrong("more keys than there are");
    key_ = name;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    if (!object_.mistake.empty()) return false;
    object_.mistake = "it is not one object of JSON";
    object_.mistake_at = position == 0 ? 0 : std::min(position - 1, line_.size());
    return false;
  }

 private:
  bool take(std::variant<std::string, std::int64_t> value) {
    if (depth_ != 1) return wrong("a value where an object belongs");
    object_.members.push_back({key_, std::move(value), key_at_});
    return true;
  }

  bool wrong(std::string what) {
    object_.mistake = std::move(what);
    object_.mistake_at = key_at_;
    return false;
  }

  std::string_view line_;
  FlatObject& object_;
  std::string key_;
  std::size_t key_at_ = 0;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace

FlatObject parse_flat_object(std::string_view line) {
  FlatObject object;
  FlatReader reader(line, object);
  nlohmann::json::sax_parse(line.begin(), line.end(), &reader);
  return object;
}

}  // namespace leakwarden::scanner
