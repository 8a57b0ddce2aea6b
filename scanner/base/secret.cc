#include "scanner/base/secret.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/strength.h"

namespace leakwarden {
namespace {

constexpr std::size_t kMostShown = 4;
constexpr std::string_view kEllipsis = "…";

bool is_plain(char c) {
  return c > ' ' && c < 0x7f;
}

// At most 4 characters, at most 20 %, and only printable ASCII.
std::size_t shown_characters(std::string_view value) {
  std::size_t most = std::min(kMostShown, value.size() / 5);
  std::size_t count = 0;
  while (count < most && is_plain(value[count])) ++count;
  return count;
}

bool is_armour(std::string_view value) {
  return value.substr(0, 5) == "-----";
}

}  // namespace

void wipe_memory(void* bytes, std::size_t size) noexcept {
  if (size != 0) explicit_bzero(bytes, size);
}

Secret Secret::copy_of(std::string_view bytes) {
  Secret secret;
  if (bytes.empty()) return secret;
  secret.bytes_ = std::make_unique<char[]>(bytes.size());
  secret.size_ = bytes.size();
  std::memcpy(secret.bytes_.get(), bytes.data(), bytes.size());
  return secret;
}

Secret::Secret(const Secret& other) : Secret(copy_of({other.bytes_.get(), other.size_})) {}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) *this = Secret(other);
  return *this;
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Secret::~Secret() {
  wipe();
}

void Secret::wipe() noexcept {
  if (bytes_) wipe_memory(bytes_.get(), size_);
  bytes_.reset();
  size_ = 0;
}

std::string_view Secret::reveal(RevealFor) const {
  return {bytes_.get(), size_};
}

std::string Secret::mask() const {
  std::string_view value(bytes_.get(), size_);
  if (is_armour(value) || strength_of(value) == Strength::Weak) return std::string(kEllipsis);
  std::string shown(value.substr(0, shown_characters(value)));
  return shown.append(kEllipsis);
}

bool operator==(const Secret& left, const Secret& right) {
  if (left.size_ != right.size_) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < left.size_; ++i) {
    difference |= static_cast<unsigned char>(left.bytes_[i] ^ right.bytes_[i]);
  }
  return difference == 0;
}

}  // namespace leakwarden
