// The promises of service/store/store.h, for whichever store stands behind them.

#include "service/store/store.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/unit/service/store_fixture.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<Store>(const std::string& data_dir, std::int64_t second)> open;
};

std::unique_ptr<Store> open_sqlite(const std::string& data_dir, std::int64_t second) {
  StoreOptions options;
  options.data_dir = data_dir;
  options.now = at_second(second);
  Result<std::unique_ptr<Store>> store = open_sqlite_store(options);
  EXPECT_TRUE(store.ok()) << store.error().message();
  return store.ok() ? std::move(*store) : nullptr;
}

class StoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void reopen(std::int64_t second) {
    store_.close();
    store_.open(GetParam().open(folder_.path(), second));
  }

  TemporaryFolder folder_;
  StoreSteps store_{GetParam().open(folder_.path(), 0)};
};

INSTANTIATE_TEST_SUITE_P(Stores, StoreTest, ::testing::Values(StoreKind{"Sqlite", &open_sqlite}),
                         [](const ::testing::TestParamInfo<StoreKind>& kind) {
                           return kind.param.name;
                         });

// Watching and jobs.

TEST_P(StoreTest, ARepositoryThatAppearsIsAPushOfAllItsRefs) {
  std::optional<JobId> made = store_.observe("pay", {ref("refs/heads/main", "a")});
  ASSERT_TRUE(made.has_value());
  std::optional<Job> job = store_.claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->id, *made);
  EXPECT_EQ(job->kind, JobKind::Push);
  EXPECT_EQ(job->attempts, 1u);
  EXPECT_EQ(job->repository.name, "pay");
  EXPECT_EQ(job->repository.path, "/srv/git/pay.git");
  EXPECT_THAT(job->repository.cursor, IsEmpty());
  EXPECT_THAT(job->target, ElementsAre(ref("refs/heads/main", "a")));
  store_.record(*job, {});
  EXPECT_FALSE(store_.observe("pay", {ref("refs/heads/main", "a")}).has_value());
  EXPECT_EQ(*store_->open_jobs(), 0u);
}

TEST_P(StoreTest, TheCursorIsWhatWasScanned) {
  store_.push("pay", "a", {});
  store_.observe("pay", {ref("refs/heads/main", "b"), ref("refs/tags/v1", "t")});
  std::optional<Job> job = store_.claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_THAT(job->repository.cursor, ElementsAre(ref("refs/heads/main", "a")));
  EXPECT_THAT(job->target,
              UnorderedElementsAre(ref("refs/heads/main", "b"), ref("refs/tags/v1", "t")));
  EXPECT_TRUE(job->repository.baselined);
}

TEST_P(StoreTest, AnEmptyRepositoryThatAppearsHasNothingToScan) {
  EXPECT_FALSE(store_.observe("pay", {}).has_value());
  EXPECT_FALSE(store_.claim().has_value());
  EXPECT_TRUE(store_.observe("pay", {ref("refs/heads/main", "a")}).has_value());
  EXPECT_EQ(store_.claim()->kind, JobKind::Push);
}

TEST_P(StoreTest, ABaselineIsOfTheFirstSightAndAPushMeanwhileIsItsOwnJob) {
  store_.observe("old", {ref("refs/heads/main", "a")}, 0, true);
  store_.observe("old", {ref("refs/heads/main", "b")}, 1, true);
  std::optional<Job> baseline = store_.claim(2);
  ASSERT_TRUE(baseline.has_value());
  EXPECT_EQ(baseline->kind, JobKind::Baseline);
  EXPECT_THAT(baseline->target, ElementsAre(ref("refs/heads/main", "a")));
  store_.record(*baseline, {});
  std::optional<Job> push = store_.claim(3);
  ASSERT_TRUE(push.has_value());
  EXPECT_EQ(push->kind, JobKind::Push);
  EXPECT_THAT(push->repository.cursor, ElementsAre(ref("refs/heads/main", "a")));
  EXPECT_THAT(push->target, ElementsAre(ref("refs/heads/main", "b")));
}

TEST_P(StoreTest, AnEmptyBaselineIsStillLookedAt) {
  EXPECT_TRUE(store_.observe("old", {}, 0, true).has_value());
  std::optional<Job> job = store_.claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->kind, JobKind::Baseline);
  store_.record(*job, {});
  EXPECT_FALSE(store_.claim().has_value());
}

TEST_P(StoreTest, APushWhileAJobRunsIsTheNextJob) {
  std::optional<JobId> first = store_.observe("pay", {ref("refs/heads/main", "a")});
  std::optional<Job> job = store_.claim();
  EXPECT_EQ(store_.observe("pay", {ref("refs/heads/main", "b")}), first);
  EXPECT_FALSE(store_.claim().has_value());
  store_.record(*job, {});
  std::optional<Job> next = store_.claim();
  ASSERT_TRUE(next.has_value());
  EXPECT_NE(next->id, job->id);
  EXPECT_THAT(next->repository.cursor, ElementsAre(ref("refs/heads/main", "a")));
  EXPECT_THAT(next->target, ElementsAre(ref("refs/heads/main", "b")));
  EXPECT_THAT(next->superseded, IsEmpty());
}

TEST_P(StoreTest, ATipThatMovesOnBeforeItIsScannedIsStillScanned) {
  store_.push("pay", "a", {});
  store_.observe("pay", {ref("refs/heads/main", "leak")});
  store_.observe("pay", {ref("refs/heads/main", "a")});  // forced back
  std::optional<Job> job = store_.claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_THAT(job->target, ElementsAre(ref("refs/heads/main", "a")));
  EXPECT_THAT(job->superseded, ElementsAre(ref("refs/heads/main", "leak")));
  store_.record(*job, {});
  EXPECT_FALSE(store_.claim().has_value());
}

