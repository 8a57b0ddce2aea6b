#pragma once

// Zeroed memory that starts at a multiple of 64, as a Hyperscan database needs it.

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace leakwarden::scanner {

class AlignedBytes {
 public:
  static constexpr std::size_t kAlignment = 64;

  AlignedBytes() = default;
  explicit AlignedBytes(std::size_t size)
      : data_(static_cast<char*>(::operator new (size, std::align_val_t{kAlignment}))),
        size_(size) {
    std::memset(data_, 0, size);
  }
  explicit AlignedBytes(std::string_view bytes) : AlignedBytes(bytes.size()) {
    if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
  }
  AlignedBytes(AlignedBytes&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  AlignedBytes& operator=(AlignedBytes&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  AlignedBytes(const AlignedBytes&) = delete;
  AlignedBytes& operator=(const AlignedBytes&) = delete;
  ~AlignedBytes() { ::operator delete (data_, std::align_val_t{kAlignment}); }

  char* data() { return data_; }
  std::string_view view() const { return {data_, size_}; }

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace leakwarden::scanner
