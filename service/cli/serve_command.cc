#include "service/cli/serve_command.h"

#include "scanner/cli/exit_code.h"
#include "scanner/cli/version.h"
#include "service/cli/command.h"
#include "service/serve.h"

namespace leakwarden::service {
namespace {

constexpr const char* kHelp = R"(leakwarden serve: watch repositories and send alerts

  leakwarden serve --config /etc/leakwarden/leakwarden.yaml
  leakwarden serve --config leakwarden.yaml --log-format json
  kill -HUP PID                            read rules and channels again

It stays in the foreground; systemctl start leakwarden runs it as a service. SIGTERM stops it
gracefully. Exit codes: 0 stopped as asked, 2 wrong configuration or another daemon has the
data, 1 anything else.

Options:
)";

const std::vector<scanner::Option>& options() {
  static const std::vector<scanner::Option> kOptions = {
      {"config", "FILE", "the configuration"},
      {"log-format", "FORMAT", "text, json or journal (default: journal under systemd)"},
      {"log-level", "LEVEL", "debug, info (default), warning or error"},
      {"help", "", "this text"},
  };
  return kOptions;
}

Result<LogFormat> log_format(const scanner::Options& given) {
  std::string name = given.value("log-format").value_or("");
  if (name.empty()) return default_log_format();
  if (name == "text") return LogFormat::Text;
  if (name == "json") return LogFormat::Json;
  if (name == "journal") return LogFormat::Journal;
  return Error::invalid("read options", "--log-format " + name, "expected text, json or journal");
}

Result<LogLevel> log_level(const scanner::Options& given) {
  std::string name = given.value("log-level").value_or("info");
  if (name == "debug") return LogLevel::Debug;
  if (name == "info") return LogLevel::Info;
  if (name == "warning") return LogLevel::Warning;
  if (name == "error") return LogLevel::Error;
  return Error::invalid("read options", "--log-level " + name,
                        "expected debug, info, warning or error");
}

Result<ServeOptions> serve_options(const Words& words) {
  LEAKWARDEN_TRY(scanner::Options given, scanner::Options::parse(options(), words));
  if (!given.operands().empty()) {
    return Error::invalid("run", "serve " + given.operands()[0], "it takes no names")
        .with_remedy("leakwarden serve --config " + given.operands()[0]);
  }
  ServeOptions made;
  made.config_file = given.value("config").value_or(default_config_path());
  made.version = scanner::kVersion;
  LEAKWARDEN_TRY(made.log_format, log_format(given));
  LEAKWARDEN_TRY(made.log_level, log_level(given));
  return made;
}

}  // namespace

int serve_command(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h")
      return say_output(kHelp + scanner::options_help(options()));
  }
  Result<ServeOptions> made = serve_options(words);
  if (!made.ok()) return say_error(made.error());
  return serve(*made);
}

}  // namespace leakwarden::service