TEST_P(StoreTest, ABranchThatIsPushedAndDeletedBeforeItIsScannedIsStillScanned) {
  store_.push("pay", "a", {});
  store_.observe("pay", {ref("refs/heads/main", "a"), ref("refs/heads/oops", "leak")});
  store_.observe("pay", {ref("refs/heads/main", "a")});
  std::optional<Job> job = store_.claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_THAT(job->superseded, ElementsAre(ref("refs/heads/oops", "leak")));
}

TEST_P(StoreTest, DeletingABranchIsNoJobAndRenamingOneKeepsItsTipKnown) {
  store_.push("pay", "a", {});
  EXPECT_FALSE(store_.observe("pay", {}).has_value());
  EXPECT_TRUE(store_.observe("pay", {ref("refs/heads/trunk", "a")}).has_value());
  std::optional<Job> job = store_.claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_THAT(job->repository.cursor, ElementsAre(ref("refs/heads/main", "a")));
  EXPECT_THAT(job->target, ElementsAre(ref("refs/heads/trunk", "a")));
  store_.record(*job, {});
  store_.observe("pay", {ref("refs/heads/trunk", "b")});
  EXPECT_THAT(store_.claim()->repository.cursor, ElementsAre(ref("refs/heads/trunk", "a")));
}

TEST_P(StoreTest, RefNamesAreBytes) {
  std::string hostile("refs/heads/\x1b[2J\xff\xfe'; DROP TABLE refs;--", 36);
  store_.observe("pay", {ref(hostile, "a")});
  EXPECT_THAT(store_.claim()->target, ElementsAre(ref(hostile, "a")));
}

TEST_P(StoreTest, Sha256IdsAreKeptWhole) {
  scanner::Ref wide{"refs/heads/main", *ObjectId::from_hex(sha256_hex("wide"))};
  store_.observe("pay", {wide});
  EXPECT_THAT(store_.claim()->target, ElementsAre(wide));
}

TEST_P(StoreTest, ALeaseThatRunsOutMakesAJobClaimableAndOnlyOneRecordCounts) {
  store_.observe("pay", {ref("refs/heads/main", "a")});
  std::optional<Job> slow = store_.claim(0);
  EXPECT_FALSE(store_.claim(59).has_value());
  std::optional<Job> second = store_.claim(60);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->id, slow->id);
  EXPECT_EQ(second->attempts, 2u);
  EXPECT_FALSE(store_.record(*slow, {finding("key")}, 61).already_recorded);
  EXPECT_TRUE(store_.record(*second, {finding("key")}, 62).already_recorded);
  EXPECT_EQ(store_.incidents().size(), 1u);
  EXPECT_THAT(store_.told(), ElementsAre("incident.opened"));
}

TEST_P(StoreTest, ALeaseIsExtendedOnlyByItsHolder) {
  store_.observe("pay", {ref("refs/heads/main", "a")});
  std::optional<Job> job = store_.claim(0);
  EXPECT_TRUE(store_->extend_lease(*job, at_second(50), kLease).ok());
  EXPECT_FALSE(store_.claim(100).has_value());
  std::optional<Job> taken_over = store_.claim(110);
  ASSERT_TRUE(taken_over.has_value());
  Status late = store_->extend_lease(*job, at_second(111), kLease);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().kind, ErrorKind::NotFound);
}

TEST_P(StoreTest, AFailedJobWaitsAndItsErrorIsShownUntilAScanWorks) {
  store_.observe("pay", {ref("refs/heads/main", "a")});
  std::optional<Job> job = store_.claim(0);
  ASSERT_TRUE(store_->release_job(job->id, "worker died", at_second(30)).ok());
  EXPECT_EQ(store_->list_repositories()->at(0).problem, "worker died");
  EXPECT_FALSE(store_.claim(29).has_value());
  std::optional<Job> again = store_.claim(30);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->attempts, 2u);
  store_.record(*again, {}, 31);
  EXPECT_EQ(store_->list_repositories()->at(0).problem, "");
}

TEST_P(StoreTest, AnObjectThatKillsTwoWorkersIsPoisoned) {
  store_.observe("pay", {ref("refs/heads/main", "a")});
  std::optional<Job> job = store_.claim(0);
  ASSERT_TRUE(store_->blame_objects(job->repository.id, {object("x"), object("y")}).ok());
  ASSERT_TRUE(store_->release_job(job->id, "died", at_second(1)).ok());
  job = store_.claim(1);
  EXPECT_THAT(job->poisoned, IsEmpty());
  ASSERT_TRUE(store_->blame_objects(job->repository.id, {object("x")}).ok());
  ASSERT_TRUE(store_->release_job(job->id, "died", at_second(2)).ok());
  EXPECT_THAT(store_.claim(2)->poisoned, ElementsAre(object("x")));
}

TEST_P(StoreTest, PushesGoBeforeBaselinesAndMayBeAskedForAlone) {
  store_.observe("old", {ref("refs/heads/main", "a")}, 0, true);
  store_.observe("pay", {ref("refs/heads/main", "b")}, 5);
  EXPECT_EQ(*store_->open_jobs(), 2u);
  EXPECT_EQ(*store_->oldest_job(), std::optional<WallTime>(at_second(0)));
  EXPECT_EQ(store_.claim(6)->repository.name, "pay");
  EXPECT_FALSE(store_.claim(6, JobChoice::PushesOnly).has_value());
  EXPECT_EQ(store_.claim(6)->repository.name, "old");
}

TEST_P(StoreTest, AProblemOfWatchingIsShownAndClearedByTheNextSight) {
  ASSERT_TRUE(
      store_->record_problem("bad", "/srv/git/bad.git", "not a repository", at_second(0)).ok());
  EXPECT_EQ(store_->list_repositories()->at(0).problem, "not a repository");
  EXPECT_FALSE(store_.claim().has_value());
  store_.observe("bad", {ref("refs/heads/main", "a")}, 1);
  EXPECT_EQ(store_->list_repositories()->at(0).problem, "");
  EXPECT_EQ(store_.claim(1)->kind, JobKind::Push);
}

