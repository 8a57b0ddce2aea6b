#include "service/installation_key.h"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "scanner/base/file.h"
#include "scanner/base/sha256.h"
#include "service/credentials.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kKeyBytes = 32;

bool exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

Status make_private_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return done();
  if (errno == EEXIST) return done();
  return Error::from_errno("make folder", path, errno)
      .with_remedy("make the folder above it, writable for this user, or name another data_dir");
}

// Others must not be able to read a key, nor to put another one in its place.
Status check_private(const std::string& path, unsigned forbidden) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return Error::from_errno("read sealing key", path, errno);
  if ((status.st_mode & forbidden) != 0) {
    return Error::refused("read sealing key", path, "others than its owner have access")
        .with_remedy("chmod go= " + path);
  }
  bool ours = status.st_uid == ::geteuid() || status.st_uid == 0 || ::geteuid() == 0;
  if (!ours) {
    return Error::refused("read sealing key", path, "it belongs to another user");
  }
  return done();
}

Status write_new_key(const std::string& path) {
  std::array<unsigned char, kKeyBytes> random{};
  if (RAND_bytes(random.data(), kKeyBytes) != 1)
    return Error::io("make sealing key", path, "no random bytes");
  std::string text = to_hex(random.data(), random.size()) + "\n";
  // Written beside and linked: a crash leaves no half key, and of two first starts one wins.
  std::string draft = path + "." + std::to_string(::getpid());
  Status written = write_file_atomically(draft, text, 0600);
  wipe_memory(text.data(), text.size());
  wipe_memory(random.data(), random.size());
  LEAKWARDEN_CHECK(std::move(written));
  int linked = ::link(draft.c_str(), path.c_str());
  int error_number = errno;
  ::unlink(draft.c_str());
  if (linked != 0 && error_number != EEXIST) {
    return Error::from_errno("make sealing key", path, error_number);
  }
  LEAKWARDEN_TRY(Descriptor folder, open_directory(AT_FDCWD, path.substr(0, path.rfind('/'))));
  if (::fsync(folder.get()) != 0) return Error::from_errno("sync folder", path, errno);
  return done();
}

Status make_key_at_first_start(const std::string& data_dir, const std::string& path) {
  if (exists(data_dir + "/leakwarden.db")) {
    return Error::not_found("read sealing key", path,
                            "the store is there but its key is gone; with a new key no known "
                            "secret would be recognised")
        .with_remedy("put the key back from your backup, or move " + data_dir +
                     "/leakwarden.db away to begin anew");
  }
  LEAKWARDEN_CHECK(make_private_folder(data_dir));
  LEAKWARDEN_CHECK(make_private_folder(data_dir + "/keys"));
  return write_new_key(path);
}

Result<Secret> read_own_key(const std::string& data_dir) {
  std::string path = installation_key_path(data_dir);
  if (!exists(path)) LEAKWARDEN_CHECK(make_key_at_first_start(data_dir, path));
  LEAKWARDEN_CHECK(check_private(data_dir + "/keys", 0077));
  LEAKWARDEN_CHECK(check_private(path, 0077));
  return resolve_credential({CredentialSource::File, path, ""});
}

Result<Secret> read_referenced_key(const CredentialReference& reference) {
  LEAKWARDEN_TRY(Secret key, resolve_credential(reference));
  if (reference.source == CredentialSource::File) {
    LEAKWARDEN_CHECK(check_private(reference.name, 0077));
  }
  return key;
}

}  // namespace

std::string installation_key_path(const std::string& data_dir) {
  return data_dir + "/keys/installation.key";
}

Result<Secret> read_installation_key(const Config& config) {
  if (config.sealing_key.has_value()) return read_referenced_key(*config.sealing_key);
  return read_own_key(config.data_dir);
}

}  // namespace leakwarden::service
