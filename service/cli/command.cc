#include "service/cli/command.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "scanner/cli/console.h"
#include "scanner/cli/exit_code.h"
#include "service/store/sqlite_store.h"
#include "service/suggest.h"

namespace leakwarden::service {
namespace {

bool asks_for_help(const Words& words) {
  return std::find(words.begin(), words.end(), "--help") != words.end() ||
         std::find(words.begin(), words.end(), "-h") != words.end();
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string own_name() {
  passwd* entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : "user " + std::to_string(::getuid());
}

int say_mistakes(const std::string& lines) {
  std::cerr << "leakwarden: the configuration has mistakes\n" << lines;
  return scanner::kExitUsage;
}

}  // namespace

std::vector<scanner::Option> with_common_options(std::vector<scanner::Option> own) {
  own.push_back({"config", "FILE", "the daemon's configuration"});
  own.push_back({"data-dir", "FOLDER", "the data folder, when it is not the configuration's"});
  own.push_back({"format", "FORMAT", "text, json or jsonl"});
  own.push_back({"help", "", "this text"});
  return own;
}

std::optional<Command> Command::begin(const std::string& help,
                                      const std::vector<scanner::Option>& options,
                                      const Words& words, int& exit_code) {
  if (asks_for_help(words)) {
    exit_code = say_output(help + scanner::options_help(options));
    return std::nullopt;
  }
  Result<scanner::Options> parsed = scanner::Options::parse(options, words);
  if (!parsed.ok()) {
    exit_code = scanner::usage_error(parsed.error());
    return std::nullopt;
  }
  Command command;
  Status read = command.read(*parsed);
  if (!read.ok()) {
    exit_code = say_error(read.error());
    return std::nullopt;
  }
  if (!command.mistakes_.empty()) {
    exit_code = say_mistakes(command.mistakes_);
    return std::nullopt;
  }
  return command;
}

Status Command::read(const scanner::Options& options) {
  options_ = options;
  LEAKWARDEN_CHECK(read_format());
  return read_configuration();
}

Status Command::read_format() {
  std::string name = options_.value("format").value_or("text");
  if (name == "text") return done();
  if (name == "json" || name == "jsonl") {
    format_ = name == "json" ? Format::Json : Format::JsonLines;
    return done();
  }
  return Error::invalid("read options", "--format " + name, "expected text, json or jsonl");
}

// A data folder alone is enough to look; only who is told comes from the configuration.
Status Command::read_configuration() {
  std::optional<std::string> named = options_.value("config");
  std::optional<std::string> data_dir = options_.value("data-dir");
  std::string file = named.value_or(default_config_path());
  bool optional = data_dir.has_value() && !named.has_value();
  if (!optional || ::access(file.c_str(), F_OK) == 0) {
    LEAKWARDEN_TRY(ParsedConfig parsed, read_config(file));
    mistakes_ = describe_problems(parsed);
    config_ = std::move(parsed.config);
    has_config_ = true;
  }
  if (data_dir.has_value()) config_.data_dir = *data_dir;
  return done();
}

AlertPlan Command::plan() const {
  AlertPlan plan;
  plan.routes = config_.routes;
  plan.channels = channel_names(config_);
  return plan;
}

Result<std::unique_ptr<Store>> Command::open_store() const {
  StoreOptions options;
  options.data_dir = config_.data_dir;
  options.role = StoreRole::Command;
  options.now = wall_clock();
  return open_sqlite_store(options);
}

Result<std::uint64_t> Command::limit(std::uint64_t otherwise) const {
  std::optional<std::string> given = options_.value("limit");
  if (!given.has_value()) return otherwise;
  LEAKWARDEN_TRY(std::uint64_t limit, scanner::parse_number("limit", *given));
  if (limit > 0) return limit;
  return Error::invalid("read options", "--limit 0", "it would list nothing")
      .with_remedy("--limit " + std::to_string(otherwise));
}

std::string Command::person() const {
  std::optional<std::string> named = options_.value("person");
  if (named.has_value()) return *named;
  for (const char* variable : {"SUDO_USER", "USER"}) {
    std::string name = environment(variable);
    if (!name.empty()) return name;
  }
  return own_name();
}

int say_error(const Error& error) {
  return scanner::usage_error(error);
}

int say_output(const std::string& text) {
  Status written = write_answer(text);
  return written.ok() ? scanner::kExitClean : say_error(written.error());
}

Status write_answer(const std::string& text) {
  return scanner::write_output(text, "");
}

int say_not_available(const std::string& what) {
  return scanner::not_available(what);
}

int run_verb(const std::string& command, const std::string& help, const std::vector<Verb>& verbs,
             const Words& later, const Words& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h") {
    int shown = say_output(help);
    return words.empty() ? scanner::kExitUsage : shown;
  }
  Words names = later;
  for (const Verb& verb : verbs) {
    if (words[0] == verb.name) return verb.run(Words(words.begin() + 1, words.end()));
    names.push_back(verb.name);
  }
  if (std::find(later.begin(), later.end(), words[0]) != later.end()) {
    return say_not_available(command + " " + words[0]);
  }
  std::string near = nearest_word(words[0], names);
  return scanner::usage_error(
      Error::invalid("run", command + " " + words[0], "unknown command")
          .with_remedy("leakwarden " + command + " " + (near.empty() ? "--help" : near)));
}

WallTime wall_clock() {
  return SystemClock().now();
}

}  // namespace leakwarden::service
