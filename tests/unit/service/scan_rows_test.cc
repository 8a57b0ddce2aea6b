// What a scan left out is kept until somebody settles it.

#include "service/store/scan_rows.h"

#include <gmock/gmock.h>

#include "service/store/schema.h"
#include "tests/unit/service/store_fixture.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;

class ScanRows : public ::testing::Test {
 protected:
  static std::unique_ptr<Store> open(const std::string& data_dir) {
    StoreOptions options;
    options.data_dir = data_dir;
    options.now = at_second(0);
    return open_sqlite_store(options).value();
  }
  static Coverage with_gap(const std::string& what) {
    Coverage coverage;
    coverage.add_gap({what, "larger than 64 MiB", 5, false, true});
    return coverage;
  }
  void unscanned(const std::string& repository, int tip) {
    store_.push(repository, "partial " + std::to_string(tip), {}, tip, plan(),
                with_gap("blob " + std::to_string(tip)));
  }
  void whole(const std::string& repository, int tip) {
    store_.push(repository, "whole " + std::to_string(tip), {}, tip);
  }

  TemporaryFolder folder_;
  StoreSteps store_{open(folder_ / "data")};
};

TEST_F(ScanRows, AnUnscannedPushIsNotForgottenWithTheNextWholeScan) {
  unscanned("pay", 1);
  for (int tip = 2; tip < 40; ++tip) whole("pay", tip);
  ASSERT_EQ(store_->last_scans()->at(0).outcome, Outcome::Clean);
  std::vector<UnsettledScans> all = *store_->unsettled_scans();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].count, 1u);
  EXPECT_EQ(all[0].path, "/srv/git/pay.git");
  EXPECT_EQ(all[0].newest.repository, "pay");
  EXPECT_EQ(all[0].newest.finished, rfc3339(at_second(1)));
  ASSERT_EQ(all[0].newest.gaps.size(), 1u);
  EXPECT_EQ(all[0].newest.gaps[0].what, "blob 1");
}

TEST_F(ScanRows, TheyAreCountedARepositoryWithTheNewest) {
  for (int tip = 1; tip <= 30; ++tip) unscanned("pay", tip);
  whole("pay", 31);
  unscanned("app", 3);
  whole("web", 1);
  std::vector<UnsettledScans> all = *store_->unsettled_scans();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].newest.repository, "app");
  EXPECT_EQ(all[1].count, 30u);
  EXPECT_EQ(all[1].newest.gaps[0].what, "blob 30");
}

TEST_F(ScanRows, OnlyTheNewestHundredAreKept) {
  for (int tip = 1; tip <= 130; ++tip) unscanned("pay", tip);
  EXPECT_EQ(store_->unsettled_scans()->at(0).count, kMostUnsettledScans);
}

TEST_F(ScanRows, SettledByNameOrPathTheyAreGoneAndALaterOneIsNot) {
  unscanned("pay", 1);
  unscanned("pay", 2);
  unscanned("app", 1);
  EXPECT_EQ(*store_->settle_scans("/srv/git/pay.git", "ana", at_second(5)), 2u);
  EXPECT_EQ(*store_->settle_scans("pay", "ana", at_second(6)), 0u);
  ASSERT_EQ(store_->unsettled_scans()->size(), 1u);
  EXPECT_EQ(store_->unsettled_scans()->at(0).newest.repository, "app");
  unscanned("pay", 7);
  EXPECT_EQ(store_->unsettled_scans()->size(), 2u);
  EXPECT_EQ(store_->settle_scans("pya", "ana", at_second(8)).error().kind, ErrorKind::NotFound);
}

TEST_F(ScanRows, AStoreOfTheFirstSchemaIsTakenAlong) {
  TemporaryFolder old;
  {
    Database database = Database::open(store_path(old.path()), Database::Open::Create).value();
    ASSERT_TRUE(database.execute(migrations().at(0)).ok());
    ASSERT_TRUE(database
                    .execute("PRAGMA user_version = 1;"
                             "INSERT INTO repositories (name, path, first_seen)"
                             " VALUES ('pay', '/srv/git/pay.git', 1);"
                             "INSERT INTO scans (job, repository, kind, finished, outcome, objects,"
                             " bytes, findings, gaps, more_gaps, gaps_digest, ruleset_digest)"
                             " VALUES (1, 1, 'push', 1, 'partial', 0, 0, 0, '[]', 0, '', 'r');")
                    .ok());
  }
  StoreSteps store(open(old.path()));
  EXPECT_EQ(store->unsettled_scans()->size(), 1u);
}

}  // namespace
}  // namespace leakwarden::service
