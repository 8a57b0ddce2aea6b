#include "scanner/report/uuid.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

// Lengths around the block size of 64, where padding is easy to get wrong.
TEST(Uuid, IsWhatPythonMakesOfTheSameName) {
  const leakwarden::testing::ProgramResult python = leakwarden::testing::run_program(
      {"python3", "-c",
       "import uuid\nu=uuid.uuid5(uuid.NAMESPACE_DNS,'leakwarden')\n"
       "for n in range(300): print(uuid.uuid5(u,'x'*n))"});
  std::istringstream lines(python.output);
  std::string expected;
  for (std::size_t size = 0; size < 300; ++size) {
    ASSERT_TRUE(std::getline(lines, expected));
    EXPECT_EQ(uuid_of(std::string(size, 'x')), expected) << size;
  }
}

TEST(Uuid, DiffersWithAnyByteOfTheName) {
  std::set<std::string> seen;
  for (int byte = 0; byte < 256; ++byte)
    EXPECT_TRUE(seen.insert(uuid_of(std::string(1, static_cast<char>(byte)))).second);
}

}  // namespace
}  // namespace leakwarden::scanner
