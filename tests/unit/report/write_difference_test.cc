#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "scanner/report/difference.h"
#include "tests/support/no_leak.h"

namespace leakwarden::scanner {
namespace {

PeerFinding at(const std::string& path) {
  PeerFinding finding;
  finding.rule = "postman-api-key";
  finding.name = "Postman API key";
  finding.severity = "critical";
  finding.mask = "PMAK…";
  finding.path = path;
  finding.line = 3;
  finding.fingerprint = "s1-" + std::string(32, 'a');
  return finding;
}

TEST(WriteDifference, TextSaysWhatAndWhere) {
  const PeerFinding a = at("a.env");
  const PeerFinding b = at("b.env");
  Difference difference;
  difference.fresh = {{nullptr, &a, false}};
  difference.moved = {{&a, &b, false}};
  difference.incomplete = true;
  std::ostringstream text;
  write_difference_text(difference, text);
  EXPECT_EQ(text.str(),
            "new\n  critical  Postman API key  PMAK…\n      a.env:3\n"
            "moved\n  critical  Postman API key  PMAK…\n      a.env:3 → b.env:3\n"
            "1 new, 1 moved, 0 suppressed, 0 fixed, 0 as before\n"
            "the new scan did not read everything: what is fixed here may still be there\n");
}

// The commit of another tool's report was shown as it was.
TEST(WriteDifference, AHostileCommitStaysText) {
  PeerFinding hostile = at("");
  hostile.commit = "\x1b[31m\n\x07";
  Difference difference;
  difference.fixed = {{&hostile, nullptr, false}};
  std::ostringstream text;
  write_difference_text(difference, text);
  EXPECT_FALSE(leakwarden::testing::has_control_bytes(text.str())) << text.str();
}

TEST(WriteDifference, HostileNamesStayText) {
  const PeerFinding hostile = at("a\x1b[31m\nb\xff");
  Difference difference;
  difference.fixed = {{&hostile, nullptr, true}};
  std::ostringstream text;
  write_difference_text(difference, text);
  EXPECT_FALSE(leakwarden::testing::has_control_bytes(text.str()));
  std::ostringstream json;
  write_difference_json(difference, json);
  const nlohmann::json parsed = nlohmann::json::parse(json.str());
  EXPECT_EQ(parsed["fixed"][0]["elsewhere"], true);
  EXPECT_EQ(parsed["fixed"][0]["before"]["start_line"], 3);
  EXPECT_TRUE(parsed["new"].empty());
}

}  // namespace
}  // namespace leakwarden::scanner
