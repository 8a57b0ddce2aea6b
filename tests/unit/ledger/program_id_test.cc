#include "scanner/ledger/program_id.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

// binutils reads the same note of this very test.
TEST(ProgramId, IsTheBuildIdOfThisExecutable) {
  const leakwarden::testing::ProgramResult own = leakwarden::testing::run_program(
      {"readelf", "-n", "/proc/" + std::to_string(::getpid()) + "/exe"});
  if (own.exit_code != 0) GTEST_SKIP() << "no readelf";
  ASSERT_FALSE(program_id().empty());
  EXPECT_NE(own.output.find("Build ID: " + program_id()), std::string::npos) << own.output;
}

}  // namespace
}  // namespace leakwarden::scanner
