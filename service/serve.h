#pragma once

// `leakwarden serve`: the daemon, from its start to its end.
//
//   start   configuration → lock and store → rules → keys → channels → listeners → deliveries →
//           scan threads → watchers → READY=1
//   run     one turn a second: health, queue metrics, systemd's watchdog; SIGHUP reloads rules and
//           channels (all or nothing: a mistake keeps the old set), SIGTERM and SIGINT stop
//   stop    readiness off, watchers off, running scans 10 s, what is due and quick delivered, the
//           rest stays in the store; a second SIGTERM stops at once
//
// Exit codes: 0 stopped as asked; 2 the configuration is wrong, or another daemon has the data;
// 1 anything else.

#include <string>

#include "service/log.h"

namespace leakwarden::service {

struct ServeOptions {
  std::string config_file;
  LogFormat log_format = LogFormat::Text;
  LogLevel log_level = LogLevel::Info;
  std::string version;
};

int serve(const ServeOptions& options);

}  // namespace leakwarden::service
