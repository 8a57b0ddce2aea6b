#pragma once

// Which addresses we may connect to. Decided on the address a name resolved to, at the moment of
// connecting, so that neither DNS rebinding nor 0x7f.1 nor ::ffff:127.0.0.1 gets around it.
//
// Everything that is not a public unicast address is refused (RFC 6890 and IANA's special-purpose
// registries): loopback, private, link-local (with the clouds' metadata services), shared, test,
// benchmark, multicast, reserved; in IPv6 all outside 2000::/3 and the special blocks within it.
// Addresses that carry an IPv4 address (mapped, NAT64) are judged by it; 6to4 and Teredo are
// refused. What the operator lists in outgoing.allow_private is allowed.
//
// Thread rules: immutable once built.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

struct sockaddr;

namespace leakwarden::notifier {

// An IPv4 address is kept in its mapped form, ::ffff:a.b.c.d, and a.b.c.d/n as a /(96 + n).
using AddressBytes = std::array<std::uint8_t, 16>;

struct AddressBlock {
  AddressBytes bytes{};
  int prefix = 128;
  bool contains(const AddressBytes& address) const;
};
// "10.0.0.0/8", "127.0.0.1", "fd00::/8". Invalid otherwise.
Result<AddressBlock> parse_block(std::string_view text);

class AddressPolicy {
 public:
  // Invalid: a block that cannot be read.
  static Result<AddressPolicy> make(const std::vector<std::string>& allow_private);

  bool allows(const sockaddr* address) const;
  bool allows(const AddressBytes& address) const;

 private:
  std::vector<AddressBlock> allowed_;
};

bool is_public(const AddressBytes& address);
// Only IPv4 and IPv6; all zero for anything else.
AddressBytes bytes_of(const sockaddr* address);
std::string address_text(const sockaddr* address);

}  // namespace leakwarden::notifier
