#include "service/jobs/sealed_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace leakwarden::service {
namespace {

Error failed(const char* what) {
  return Error::from_errno(what, "memory file", errno);
}

Result<Descriptor> new_memory() {
  Descriptor memory(memfd_create("leakwarden", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory.valid()) return failed("make a memory file");
  return memory;
}

Status seal(const Descriptor& memory, int seals) {
  if (fcntl(memory.get(), F_ADD_SEALS, seals) != 0) return failed("seal a memory file");
  return done();
}

}  // namespace

Result<Descriptor> sealed_memory(std::string_view bytes) {
  LEAKWARDEN_TRY(Descriptor memory, new_memory());
  while (!bytes.empty()) {
    ssize_t written = write(memory.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("fill a memory file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  LEAKWARDEN_CHECK(seal(memory, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL));
  return memory;
}

Result<Descriptor> shared_memory(std::uint64_t size) {
  LEAKWARDEN_TRY(Descriptor memory, new_memory());
  if (ftruncate(memory.get(), static_cast<off_t>(size)) != 0) return failed("size a memory file");
  LEAKWARDEN_CHECK(seal(memory, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL));
  return memory;
}

}  // namespace leakwarden::service
