#include "scanner/cli/report_output.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

Result<Presentation> presented(const std::vector<std::string>& words) {
  static const std::vector<Option> kTable = {{"format", "FORMAT", ""},
                                             {"output", "FILE", ""},
                                             {"color", "WHEN", ""},
                                             {"show-secrets", "", ""}};
  const Result<Options> options = Options::parse(kTable, words);
  if (!options.ok()) return options.error();
  return read_presentation(*options);
}

TEST(ReportOutput, KnowsFormatsAndNamesThemWhenItDoesNot) {
  EXPECT_EQ(presented({"--format", "sarif"})->format, Format::Sarif);
  const Result<Presentation> unknown = presented({"--format", "pdf"});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::Invalid);
  EXPECT_NE(unknown.error().remedy.find("gitlab"), std::string::npos);
}

TEST(ReportOutput, APlaceIsCheckedBeforeAnythingIsScanned) {
  leakwarden::testing::TemporaryFolder folder;
  EXPECT_TRUE(presented({"--output", folder / "new"}).ok());
  EXPECT_TRUE(presented({"--output", "/dev/null"}).ok());
  EXPECT_FALSE(presented({"--output", folder / "absent/new"}).ok());
  EXPECT_FALSE(presented({"--output", folder.path()}).ok());
}

TEST(ReportOutput, AComparisonHasThreeForms) {
  EXPECT_TRUE(check_comparison(*presented({"--format", "text"})).ok());
  EXPECT_TRUE(check_comparison(*presented({"--format", "jsonl"})).ok());
  EXPECT_TRUE(check_comparison(*presented({"--format", "sarif"})).ok());
  EXPECT_FALSE(check_comparison(*presented({"--format", "html"})).ok());
}

TEST(ReportOutput, AFileHasColourOnlyWhenAskedFor) {
  leakwarden::testing::TemporaryFolder folder;
  EXPECT_EQ(presented({"--output", folder / "a"})->style.colour, UseColour::No);
  EXPECT_EQ(presented({"--output", folder / "a", "--color", "always"})->style.colour,
            UseColour::Yes);
  EXPECT_FALSE(presented({"--color", "blue"}).ok());
}

}  // namespace
}  // namespace leakwarden::scanner
