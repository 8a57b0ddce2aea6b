#pragma once

// A Unix socket that listens at a path, with the owner group and mode the configuration asks for,
// and whose file goes when it does.
//
// A socket file outlives a killed daemon. Whether somebody still listens is asked by connecting,
// under a lock of the folder, so that two daemons that start at once cannot both take it for dead.
// The file is made with mode 0600 and opened to others only when its group is right.
//
// Thread rules: one thread at a time.

#include <sys/types.h>

#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/result.h"
#include "service/config.h"

namespace leakwarden::service {

// Who connected, as the kernel knows him.
struct SocketPeer {
  pid_t process = 0;
  uid_t user = 0;
  std::vector<gid_t> groups;  // his own first
};
Result<SocketPeer> peer_of(int connection);

class UnixSocket {
 public:
  // Listening and non-blocking. Refused: somebody listens there, or what stands there is no socket.
  // NotFound: the folder; Invalid: the path, the group; Io.
  static Result<UnixSocket> listen(const std::string& path, const SocketAccess& access);
  UnixSocket(UnixSocket&& other) noexcept;
  UnixSocket& operator=(UnixSocket&&) = delete;
  ~UnixSocket();

  // Other access for the same socket; an error leaves it as it was, or closed to others.
  Status give(const SocketAccess& access);
  // Root, the daemon's own user, and whom mode and group let in. The kernel looked at the file
  // already; this holds although somebody else changed its mode.
  bool lets_in(const SocketPeer& peer) const;

  // False when somebody removed or replaced it: nobody new finds us.
  bool has_file() const;

  int descriptor() const { return socket_.get(); }
  const std::string& path() const { return path_; }

 private:
  UnixSocket(Descriptor socket, std::string path)
      : socket_(std::move(socket)), path_(std::move(path)) {}
  Descriptor socket_;
  std::string path_;
  dev_t device_ = 0;  // of the file as we made it
  ino_t number_ = 0;
  SocketAccess access_;
  gid_t group_ = 0;
};

}  // namespace leakwarden::service
