#include "service/config_sections.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "scanner/base/finding.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kMaxNameBytes = 64;

std::optional<unsigned> whole_number(std::string_view text, unsigned most) {
  unsigned value = 0;
  std::from_chars_result parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  if (!whole || value > most) return std::nullopt;
  return value;
}

bool only_prefix_bits(const unsigned char* address, std::size_t bytes, unsigned prefix) {
  for (unsigned bit = prefix; bit < bytes * 8; ++bit) {
    if ((address[bit / 8] >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

void read_served(MapReader& map, ListenerConfig& listener) {
  std::vector<std::string> words;
  if (!map.texts("serves", words, Need::Required)) return;
  for (const std::string& word : words) {
    if (word == "health") {
      listener.serves.push_back(Serves::Health);
    } else if (word == "metrics") {
      listener.serves.push_back(Serves::Metrics);
    } else if (word == "hook-socket") {
      listener.serves.push_back(Serves::HookSocket);
    } else if (word == "hooks" || word == "api" || word == "dashboard") {
      map.problems().add(map.mark_of("serves"),
                         "'serves': " + word + " is not available in this version",
                         "health, metrics and hook-socket are");
    } else {
      map.problems().add(map.mark_of("serves"),
                         "'serves': expected health, metrics or hook-socket");
    }
  }
}

// Octal, as chmod takes it; only read and write, for connecting needs no more.
std::optional<unsigned> mode_of(const std::string& text) {
  unsigned mode = 0;
  std::from_chars_result parsed = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  if (!whole || (mode & ~0666u) != 0 || (mode & 0600u) != 0600) return std::nullopt;
  return mode;
}

void read_access(MapReader& map, ListenerConfig& listener, Config& config) {
  std::string mode;
  bool given = map.text("group", listener.access.group);
  if (map.text("mode", mode)) {
    given = true;
    std::optional<unsigned> number = mode_of(mode);
    listener.access.mode = number.value_or(listener.access.mode);
    if (!number.has_value()) {
      map.problems().add(map.mark_of("mode"), "'mode': expected one from 0600 to 0666, as 0660");
    }
  }
  bool is_hook_socket =
      std::count(listener.serves.begin(), listener.serves.end(), Serves::HookSocket) > 0;
  if (!is_hook_socket) {
    if (given) map.problems().add(map.mark(), "'group' and 'mode' are for hook-socket only");
    return;
  }
  bool alone = listener.serves.size() == 1 && listener.address.rfind("unix:/", 0) == 0;
  if (!alone) {
    map.problems().add(map.mark_of("serves"),
                       "'serves': hook-socket needs a listener of its own, at unix:/path");
  } else if (hook_listener(config.listeners) != nullptr) {
    map.problems().add(map.mark_of("serves"), "'serves': one hook-socket is enough");
  }
}

}  // namespace

const std::vector<std::string> kVisibilities = {"public", "internal", "private"};

bool is_plain_name(const std::string& name) {
  bool plain = std::all_of(name.begin(), name.end(), [](unsigned char character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z') || character == '-' || character == '_';
  });
  return plain && !name.empty() && name.size() <= kMaxNameBytes;
}

bool is_host_and_port(const std::string& text) {
  std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  std::string host = text.substr(0, colon);
  bool bracketed = host.front() == '[' && host.back() == ']';
  if (!bracketed && host.find(':') != std::string::npos) return false;
  return whole_number(std::string_view(text).substr(colon + 1), 65535).has_value();
}

bool is_loopback(const std::string& address) {
  return address.rfind("127.", 0) == 0 || address.rfind("[::1]", 0) == 0 ||
         address.rfind("localhost:", 0) == 0 || address.rfind("unix:", 0) == 0;
}

bool is_address_block(const std::string& text) {
  std::size_t slash = text.find('/');
  if (slash == std::string::npos) return false;
  std::string address = text.substr(0, slash);
  std::array<unsigned char, 16> bytes{};
  bool four = ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
  bool six = !four && ::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
  if (!four && !six) return false;
  std::optional<unsigned> prefix =
      whole_number(std::string_view(text).substr(slash + 1), four ? 32 : 128);
  return prefix.has_value() && only_prefix_bits(bytes.data(), four ? 4 : 16, *prefix);
}

void read_watch(Problems& problems, const YAML::Node& node, const std::string& place,
                Config& config) {
  MapReader map(problems, node, place);
  WatchConfig watch;
  bool named = map.text("name", watch.name);
  if (named && !is_plain_name(watch.name)) {
    problems.add(map.mark_of("name"), "'name': expected letters, digits, - and _");
  }
  bool has_path = map.text("path", watch.path, Need::Required);
  map.duration("interval", watch.interval, std::chrono::milliseconds(100), std::chrono::hours(24));
  map.choice("visibility", watch.visibility, kVisibilities);
  map.finish();
  if (!has_path) return;
  while (watch.path.size() > 1 && watch.path.back() == '/') watch.path.pop_back();
  if (watch.path.front() != '/') {
    problems.add(map.mark_of("path"), "'path': expected a whole path, beginning with /");
  }
  for (const WatchConfig& other : config.watch) {
    if (other.path == watch.path) {
      problems.add(map.mark_of("path"), "'path': this folder is watched by an entry above");
    }
  }
  config.watch.push_back(std::move(watch));
}

void read_repository(Problems& problems, const YAML::Node& node, const std::string& place,
                     Config& config) {
  MapReader map(problems, node, place);
  RepositoryPolicy policy;
  map.text("match", policy.match, Need::Required);
  std::string word;
  if (map.choice("visibility", word, kVisibilities)) policy.visibility = word;
  if (map.text("team", word)) policy.team = word;
  std::vector<std::string> owners;
  if (map.texts("owners", owners)) policy.owners = owners;
  if (map.choice("push", word, {"block", "warn", "record"})) policy.push = word;
  map.finish();
  config.repositories.push_back(std::move(policy));
}

void read_listener(Problems& problems, const YAML::Node& node, const std::string& place,
                   Config& config) {
  MapReader map(problems, node, place);
  ListenerConfig listener;
  map.text("name", listener.name, Need::Required);
  if (map.text("address", listener.address, Need::Required)) {
    bool socket = listener.address.rfind("unix:/", 0) == 0;
    if (!socket && !is_host_and_port(listener.address)) {
      problems.add(map.mark_of("address"), "'address': expected host:port or unix:/path");
    } else if (!is_loopback(listener.address)) {
      config.warnings.push_back("listener '" + listener.name +
                                "' can be reached from other machines, without encryption");
    }
  }
  read_served(map, listener);
  read_access(map, listener, config);
  map.not_available("tls", "listen on 127.0.0.1 behind a proxy that speaks TLS");
  map.finish();
  config.listeners.push_back(std::move(listener));
}

void read_route(Problems& problems, const YAML::Node& node, const std::string& place,
                Config& config) {
  MapReader map(problems, node, place);
  notifier::Route route;
  if (std::optional<YAML::Node> match = map.take("match")) {
    MapReader matches(problems, *match, place + ".match");
    std::vector<std::string> severities;
    matches.choices("severity", severities, {"low", "medium", "high", "critical"});
    for (const std::string& name : severities) {
      route.severities.push_back(*severity_from_name(name));
    }
    matches.choices("visibility", route.visibilities, kVisibilities);
    matches.texts("team", route.teams);
    matches.finish();
  }
  map.texts("channels", route.channels, Need::Required);
  map.finish();
  config.routes.push_back(std::move(route));
}

void read_outgoing(Problems& problems, const YAML::Node& node, Config& config) {
  MapReader map(problems, node, "outgoing");
  map.texts("allow_private", config.outgoing.allow_private);
  for (const std::string& block : config.outgoing.allow_private) {
    if (is_address_block(block)) continue;
    problems.add(map.mark_of("allow_private"),
                 "'allow_private': expected address blocks such as 127.0.0.1/32 or 10.0.0.0/8, "
                 "with no bit set behind the prefix");
  }
  map.duration("timeout", config.outgoing.timeout, std::chrono::seconds(1),
               std::chrono::minutes(2));
  map.finish();
}

}  // namespace leakwarden::service
