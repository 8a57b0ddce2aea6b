#include "tests/support/git_servers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace leakwarden::testing {
namespace {

constexpr std::chrono::seconds kStartDeadline{15};

std::string lighttpd_configuration(const std::string& folder, const std::string& state, int port) {
  return "server.document-root = \"" + folder +
         "\"\n"
         "server.bind = \"127.0.0.1\"\n"
         "server.port = " +
         std::to_string(port) +
         "\n"
         "server.upload-dirs = (\"" +
         state +
         "\")\n"
         "server.modules = (\"mod_alias\", \"mod_cgi\", \"mod_setenv\")\n"
         "alias.url = (\"/git\" => \"/usr/lib/git-core/git-http-backend\")\n"
         "setenv.add-environment = (\"GIT_PROJECT_ROOT\" => \"" +
         folder +
         "\",\n"
         "  \"GIT_HTTP_EXPORT_ALL\" => \"1\", \"REMOTE_USER\" => \"tester\")\n"
         "$HTTP[\"url\"] =~ \"^/git\" { cgi.assign = (\"\" => \"\") }\n";
}

std::string sshd_configuration(const std::string& state, int port) {
  return "ListenAddress 127.0.0.1\n"
         "Port " +
         std::to_string(port) +
         "\n"
         "HostKey " +
         state +
         "/host_key\n"
         "AuthorizedKeysFile " +
         state +
         "/user_key.pub\n"
         "PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\n"
         "PermitRootLogin prohibit-password\nLogLevel ERROR\n"
         "AcceptEnv GIT_PROTOCOL\n";
}

void make_key(const std::string& path) {
  run_program({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path});
}

}  // namespace

bool port_answers(int port) {
  int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bool answered = ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(descriptor);
  return answered;
}

HttpGitServer::HttpGitServer(const std::string& folder) : port_(free_port()) {
  std::string configuration =
      state_.write("lighttpd.conf", lighttpd_configuration(folder, state_.path(), port_));
  server_ =
      BackgroundProgram::start({"/usr/sbin/lighttpd", "-D", "-f", configuration}, state_ / "log");
  ready_ = eventually([this] { return port_answers(port_); }, kStartDeadline);
}

std::string HttpGitServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/git";
}

SshGitServer::SshGitServer() : port_(free_port()) {
  make_key(state_ / "host_key");
  make_key(state_ / "user_key");
  ::mkdir("/run/sshd", 0755);  // sshd wants its separation folder even where it drops nothing
  std::string configuration = state_.write("sshd_config", sshd_configuration(state_.path(), port_));
  server_ =
      BackgroundProgram::start({"/usr/sbin/sshd", "-D", "-e", "-f", configuration}, state_ / "log");
  ready_ = eventually([this] { return port_answers(port_); }, kStartDeadline);
}

std::string SshGitServer::url(const std::string& absolute_path) const {
  const char* user = ::getuid() == 0 ? "root" : ::getenv("USER");
  return "ssh://" + std::string(user == nullptr ? "root" : user) +
         "@127.0.0.1:" + std::to_string(port_) + absolute_path;
}

std::map<std::string, std::string> SshGitServer::environment() const {
  return {{"GIT_SSH_COMMAND",
           "ssh -F /dev/null -o IdentitiesOnly=yes -o StrictHostKeyChecking=no "
           "-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -i " +
               (state_ / "user_key")}};
}

}  // namespace leakwarden::testing
