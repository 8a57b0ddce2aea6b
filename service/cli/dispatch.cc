#include "service/cli/dispatch.h"

#include <openssl/crypto.h>
#include <sqlite3.h>

#include "scanner/cli/console.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/version.h"
#include "scanner/report/json_writer.h"
#include "service/cli/alerts.h"
#include "service/cli/command.h"
#include "service/cli/doctor.h"
#include "service/cli/incidents.h"
#include "service/cli/notify.h"
#include "service/cli/serve_command.h"
#include "service/cli/store_command.h"
#include "service/suggest.h"

namespace leakwarden::service {
namespace {

constexpr const char* kHelp =
    R"(leakwarden-service: watches repositories, keeps incidents, sends alerts

  leakwarden-service serve --config FILE       the daemon
  leakwarden-service incidents list            what is open
  leakwarden-service doctor                    is everything in order?

Commands
  serve        watch the folders of the configuration, scan every push, alert
  incidents    list, show, acknowledge, assign, resolve, reopen, suppress
  alerts       what was sent and what waits: list, retry, drop
  notify       test CHANNEL, preview CHANNEL
  store        check, migrate, settle
  doctor       store, channels, keys, watched folders: reachable, misconfigured

Every command takes --config FILE (else LEAKWARDEN_CONFIG, else
/etc/leakwarden/leakwarden.yaml). COMMAND --help says more.
`leakwarden` passes these commands on: `leakwarden incidents list` is the same.
)";

struct NamedCommand {
  const char* name;
  int (*run)(const Words& words);
};

constexpr NamedCommand kCommands[] = {
    {"serve", serve_command},   {"incidents", incidents_command}, {"alerts", alerts_command},
    {"notify", notify_command}, {"store", store_command},         {"doctor", doctor_command},
};

std::string version_json() {
  scanner::JsonObject libraries;
  libraries.text("sqlite", sqlite3_libversion()).text("openssl", OpenSSL_version(OPENSSL_VERSION));
  scanner::JsonObject object;
  object.text("name", "leakwarden-service").text("version", scanner::kVersion);
  object.text("compiler", __VERSION__).raw("libraries", libraries.str());
  return object.str() + "\n";
}

int version(const Words& arguments) {
  if (arguments.empty())
    return say_output(std::string("leakwarden-service ") + scanner::kVersion + "\n");
  if (arguments.size() == 1 && arguments[0] == "--json") return say_output(version_json());
  return scanner::usage_error(Error::invalid("read options", arguments[0], "unknown option")
                                  .with_remedy("leakwarden-service --version --json"));
}

int unknown(const std::string& word) {
  Words names;
  for (const NamedCommand& command : kCommands) names.push_back(command.name);
  std::string near = nearest_word(word, names);
  return scanner::usage_error(
      Error::invalid("run", word, "unknown command")
          .with_remedy("leakwarden-service " + (near.empty() ? "--help" : near)));
}

}  // namespace

int run_service_command(const Words& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h") return say_output(kHelp);
  if (words[0] == "help") {
    return words.size() == 1 ? say_output(kHelp) : run_service_command({words[1], "--help"});
  }
  Words arguments(words.begin() + 1, words.end());
  if (words[0] == "--version" || words[0] == "version") return version(arguments);
  for (const NamedCommand& command : kCommands) {
    if (words[0] == command.name) return command.run(arguments);
  }
  return unknown(words[0]);
}

}  // namespace leakwarden::service
