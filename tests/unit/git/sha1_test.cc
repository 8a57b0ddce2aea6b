#include "scanner/git/sha1.h"

#include <gtest/gtest.h>

#include "scanner/base/sha256.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

std::string hex_of(const Sha1Digest& digest) {
  return to_hex(digest.data(), digest.size());
}

TEST(Sha1, GivesThePublishedVectors) {
  // RFC 3174, section 7.3, and FIPS 180-4's examples.
  EXPECT_EQ(hex_of(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_of(sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(hex_of(sha1(std::string(1'000'000, 'a'))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  EXPECT_EQ(hex_of(sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  Sha1 pieces;
  for (int i = 0; i < 80; ++i) pieces.update("01234567");
  EXPECT_EQ(hex_of(pieces.finish()), "dea356a2cddd90c7a7ecedc5ebb563934f460452");
}

TEST(Sha1, AgreesWithOpensslAtEveryLength) {
  std::string text;
  for (int length = 0; length < 300; ++length) {
    Sha1Digest digest = sha1(text);
    EXPECT_EQ(std::string(digest.begin(), digest.end()), leakwarden::testing::sha1_bytes(text));
    Sha1 split;
    split.update(text.substr(0, text.size() / 3));
    split.update(text.substr(text.size() / 3));
    EXPECT_EQ(split.finish(), digest);
    text.push_back(static_cast<char>(length * 7));
  }
}

TEST(ObjectIdOf, IsWhatGitGives) {
  for (const char* format : {"sha1", "sha256"}) {
    leakwarden::testing::GitSandbox sandbox({std::string("--object-format=") + format});
    unsigned id_bytes = std::string(format) == "sha1" ? 20 : 32;
    for (const std::string& content : {std::string(), std::string("x\n"), std::string(5000, 'y')}) {
      EXPECT_EQ(object_id_of(ObjectType::Blob, content, id_bytes).hex(),
                sandbox.git_line({"hash-object", "--stdin"}, content));
      EXPECT_EQ(object_id_of(ObjectType::Tag, content, id_bytes).hex(),
                sandbox.git_line({"hash-object", "-t", "tag", "--literally", "--stdin"}, content));
    }
  }
}

TEST(ContentHash, IsThePlainHash) {
  EXPECT_EQ(content_hash("abc", 20).hex(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(content_hash("abc", 32).hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// The oracle is the same in one go.
TEST(ContentHash, IsTheSamePartByPart) {
  const std::string bytes(2 * kHashedPart + 100, 'x');
  std::vector<std::size_t> parts;
  const auto was_read = [&](std::string_view part) { parts.push_back(part.size()); };
  const Sha1Digest digest = sha1(bytes);
  EXPECT_EQ(content_hash(bytes, 20, was_read).bytes(),
            std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
  EXPECT_EQ(parts, (std::vector<std::size_t>{kHashedPart, kHashedPart, 100}));
}

}  // namespace
}  // namespace leakwarden::scanner
