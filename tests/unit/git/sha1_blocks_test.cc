#include "scanner/git/sha1_blocks.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

// The plain way is held against OpenSSL by sha1_test.cc where the processor has no instructions,
// and here against the fast one, which is held against OpenSSL there.
TEST(Sha1Blocks, SayTheSameBothWays) {
  if (!has_sha1_instructions()) GTEST_SKIP() << "this processor has none";
  leakwarden::testing::Dice dice(5);
  for (std::size_t count = 0; count < 40; ++count) {
    const std::string bytes = dice.bytes(64 * count);
    const std::uint8_t* blocks = reinterpret_cast<const std::uint8_t*>(bytes.data());
    Sha1State fast = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    Sha1State plain = fast;
    sha1_blocks_fast(fast, blocks, count);
    sha1_blocks_plain(plain, blocks, count);
    EXPECT_EQ(fast, plain) << count;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
