#include "notifier/address_policy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cstring>
#include <memory>

#include "tests/unit/notifier/addresses.h"

namespace leakwarden::notifier {
namespace {

// Resolved as libcurl resolves a host: decimal, octal and hex forms of IPv4 included.
bool is_refused(const AddressPolicy& policy, const std::string& host) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return true;  // no address at all
  bool refused = !policy.allows(found->ai_addr);
  freeaddrinfo(found);
  return refused;
}

TEST(AddressPolicy, RefusesEverySpecialAddress) {
  AddressPolicy policy = AddressPolicy::make({}).value();
  std::vector<std::string> addresses = testing::special_addresses();
  EXPECT_GE(addresses.size(), 200u);
  for (const std::string& address : addresses) EXPECT_TRUE(is_refused(policy, address)) << address;
}

TEST(AddressPolicy, AllowsPublicAddressesUpToTheEdges) {
  AddressPolicy policy = AddressPolicy::make({}).value();
  for (const std::string& address : testing::public_addresses()) {
    EXPECT_FALSE(is_refused(policy, address)) << address;
  }
}

TEST(AddressPolicy, OpensWhatTheOperatorListsAndNoMore) {
  AddressPolicy policy =
      AddressPolicy::make({"127.0.0.1/32", "10.1.0.0/16", "fd00:1::/32", "169.254.1.1"}).value();
  for (const char* open : {"127.0.0.1", "10.1.255.255", "fd00:1::5", "169.254.1.1",
                           "::ffff:127.0.0.1", "::ffff:10.1.2.3"}) {
    EXPECT_FALSE(is_refused(policy, open)) << open;
  }
  for (const char* shut : {"127.0.0.2", "10.2.0.0", "10.0.255.255", "fd00:2::5", "169.254.1.2",
                           "0.0.0.0", "::1", "::127.0.0.1", "64:ff9b::7f00:1"}) {
    EXPECT_TRUE(is_refused(policy, shut)) << shut;
  }
}

TEST(AddressPolicy, OtherFamiliesAreRefused) {
  AddressPolicy policy = AddressPolicy::make({"0.0.0.0/0", "::/0"}).value();
  sockaddr local{};
  local.sa_family = AF_UNIX;
  EXPECT_FALSE(policy.allows(&local));
}

TEST(AddressPolicy, MappedBlocksReadLikeTheirIpv4) {
  AddressBlock block = parse_block("10.0.0.0/8").value();
  EXPECT_EQ(block.prefix, 104);
  EXPECT_EQ(parse_block("127.0.0.1").value().prefix, 128);
  EXPECT_EQ(parse_block("::/0").value().prefix, 0);
}

TEST(AddressPolicy, BlocksThatCannotBeReadAreNamed) {
  for (const char* text : {"", "localhost", "10.0.0.0/33", "fd00::/129", "10.0.0/8", "10.0.0.0/",
                           "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.0/ 8", "/8", "::/1000"}) {
    Result<AddressPolicy> policy = AddressPolicy::make({text});
    ASSERT_FALSE(policy.ok()) << text;
    EXPECT_EQ(policy.error().kind, ErrorKind::Invalid);
  }
}

// Brute force: AddressBlock against arithmetic on 32-bit numbers.
TEST(AddressPolicy, PrefixesMatchArithmetic) {
  for (int prefix = 0; prefix <= 32; ++prefix) {
    AddressBlock block = parse_block("172.16.37.129/" + std::to_string(prefix)).value();
    std::uint32_t base = 0xAC102581, mask = prefix == 0 ? 0 : ~0u << (32 - prefix);
    for (std::uint32_t flip = 0; flip < 32; ++flip) {
      std::uint32_t address = base ^ (1u << flip);
      sockaddr_in name{};
      name.sin_family = AF_INET;
      name.sin_addr.s_addr = htonl(address);
      EXPECT_EQ(block.contains(bytes_of(reinterpret_cast<sockaddr*>(&name))),
                (address & mask) == (base & mask))
          << prefix << " " << flip;
    }
  }
}

TEST(AddressText, ShowsIpv4AsSuch) {
  sockaddr_in6 name{};
  name.sin6_family = AF_INET6;
  inet_pton(AF_INET6, "::ffff:10.1.2.3", &name.sin6_addr);
  EXPECT_EQ(address_text(reinterpret_cast<sockaddr*>(&name)), "10.1.2.3");
  inet_pton(AF_INET6, "fd00::1", &name.sin6_addr);
  EXPECT_EQ(address_text(reinterpret_cast<sockaddr*>(&name)), "fd00::1");
}

}  // namespace
}  // namespace leakwarden::notifier
