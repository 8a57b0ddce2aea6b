#pragma once

// The receiving ends: a real SMTP server process and a webhook receiver process (the Python
// programs beside this file), started on loopback and read back.

#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {

struct TlsFiles {
  std::string certificate;  // self-signed for 127.0.0.1 and localhost; also the CA file to trust
  std::string key;
};
// Made by openssl in `folder`.
TlsFiles make_tls_files(const TemporaryFolder& folder);

struct CaughtMail {
  double time = 0;  // Unix seconds
  std::string from;
  std::vector<std::string> to;
  std::string content;
  bool tls = false;
  std::string user;
};

class SmtpCatcher {
 public:
  // `options`: further arguments of smtp_catcher.py.
  explicit SmtpCatcher(const std::vector<std::string>& options = {});
  bool ready() const { return port_ != 0; }
  int port() const { return port_; }
  std::vector<CaughtMail> mails() const;
  bool wait_for(std::size_t count, std::chrono::milliseconds deadline) const;
  void stop() { server_.kill(); }

 private:
  TemporaryFolder folder_;
  int port_ = 0;
  BackgroundProgram server_;
};

struct CaughtRequest {
  double time = 0;
  std::string path;
  std::string body;
  std::string webhook_id;
  std::string webhook_timestamp;
  std::optional<bool> signature_ok;
  int status = 0;
};

class WebhookReceiver {
 public:
  explicit WebhookReceiver(const std::vector<std::string>& options = {}, int port = 0);
  bool ready() const { return port_ != 0; }
  int port() const { return port_; }
  std::string url(const std::string& path = "/hook") const;
  std::vector<CaughtRequest> requests() const;
  bool wait_for(std::size_t count, std::chrono::milliseconds deadline) const;
  void stop() { server_.kill(); }

 private:
  TemporaryFolder folder_;
  int port_ = 0;
  BackgroundProgram server_;
};

}  // namespace leakwarden::testing
