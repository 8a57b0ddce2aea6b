#pragma once

// A clone URL as a target: a mirror of it in a folder of its own, gone when the scan has ended.
//
//   https://git.example.com/a.git   git@example.com:a.git   ssh://…   git://…   file:///srv/a.git
//
// The user's own git makes it (`git clone --mirror`: every ref the server shows, pull requests
// included), so that credential helpers, proxies and SSH keys work as they do for the user. Of the
// transports only the five above are let through, no hook or template runs, and nothing is checked
// out. What comes is read by our own readers like any other hostile repository.

#include <atomic>
#include <string>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

// Owns the folder.
class CloneTarget {
 public:
  // Invalid: another transport. NotFound: no git. Refused: git could not clone it; `why` is what it
  // said, without the URL's password. Io: no room for a folder under TMPDIR.
  // Timeout: `cancel` became true while git was at it.
  static Result<CloneTarget> make(const std::string& url,
                                  const std::atomic<bool>* cancel = nullptr);
  ~CloneTarget();
  CloneTarget(CloneTarget&& other) noexcept;
  CloneTarget(const CloneTarget&) = delete;
  CloneTarget& operator=(const CloneTarget&) = delete;

  const std::string& path() const { return repository_; }

 private:
  explicit CloneTarget(std::string folder);

  std::string folder_;
  std::string repository_;  // inside it, bare
};

}  // namespace leakwarden::scanner
