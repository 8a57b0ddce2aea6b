#include "scanner/read/unicode.h"

#include <algorithm>
#include <cstring>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLookedAt = 8192;

}  // namespace

void append_utf8(std::uint32_t point, std::string& text) {
  if (point < 0x80) {
    text += static_cast<char>(point);
    return;
  }
  if (point >= 0x10000) {
    text += static_cast<char>(0xF0 | point >> 18);
    text += static_cast<char>(0x80 | (point >> 12 & 0x3F));
  } else if (point >= 0x800) {
    text += static_cast<char>(0xE0 | point >> 12);
  }
  text += static_cast<char>(point < 0x800 ? 0xC0 | point >> 6 : 0x80 | (point >> 6 & 0x3F));
  text += static_cast<char>(0x80 | (point & 0x3F));
}

bool has_early_nul(std::string_view bytes) {
  return !bytes.empty() &&
         std::memchr(bytes.data(), 0, std::min(bytes.size(), kLookedAt)) != nullptr;
}

}  // namespace leakwarden::scanner
