#pragma once

// Options of one command: declared in a table, given by flags or by the environment.
//
//   --name VALUE, --name=VALUE    a value           LEAKWARDEN_NAME=VALUE
//   --name                        a switch          LEAKWARDEN_NAME=1 (0, no, false, "": not given)
//   --                            ends options; "-" alone is an operand
//
// Flags beat the environment. A repeated option collects; value() is the last one. In the
// environment a repeatable option's values are separated by ':'.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

enum class Repeat { No, Yes };

struct Option {
  std::string_view name;   // "fail-on"
  std::string_view value;  // "LEVEL", for help; "" is a switch
  std::string_view help;
  Repeat repeat = Repeat::No;
};

class Options {
 public:
  // Invalid: unknown option (its remedy is the one that was meant), missing or needless value.
  static Result<Options> parse(const std::vector<Option>& table,
                               const std::vector<std::string>& words);

  bool has(std::string_view name) const { return values_.count(name) > 0; }
  std::optional<std::string> value(std::string_view name) const;
  std::vector<std::string> values(std::string_view name) const;
  // The last value as the user gave it: "--jobs 0", "LEAKWARDEN_JOBS=0". For errors.
  std::string said(std::string_view name) const;
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  Status take(const std::vector<Option>& table, const std::vector<std::string>& words,
              std::size_t& at);
  void take_environment(const std::vector<Option>& table);

  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::set<std::string, std::less<>> of_environment_;
  std::vector<std::string> operands_;
};

// "LEAKWARDEN_FAIL_ON"
std::string environment_name(std::string_view option);
// The help text of a table: "  --fail-on LEVEL   …", at most 80 columns.
std::string options_help(const std::vector<Option>& table);

// Whole numbers and sizes: "12", "64MiB", "1M" (MiB), "2G". Invalid names what was `said`.
Result<std::uint64_t> parse_number(const std::string& said, const std::string& text);
Result<std::uint64_t> parse_size(const std::string& said, const std::string& text);

}  // namespace leakwarden::scanner
