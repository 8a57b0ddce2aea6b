#pragma once

// Short words for store tests: made-up ids, findings and plans.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/sha256.h"
#include "service/store/sqlite_store.h"
#include "service/store/store.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {

inline WallTime at_second(std::int64_t seconds) {
  return from_unix_seconds(1'790'000'000 + seconds);
}

// A made-up object id that is the same for the same word.
inline ObjectId object(const std::string& word) {
  return *ObjectId::from_hex(sha256_hex(word).substr(0, 40));
}

inline scanner::Ref ref(const std::string& name, const std::string& word) {
  return {name, object(word)};
}

inline StoredFinding finding(const std::string& value, const std::string& path = "a.env",
                             std::int64_t line = 3) {
  StoredFinding stored;
  stored.identity = sha256_hex("test key" + value);
  stored.key_id = "0123456789abcdef";
  stored.mask = "PMAK…";
  stored.sealed_value = "sealed " + stored.identity.substr(0, 8);
  stored.finding.rule_id = "postman-api-key";
  stored.finding.rule_name = "Postman API key";
  stored.finding.provider = "Postman";
  stored.finding.severity = Severity::Critical;
  stored.finding.fingerprint = "s1-" + sha256_hex(value).substr(0, 32);
  stored.finding.advice.revoke_url = "https://example.com/keys";
  stored.finding.advice.steps = {"Delete it", "Make a new one"};
  Location& location = stored.finding.location;
  location.kind = PlaceKind::Blob;
  location.path = path;
  location.range = {line, line, 5, 60};
  location.blob = object("blob " + value + path).hex();
  location.commit = object("commit " + value + path).hex();
  location.author = "Ana";
  location.email = "ana@example.com";
  location.date = "2026-11-25T10:00:00Z";
  location.refs = {"refs/heads/main"};
  return stored;
}

inline AlertPlan plan() {
  AlertPlan made;
  made.channels = {"security", "bus"};
  made.visibility = "private";
  made.team = "payments";
  made.owners = {"alice@example.com"};
  made.policy = "warn";
  return made;
}

inline constexpr std::chrono::milliseconds kLease{60'000};

// A store on disk and the steps most tests take with it.
class StoreSteps {
 public:
  explicit StoreSteps(std::unique_ptr<Store> store) : store_(std::move(store)) {}
  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }
  void close() { store_.reset(); }
  void open(std::unique_ptr<Store> store) { store_ = std::move(store); }

  std::optional<JobId> observe(const std::string& name, const std::vector<scanner::Ref>& refs,
                               std::int64_t second = 0, bool is_baseline = false) {
    Result<std::optional<JobId>> job = store_->observe_refs(name, "/srv/git/" + name + ".git", refs,
                                                            is_baseline, at_second(second));
    EXPECT_TRUE(job.ok()) << job.error().message();
    return job.ok() ? *job : std::nullopt;
  }

  std::optional<Job> claim(std::int64_t second = 0, JobChoice choice = JobChoice::Any) {
    Result<std::optional<Job>> job = store_->claim_job(at_second(second), kLease, choice);
    EXPECT_TRUE(job.ok()) << job.error().message();
    return job.ok() ? *job : std::nullopt;
  }

  RecordedScan record(const Job& job, const std::vector<StoredFinding>& findings,
                      std::int64_t second = 0, const AlertPlan& with = plan(),
                      const Coverage& coverage = Coverage()) {
    ScanRecord scan;
    scan.job = job;
    scan.findings = findings;
    scan.coverage = coverage;
    scan.ruleset_digest = "rules";
    Result<RecordedScan> recorded = store_->record_scan(scan, with, at_second(second));
    EXPECT_TRUE(recorded.ok()) << recorded.error().message();
    return recorded.ok() ? *recorded : RecordedScan();
  }

  // Somebody pushes `tip` to a repository's main branch, and it is scanned.
  RecordedScan push(const std::string& repository, const std::string& tip,
                    const std::vector<StoredFinding>& findings, std::int64_t second = 0,
                    const AlertPlan& with = plan(), const Coverage& coverage = Coverage()) {
    observe(repository, {ref("refs/heads/main", tip)}, second);
    std::optional<Job> job = claim(second);
    EXPECT_TRUE(job.has_value());
    return job.has_value() ? record(*job, findings, second, with, coverage) : RecordedScan();
  }

  std::vector<DeliveryRecord> deliveries() {
    Result<std::vector<DeliveryRecord>> all = store_->list_deliveries(std::nullopt, 10'000);
    EXPECT_TRUE(all.ok());
    return all.ok() ? std::move(*all) : std::vector<DeliveryRecord>();
  }

  // Alert types that went to one channel, oldest first.
  std::vector<std::string> told(const std::string& channel = "bus") {
    std::vector<std::string> types;
    for (const DeliveryRecord& delivery : deliveries()) {
      if (delivery.channel != channel) continue;
      types.insert(types.begin(), std::string(notifier::alert_type_name(delivery.alert.type)));
    }
    return types;
  }

  std::vector<IncidentRecord> incidents() {
    Result<std::vector<IncidentRecord>> all = store_->list_incidents(std::nullopt, 10'000);
    EXPECT_TRUE(all.ok());
    return all.ok() ? std::move(*all) : std::vector<IncidentRecord>();
  }

  Status change(const std::string& id, IncidentState state, const std::string& reason = "",
                std::int64_t second = 0, std::optional<WallTime> expires = std::nullopt) {
    IncidentChange made;
    made.id = id;
    made.state = state;
    made.reason = reason;
    made.person = "bob";
    made.expires = expires;
    return store_->change_incident(made, plan(), at_second(second));
  }

 private:
  std::unique_ptr<Store> store_;
};

}  // namespace leakwarden::service
