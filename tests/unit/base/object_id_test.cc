#include "scanner/base/object_id.h"

#include <gtest/gtest.h>

namespace leakwarden {
namespace {

const std::string kHex = "0123456789abcdef0123456789ABCDEF01234567";

TEST(ObjectId, HexRoundTrip) {
  std::optional<ObjectId> id = ObjectId::from_hex(kHex);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->hex(), "0123456789abcdef0123456789abcdef01234567");
  EXPECT_EQ(id->bytes().size(), 20u);
  EXPECT_EQ(ObjectId::from_bytes(id->bytes()), id);
}

TEST(ObjectId, Sha256Ids) {
  std::optional<ObjectId> id = ObjectId::from_hex(std::string(64, 'a'));
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->bytes().size(), 32u);
  EXPECT_NE(*id, *ObjectId::from_hex(std::string(40, 'a')));
}

TEST(ObjectId, WrongTextIsRefused) {
  for (const std::string& wrong :
       {std::string(), kHex.substr(1), kHex + "0", "g" + kHex.substr(1)}) {
    EXPECT_FALSE(ObjectId::from_hex(wrong).has_value()) << wrong;
  }
  EXPECT_FALSE(ObjectId::from_bytes("short").has_value());
}

TEST(ObjectId, NullIsAllZeroOfEitherLength) {
  EXPECT_TRUE(ObjectId().is_null());
  EXPECT_TRUE(ObjectId::from_hex(std::string(64, '0'))->is_null());
  EXPECT_FALSE(ObjectId::from_hex(kHex)->is_null());
}

}  // namespace
}  // namespace leakwarden
