#include "scanner/base/confidence_word.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(ConfidenceWord, NamesWhatWasSaid) {
  EXPECT_EQ(*parse_confidence("--confidence low", "low"), Confidence::Low);
  EXPECT_EQ(*parse_confidence("", "high"), Confidence::High);
  for (const char* bad : {"", "zzz", "Low", "low "}) {
    const Result<Confidence> level = parse_confidence("LEAKWARDEN_CONFIDENCE=zzz", bad);
    ASSERT_FALSE(level.ok()) << bad;
    EXPECT_NE(level.error().message().find("LEAKWARDEN_CONFIDENCE=zzz: unknown value"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
