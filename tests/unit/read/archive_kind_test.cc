#include "scanner/read/archive_kind.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(ArchiveKind, IsKnownByItsFirstBytes) {
  using std::string_literals::operator""s;
  EXPECT_EQ(archive_kind("PK\x03\x04"), ArchiveKind::Zip);
  EXPECT_EQ(archive_kind("BZh91AY&SY"), ArchiveKind::Bzip2);
  EXPECT_FALSE(archive_kind("BZhello"));
  EXPECT_FALSE(archive_kind("PK"));
  EXPECT_FALSE(archive_kind(""));
  EXPECT_FALSE(archive_kind("Rar!\x1a\x07\x00"s));
  EXPECT_FALSE(archive_kind("#mtree\n"));
  EXPECT_FALSE(archive_kind("070707 cpio"));
}

}  // namespace
}  // namespace leakwarden::scanner