TEST_P(StoreTest, FoldersBecomeKnown) {
  EXPECT_FALSE(*store_->folder_is_known("/srv/git"));
  ASSERT_TRUE(store_->mark_folder_known("/srv/git", at_second(0)).ok());
  ASSERT_TRUE(store_->mark_folder_known("/srv/git", at_second(1)).ok());
  EXPECT_TRUE(*store_->folder_is_known("/srv/git"));
  EXPECT_FALSE(*store_->folder_is_known("/srv"));
}

// What a scan found.

TEST_P(StoreTest, ANewSecretIsOneIncidentAndOneAlertPerChannel) {
  RecordedScan recorded =
      store_.push("pay", "a", {finding("key", "a.env"), finding("key", "b.env", 9)}, 7);
  EXPECT_EQ(recorded.new_incidents, 1u);
  EXPECT_EQ(recorded.alerts, 1u);
  ASSERT_EQ(store_.incidents().size(), 1u);
  IncidentRecord incident = *store_->find_incident(store_.incidents()[0].id);
  EXPECT_EQ(incident.state, IncidentState::Open);
  EXPECT_EQ(incident.mask, "PMAK…");
  EXPECT_EQ(incident.location_count, 2u);
  ASSERT_EQ(incident.locations.size(), 2u);
  EXPECT_EQ(incident.locations[0].path, "a.env");
  EXPECT_EQ(incident.locations[0].repository, "pay");
  EXPECT_EQ(incident.locations[1].range.start_line, 9);
  EXPECT_THAT(incident.repositories, ElementsAre("pay"));
  EXPECT_EQ(incident.sealed_value, finding("key").sealed_value);
  EXPECT_EQ(incident.identity, finding("key").identity);
  EXPECT_EQ(incident.first_seen, rfc3339(at_second(7)));
  ASSERT_EQ(incident.history.size(), 1u);
  EXPECT_EQ(incident.history[0].what, "opened");

  std::vector<DeliveryRecord> deliveries = store_.deliveries();
  ASSERT_EQ(deliveries.size(), 2u);
  std::set<std::string> keys;
  for (const DeliveryRecord& delivery : deliveries) {
    keys.insert(delivery.idempotency_key);
    EXPECT_EQ(delivery.alert.type, notifier::AlertType::IncidentOpened);
    EXPECT_EQ(delivery.alert.incident.id, incident.id);
    EXPECT_EQ(delivery.alert.incident.team, "payments");
    EXPECT_EQ(delivery.alert.incident.first_place, "pay (main)");
    EXPECT_EQ(delivery.alert.locations.size(), 2u);
    EXPECT_EQ(delivery.alert.locations[0].repository, "pay");
    EXPECT_EQ(delivery.alert.locations[0].line, 3);
    EXPECT_EQ(delivery.alert.incident.advice.steps.size(), 2u);
    EXPECT_THAT(delivery.alert.owners, ElementsAre("alice@example.com"));
    EXPECT_EQ(delivery.idempotency_key.find('.'), std::string::npos);
  }
  EXPECT_EQ(keys.size(), 2u);
}

TEST_P(StoreTest, AlertsOfOnePushShareAGroupAndOtherPushesDoNot) {
  store_.push("pay", "a", {finding("one"), finding("two")});
  store_.push("pay", "b", {finding("three")});
  std::map<std::string, std::set<std::string>> alerts_by_group;
  for (const DeliveryRecord& delivery : store_.deliveries()) {
    alerts_by_group[delivery.alert.group].insert(delivery.alert.id);
  }
  ASSERT_EQ(alerts_by_group.size(), 2u);
  EXPECT_EQ(alerts_by_group.begin()->second.size() + alerts_by_group.rbegin()->second.size(), 3u);
}

TEST_P(StoreTest, TheSameSecretInTheSameRepositoryIsNotedNotTold) {
  store_.push("pay", "a", {finding("key")}, 0);
  RecordedScan again = store_.push("pay", "b", {finding("key", "copy.env")}, 5);
  EXPECT_EQ(again.new_incidents, 0u);
  EXPECT_EQ(again.seen_again, 1u);
  EXPECT_EQ(again.alerts, 0u);
  EXPECT_THAT(store_.told(), ElementsAre("incident.opened"));
  EXPECT_EQ(store_.incidents()[0].location_count, 2u);
  EXPECT_EQ(store_.incidents()[0].last_seen, rfc3339(at_second(5)));
}

TEST_P(StoreTest, TheSameSecretInAnotherRepositoryIsToldOnce) {
  store_.push("pay", "a", {finding("key")});
  AlertPlan open_plan = plan();
  open_plan.visibility = "public";
  open_plan.owners = {"carol@example.com"};
  store_.push("web", "b", {finding("key")}, 1, open_plan);
  store_.push("web", "c", {finding("key")}, 2, open_plan);
  EXPECT_THAT(store_.told(), ElementsAre("incident.opened", "incident.seen_again"));
  IncidentRecord incident = store_.incidents()[0];
  EXPECT_THAT(incident.repositories, ElementsAre("pay", "web"));
  // It is as exposed as its most open place.
  EXPECT_EQ(store_.deliveries()[0].alert.incident.visibility, "public");
  ASSERT_TRUE(store_.change(incident.id, IncidentState::Acknowledged).ok());
  EXPECT_THAT(store_.deliveries()[0].alert.owners,
              UnorderedElementsAre("alice@example.com", "carol@example.com"));
}

