#include "notifier/address_policy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace leakwarden::notifier {
namespace {

struct SpecialBlock {
  const char* text;
  const char* what;
};

// IANA IPv4 special-purpose registry, and multicast and reserved space.
constexpr SpecialBlock kSpecialV4[] = {
    {"0.0.0.0/8", "this network"},       {"10.0.0.0/8", "private"},
    {"100.64.0.0/10", "shared"},         {"127.0.0.0/8", "loopback"},
    {"169.254.0.0/16", "link-local"},    {"172.16.0.0/12", "private"},
    {"192.0.0.0/24", "protocol"},        {"192.0.2.0/24", "documentation"},
    {"192.88.99.0/24", "6to4 relay"},    {"192.168.0.0/16", "private"},
    {"198.18.0.0/15", "benchmark"},      {"198.51.100.0/24", "documentation"},
    {"203.0.113.0/24", "documentation"}, {"224.0.0.0/4", "multicast"},
    {"240.0.0.0/4", "reserved"},
};

// Within the global unicast space 2000::/3.
constexpr SpecialBlock kSpecialV6[] = {
    {"2001::/23", "protocol, Teredo, ORCHID"},
    {"2001:db8::/32", "documentation"},
    {"2002::/16", "6to4"},
    {"3fff::/20", "documentation"},
};

constexpr AddressBytes kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0};
constexpr AddressBytes kNat64 = {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

bool begins_with(const AddressBytes& address, const AddressBytes& start, std::size_t bytes) {
  return std::memcmp(address.data(), start.data(), bytes) == 0;
}

AddressBytes mapped(const std::uint8_t* four) {
  AddressBytes bytes = kMapped;
  std::memcpy(bytes.data() + 12, four, 4);
  return bytes;
}

bool is_in_any(const AddressBytes& address, const std::vector<AddressBlock>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [&](const AddressBlock& block) { return block.contains(address); });
}

std::vector<AddressBlock> parsed_blocks() {
  std::vector<AddressBlock> blocks;
  for (const SpecialBlock& special : kSpecialV4)
    blocks.push_back(parse_block(special.text).value());
  for (const SpecialBlock& special : kSpecialV6)
    blocks.push_back(parse_block(special.text).value());
  return blocks;
}

bool is_special(const AddressBytes& address) {
  static const std::vector<AddressBlock> kBlocks = parsed_blocks();
  return is_in_any(address, kBlocks);
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool AddressBlock::contains(const AddressBytes& address) const {
  std::size_t whole = static_cast<std::size_t>(prefix / 8);
  if (!begins_with(address, bytes, whole)) return false;
  if (prefix % 8 == 0) return true;
  std::uint8_t mask = static_cast<std::uint8_t>(0xFF << (8 - prefix % 8));
  return (address[whole] & mask) == (bytes[whole] & mask);
}

Result<AddressBlock> parse_block(std::string_view text) {
  Error bad =
      Error::invalid("read address block", std::string(text), "not an address or CIDR block")
          .with_remedy("write it as 10.0.0.0/8, 127.0.0.1/32 or fd00::/8");
  std::size_t slash = text.find('/');
  std::string address(text.substr(0, slash));
  AddressBlock block;
  std::uint8_t four[4];
  bool is_v4 = inet_pton(AF_INET, address.c_str(), four) == 1;
  if (is_v4) block.bytes = mapped(four);
  if (!is_v4 && inet_pton(AF_INET6, address.c_str(), block.bytes.data()) != 1) return bad;
  if (slash == std::string_view::npos) return block;
  if (!is_digits(text.substr(slash + 1))) return bad;
  int bits = std::stoi(std::string(text.substr(slash + 1)));
  if (bits > (is_v4 ? 32 : 128)) return bad;
  block.prefix = is_v4 ? bits + 96 : bits;
  return block;
}

Result<AddressPolicy> AddressPolicy::make(const std::vector<std::string>& allow_private) {
  AddressPolicy policy;
  for (const std::string& text : allow_private) {
    LEAKWARDEN_TRY(AddressBlock block, parse_block(text));
    policy.allowed_.push_back(block);
  }
  return policy;
}

bool AddressPolicy::allows(const AddressBytes& address) const {
  return is_public(address) || is_in_any(address, allowed_);
}

bool AddressPolicy::allows(const sockaddr* address) const {
  bool is_internet = address->sa_family == AF_INET || address->sa_family == AF_INET6;
  return is_internet && allows(bytes_of(address));
}

bool is_public(const AddressBytes& address) {
  if (begins_with(address, kNat64, 12)) return is_public(mapped(address.data() + 12));
  bool is_global = (address[0] & 0xE0) == 0x20 || begins_with(address, kMapped, 12);
  return is_global && !is_special(address);
}

AddressBytes bytes_of(const sockaddr* address) {
  AddressBytes bytes{};
  if (address->sa_family == AF_INET) {
    sockaddr_in four;
    std::memcpy(&four, address, sizeof four);
    return mapped(reinterpret_cast<const std::uint8_t*>(&four.sin_addr));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 six;
    std::memcpy(&six, address, sizeof six);
    std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
  }
  return bytes;
}

std::string address_text(const sockaddr* address) {
  AddressBytes bytes = bytes_of(address);
  bool is_v4 = begins_with(bytes, kMapped, 12);
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes.data() + (is_v4 ? 12 : 0), text, sizeof text);
  return text;
}

}  // namespace leakwarden::notifier
