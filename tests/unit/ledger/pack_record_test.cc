#include "scanner/ledger/pack_record.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

PackRecord example() {
  PackRecord record;
  record.scanned_at = 100;
  record.same_until = 200;
  record.blobs = 3;
  record.bytes = 4;
  record.gaps.push_back(Gap{"what", "why", 7, true, false});
  record.findings.resize(1);
  record.pointers.push_back({std::string(64, 'b'), *ObjectId::from_hex(std::string(40, 'c'))});
  return record;
}

TEST(PackRecord, ComesBackAsItWas) {
  const std::string bytes = encode_pack(example());
  const std::optional<PackRecord> back = decode_pack(bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(encode_pack(*back), bytes);
  EXPECT_EQ(back->pointers[0].content, std::string(64, 'b'));
}

TEST(PackRecord, IsNotReadFromBytesThatAreCutOrLonger) {
  const std::string bytes = encode_pack(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_pack(bytes.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(decode_pack(bytes + '\0').has_value());
}

TEST(PackRecord, HoldsForSomeTime) {
  EXPECT_FALSE(example().holds_at(99));
  EXPECT_TRUE(example().holds_at(100));
  EXPECT_TRUE(example().holds_at(200));
  EXPECT_FALSE(example().holds_at(201));
}

}  // namespace
}  // namespace leakwarden::scanner