TEST_P(StoreTest, AClosedSecretThatIsPushedAgainReopens) {
  store_.push("pay", "a", {finding("key")});
  std::string id = store_.incidents()[0].id;
  ASSERT_TRUE(store_.change(id, IncidentState::Closed, "revoked").ok());
  RecordedScan again = store_.push("pay", "b", {finding("key", "again.env")}, 9);
  EXPECT_EQ(again.reopened, 1u);
  EXPECT_EQ(store_.incidents()[0].state, IncidentState::Open);
  EXPECT_EQ(store_.incidents()[0].reason, "");
  EXPECT_THAT(store_.told(),
              ElementsAre("incident.opened", "incident.closed", "incident.reopened"));
  EXPECT_EQ(store_->find_incident(id)->history.back().what, "reopened");
}

TEST_P(StoreTest, ASuppressedSecretStaysSilentUntilItsEnd) {
  store_.push("pay", "a", {finding("key")});
  std::string id = store_.incidents()[0].id;
  ASSERT_TRUE(store_.change(id, IncidentState::Suppressed, "test-key", 1, at_second(100)).ok());
  EXPECT_EQ(store_.push("pay", "b", {finding("key", "b")}, 99).alerts, 0u);
  EXPECT_EQ(store_.incidents()[0].state, IncidentState::Suppressed);
  EXPECT_EQ(store_.push("pay", "c", {finding("key", "c")}, 100).reopened, 1u);
  EXPECT_EQ(store_.incidents()[0].state, IncidentState::Open);
  EXPECT_EQ(store_.incidents()[0].expires, "");
}

TEST_P(StoreTest, PolicyRecordKeepsIncidentsAndTellsNobody) {
  AlertPlan quiet = plan();
  quiet.policy = "record";
  Coverage partial;
  partial.add_gap({"blob x", "too large", 5, false, false});
  EXPECT_EQ(store_.push("pay", "a", {finding("key")}, 0, quiet, partial).alerts, 0u);
  EXPECT_EQ(store_.incidents().size(), 1u);
  EXPECT_THAT(store_.told(), IsEmpty());
  // Once the policy says warn, the next push that brings it is news.
  EXPECT_EQ(store_.push("pay", "b", {finding("key", "b.env")}, 1).alerts, 1u);
  EXPECT_THAT(store_.told(), ElementsAre("incident.opened"));
}

TEST_P(StoreTest, AFloodIsOneDigestWithTheWorstFirst) {
  AlertPlan with = plan();
  with.flood_threshold = 3;
  std::vector<StoredFinding> findings;
  for (int i = 0; i < 30; ++i) findings.push_back(finding("key" + std::to_string(i)));
  for (StoredFinding& one : findings) one.finding.severity = Severity::Medium;
  findings[29].finding.severity = Severity::Critical;
  RecordedScan recorded = store_.push("pay", "a", findings, 0, with);
  EXPECT_EQ(recorded.new_incidents, 30u);
  EXPECT_EQ(recorded.alerts, 1u);
  ASSERT_THAT(store_.told(), ElementsAre("digest"));
  notifier::Alert alert = store_.deliveries()[0].alert;
  EXPECT_EQ(alert.digest.size(), notifier::kMaxAlertIncidents);
  EXPECT_EQ(alert.more_incidents, 30 - notifier::kMaxAlertIncidents);
  EXPECT_EQ(alert.digest[0].fingerprint, findings[29].finding.fingerprint);
  EXPECT_EQ(alert.locations[0].incident, alert.digest[0].id);
  EXPECT_NE(alert.summary.find("30 secrets"), std::string::npos) << alert.summary;
  // All of them have been told: pushed again they are not news.
  EXPECT_EQ(store_.push("pay", "b", findings, 1, with).alerts, 0u);
}

TEST_P(StoreTest, AsManyAsTheThresholdAreStillToldOneByOne) {
  AlertPlan with = plan();
  with.flood_threshold = 3;
  store_.push("pay", "a", {finding("1"), finding("2"), finding("3")}, 0, with);
  EXPECT_EQ(store_.told().size(), 3u);
}

TEST_P(StoreTest, ABaselineIsSilentAndAPushOfTheSameSecretIsNot) {
  store_.observe("old", {ref("refs/heads/main", "a")}, 0, true);
  RecordedScan recorded = store_.record(*store_.claim(), {finding("key")});
  EXPECT_EQ(recorded.new_incidents, 1u);
  EXPECT_EQ(recorded.alerts, 0u);
  EXPECT_THAT(store_.told(), IsEmpty());
  store_.push("old", "b", {finding("key", "new.env")}, 1);
  EXPECT_THAT(store_.told(), ElementsAre("incident.opened"));
  EXPECT_EQ(store_.incidents().size(), 1u);
}

TEST_P(StoreTest, ABaselineDoesNotReopenWhatIsClosed) {
  store_.push("pay", "a", {finding("key")});
  ASSERT_TRUE(store_.change(store_.incidents()[0].id, IncidentState::Closed, "revoked").ok());
  store_.observe("old", {ref("refs/heads/main", "a")}, 1, true);
  store_.record(*store_.claim(1), {finding("key")}, 1);
  EXPECT_EQ(store_.incidents()[0].state, IncidentState::Closed);
  EXPECT_THAT(store_.incidents()[0].repositories, ElementsAre("old", "pay"));
}

