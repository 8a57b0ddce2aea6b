#pragma once

// The bytes that StemTriggers::open() reads.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace leakwarden::scanner {

class StemWriter {
 public:
  void number(std::size_t value) {
    const std::uint32_t word = static_cast<std::uint32_t>(value);
    bytes_.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  void table(const std::string& table) {
    number(table.size());
    while (bytes_.size() % 8 != 0) bytes_.push_back('\0');
    bytes_ += table;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace leakwarden::scanner
