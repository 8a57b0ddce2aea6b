#include "scanner/match/openssh_key.h"

#include <cstddef>
#include <cstdint>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxPadding = 32;

// Takes numbers and strings with a length before them; failed() after the first that does not fit.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t number() {
    std::uint32_t value = 0;
    for (char byte : take(4)) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
  }
  std::string_view text() { return take(number()); }
  bool failed() const { return failed_; }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view take(std::size_t size) {
    if (failed_ || size > bytes_.size()) {
      failed_ = true;
      return {};
    }
    std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
  bool failed_ = false;
};

bool is_padding(std::string_view bytes) {
  if (bytes.size() > kMaxPadding) return false;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] != static_cast<char>(at + 1)) return false;
  }
  return true;
}

// The last string before the padding.
std::string comment_in(Fields fields) {
  std::string_view last;
  while (!fields.failed() && !is_padding(fields.rest())) last = fields.text();
  return fields.failed() ? "" : std::string(last);
}

}  // namespace

std::optional<OpenSshKey> openssh_key(std::string_view bytes) {
  if (bytes.substr(0, kOpenSshMagic.size()) != kOpenSshMagic) return std::nullopt;
  Fields fields(bytes.substr(kOpenSshMagic.size()));
  OpenSshKey key;
  key.encrypted = fields.text() != "none";
  fields.text();
  fields.text();
  std::uint32_t count = fields.number();
  Fields public_key(fields.text());
  Fields private_part(fields.text());
  key.type = std::string(public_key.text());
  if (fields.failed() || count != 1 || public_key.failed()) return std::nullopt;
  if (key.encrypted) return key;
  std::uint32_t check = private_part.number();
  key.checks_agree = check == private_part.number() && !private_part.failed();
  key.comment = comment_in(private_part);
  return key;
}

}  // namespace leakwarden::scanner