TEST_P(StoreTest, OneSummaryWhenAllBaselinesOfAFolderAreDone) {
  store_.observe("a", {ref("refs/heads/main", "a")}, 0, true);
  store_.observe("b", {ref("refs/heads/main", "b")}, 0, true);
  store_.record(*store_.claim(), {finding("one"), finding("both")});
  EXPECT_FALSE(*store_->summarise_baseline("/srv/git", plan(), at_second(1)));
  ASSERT_TRUE(store_->mark_folder_known("/srv/git", at_second(1)).ok());
  EXPECT_FALSE(*store_->summarise_baseline("/srv/git", plan(), at_second(1)));
  Coverage partial;
  partial.add_gap({"blob x", "too large", 5, false, false});
  store_.record(*store_.claim(), {finding("two"), finding("both")}, 2, plan(), partial);
  EXPECT_FALSE(*store_->summarise_baseline("/srv", plan(), at_second(3)));
  EXPECT_TRUE(*store_->summarise_baseline("/srv/git", plan(), at_second(3)));
  EXPECT_FALSE(*store_->summarise_baseline("/srv/git", plan(), at_second(4)));
  ASSERT_THAT(store_.told(), ElementsAre("digest"));
  notifier::Alert alert = store_.deliveries()[0].alert;
  EXPECT_EQ(alert.digest.size(), 3u);
  EXPECT_EQ(alert.summary,
            "first look at /srv/git: 2 repositories, 3 secrets in what was already there; "
            "1 not scanned wholly");
}

TEST_P(StoreTest, ABaselineThatKeepsFailingDoesNotHoldTheSummaryBack) {
  store_.observe("a", {ref("refs/heads/main", "a")}, 0, true);
  ASSERT_TRUE(store_->mark_folder_known("/srv/git", at_second(0)).ok());
  for (int attempt = 0; attempt < 3; ++attempt) {
    EXPECT_FALSE(*store_->summarise_baseline("/srv/git", plan(), at_second(attempt)));
    std::optional<Job> job = store_.claim(attempt);
    ASSERT_TRUE(store_->release_job(job->id, "corrupt", at_second(attempt + 1)).ok());
  }
  EXPECT_TRUE(*store_->summarise_baseline("/srv/git", plan(), at_second(9)));
  EXPECT_NE(store_.deliveries()[0].alert.summary.find("1 could not be scanned"), std::string::npos);
}

TEST_P(StoreTest, AFolderWithoutRepositoriesHasNoSummary) {
  ASSERT_TRUE(store_->mark_folder_known("/srv/git", at_second(0)).ok());
  EXPECT_FALSE(*store_->summarise_baseline("/srv/git", plan(), at_second(1)));
  store_.push("late", "a", {});
  EXPECT_FALSE(*store_->summarise_baseline("/srv/git", plan(), at_second(1)));
  EXPECT_THAT(store_.told(), IsEmpty());
}

TEST_P(StoreTest, APushThatWasNotScannedWhollyIsTold) {
  Coverage partial;
  partial.add_gap({"blob 1f2e", "missing object", 5, true, false});
  EXPECT_EQ(store_.push("pay", "a", {}, 0, plan(), partial).alerts, 1u);
  ASSERT_THAT(store_.told(), ElementsAre("push.unscanned"));
  EXPECT_EQ(store_.deliveries()[0].alert.summary,
            "pay: one thing was not scanned: blob 1f2e (missing object)");
  // The same damage again is not news; another one is, and so is what the push itself caused.
  EXPECT_EQ(store_.push("pay", "b", {}, 1, plan(), partial).alerts, 0u);
  partial.add_gap({"blob 2222", "missing object", 5, true, false});
  EXPECT_EQ(store_.push("pay", "c", {}, 2, plan(), partial).alerts, 1u);
  partial.add_gap({"blob 3333", "a storm", 5, false, true});
  EXPECT_EQ(store_.push("pay", "d", {}, 3, plan(), partial).alerts, 1u);
  EXPECT_EQ(store_.push("pay", "e", {}, 4, plan(), partial).alerts, 1u);
}

TEST_P(StoreTest, AlertsThatNoChannelGetsAreNotCounted) {
  AlertPlan nobody = plan();
  nobody.channels.clear();
  EXPECT_EQ(store_.push("pay", "a", {finding("key")}, 0, nobody).alerts, 0u);
  AlertPlan routed = plan();
  notifier::Route elsewhere;
  elsewhere.teams = {"nobody"};
  elsewhere.channels = {"bus"};
  routed.routes = {elsewhere};
  EXPECT_EQ(store_.push("pay", "b", {finding("other")}, 1, routed).alerts, 0u);
  EXPECT_EQ(store_.push("pay", "c", {finding("third")}, 2).alerts, 1u);
}

TEST_P(StoreTest, EveryScanIsRememberedWithWhatItDidNotReach) {
  Coverage partial;
  partial.objects = 12;
  partial.bytes = 3456;
  for (int i = 0; i < 25; ++i) {
    partial.add_gap({"blob " + std::to_string(i), "too large", 7, false, i == 0});
  }
  store_.push("pay", "a", {finding("key")}, 0, plan(), partial);
  store_.push("web", "b", {}, 5);
  std::vector<ScanSummary> scans = *store_->last_scans();
  ASSERT_EQ(scans.size(), 2u);
  EXPECT_EQ(scans[0].repository, "pay");
  EXPECT_EQ(scans[0].outcome, Outcome::Partial);
  EXPECT_EQ(scans[0].objects, 12u);
  EXPECT_EQ(scans[0].bytes, 3456u);
  EXPECT_EQ(scans[0].findings, 1u);
  EXPECT_EQ(scans[0].gaps.size(), 20u);
  EXPECT_EQ(scans[0].more_gaps, 5u);
  EXPECT_TRUE(scans[0].gaps[0].caused_by_content);
  EXPECT_EQ(scans[0].gaps[1].reason, "too large");
  EXPECT_EQ(scans[1].outcome, Outcome::Clean);
  EXPECT_EQ(scans[1].finished, rfc3339(at_second(5)));
}

