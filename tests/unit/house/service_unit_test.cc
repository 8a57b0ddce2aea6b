// The systemd unit stays as locked down as README and deploy/README.md say.

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace leakwarden {
namespace {

const std::string kUnit = std::string(LEAKWARDEN_SOURCE_DIR) + "/deploy/leakwarden.service";

// --threshold is in tenths: more than 1.2 makes the command fail.
TEST(ServiceUnit, ExposureIsAtMostOnePointTwo) {
  testing::ProgramResult result = testing::run_program(
      {"systemd-analyze", "security", "--offline=true", "--threshold=12", kUnit});
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  EXPECT_NE(result.output.find("Overall exposure level"), std::string::npos) << result.errors;
  EXPECT_EQ(result.errors, "");
}

TEST(ServiceUnit, ALowerThresholdIsRefused) {
  testing::ProgramResult result = testing::run_program(
      {"systemd-analyze", "security", "--offline=true", "--threshold=5", kUnit});
  EXPECT_NE(result.exit_code, 0);
}

}  // namespace
}  // namespace leakwarden
