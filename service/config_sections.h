#pragma once

// The parts of the configuration file, each read by one function into the Config. Internal to
// service/config*.cc.

#include <string>
#include <vector>

#include "service/config.h"
#include "service/config_reader.h"

namespace leakwarden::service {

extern const std::vector<std::string> kVisibilities;

void read_channel(Problems& problems, const YAML::Node& node, const std::string& place,
                  Config& config);
void read_listener(Problems& problems, const YAML::Node& node, const std::string& place,
                   Config& config);
void read_watch(Problems& problems, const YAML::Node& node, const std::string& place,
                Config& config);
void read_repository(Problems& problems, const YAML::Node& node, const std::string& place,
                     Config& config);
void read_route(Problems& problems, const YAML::Node& node, const std::string& place,
                Config& config);
void read_outgoing(Problems& problems, const YAML::Node& node, Config& config);

// A channel's or watch's name: letters, digits, - and _, at most 64.
bool is_plain_name(const std::string& name);
// host:port with a port from 1 to 65535 (0 too for listeners: any free one).
bool is_host_and_port(const std::string& text);
// An address of this machine alone, as host:port or unix:/path.
bool is_loopback(const std::string& address);
// "10.0.0.0/8", "::1/128"; no bits beyond the prefix.
bool is_address_block(const std::string& text);

}  // namespace leakwarden::service
