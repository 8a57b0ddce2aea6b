#include "scanner/base/result.h"

#include <cerrno>
#include <memory>

#include <gtest/gtest.h>

namespace leakwarden {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error::invalid("halve", std::to_string(number), "odd");
  return number / 2;
}

Result<int> quarter(int number) {
  LEAKWARDEN_TRY(int first, half(number));
  LEAKWARDEN_TRY(int second, half(first));
  return second;
}

Status check_quarter(int number) {
  LEAKWARDEN_CHECK(quarter(number));
  return done();
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().where, "3");
  EXPECT_TRUE(check_quarter(4).ok());
  EXPECT_EQ(check_quarter(5).error().kind, ErrorKind::Invalid);
}

TEST(Result, CarriesMoveOnlyValues) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  std::unique_ptr<int> value = std::move(result).value();
  EXPECT_EQ(*value, 7);
}

TEST(Result, MessageSaysWhatWhereWhyAndTheRemedy) {
  Error error = Error::corrupt("read pack", "a\x1b.pack", "bad magic").with_remedy("run git fsck");
  EXPECT_EQ(error.message(), "read pack: a^[.pack: bad magic\ntry: run git fsck");
}

TEST(Result, ErrnoChoosesTheKind) {
  EXPECT_EQ(Error::from_errno("open", "a", ENOENT).kind, ErrorKind::NotFound);
  EXPECT_EQ(Error::from_errno("open", "a", EACCES).kind, ErrorKind::Refused);
  EXPECT_EQ(Error::from_errno("open", "a", ENOSPC).kind, ErrorKind::Io);
}

TEST(Result, EveryKindHasAName) {
  for (ErrorKind kind :
       {ErrorKind::NotFound, ErrorKind::Corrupt, ErrorKind::TooLarge, ErrorKind::Timeout,
        ErrorKind::Refused, ErrorKind::Io, ErrorKind::Invalid}) {
    EXPECT_GT(std::string(error_kind_name(kind)).size(), 1u);
  }
}

}  // namespace
}  // namespace leakwarden
