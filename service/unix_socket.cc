#include "service/unix_socket.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace leakwarden::service {
namespace {

constexpr int kBacklog = 128;
constexpr const char* kWhat = "listen";

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path[0] != '/' || path.size() >= sizeof(address.sun_path)) {
    return Error::invalid(kWhat, path, "a socket's path begins with / and has at most 107 bytes");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

const sockaddr* plain(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

Descriptor new_socket() {
  return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// Held while its Descriptor lives.
Result<Descriptor> lock_folder_of(const std::string& path) {
  const std::string folder = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.valid() && errno == ENOENT) {
    return Error::not_found(kWhat, path, "there is no folder " + folder)
        .with_remedy("make it, for the daemon's user (systemd: RuntimeDirectory=)");
  }
  if (!opened.valid()) return Error::from_errno(kWhat, folder, errno);
  if (::flock(opened.get(), LOCK_EX) != 0) return Error::from_errno(kWhat, folder, errno);
  return opened;
}

bool somebody_listens(const sockaddr_un& address) {
  const Descriptor probe = new_socket();
  if (!probe.valid()) return true;  // not known: leave it alone
  return ::connect(probe.get(), plain(address), sizeof address) == 0 || errno != ECONNREFUSED;
}

Status remove_dead_socket(const std::string& path, const sockaddr_un& address) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return done();
  if (!S_ISSOCK(status.st_mode)) {
    return Error::refused(kWhat, path, "something else than a socket stands there")
        .with_remedy("move it away, or choose another address under listeners");
  }
  if (somebody_listens(address)) {
    return Error::refused(kWhat, path, "somebody listens there already")
        .with_remedy("is another daemon running? choose another address under listeners");
  }
  if (::unlink(path.c_str()) != 0) return Error::from_errno("remove a dead socket", path, errno);
  return done();
}

Result<gid_t> group_number(const std::string& name) {
  if (name.empty()) return ::getegid();
  const group* entry = ::getgrnam(name.c_str());
  if (entry != nullptr) return entry->gr_gid;
  return Error::invalid(kWhat, "group: " + name, "there is no such group")
      .with_remedy("addgroup --system " + name + ", or name another under listeners");
}

// Changing to what it is already needs no privilege, and a sandbox may forbid the call.
Status give_to_group(const std::string& path, gid_t group, const std::string& name) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && status.st_gid == group) return done();
  if (::lchown(path.c_str(), static_cast<uid_t>(-1), group) == 0) return done();
  return Error::refused(kWhat, path,
                        "it cannot be given to the group " + name + ": " + std::strerror(errno))
      .with_remedy("run the daemon in that group (systemd: Group=), or leave out `group`");
}

}  // namespace

Result<SocketPeer> peer_of(int connection) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    return Error::from_errno("ask who connected", "SO_PEERCRED", errno);
  }
  SocketPeer peer{credentials.pid, credentials.uid, {credentials.gid}};
  std::vector<gid_t> more(64);
  socklen_t bytes = static_cast<socklen_t>(more.size() * sizeof(gid_t));
  int got = ::getsockopt(connection, SOL_SOCKET, SO_PEERGROUPS, more.data(), &bytes);
  if (got != 0 && errno == ERANGE) {  // it says how many there are
    more.resize(bytes / sizeof(gid_t));
    got = ::getsockopt(connection, SOL_SOCKET, SO_PEERGROUPS, more.data(), &bytes);
  }
  if (got == 0) {
    peer.groups.insert(peer.groups.end(), more.begin(),
                       more.begin() + static_cast<std::ptrdiff_t>(bytes / sizeof(gid_t)));
  }
  return peer;
}

Result<UnixSocket> UnixSocket::listen(const std::string& path, const SocketAccess& access) {
  LEAKWARDEN_TRY(const sockaddr_un address, address_of(path));
  LEAKWARDEN_TRY(const Descriptor lock, lock_folder_of(path));
  LEAKWARDEN_CHECK(remove_dead_socket(path, address));
  Descriptor made = new_socket();
  // The file takes its mode from the socket, whatever the umask is.
  const bool bound = made.valid() && ::fchmod(made.get(), 0600) == 0 &&
                     ::bind(made.get(), plain(address), sizeof address) == 0;
  if (!bound) return Error::from_errno(kWhat, path, errno);
  UnixSocket socket(std::move(made), path);
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return Error::from_errno(kWhat, path, errno);
  socket.device_ = status.st_dev;
  socket.number_ = status.st_ino;
  if (::listen(socket.descriptor(), kBacklog) != 0) return Error::from_errno(kWhat, path, errno);
  LEAKWARDEN_CHECK(socket.give(access));
  return socket;
}

UnixSocket::UnixSocket(UnixSocket&& other) noexcept
    : socket_(std::move(other.socket_)),
      path_(std::move(other.path_)),
      device_(other.device_),
      number_(other.number_),
      access_(std::move(other.access_)),
      group_(other.group_) {}

UnixSocket::~UnixSocket() {
  if (socket_.valid() && has_file()) ::unlink(path_.c_str());
}

// Another daemon may have its own there by now.
bool UnixSocket::has_file() const {
  struct stat status {};
  return ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
         status.st_ino == number_;
}

Status UnixSocket::give(const SocketAccess& access) {
  if (!has_file()) return Error::refused(kWhat, path_, "its file was replaced by somebody");
  LEAKWARDEN_TRY(const gid_t group, group_number(access.group));
  if (::chmod(path_.c_str(), 0600) != 0) return Error::from_errno(kWhat, path_, errno);
  LEAKWARDEN_CHECK(give_to_group(path_, group, access.group));
  if (::chmod(path_.c_str(), access.mode) != 0) return Error::from_errno(kWhat, path_, errno);
  access_ = access;
  group_ = group;
  return done();
}

bool UnixSocket::lets_in(const SocketPeer& peer) const {
  if (peer.user == 0 || peer.user == ::geteuid()) return true;
  if ((access_.mode & 0002) != 0) return true;
  const bool is_member =
      std::find(peer.groups.begin(), peer.groups.end(), group_) != peer.groups.end();
  return is_member && (access_.mode & 0020) != 0;
}

}  // namespace leakwarden::service
