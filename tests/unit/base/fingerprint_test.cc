#include "scanner/base/fingerprint.h"

#include <gtest/gtest.h>

#include "scanner/base/sha256.h"

namespace leakwarden {
namespace {

// The strong value is 16 random-looking characters; its hash was taken with
//   printf 'leakwarden:secret:1\0q8Zr2LxV9tBn4KsW' | sha256sum
// and the weak ones likewise.
TEST(Fingerprint, VectorsFromSha256sum) {
  EXPECT_EQ(fingerprint_of(Secret::copy_of("q8Zr2LxV9tBn4KsW")),
            "s1-05e40d092e91bc4367a51e5d6a1b63b8");
  EXPECT_EQ(fingerprint_of(Secret::copy_of("hunter2"), "db_password"), "w1-657-9b9a0");
}

TEST(Fingerprint, ScopeNamesOnlyWeakValues) {
  Secret strong = Secret::copy_of("q8Zr2LxV9tBn4KsW");
  EXPECT_EQ(fingerprint_of(strong, "a"), fingerprint_of(strong, "b"));
  Secret weak = Secret::copy_of("hunter2");
  EXPECT_NE(fingerprint_of(weak, "a"), fingerprint_of(weak, "b"));
  EXPECT_EQ(fingerprint_of(weak, "a").substr(0, 6), fingerprint_of(weak, "b").substr(0, 6));
}

TEST(Fingerprint, FormIsRecognised) {
  EXPECT_TRUE(is_fingerprint("s1-0123456789abcdef0123456789abcdef"));
  EXPECT_TRUE(is_fingerprint("w1-abc-01234"));
  for (const char* wrong :
       {"", "s1-", "s1-0123", "s1-0123456789ABCDEF0123456789abcdef", "w1-abc", "w1-abc01234",
        "w1-abcd-01234", "x1-0123456789abcdef0123456789abcdef"}) {
    EXPECT_FALSE(is_fingerprint(wrong)) << wrong;
  }
}

TEST(Fingerprint, PrefixesOfStrongNames) {
  const std::string name = "s1-0123456789abcdef0123456789abcdef";
  EXPECT_TRUE(fingerprint_has_prefix(name, "s1-0123"));
  EXPECT_TRUE(fingerprint_has_prefix(name, name));
  EXPECT_FALSE(fingerprint_has_prefix(name, "s1-012"));  // too short to be meant
  EXPECT_FALSE(fingerprint_has_prefix(name, "s1-0124"));
  EXPECT_TRUE(fingerprint_has_prefix("w1-abc-01234", "w1-abc-01234"));
  EXPECT_FALSE(fingerprint_has_prefix("w1-abc-01234", "w1-abc-0"));
}

TEST(Fingerprint, TheFormIsKnownByItsBeginning) {
  EXPECT_TRUE(is_of_strong_value("s1-3f2a"));
  EXPECT_TRUE(is_of_weak_value("w1-abc-01234"));
  for (const char* text : {"", "s1", "s2-3f2a", "w1", "xs1-3f2a"}) {
    EXPECT_FALSE(is_of_strong_value(text)) << text;
    EXPECT_FALSE(is_of_weak_value(text)) << text;
  }
}

}  // namespace
}  // namespace leakwarden
