#pragma once

// A secret value: a key, a password, a token, a private key block.
//
// A Secret can be compared, masked and fingerprinted, and nothing else by accident: it has no
// stream operator, no fmt formatter and no JSON conversion (each is deleted, and
// tests/unit/base/secret_test.cc shows that such code does not compile), it converts to no string,
// and its memory is wiped when it dies. The one way to the bytes is reveal(), which names the
// reason, so that a reader of the code can list every place where a value leaves its shell.
//
//   Secret key = Secret::copy_of(text.substr(begin, length));
//   key.mask()                      // "PMAK…" : at most 4 characters and 20 %, none of short
//   values key.reveal(RevealFor::Sealing)  // a view, valid while `key` lives
//
// Ownership: owns its bytes; movable and copyable (each copy wipes itself). Thread rules: const
// members may be called from any thread.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace leakwarden {

// Why a value is read in the clear. The set is closed: a new reason is a review.
enum class RevealFor {
  Matching,      // placeholder and checksum tests, comparing with other text
  Fingerprint,   // making its portable name or keyed identity
  WorkerPipe,    // worker → parent, over a private pipe
  Sealing,       // encrypting for the store
  Verification,  // asking the provider whether the key lives
  ShowSecrets,   // the user said --show-secrets
  Credential,    // our own credential, handed to the peer it belongs to (URL, password, signing key)
};

class Secret {
 public:
  Secret() = default;
  static Secret copy_of(std::string_view bytes);
  Secret(const Secret& other);
  Secret& operator=(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }  // bytes
  std::string_view reveal(RevealFor reason) const;

  // Safe to show to anybody: at most 4 leading characters and 20 % of the value, none at all where
  // the value is weak (see strength.h); the rest is "…". Always printable ASCII plus "…".
  std::string mask() const;

  // Constant time in the content (not in the length).
  friend bool operator==(const Secret& left, const Secret& right);

  template <typename Stream>
  friend Stream& operator<<(Stream&, const Secret&) = delete;
  template <typename Json>
  friend void to_json(Json&, const Secret&) = delete;

 private:
  void wipe() noexcept;
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

// Overwrite memory in a way the compiler keeps.
void wipe_memory(void* bytes, std::size_t size) noexcept;

}  // namespace leakwarden
