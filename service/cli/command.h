#pragma once

// What the service's commands share: their options, the configuration and the store behind them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "service/config.h"
#include "service/store/store.h"

namespace leakwarden::service {

using Words = std::vector<std::string>;

// --config, --data-dir, --format, --colour, --help: every command has them.
std::vector<scanner::Option> with_common_options(std::vector<scanner::Option> own);

enum class Format { Text, Json, JsonLines };

class Command {
 public:
  // Reads options and configuration. Empty: the help was shown or a mistake was said; exit_code()
  // is what to answer. `help` is shown for --help, the options below it.
  static std::optional<Command> begin(const std::string& help,
                                      const std::vector<scanner::Option>& options,
                                      const Words& words, int& exit_code);

  const scanner::Options& options() const { return options_; }
  const Words& operands() const { return options_.operands(); }
  const Config& config() const { return config_; }
  Format format() const { return format_; }
  // Is there a configuration, or only a data folder?
  bool has_config() const { return has_config_; }
  // Routes and channels of the configuration; none without one.
  AlertPlan plan() const;
  Result<std::unique_ptr<Store>> open_store() const;
  // --limit, else `otherwise`. Invalid: no number, or 0.
  Result<std::uint64_t> limit(std::uint64_t otherwise) const;
  // --person, else who calls: SUDO_USER, USER, the user's name or number.
  std::string person() const;

 private:
  Command() = default;
  Status read(const scanner::Options& options);
  Status read_format();
  Status read_configuration();

  scanner::Options options_;
  Config config_;
  bool has_config_ = false;
  std::string mistakes_;  // of the configuration, one a line
  Format format_ = Format::Text;
};

// "leakwarden: …" on standard error; returns 2.
int say_error(const Error& error);
// Returns 0, or says that it could not be written and returns 2.
[[nodiscard]] int say_output(const std::string& text);
// The same for functions that hand errors on.
Status write_answer(const std::string& text);
// `store export` and the like.
int say_not_available(const std::string& what);
// The first word chooses; an unknown one gets a suggestion.
struct Verb {
  const char* name;
  int (*run)(const Words& words);
};
int run_verb(const std::string& command, const std::string& help, const std::vector<Verb>& verbs,
             const Words& later, const Words& words);

WallTime wall_clock();

}  // namespace leakwarden::service
