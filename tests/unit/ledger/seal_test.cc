#include "scanner/ledger/seal.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

const std::string kKey(64, 'a');

TEST(Seal, GivesBackWhatWasSealed) {
  for (const std::string& content : {std::string(), std::string("x"), std::string(1000, '\0')}) {
    const std::string record = sealed(kKey, content);
    const std::optional<std::string_view> back = unsealed(kKey, record);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, content);
  }
}

// Every bit of it counts: magic, version, key, length, content, digest.
TEST(Seal, BelievesNoRecordWithAnyBitFlipped) {
  const std::string record = sealed(kKey, "content");
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    std::string damaged = record;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(unsealed(kKey, damaged).has_value()) << bit;
  }
}

TEST(Seal, BelievesNoRecordThatIsCutOrGrew) {
  const std::string record = sealed(kKey, "content");
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_FALSE(unsealed(kKey, record.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(unsealed(kKey, record + "x").has_value());
}

TEST(Seal, BelievesNoRecordOfAnotherKey) {
  EXPECT_FALSE(unsealed(std::string(64, 'b'), sealed(kKey, "content")).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
