#pragma once

// The daemon's ear for hooks: one line asks which of the named findings somebody has decided, one
// line answers (scanner/hooks/decision_lines.h), then the daemon hangs up.
//
// One thread, which never waits for a client. A client that is slow, says too much or nonsense
// loses its own connection and nobody else's:
//
//   request        128 KiB, 500 questions, whole within 2 s
//   connections    64, of one user 16: a new one closes the oldest of whoever holds most, so that
//                  nobody is kept out by another's thousand
//   answer         taken within 2 s
//
// Thread rules: start, give and destroy from one thread at a time; `decide` is called from the
// socket's own and must stay callable until it is gone.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/hooks/decision_lines.h"
#include "service/unix_socket.h"
#include "service/log.h"

namespace leakwarden::service {

class HookSocket {
 public:
  using Decide = std::function<Result<std::vector<scanner::DecisionAnswer>>(
      const std::vector<scanner::DecisionQuestion>&)>;

  struct Limits {
    std::size_t connections = 64;
    std::size_t connections_of_user = 16;
    std::chrono::milliseconds patience{2000};
  };

  // Errors as UnixSocket::listen(). `log` must outlive it.
  static Result<std::unique_ptr<HookSocket>> start(const std::string& path,
                                                   const SocketAccess& access, Decide decide,
                                                   Log& log, const Limits& limits);
  virtual ~HookSocket() = default;
  virtual const std::string& path() const = 0;
  virtual bool has_file() const = 0;  // as UnixSocket::has_file()
  // As UnixSocket::give(), while it runs.
  virtual Status give(const SocketAccess& access) = 0;
};

}  // namespace leakwarden::service
