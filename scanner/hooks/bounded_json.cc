#include "scanner/hooks/bounded_json.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace leakwarden::scanner {
namespace {

class Checker final : public nlohmann::json_sax<nlohmann::json> {
 public:
  enum class Fault { None, Broken, Double, Deep, Many };

  Fault fault() const { return fault_; }
  std::size_t position() const { return position_; }

  bool null() override { return count(); }
  bool boolean(bool) override { return count(); }
  bool number_integer(number_integer_t) override { return count(); }
  bool number_unsigned(number_unsigned_t) override { return count(); }
  bool number_float(number_float_t, const string_t&) override { return count(); }
  bool string(string_t&) override { return count(); }
  bool binary(binary_t&) override { return count(); }
  bool key(string_t& name) override {
    return names_.back().insert(name).second || fail(Fault::Double);
  }
  bool start_object(std::size_t) override { return enter(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    position_ = position;
    return fail(Fault::Broken);
  }

 private:
  bool fail(Fault fault) {
    fault_ = fault;
    return false;
  }
  bool count() { return ++values_ <= kMostTreeValues || fail(Fault::Many); }
  bool enter() {
    names_.emplace_back();
    return (names_.size() <= kMostTreeDepth || fail(Fault::Deep)) && count();
  }
  bool leave() {
    names_.pop_back();
    return true;
  }

  Fault fault_ = Fault::None;
  std::size_t position_ = 0;
  std::size_t values_ = 0;
  std::vector<std::set<std::string>> names_;  // of each open object
};

// The parser counts bytes from 1.
std::string place_in(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position == 0 ? 0 : position - 1);
  const std::size_t line =
      1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return fmt::format("line {}, column {}", line, column);
}

}  // namespace

Result<Json> read_bounded_json(std::string_view text, const char* what, std::string_view where) {
  using Fault = Checker::Fault;
  Checker checker;
  const bool is_whole = nlohmann::json::sax_parse(text.begin(), text.end(), &checker);
  const std::string place(where);
  switch (checker.fault()) {
    case Fault::Double:
      return Error::invalid(what, place, "the same member stands in it twice");
    case Fault::Deep:
      return Error::too_large(what, place, "it is nested too deep");
    case Fault::Many:
      return Error::too_large(what, place, "it holds too many values");
    case Fault::Broken:
    case Fault::None:
      break;
  }
  if (!is_whole) {
    return Error::invalid(what, place, "it is not JSON at " + place_in(text, checker.position()));
  }
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

}  // namespace leakwarden::scanner
