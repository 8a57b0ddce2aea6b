#pragma once

// 32 bytes of key on a page of their own: not swapped (mlock) and not in core dumps
// (MADV_DONTDUMP), wiped when it dies.

#include <cstddef>

namespace leakwarden::service {

class LockedKey {
 public:
  static constexpr std::size_t kBytes = 32;

  LockedKey();
  ~LockedKey();
  LockedKey(const LockedKey&) = delete;
  LockedKey& operator=(const LockedKey&) = delete;

  bool valid() const { return page_ != nullptr; }  // false: no memory
  unsigned char* data() { return page_; }
  const unsigned char* data() const { return page_; }

 private:
  unsigned char* page_ = nullptr;
};

}  // namespace leakwarden::service
