#include "scanner/cli/rule_cost.h"

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

Rule rule(const std::string& id, double bits, std::uint32_t literal_bytes = 4) {
  Rule made;
  made.id = id;
  made.trigger = "x";
  made.trigger_bits = bits;
  made.trigger_literal_bytes = literal_bytes;
  made.before = 40;
  made.width = 60;
  return made;
}

TEST(RuleCost, DearestFirst) {
  Rule assigned = rule("assigned", 1);
  assigned.trigger.clear();
  const std::vector<RuleCost> costs =
      rule_costs({rule("rare", 40), rule("often", 8), rule("short", 30, 2), assigned});
  ASSERT_EQ(costs.size(), 3u);
  EXPECT_EQ(costs[0].rule_id, "short");
  EXPECT_EQ(costs[1].rule_id, "often");
  EXPECT_EQ(costs[2].rule_id, "rare");
  EXPECT_NEAR(costs[1].fires_a_megabyte, 1e6 / 256, 1);  // once in 2^8 bytes
  EXPECT_NEAR(costs[1].bytes_a_megabyte, 100 * 1e6 / 256, 100);
}

TEST(RuleCost, OnlyWhatIsNoticedIsSaid) {
  EXPECT_EQ(rule_costs_text(rule_costs({rule("rare", 40)})),
            "cost: none of them slows a scan noticeably\n");
  const std::string text = rule_costs_text(rule_costs({rule("often", 8), rule("short", 40, 2)}));
  EXPECT_THAT(text, HasSubstr("often"));
  EXPECT_THAT(text, HasSubstr("fixed word of 2 bytes"));
}

}  // namespace
}  // namespace leakwarden::scanner
