#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

TEST(Words, SeparatesThousands) {
  EXPECT_EQ(with_separators(0), "0");
  EXPECT_EQ(with_separators(999), "999");
  EXPECT_EQ(with_separators(1000), "1,000");
  EXPECT_EQ(with_separators(849014), "849,014");
  EXPECT_EQ(with_separators(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(Words, RoundsBytes) {
  EXPECT_EQ(human_bytes(0), "0 bytes");
  EXPECT_EQ(human_bytes(1), "1 byte");
  EXPECT_EQ(human_bytes(999), "999 bytes");
  EXPECT_EQ(human_bytes(1000), "1.0 kB");
  EXPECT_EQ(human_bytes(999'950), "1.0 MB");
  EXPECT_EQ(human_bytes(13'900'000'000), "13.9 GB");
  EXPECT_EQ(human_bytes(UINT64_MAX), "18.4 EB");
}

TEST(Words, SaysTimesAsPeopleDo) {
  EXPECT_EQ(human_seconds(0.0162), "0.02 s");
  EXPECT_EQ(human_seconds(4.12), "4.1 s");
  EXPECT_EQ(human_seconds(200), "3 min 20 s");
  EXPECT_EQ(human_seconds(3 * 3600 + 120), "3 h 2 min");
}

TEST(Words, CountsWithTheRightForm) {
  EXPECT_EQ(counted(1, "place", "places"), "1 place");
  EXPECT_EQ(counted(0, "place", "places"), "0 places");
  EXPECT_EQ(counted(1234, "place", "places"), "1,234 places");
}

TEST(Words, MeasuresColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("PMAK…"), 5u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);  // e and a combining acute accent
  EXPECT_EQ(display_width(""), 0u);
}

TEST(Words, CutsInTheMiddle) {
  EXPECT_EQ(cut_in_middle("short", 10), "short");
  EXPECT_EQ(cut_in_middle("0123456789", 7), "012…789");
  EXPECT_EQ(cut_in_middle("日本日本日本", 7), "日…本");
  for (std::size_t width = 3; width < 20; ++width) {
    EXPECT_LE(display_width(cut_in_middle("a日b本c日d本e日f本g", width)), width);
  }
}

TEST(Words, WrapsAtBlanksAndNeverBeyond) {
  const std::vector<std::string> lines = wrapped("one two  three four", 9);
  EXPECT_EQ(lines, (std::vector<std::string>{"one two", "three", "four"}));
  EXPECT_TRUE(wrapped("   ", 5).empty());
  EXPECT_EQ(wrapped("a https://example.com/very/long b", 10),
            (std::vector<std::string>{"a", "https://example.com/very/long", "b"}));
  EXPECT_EQ(wrapped("abcdefghijklmn", 7), (std::vector<std::string>{"abc…lmn"}));
}

}  // namespace
}  // namespace leakwarden::scanner
