#include "service/locked_key.h"

#include <sys/mman.h>

#include "scanner/base/secret.h"

namespace leakwarden::service {
namespace {
constexpr std::size_t kPageBytes = 4096;
}

LockedKey::LockedKey() {
  void* page =
      ::mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return;
  page_ = static_cast<unsigned char*>(page);
  // Best effort: RLIMIT_MEMLOCK may be zero, and an unlocked key is better than no daemon.
  (void)::mlock(page, kPageBytes);
  (void)::madvise(page, kPageBytes, MADV_DONTDUMP);
}

LockedKey::~LockedKey() {
  if (page_ == nullptr) return;
  wipe_memory(page_, kPageBytes);
  ::munmap(page_, kPageBytes);
}

}  // namespace leakwarden::service