TEST_P(StoreTest, OnlyTwoHundredPlacesARepositoryAreKeptAndAllAreCounted) {
  std::vector<StoredFinding> findings;
  for (int i = 0; i < 250; ++i) findings.push_back(finding("key", "f" + std::to_string(i)));
  store_.push("pay", "a", findings);
  IncidentRecord incident = *store_->find_incident(store_.incidents()[0].id);
  EXPECT_EQ(incident.locations.size(), 200u);
  EXPECT_EQ(incident.location_count, 250u);
  notifier::Alert alert = store_.deliveries()[0].alert;
  EXPECT_EQ(alert.locations.size(), notifier::kMaxAlertLocations);
  EXPECT_EQ(alert.more_locations, 250 - notifier::kMaxAlertLocations);
}

TEST_P(StoreTest, OtherLinesOfTheFileArePlacesToo) {
  StoredFinding twice = finding("k1");
  twice.finding.other_lines = {9, 12};
  store_.push("pay", "a", {twice});
  store_.push("pay", "b", {twice}, 1);
  const IncidentRecord incident = *store_->find_incident(store_.incidents()[0].id);
  EXPECT_EQ(incident.location_count, 3u);
  std::vector<std::int64_t> lines;
  for (const Location& place : incident.locations) lines.push_back(place.range.start_line);
  EXPECT_THAT(lines, ElementsAre(3, 9, 12));
  lines.clear();
  const notifier::Alert alert = store_.deliveries()[0].alert;
  for (const notifier::AlertLocation& place : alert.locations) lines.push_back(place.line);
  EXPECT_THAT(lines, ElementsAre(3, 9, 12));
}

TEST_P(StoreTest, HostileBytesComeBackAsTheyWere) {
  StoredFinding hostile = finding("key");
  hostile.finding.location.path = std::string("a\0b\xff\n../\x1b[31m", 14);
  hostile.finding.location.author = "\xe2\x80\xae evil <!channel>";
  hostile.finding.location.refs = {"refs/heads/\xff", "refs/heads/main"};
  store_.push("pay", "a", {hostile});
  Location location = store_->find_incident(store_.incidents()[0].id)->locations.at(0);
  EXPECT_EQ(location.path, hostile.finding.location.path);
  EXPECT_EQ(location.author, hostile.finding.location.author);
  EXPECT_EQ(location.refs, hostile.finding.location.refs);
}

// Deliveries.

class DeliveryTest : public StoreTest {
 protected:
  DeliveryTest() { store_.push("pay", "a", {finding("key")}, 0); }

  std::vector<DeliveryRecord> take(std::int64_t second,
                                   DeliveryChoice choice = DeliveryChoice::Any) {
    Result<std::vector<DeliveryRecord>> taken =
        store_->take_due_deliveries("bus", 10, at_second(second), kLease, choice);
    EXPECT_TRUE(taken.ok());
    return *taken;
  }
  DeliveryRecord only() {
    for (const DeliveryRecord& delivery : store_.deliveries()) {
      if (delivery.channel == "bus") return delivery;
    }
    return {};
  }
  void answer(std::int64_t id, const notifier::DeliveryOutcome& outcome,
              std::optional<WallTime> retry_at, std::int64_t second,
              Attempted attempted = Attempted::Yes) {
    EXPECT_TRUE(store_->record_delivery(id, outcome, retry_at, attempted, at_second(second)).ok());
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, DeliveryTest, ::testing::Values(StoreKind{"Sqlite", &open_sqlite}),
                         [](const ::testing::TestParamInfo<StoreKind>& kind) {
                           return kind.param.name;
                         });

TEST_P(DeliveryTest, IsTakenOnceAndThenSent) {
  std::vector<DeliveryRecord> taken = take(1);
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].attempts, 1u);
  EXPECT_FALSE(taken[0].possible_repeat);
  EXPECT_EQ(taken[0].alert.incident.rule_id, "postman-api-key");
  EXPECT_THAT(take(2), IsEmpty());
  answer(taken[0].id, notifier::Delivered{"ok"}, std::nullopt, 3);
  EXPECT_EQ(only().state, DeliveryState::Sent);
  EXPECT_THAT(take(1000), IsEmpty());
  EXPECT_FALSE(store_->next_delivery_due("bus")->has_value());
}

TEST_P(DeliveryTest, ALeaseThatRunsOutIsAPossibleRepeatUnderTheSameKey) {
  DeliveryRecord first = take(0).at(0);
  EXPECT_EQ(*store_->next_delivery_due("bus"), std::optional<WallTime>(at_second(60)));
  EXPECT_THAT(take(59), IsEmpty());
  DeliveryRecord second = take(60).at(0);
  EXPECT_TRUE(second.possible_repeat);
  EXPECT_EQ(second.attempts, 2u);
  EXPECT_EQ(second.idempotency_key, first.idempotency_key);
}

TEST_P(DeliveryTest, ARestartTakesBackWhatWasBeingSentAtOnce) {
  DeliveryRecord first = take(0).at(0);
  reopen(1);
  DeliveryRecord again = take(1).at(0);
  EXPECT_EQ(again.idempotency_key, first.idempotency_key);
  EXPECT_TRUE(again.possible_repeat);
}

TEST_P(DeliveryTest, IsRetriedWhenItIsDue) {
  answer(take(0).at(0).id, notifier::RetryAfter{std::chrono::seconds(5), "503"}, at_second(5), 0);
  EXPECT_EQ(only().state, DeliveryState::Retry);
  EXPECT_EQ(only().last_error, "503");
  EXPECT_EQ(*store_->next_delivery_due("bus"), std::optional<WallTime>(at_second(5)));
  EXPECT_THAT(take(4), IsEmpty());
  DeliveryRecord second = take(5).at(0);
  EXPECT_EQ(second.attempts, 2u);
  EXPECT_FALSE(second.possible_repeat);
}

