#include "scanner/match/judge/table.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

using testing::block;
using testing::section;

TEST(Table, FindsItsSections) {
  std::string bytes = block(section(Section::Strong, "abc") + section(Section::Credential, ""));
  std::optional<Table> table = Table::open(bytes);
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->section(Section::Strong), "abc");
  EXPECT_EQ(table->section(Section::Credential), "");
  EXPECT_EQ(table->section(Section::Calibration), "");
}

TEST(Table, RefusesWhatIsCutOrForeign) {
  std::string bytes = block(section(Section::Strong, "abc"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (size == 12) continue;  // a header with no section is whole
    EXPECT_FALSE(Table::open(bytes.substr(0, size)).has_value()) << size;
  }
  bytes[9] = static_cast<char>(bytes[9] + 1);
  EXPECT_FALSE(Table::open(bytes).has_value()) << "made for other features";
  EXPECT_FALSE(Table::open("").has_value());
}

TEST(Table, RefusesASizeThatLies) {
  std::string bytes = block(section(Section::Strong, "abc"));
  bytes[16] = '\xFF';
  bytes[19] = '\xFF';
  EXPECT_FALSE(Table::open(bytes).has_value());
}

TEST(Table, TheBuiltInOneIsWholeAndSmall) {
  ASSERT_TRUE(builtin_table().has_value());
  for (Section one : {Section::Words, Section::Trigrams, Section::Credential, Section::Strong,
                      Section::Calibration}) {
    EXPECT_FALSE(builtin_table()->section(one).empty());
  }
  EXPECT_LE(builtin_judge_block().size(), 300u * 1024);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
