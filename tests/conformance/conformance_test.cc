// The scorecard over our own program: every place that git keeps text in is found under its right
// kind, or said not to be scanned; what is no secret is silent; a second scan says the same.

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace leakwarden {
namespace {

TEST(Conformance, EveryPlaceAndNothingElse) {
  testing::ProgramOptions options;
  options.environment["LEAKWARDEN"] = LEAKWARDEN_BUILD_DIR "/leakwarden";
  options.deadline = std::chrono::seconds(240);
  const testing::ProgramResult result = testing::run_program(
      {LEAKWARDEN_SOURCE_DIR "/tests/conformance/scorecard", "--only-missed"}, options);
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  EXPECT_NE(result.output.find("a second run says the same"), std::string::npos) << result.output;
}

// The scorecard itself: a scanner that says nothing finds nothing, and one that prints every byte
// finds what is in plain text.
TEST(Conformance, TheScorecardTellsScannersApart) {
  const std::string scorecard = LEAKWARDEN_SOURCE_DIR "/tests/conformance/scorecard";
  const testing::ProgramResult silent =
      testing::run_program({scorecard, "--scanner", "true {repository}"});
  EXPECT_EQ(silent.exit_code, 1);
  EXPECT_NE(silent.output.find(" places: 0 found, 0 right"), std::string::npos) << silent.output;
  EXPECT_NE(silent.output.find("20 of 20 decoys silent"), std::string::npos) << silent.output;
  const testing::ProgramResult blunt = testing::run_program(
      {scorecard, "--only-missed", "--scanner", "git -C {repository} log -p --all"});
  EXPECT_EQ(blunt.exit_code, 1);
  EXPECT_EQ(blunt.output.find("file at a branch's tip"), std::string::npos) << blunt.output;
  EXPECT_NE(blunt.output.find("file marked -diff"), std::string::npos) << blunt.output;
}

}  // namespace
}  // namespace leakwarden
