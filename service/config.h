#pragma once

// The daemon's configuration: one YAML file (shared shape: README "Configuration" and
// deploy/leakwarden.example.yaml).
//
// Everything is checked when it is read: a key we do not know, a value of the wrong shape, a route
// to a channel that is not there, no rules at all. Every mistake is reported with line and column,
// not only the first, and a word that is nearly right gets a suggestion. What the interface names
// but this version does not serve (forges, TLS listeners, vault references, PostgreSQL) is refused
// in those words.
//
// Thread rules: a Config is a plain value.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "notifier/channel.h"
#include "scanner/base/result.h"
#include "service/credentials.h"

namespace leakwarden::service {

enum class ValuesMode { Sealed, Fingerprints };

struct WatchConfig {
  std::string name;  // prefix of its repositories' names where given; else ""
  std::string path;  // absolute; a folder of bare repositories, or one repository
  std::chrono::milliseconds interval{30'000};
  std::string visibility = "private";  // public, internal, private
};

// Settings for every repository whose name matches. All entries that match apply in order; a later
// one overrides the fields it sets.
struct RepositoryPolicy {
  std::string match;  // glob over the name: * within a folder, ** across, ? one character
  std::optional<std::string> visibility;
  std::optional<std::string> team;
  std::optional<std::vector<std::string>> owners;
  std::optional<std::string> push;  // block, warn, record
};

// What holds for one repository, after all entries.
struct RepositorySettings {
  std::string visibility = "private";
  std::string team;
  std::vector<std::string> owners;
  std::string push = "warn";
};

enum class Serves { Health, Metrics, HookSocket };

// Who may connect to a Unix socket.
struct SocketAccess {
  unsigned mode = 0660;  // of its file: connecting needs write permission
  std::string group{};   // "" is the daemon's own
};

struct ListenerConfig {
  std::string name;
  std::string address;  // host:port, or unix:/path
  std::vector<Serves> serves;
  SocketAccess access{};  // of a hook socket
};

// Decisions for hooks are asked at at most one listener; nullptr when at none.
const ListenerConfig* hook_listener(const std::vector<ListenerConfig>& listeners);
// Of "unix:/path".
std::string socket_path(const ListenerConfig& listener);

// A value written out, or a reference to it.
using TextOrCredential = std::variant<std::string, CredentialReference>;

struct ChannelSpecification {
  enum class Kind { Email, Webhook, Slack } kind = Kind::Webhook;
  std::string name;
  TextOrCredential url;
  std::string ca_file;
  notifier::RateLimit rate;
  // webhook
  std::vector<CredentialReference> secrets;
  // email
  notifier::EmailConfig email;  // without password
  std::optional<CredentialReference> password;
};

struct Config {
  std::string file;
  std::string data_dir = "/var/lib/leakwarden";
  std::vector<std::string> rules;  // "builtin", files, folders; never empty
  ValuesMode values = ValuesMode::Sealed;
  std::optional<CredentialReference> sealing_key;
  std::vector<WatchConfig> watch;
  std::vector<RepositoryPolicy> repositories;
  std::vector<ListenerConfig> listeners;
  std::vector<ChannelSpecification> channels;
  std::vector<notifier::Route> routes;
  notifier::OutgoingPolicy outgoing;
  std::vector<std::string> warnings;  // legal but probably not meant, for the log and doctor
};

struct ConfigProblem {
  int line = 0;  // 1-based; 0: the file as a whole
  int column = 0;
  std::string message;  // "unknown key 'chanels'"
  std::string remedy;   // "did you mean 'channels'?"
};

struct ParsedConfig {
  Config config;
  std::vector<ConfigProblem> problems;  // config is usable only when there are none
};

// Pure: the text alone, nothing is opened. `file` is for messages.
ParsedConfig parse_config(std::string_view text, const std::string& file);

// Reads and parses. NotFound, TooLarge, Io; mistakes are in `problems`.
Result<ParsedConfig> read_config(const std::string& file);
// Every mistake, one a line: "file:line:column: message (did you mean …)".
std::string describe_problems(const ParsedConfig& parsed);

// For callers that want a usable Config or nothing: Invalid names the first mistake and counts the
// others.
Result<Config> load_config(const std::string& file);

// $LEAKWARDEN_CONFIG, else /etc/leakwarden/leakwarden.yaml.
std::string default_config_path();

// A repository's name: the path below the watched folder without ".git" at its end, behind the
// watch entry's name where it has one; a watched repository itself is called by its folder's name.
std::string repository_name(const WatchConfig& watch, std::string_view below);

// `watch_visibility` is what the watch entry says.
RepositorySettings settings_for(const Config& config, std::string_view repository_name,
                                std::string_view watch_visibility);

// Does `text` match the glob? Linear in time (no backtracking explosion).
bool glob_matches(std::string_view pattern, std::string_view text);

// Channels with their credentials read, in configuration order. The first one that cannot be read
// is the error; it names the channel and the reference.
Result<notifier::ChannelConfig> resolve_channel(const ChannelSpecification& channel);
Result<std::vector<notifier::ChannelConfig>> resolve_channels(const Config& config);
std::vector<std::string> channel_names(const Config& config);

}  // namespace leakwarden::service
