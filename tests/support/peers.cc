#include "tests/support/peers.h"

#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace leakwarden::testing {
namespace {

constexpr std::chrono::seconds kStartDeadline{20};
const std::string kSupport = std::string(LEAKWARDEN_SOURCE_DIR) + "/tests/support/";

// The port behind "listening " in the program's log; 0 when it never came. Python may write the
// line in pieces, so its end is waited for.
int announced_port(const BackgroundProgram& program) {
  const std::string word = "listening ";
  if (!wait_for_log(program, word, kStartDeadline)) return 0;
  for (int tries = 0; tries < 100; ++tries) {
    const std::string log = program.log();
    const std::size_t at = log.find(word) + word.size();
    if (log.find('\n', at) != std::string::npos) return std::atoi(log.c_str() + at);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return 0;
}

// Whole lines only: the writer may be in the middle of the last one.
std::vector<nlohmann::json> json_lines(const std::string& path) {
  std::vector<nlohmann::json> lines;
  std::istringstream input(read_file(path));
  for (std::string line; std::getline(input, line);) {
    nlohmann::json value = nlohmann::json::parse(line, nullptr, false);
    if (!value.is_discarded()) lines.push_back(std::move(value));
  }
  return lines;
}

std::vector<std::string> command(const std::string& script, std::vector<std::string> first,
                                 const std::vector<std::string>& options) {
  std::vector<std::string> arguments = {"/usr/bin/python3", kSupport + script};
  arguments.insert(arguments.end(), first.begin(), first.end());
  arguments.insert(arguments.end(), options.begin(), options.end());
  return arguments;
}

}  // namespace

TlsFiles make_tls_files(const TemporaryFolder& folder) {
  TlsFiles files{folder / "certificate.pem", folder / "key.pem"};
  run_program({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
               "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", files.key, "-out",
               files.certificate});
  return files;
}

SmtpCatcher::SmtpCatcher(const std::vector<std::string>& options) {
  server_ = BackgroundProgram::start(
      command("smtp_catcher.py", {"--folder", folder_ / "mails"}, options), folder_ / "log");
  port_ = announced_port(server_);
}

std::vector<CaughtMail> SmtpCatcher::mails() const {
  std::vector<CaughtMail> mails;
  for (const nlohmann::json& line : json_lines(folder_ / "mails/index.jsonl")) {
    CaughtMail mail;
    mail.time = line["time"];
    mail.from = line["from"];
    mail.to = line["to"].get<std::vector<std::string>>();
    mail.content = read_file(folder_ / ("mails/" + line["file"].get<std::string>()));
    mail.tls = line["tls"];
    mail.user = line["user"].is_string() ? line["user"].get<std::string>() : "";
    mails.push_back(std::move(mail));
  }
  return mails;
}

bool SmtpCatcher::wait_for(std::size_t count, std::chrono::milliseconds deadline) const {
  return eventually([&] { return mails().size() >= count; }, deadline);
}

WebhookReceiver::WebhookReceiver(const std::vector<std::string>& options, int port) {
  server_ = BackgroundProgram::start(
      command("webhook_receiver.py",
              {"--log", folder_ / "requests.jsonl", "--port", std::to_string(port)}, options),
      folder_ / "log");
  port_ = announced_port(server_);
}

std::string WebhookReceiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<CaughtRequest> WebhookReceiver::requests() const {
  std::vector<CaughtRequest> requests;
  for (const nlohmann::json& line : json_lines(folder_ / "requests.jsonl")) {
    CaughtRequest request;
    request.time = line["time"];
    request.path = line["path"];
    request.body = line["body"];
    request.webhook_id = line["headers"].value("webhook-id", "");
    request.webhook_timestamp = line["headers"].value("webhook-timestamp", "");
    if (line["signature_ok"].is_boolean()) request.signature_ok = line["signature_ok"].get<bool>();
    request.status = line["status"];
    requests.push_back(std::move(request));
  }
  return requests;
}

bool WebhookReceiver::wait_for(std::size_t count, std::chrono::milliseconds deadline) const {
  return eventually([&] { return requests().size() >= count; }, deadline);
}

}  // namespace leakwarden::testing
