#include "scanner/report/progress.h"

#include <sstream>

#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

using std::chrono::milliseconds;

TEST(ProgressLine, SaysHowFarAndHowLongStill) {
  const std::string line = progress_line({424507, 849014, 0, 0}, milliseconds(2000), 100);
  EXPECT_EQ(line, "scanning 849,014 objects  ━━━━━─────  50 %  about 2.0 s left");
}

TEST(ProgressLine, SaysObjectsBytesTimeAndFindingsIn80Columns) {
  const std::string line =
      progress_line({424507, 849014, 5'100'000'000, 123}, milliseconds(42'000), 80);
  EXPECT_EQ(line,
            "scanning 849,014 objects  ━━━━━─────  50 %  5.1 GB  about 42.0 s left  123 found");
}

TEST(ProgressLine, WithoutATotalItCounts) {
  EXPECT_EQ(progress_line({12, 0, 3400, 2}, milliseconds(2000), 100),
            "scanning 12 objects, 3.4 kB  2 found");
}

TEST(ProgressLine, NeverWiderThanTheTerminal) {
  for (std::size_t width : {20u, 40u, 60u}) {
    EXPECT_LE(display_width(progress_line({1000, 2000, 1, 7}, milliseconds(9000), width)), width);
  }
}

TEST(ProgressLine, MoreDoneThanExpectedIsStillAHundredPercent) {
  EXPECT_NE(progress_line({30, 20, 0, 0}, milliseconds(9000), 100).find("100 %"),
            std::string::npos);
}

TEST(ProgressLine, ShortScansShowNothingAndClearLeavesNothing) {
  std::ostringstream terminal;
  {
    ProgressLine progress(terminal, 80);
    progress.show({1, 2, 3, 0});
  }
  EXPECT_EQ(terminal.str(), "");
}

}  // namespace
}  // namespace leakwarden::scanner
