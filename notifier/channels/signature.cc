#include "notifier/channels/signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <fmt/core.h>

#include "notifier/channels/mail_header.h"

namespace leakwarden::notifier {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kShortestKey = 24;
constexpr std::size_t kLongestKey = 64;

Error bad_secret(const char* why) {
  return Error::invalid("read webhook secret", "secret", why)
      .with_remedy("make one with: echo whsec_$(head -c 32 /dev/urandom | base64 -w0)");
}

// The number of bytes `text` decodes to, or 0 when it is not base64 with padding.
std::size_t decode_base64(std::string_view text, unsigned char* out) {
  if (text.size() % 4 != 0 || text.empty()) return 0;
  int size = EVP_DecodeBlock(out, reinterpret_cast<const unsigned char*>(text.data()),
                             static_cast<int>(text.size()));
  if (size < 0) return 0;
  std::size_t padding = text.back() != '=' ? 0 : text[text.size() - 2] == '=' ? 2 : 1;
  return static_cast<std::size_t>(size) - padding;
}

std::string hmac(const Secret& key, std::string_view content) {
  std::string_view bytes = key.reveal(RevealFor::Credential);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), bytes.data(), static_cast<int>(bytes.size()),
       reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest, &size);
  return std::string(reinterpret_cast<const char*>(digest), size);
}

}  // namespace

Result<Secret> decode_webhook_secret(const Secret& text) {
  std::string_view value = text.reveal(RevealFor::Credential);
  if (value.substr(0, kPrefix.size()) != kPrefix)
    return bad_secret("it does not begin with whsec_");
  value.remove_prefix(kPrefix.size());
  if (value.size() > 100) return bad_secret("the key is longer than 64 bytes");
  unsigned char key[100];
  std::size_t size = decode_base64(value, key);
  Secret decoded = Secret::copy_of({reinterpret_cast<const char*>(key), size});
  wipe_memory(key, sizeof key);
  if (size == 0) return bad_secret("what follows whsec_ is not base64");
  if (size < kShortestKey) return bad_secret("the key is shorter than 24 bytes");
  if (size > kLongestKey) return bad_secret("the key is longer than 64 bytes");
  return decoded;
}

std::string sign_webhook(const std::vector<Secret>& keys, std::string_view id,
                         std::int64_t timestamp, std::string_view body) {
  std::string content = fmt::format("{}.{}.{}", id, timestamp, body);
  std::string signatures;
  for (const Secret& key : keys) {
    signatures += (signatures.empty() ? "v1," : " v1,") + base64(hmac(key, content));
  }
  return signatures;
}

}  // namespace leakwarden::notifier
