#include "service/cli/doctor.h"

#include "scanner/cli/exit_code.h"
#include "service/cli/command.h"
#include "service/cli/doctor_checks.h"

#include <unistd.h>

namespace leakwarden::service {
namespace {

constexpr const char* kHelp = R"(leakwarden-service doctor: is the service in order?

  leakwarden-service doctor
  leakwarden-service doctor --config /etc/leakwarden/leakwarden.yaml
  leakwarden-service doctor --format json

Exit codes: 0 all is well (notes included), 2 something is broken. Nothing is changed or sent.

Options:
)";

// A machine where nobody has configured the service yet is no broken one.
bool is_unconfigured(const Words& words) {
  for (const std::string& word : words) {
    if (word.rfind("--config", 0) == 0 || word.rfind("--data-dir", 0) == 0) return false;
    if (word == "--help" || word == "-h") return false;
  }
  return std::getenv("LEAKWARDEN_CONFIG") == nullptr &&
         ::access(default_config_path().c_str(), F_OK) != 0;
}

int say_report(const DoctorReport& report, Format format) {
  int said = say_output(format == Format::Text ? report.text() : report.json());
  return report.broken() ? scanner::kExitUsage : said;
}

}  // namespace

int doctor_command(const std::vector<std::string>& words) {
  DoctorReport report;
  if (is_unconfigured(words)) {
    report.note("service", "not configured: there is no " + default_config_path());
    check_workers(report);
    return say_report(report, Format::Text);
  }
  int exit_code = scanner::kExitClean;
  std::optional<Command> command = Command::begin(kHelp, with_common_options({}), words, exit_code);
  if (!command) return exit_code;
  const Config& config = command->config();
  if (command->has_config()) check_configuration(config, report);
  check_data_folder(config, report);
  check_key(config, report);
  std::set<std::string> named;
  if (command->has_config()) {
    check_rules(config, report);
    named = check_watched(config, report);
    check_channels(config, report);
    check_hook_socket(config, report);
  }
  check_workers(report);
  check_store(config, named, report);
  return say_report(report, command->format());
}

}  // namespace leakwarden::service
