#pragma once

// Real git servers for tests, on loopback only: smart HTTP (git http-backend behind lighttpd) and
// ssh (sshd on a high port, key authentication only). Each serves the bare repositories of one
// folder and stops when the object dies.

#include <map>
#include <string>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {

// URL of a repository: url() + "/name.git".
class HttpGitServer {
 public:
  // `folder` holds bare repositories; pushing is allowed for them (http.receivepack is set here).
  explicit HttpGitServer(const std::string& folder);
  bool ready() const { return ready_; }
  std::string url() const;
  std::string log() const { return server_.log(); }

 private:
  TemporaryFolder state_;
  int port_ = 0;
  bool ready_ = false;
  BackgroundProgram server_;
};

class SshGitServer {
 public:
  SshGitServer();
  bool ready() const { return ready_; }
  // ssh://…/absolute/path.git
  std::string url(const std::string& absolute_path) const;
  // What git needs to reach it: GIT_SSH_COMMAND.
  std::map<std::string, std::string> environment() const;
  std::string log() const { return server_.log(); }

 private:
  TemporaryFolder state_;
  int port_ = 0;
  bool ready_ = false;
  BackgroundProgram server_;
};

bool port_answers(int port);

}  // namespace leakwarden::testing
