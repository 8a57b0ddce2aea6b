#pragma once

// /healthz, /readyz, /version and /metrics over HTTP/1.1.
//
//   GET /healthz   200, or 503 when the main loop hangs          GET /version   JSON
//   GET /readyz    200, or 503 with the reasons as JSON          GET /metrics   Prometheus text
//
// One thread serves all listeners without ever blocking: a request's header is at most 8 KiB and
// has 5 seconds to come, a body is refused, a connection may rest 30 seconds between requests. At
// most 64 connections are kept; a new one beyond that closes the one that waits longest, so that
// slow clients lose their own place and nobody else's.
//
// Ownership: the functions of HealthPages must stay callable until the server is gone.
// Thread rules: start and destroy from one thread; pages are called from the server's own.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "service/api/health_state.h"
#include "service/config.h"

namespace leakwarden::service {

struct HealthPages {
  std::function<HealthAnswer()> healthz;
  std::function<HealthAnswer()> readyz;
  std::function<std::string()> metrics;
  std::string version;  // JSON
};

class HealthServer {
 public:
  // Binds every listener that serves health or metrics; a socket file as unix_socket.h says, for
  // the daemon's own group. Refused: an address in use or not ours; Invalid: not host:port with a
  // numeric host, nor unix:/path; NotFound: the folder of a socket.
  static Result<std::unique_ptr<HealthServer>> start(const std::vector<ListenerConfig>& listeners,
                                                     HealthPages pages);
  virtual ~HealthServer() = default;
  // As bound: "127.0.0.1:43211" where the configuration says port 0.
  virtual std::vector<std::string> addresses() const = 0;
};

}  // namespace leakwarden::service