TEST_P(DeliveryTest, APostponementCostsNoAttempt) {
  answer(take(0).at(0).id, notifier::RetryAfter{std::chrono::seconds(5), "peer is down"},
         at_second(5), 0, Attempted::No);
  EXPECT_EQ(only().attempts, 0u);
  EXPECT_EQ(take(5).at(0).attempts, 1u);
}

TEST_P(DeliveryTest, IsBuriedWhenRefusedOrUsedUpAndCanBeDugOut) {
  answer(take(0).at(0).id, notifier::Refused{"404", true}, std::nullopt, 0);
  EXPECT_EQ(only().state, DeliveryState::Dead);
  EXPECT_EQ(only().last_error, "404");
  EXPECT_THAT(take(100), IsEmpty());
  ASSERT_TRUE(store_->retry_delivery(only().id, at_second(100)).ok());
  DeliveryRecord again = take(100).at(0);
  EXPECT_EQ(again.attempts, 1u);
  answer(again.id, notifier::RetryAfter{std::chrono::seconds(0), "503"}, std::nullopt, 101);
  EXPECT_EQ(only().state, DeliveryState::Dead);
}

TEST_P(DeliveryTest, CanBeDroppedAndStaysDropped) {
  DeliveryRecord taken = take(0).at(0);
  ASSERT_TRUE(store_->drop_delivery(taken.id, "bob", at_second(1)).ok());
  EXPECT_EQ(only().state, DeliveryState::Dead);
  EXPECT_EQ(only().last_error, "dropped by bob");
  answer(taken.id, notifier::RetryAfter{std::chrono::seconds(1), "503"}, at_second(2), 1);
  EXPECT_EQ(only().state, DeliveryState::Dead);
}

TEST_P(DeliveryTest, DroppedTwiceIsDroppedOnceAndBeforeByTheFirst) {
  ASSERT_TRUE(*store_->drop_delivery(only().id, "bob", at_second(1)) == Dropped::Now);
  EXPECT_TRUE(*store_->drop_delivery(only().id, "eve", at_second(2)) == Dropped::Before);
  EXPECT_EQ(only().last_error, "dropped by bob");
}

TEST_P(DeliveryTest, WhatWasRefusedCanStillBeDropped) {
  answer(take(0).at(0).id, notifier::Refused{"404", false}, std::nullopt, 0);
  EXPECT_TRUE(*store_->drop_delivery(only().id, "bob", at_second(1)) == Dropped::Now);
}

TEST_P(DeliveryTest, WhatWasRetriedByHandStaysSoUntilItIsTried) {
  EXPECT_THAT(take(0, DeliveryChoice::ByHand), IsEmpty());
  ASSERT_TRUE(store_->retry_delivery(only().id, at_second(1)).ok());
  DeliveryRecord taken = take(1, DeliveryChoice::ByHand).at(0);
  EXPECT_TRUE(taken.by_hand);
  answer(taken.id, notifier::RetryAfter{std::chrono::seconds(1), "rate-limited"}, at_second(2), 1,
         Attempted::No);
  reopen(2);
  ASSERT_EQ(take(2, DeliveryChoice::ByHand).size(), 1u);
  answer(taken.id, notifier::RetryAfter{std::chrono::seconds(1), "503"}, at_second(3), 2);
  EXPECT_FALSE(only().by_hand);
  EXPECT_THAT(take(3, DeliveryChoice::ByHand), IsEmpty());
  EXPECT_EQ(take(3).size(), 1u);
}

TEST_P(DeliveryTest, WhatIsSentIsNeitherRetriedNorDropped) {
  answer(take(0).at(0).id, notifier::Delivered{"ok"}, std::nullopt, 0);
  Status retried = store_->retry_delivery(only().id, at_second(1));
  ASSERT_FALSE(retried.ok());
  EXPECT_EQ(retried.error().kind, ErrorKind::Refused);
  EXPECT_EQ(store_->drop_delivery(only().id, "bob", at_second(1)).error().kind, ErrorKind::Refused);
  EXPECT_EQ(store_->retry_delivery(999, at_second(1)).error().kind, ErrorKind::NotFound);
}

TEST_P(DeliveryTest, ListsByState) {
  take(0);
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Sending, 10)->size(), 1u);
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Pending, 10)->size(), 1u);
  EXPECT_EQ(store_->list_deliveries(std::nullopt, 1)->size(), 1u);
}

TEST_P(DeliveryTest, AnAlertAboutTheDaemonIsRaisedOnce) {
  notifier::Alert alert;
  alert.id = "alr-gone";
  alert.type = notifier::AlertType::Test;
  alert.summary = "channel chat is gone";
  ASSERT_TRUE(store_->raise_alert(alert, {"security"}, at_second(1)).ok());
  ASSERT_TRUE(store_->raise_alert(alert, {"security"}, at_second(2)).ok());
  EXPECT_THAT(store_.told("security"), ElementsAre("incident.opened", "test"));
}

TEST_P(StoreTest, RoutesChooseTheChannels) {
  AlertPlan with = plan();
  with.routes = {{{Severity::Low}, {}, {}, {"bus"}}, {{}, {"private"}, {}, {"security"}}};
  store_.push("pay", "a", {finding("key")}, 0, with);
  ASSERT_EQ(store_.deliveries().size(), 1u);
  EXPECT_EQ(store_.deliveries()[0].channel, "security");
}

// Incidents.

