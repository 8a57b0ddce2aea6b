#include "scanner/restore_values.h"

#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::value_of;

class RestoreValues : public ::testing::Test {
 protected:
  // Found in a history, as the ledger keeps them: without values.
  std::vector<StoredFinding> stored() {
    sandbox_.write("a.env", "A=" + planted_postman_key(1) + "\nB=" + planted_postman_key(2) + "\n");
    sandbox_.write("b.env", "A=" + planted_postman_key(1) + "\n");
    sandbox_.commit_all("message " + planted_postman_key(3));
    repository_ = open_repository(sandbox_.path());
    const Result<ScanReport> report = scan_history(*repository_, options_);
    EXPECT_TRUE(report.ok());
    findings_ = report->findings;
    std::vector<StoredFinding> all = numbered_by_value(report->findings);
    for (StoredFinding& one : all) {
      one.finding.secret = Secret();
      one.finding.written = Secret();
      one.finding.rule_name.clear();
      one.finding.advice = Advice{};
    }
    return all;
  }

  GitSandbox sandbox_;
  std::shared_ptr<Repository> repository_;
  ScanOptions options_ = builtin_options();
  std::vector<Finding> findings_;
};

TEST_F(RestoreValues, ReadsThemWhereTheyStand) {
  std::vector<StoredFinding> all = stored();
  ASSERT_GE(all.size(), 4u);
  ASSERT_TRUE(restore_values(*repository_, options_, all));
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(value_of(all[i].finding), value_of(findings_[i]));
    EXPECT_EQ(all[i].finding.rule_name, findings_[i].rule_name);
    EXPECT_EQ(all[i].finding.advice.revoke_url, findings_[i].advice.revoke_url);
  }
}

TEST_F(RestoreValues, BelieveNothingWhenOneIsNotWhereItWas) {
  const std::vector<StoredFinding> all = stored();
  std::vector<StoredFinding> moved = all;
  for (StoredFinding& one : moved) one.finding.location.range.start_column += 1;
  EXPECT_FALSE(restore_values(*repository_, options_, moved));
  std::vector<StoredFinding> renamed = all;
  renamed[1].finding.fingerprint = "s1-00000000000000000000000000000000";
  EXPECT_FALSE(restore_values(*repository_, options_, renamed));
  std::vector<StoredFinding> elsewhere = all;
  for (StoredFinding& one : elsewhere) one.finding.location.blob = std::string(40, '0');
  EXPECT_FALSE(restore_values(*repository_, options_, elsewhere));
  std::vector<StoredFinding> mixed = all;
  for (StoredFinding& one : mixed) one.value = 0;
  EXPECT_FALSE(restore_values(*repository_, options_, mixed)) << "a value under another's name";
}

}  // namespace
}  // namespace leakwarden::scanner
