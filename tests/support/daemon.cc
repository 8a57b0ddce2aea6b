#include "tests/support/daemon.h"

#include <csignal>
#include <filesystem>
#include <sstream>

namespace leakwarden::testing {
namespace {

constexpr std::chrono::seconds kReadyDeadline{30};

}  // namespace

std::string scanner_program() {
  return std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden";
}
std::string service_program() {
  return std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden-service";
}

Daemon::Daemon(std::string channels) : health_port_(free_port()) {
  std::filesystem::create_directories(watched_folder());
  write_config(channels);
}

void Daemon::write_config(const std::string& channels, const std::string& more) const {
  write_file(config_file(), "data_dir: " + data_folder() +
                                "\n"
                                "rules: [builtin]\n"
                                "watch:\n"
                                "  - path: " +
                                watched_folder() +
                                "\n"
                                "    interval: 5s\n"
                                "listeners:\n"
                                "  - name: health\n"
                                "    address: 127.0.0.1:" +
                                std::to_string(health_port_) +
                                "\n"
                                "    serves: [health, metrics]\n"
                                "outgoing:\n"
                                "  allow_private: [127.0.0.1/32]\n"
                                "channels:\n" +
                                channels + more);
}

bool Daemon::start() {
  program_ = BackgroundProgram::start({scanner_program(), "serve", "--config", config_file()},
                                      folder_ / "log");
  return eventually([this] { return get("/readyz").status == 200 || !program_.running(); },
                    kReadyDeadline) &&
         program_.running();
}

int Daemon::stop(std::chrono::milliseconds deadline) {
  program_.signal(SIGTERM);
  return program_.wait(deadline);
}

Daemon::Answer Daemon::get(const std::string& path) const {
  ProgramResult result = run_program({"curl", "-s", "-m", "5", "-w", "\n%{http_code}",
                                      "http://127.0.0.1:" + std::to_string(health_port_) + path});
  std::size_t split = result.output.rfind('\n');
  if (result.exit_code != 0 || split == std::string::npos) return {};
  return {std::atoi(result.output.c_str() + split + 1), result.output.substr(0, split)};
}

ProgramResult Daemon::command(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command = {scanner_program()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.insert(command.end(), {"--config", config_file()});
  return run_program(command);
}

std::vector<std::string> Daemon::incident_lines() const {
  std::vector<std::string> lines;
  std::istringstream output(command({"incidents", "list", "--format", "jsonl"}).output);
  for (std::string line; std::getline(output, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

std::string Daemon::add_repository(const std::string& name) const {
  std::string path = watched_folder() + "/" + name + ".git";
  make_bare_repository(path);
  return path;
}

std::string email_channel(const SmtpCatcher& smtp) {
  return "  - {name: security, type: email, url: \"smtp://127.0.0.1:" +
         std::to_string(smtp.port()) +
         "\", starttls: off, from: leakwarden@example.com, to: [security@example.com]}\n";
}

std::string webhook_channel(const WebhookReceiver& receiver, const std::string& secret_file) {
  return "  - {name: bus, type: webhook, url: \"" + receiver.url() +
         "\", secret: {file: " + secret_file + "}}\n";
}

std::string webhook_secret() {
  return "whsec_" + std::string("bGVha3dhcmRlbi10ZXN0LXNlY3JldC0wMTIzNDU2Nzg=");
}

}  // namespace leakwarden::testing
