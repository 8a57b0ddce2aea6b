#include "service/jobs/scan_request.h"

#include <gtest/gtest.h>

namespace leakwarden::service {
namespace {

using scanner::Ref;
using scanner::ScanHistoryRequest;
using scanner::ScanPushRequest;

ObjectId id_of(char digit) {
  return *ObjectId::from_hex(std::string(40, digit));
}

Job push_job(std::vector<Ref> cursor, std::vector<Ref> target) {
  Job job;
  job.kind = JobKind::Push;
  job.repository.name = "corp/app";
  job.repository.cursor = std::move(cursor);
  job.target = std::move(target);
  return job;
}

std::string spelled(const std::vector<scanner::PushUpdate>& updates) {
  std::string text;
  for (const scanner::PushUpdate& update : updates) {
    text += update.ref + ":" + (update.old_id.is_null() ? '0' : update.old_id.hex()[0]) + ">" +
            update.new_id.hex()[0] + " ";
  }
  return text;
}

TEST(ScanRequest, ABaselineIsTheWholeHistory) {
  Job job;
  job.kind = JobKind::Baseline;
  job.repository.name = "corp/app";
  job.poisoned = {id_of('9')};
  std::optional<scanner::Request> request = scan_request(job, 77, 3);
  ASSERT_TRUE(request.has_value());
  const ScanHistoryRequest& history = std::get<ScanHistoryRequest>(*request);
  EXPECT_EQ(history.repository_name, "corp/app");
  EXPECT_EQ(history.poisoned, job.poisoned);
  EXPECT_EQ(history.now_unix_seconds, 77);
  EXPECT_EQ(history.jobs, 3u);
}

TEST(ScanRequest, UpdatesAreWhatMovedAndTipsAreWhatWasKnown) {
  Job job = push_job({{"refs/heads/main", id_of('1')},
                      {"refs/heads/old", id_of('2')},
                      {"refs/heads/same", id_of('5')}},
                     {{"refs/heads/main", id_of('3')},
                      {"refs/heads/new", id_of('4')},
                      {"refs/heads/same", id_of('5')}});
  std::optional<scanner::Request> request = scan_request(job, 1, 1);
  ASSERT_TRUE(request.has_value());
  const ScanPushRequest& push = std::get<ScanPushRequest>(*request);
  EXPECT_EQ(spelled(push.push.updates), "refs/heads/main:1>3 refs/heads/new:0>4 ");
  EXPECT_EQ(push.push.known_tips, (std::vector<ObjectId>{id_of('1'), id_of('2'), id_of('5')}));
}

TEST(ScanRequest, DeletionsAndMovesBackNeedNoWorker) {
  EXPECT_FALSE(scan_request(push_job({{"refs/heads/a", id_of('1')}}, {}), 1, 1).has_value());
  Job back = push_job({{"refs/heads/a", id_of('1')}, {"refs/heads/b", id_of('2')}},
                      {{"refs/heads/a", id_of('2')}, {"refs/heads/c", id_of('1')}});
  EXPECT_FALSE(scan_request(back, 1, 1).has_value());
}

TEST(ScanRequest, HeadCountsOnlyWhenItIsDetached) {
  Job attached = push_job({}, {{"HEAD", id_of('1')}, {"refs/heads/main", id_of('1')}});
  EXPECT_EQ(spelled(std::get<ScanPushRequest>(*scan_request(attached, 1, 1)).push.updates),
            "refs/heads/main:0>1 ");
  Job detached = push_job({}, {{"HEAD", id_of('2')}, {"refs/heads/main", id_of('1')}});
  EXPECT_EQ(spelled(std::get<ScanPushRequest>(*scan_request(detached, 1, 1)).push.updates),
            "HEAD:0>2 refs/heads/main:0>1 ");
}

TEST(ScanRequest, TipsThatMovedOnAreScannedToo) {
  Job job = push_job({{"refs/heads/main", id_of('1')}}, {{"refs/heads/main", id_of('1')}});
  job.superseded = {{"refs/heads/main", id_of('6')}, {"refs/heads/main", id_of('1')}};
  std::optional<scanner::Request> request = scan_request(job, 1, 1);
  ASSERT_TRUE(request.has_value());
  const ScanPushRequest& push = std::get<ScanPushRequest>(*request);
  EXPECT_TRUE(push.push.updates.empty());
  EXPECT_EQ(spelled(push.superseded), "refs/heads/main:1>6 ");
}

}  // namespace
}  // namespace leakwarden::service
