#pragma once

// Bytes that are about to be overwritten: as a vector, but not zeroed first, and never shrinking,
// because a history scan fills 14 GB of them.

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace leakwarden::scanner {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept { *this = std::move(other); }
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  // The bytes are indeterminate afterwards.
  char* reset(std::size_t size) {
    if (size > capacity_) {
      bytes_.reset();
      bytes_.reset(new char[size]);
      capacity_ = size;
    }
    size_ = size;
    return bytes_.get();
  }
  void release() { *this = ByteBuffer(); }
  std::string_view view() const { return {bytes_.get(), size_}; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace leakwarden::scanner