TEST_P(StoreTest, AnIncidentIsFoundByAnyUniquePrefix) {
  store_.push("pay", "a", {finding("one"), finding("two")});
  IncidentRecord one = store_.incidents()[1];
  ASSERT_EQ(one.fingerprint, finding("one").finding.fingerprint);
  for (const std::string& prefix : {one.id, one.id.substr(0, 10), one.id.substr(4), one.fingerprint,
                                    one.fingerprint.substr(0, 9)}) {
    Result<IncidentRecord> found = store_->find_incident(prefix);
    ASSERT_TRUE(found.ok()) << prefix << ": " << found.error().message();
    EXPECT_EQ(found->id, one.id) << prefix;
  }
  EXPECT_EQ(store_->find_incident("inc-ffffffffffffffff").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(store_->find_incident("inc-").error().kind, ErrorKind::Invalid);
  EXPECT_EQ(store_->find_incident("%").error().kind, ErrorKind::Invalid);
}

TEST_P(StoreTest, APrefixOfSeveralIsRefusedWithTheirNames) {
  StoredFinding one = finding("one");
  StoredFinding two = finding("two");
  one.finding.fingerprint = two.finding.fingerprint = "w1-abc-12345";
  store_.push("pay", "a", {one, two});
  Result<IncidentRecord> found = store_->find_incident("w1-abc-12345");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::Refused);
  EXPECT_NE(found.error().message().find(store_.incidents()[0].id), std::string::npos);
}

TEST_P(StoreTest, ChangesAreWrittenTakenIntoHistoryAndTold) {
  store_.push("pay", "a", {finding("key")});
  std::string id = store_.incidents()[0].id;
  ASSERT_TRUE(store_.change(id, IncidentState::Acknowledged, "", 1).ok());
  ASSERT_TRUE(store_.change(id, IncidentState::Acknowledged, "", 2).ok());  // no change, no alert
  ASSERT_TRUE(store_.change(id, IncidentState::Rotated, "rotated", 3).ok());
  ASSERT_TRUE(store_.change(id, IncidentState::VerifiedDead, "", 4).ok());
  ASSERT_TRUE(store_.change(id, IncidentState::Closed, "revoked", 5).ok());
  ASSERT_TRUE(store_.change(id, IncidentState::Open, "still live", 6).ok());
  EXPECT_THAT(store_.told(),
              ElementsAre("incident.opened", "incident.acknowledged", "incident.rotated",
                          "incident.verified_dead", "incident.closed", "incident.reopened"));
  std::vector<std::string> history;
  const auto told = store_->find_incident(id);
  ASSERT_TRUE(told.ok());
  for (const IncidentRecord::Event& event : told->history) {
    history.push_back(event.what + " by " + event.person + " " + event.note);
  }
  EXPECT_THAT(history, ElementsAre("opened by  in pay", "acknowledged by bob ",
                                   "rotated by bob rotated", "verified-dead by bob ",
                                   "closed by bob revoked", "reopened by bob still live"));
  notifier::Alert closed = store_.deliveries()[2].alert;
  EXPECT_EQ(closed.type, notifier::AlertType::IncidentClosed);
  EXPECT_EQ(closed.incident.note, "revoked (bob)");
  EXPECT_EQ(closed.locations.at(0).path, "a.env");
}

TEST_P(StoreTest, StepsALifeDoesNotHaveAreRefused) {
  store_.push("pay", "a", {finding("key")});
  std::string id = store_.incidents()[0].id;
  ASSERT_TRUE(store_.change(id, IncidentState::Closed, "revoked").ok());
  Status wrong = store_.change(id, IncidentState::Acknowledged);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().kind, ErrorKind::Refused);
  EXPECT_EQ(store_.incidents()[0].state, IncidentState::Closed);
  EXPECT_EQ(store_.change("inc-nobody", IncidentState::Closed).error().kind, ErrorKind::NotFound);
}

TEST_P(StoreTest, AssigningIsHistoryAndNoAlert) {
  store_.push("pay", "a", {finding("key")});
  std::string id = store_.incidents()[0].id;
  ASSERT_TRUE(store_->assign_incident(id, "carol", "bob", at_second(1)).ok());
  EXPECT_EQ(store_.incidents()[0].assignee, "carol");
  EXPECT_EQ(store_->find_incident(id)->history.back().note, "to carol");
  EXPECT_EQ(store_.told().size(), 1u);
}

TEST_P(StoreTest, ListsAreNewestFirstAndFiltered) {
  store_.push("pay", "a", {finding("one")}, 1);
  store_.push("pay", "b", {finding("two")}, 2);
  ASSERT_EQ(store_.incidents().size(), 2u);
  EXPECT_EQ(store_.incidents()[0].fingerprint, finding("two").finding.fingerprint);
  EXPECT_EQ(store_.incidents()[0].sample.location.path, "a.env");
  EXPECT_EQ(store_.incidents()[0].sample.rule_name, "Postman API key");
  ASSERT_TRUE(store_.change(store_.incidents()[0].id, IncidentState::Closed, "revoked").ok());
  EXPECT_EQ(store_->list_incidents(IncidentState::Closed, 10)->size(), 1u);
  EXPECT_EQ(store_->list_incidents(IncidentState::Open, 10)->size(), 1u);
  EXPECT_EQ(store_->list_incidents(std::nullopt, 1)->size(), 1u);
}

TEST_P(StoreTest, EverythingIsThereAfterARestart) {
  store_.push("pay", "a", {finding("key")});
  store_.observe("pay", {ref("refs/heads/main", "b")}, 1);
  std::optional<Job> running = store_.claim(1);
  reopen(2);
  EXPECT_EQ(store_.incidents().size(), 1u);
  // The dead daemon's job is claimable at once, whatever its lease said.
  std::optional<Job> again = store_.claim(2);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->id, running->id);
  EXPECT_EQ(again->attempts, 2u);
  EXPECT_TRUE(store_->check().ok());
}

TEST_P(StoreTest, IdsDependOnTheInstallation) {
  store_.push("pay", "a", {finding("key")});
  TemporaryFolder other_folder;
  StoreSteps other(GetParam().open(other_folder.path(), 0));
  other.push("pay", "a", {finding("key")});
  EXPECT_NE(store_.deliveries()[0].alert.id, other.deliveries()[0].alert.id);
}

}  // namespace
}  // namespace leakwarden::service
