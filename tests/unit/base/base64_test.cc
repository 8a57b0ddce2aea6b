#include "scanner/base/base64.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace leakwarden {
namespace {

// The vectors of RFC 4648 section 10.
TEST(Base64, VectorsOfTheStandard) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const std::pair<std::string, std::string>& vector : vectors) {
    EXPECT_EQ(base64_encode(vector.first), vector.second);
    EXPECT_EQ(base64_decode(vector.second).bytes, vector.first);
  }
}

// 0xfb 0xff is "+/8=" and, in the URL alphabet, "-_8" (RFC 4648 section 5).
TEST(Base64, BothAlphabets) {
  std::string bytes = "\xfb\xff";
  EXPECT_EQ(base64_encode(bytes), "+/8=");
  EXPECT_EQ(base64_encode(bytes, Base64Alphabet::Url, Base64Padding::No), "-_8");
  EXPECT_EQ(base64_decode("+/8").bytes, bytes);
  EXPECT_EQ(base64_decode("-_8=").bytes, bytes);
}

TEST(Base64, StopsAtWhatIsNotBase64) {
  Base64Decoded decoded = base64_decode("Zm9v.Zm9v");
  EXPECT_EQ(decoded.bytes, "foo");
  EXPECT_EQ(decoded.used, 4u);
  EXPECT_EQ(base64_decode("Z").bytes, "");
  EXPECT_EQ(base64_decode("Z").used, 1u);
  EXPECT_EQ(base64_decode("\xff\xfe").used, 0u);
}

}  // namespace
}  // namespace leakwarden
