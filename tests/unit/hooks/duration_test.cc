#include "scanner/cli/duration.h"

namespace leakwarden::scanner {
namespace {

using std::chrono::milliseconds;

Result<milliseconds> parsed(const std::string& text) {
  return parse_duration("deadline", text, milliseconds(50), milliseconds(60'000));
}

TEST(Duration, SecondsAndMilliseconds) {
  EXPECT_EQ(*parsed("2s"), milliseconds(2000));
  EXPECT_EQ(*parsed("2"), milliseconds(2000));
  EXPECT_EQ(*parsed("500ms"), milliseconds(500));
  EXPECT_EQ(*parsed("50ms"), milliseconds(50));
  EXPECT_EQ(*parsed("60s"), milliseconds(60'000));
}

TEST(Duration, AnythingElseIsRefused) {
  for (const char* text : {"", "s", "ms", "49ms", "61s", "-1s", "1.5s", "1 s", "2m", "0",
                           "18446744073709551615s", "99999999999999999999"}) {
    EXPECT_FALSE(parsed(text).ok()) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
