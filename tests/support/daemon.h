#pragma once

// `leakwarden serve` as a process, watching a folder of the test's own, with channels to the peers.

#include <memory>
#include <string>
#include <vector>

#include "tests/support/git_client.h"
#include "tests/support/peers.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {

// The programs of this build.
std::string scanner_program();
std::string service_program();

class Daemon {
 public:
  // Makes the data folder and the watched folder; nothing runs yet. `channels` is the YAML below
  // `channels:`, each line indented by two.
  explicit Daemon(std::string channels);

  // Starts it and waits until /readyz says 200.
  bool start();
  // Waits until the watched folder's first sweep is over, so that later repositories are pushes.
  void kill() { program_.kill(); }               // SIGKILL
  int stop(std::chrono::milliseconds deadline);  // SIGTERM; its exit code, -1 when it hangs
  bool running() { return program_.running(); }
  void reload() { program_.signal(1); }  // SIGHUP
  BackgroundProgram& program() { return program_; }
  std::string log() const { return program_.log(); }

  // GET of a path of the health listener: status code and body.
  struct Answer {
    int status = 0;
    std::string body;
  };
  Answer get(const std::string& path) const;

  // `leakwarden ARGUMENTS… --config FILE`
  ProgramResult command(const std::vector<std::string>& arguments) const;
  // Ids, states, … of all incidents, as `incidents list --format jsonl` gives them.
  std::vector<std::string> incident_lines() const;

  std::string watched_folder() const { return folder_ / "git"; }
  std::string data_folder() const { return folder_ / "data"; }
  std::string config_file() const { return folder_ / "leakwarden.yaml"; }
  // A new bare repository in the watched folder.
  std::string add_repository(const std::string& name) const;
  void write_config(const std::string& channels, const std::string& more = "") const;

 private:
  TemporaryFolder folder_;
  int health_port_ = 0;
  BackgroundProgram program_;
};

// YAML of channels to the peers. `secret_file` holds the webhook's whsec_ secret.
std::string email_channel(const SmtpCatcher& smtp);
std::string webhook_channel(const WebhookReceiver& receiver, const std::string& secret_file);

// "whsec_" and 32 bytes of a fixed pattern in base64.
std::string webhook_secret();

}  // namespace leakwarden::testing
