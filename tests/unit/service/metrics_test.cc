#include "service/metrics/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <ctime>
#include <limits>
#include <set>
#include <sstream>

#include "service/metrics/process_metrics.h"

namespace leakwarden::service {
namespace {

class MetricsTest : public ::testing::Test {
 protected:
  // The value of the sample with exactly this name and these labels; NaN when it is not there.
  double sample(const std::string& name) {
    std::istringstream lines(metrics_.text());
    for (std::string line; std::getline(lines, line);) {
      if (line.compare(0, name.size() + 1, name + " ") == 0) {
        return std::stod(line.substr(name.size() + 1));
      }
    }
    return std::numeric_limits<double>::quiet_NaN();
  }
  Metrics metrics_{"1.2.3"};
};

TEST_F(MetricsTest, NamesWhatRuns) {
  EXPECT_EQ(sample("leakwarden_build_info{version=\"1.2.3\"}"), 1);
}

TEST_F(MetricsTest, CountsScansWithWhatTheyCovered) {
  Coverage coverage;
  coverage.objects = 7;
  coverage.bytes = 100;
  coverage.add_gap({"a", "b", 0, false, false});
  coverage.unrecorded_gaps = 2;
  metrics_.scan_ended("push", coverage, Outcome::Partial, std::chrono::milliseconds(30));
  metrics_.scan_failed("push");
  EXPECT_EQ(sample("leakwarden_scans_total{result=\"partial\",trigger=\"push\"}"), 1);
  EXPECT_EQ(sample("leakwarden_scans_total{result=\"failed\",trigger=\"push\"}"), 1);
  EXPECT_EQ(sample("leakwarden_scanned_objects_total"), 7);
  EXPECT_EQ(sample("leakwarden_scanned_bytes_total"), 100);
  EXPECT_EQ(sample("leakwarden_scan_gaps_total"), 3);
  EXPECT_EQ(sample("leakwarden_scan_duration_seconds_count{trigger=\"push\"}"), 1);
  EXPECT_EQ(sample("leakwarden_scan_duration_seconds_bucket{trigger=\"push\",le=\"0.025\"}"), 0);
  EXPECT_EQ(sample("leakwarden_scan_duration_seconds_bucket{trigger=\"push\",le=\"0.05\"}"), 1);
}

TEST_F(MetricsTest, CountsFindingsIncidentsAndDeliveries) {
  metrics_.finding_recorded("postman-api-key", Severity::Critical);
  metrics_.incident_changed("opened", 3);
  metrics_.incident_changed("reopened", 0);
  metrics_.delivery_ended("bus", DeliveryEnd::Sent, std::chrono::milliseconds(100));
  metrics_.delivery_ended("bus", DeliveryEnd::Retried, std::chrono::milliseconds(100));
  EXPECT_EQ(sample("leakwarden_findings_total{rule=\"postman-api-key\",severity=\"critical\"}"), 1);
  EXPECT_EQ(sample("leakwarden_incidents_total{change=\"opened\"}"), 3);
  EXPECT_TRUE(std::isnan(sample("leakwarden_incidents_total{change=\"reopened\"}")));
  EXPECT_EQ(sample("leakwarden_alerts_total{channel=\"bus\",result=\"sent\"}"), 1);
  EXPECT_EQ(sample("leakwarden_alerts_total{channel=\"bus\",result=\"retried\"}"), 1);
  EXPECT_EQ(sample("leakwarden_alert_delay_seconds_count"), 1);
}

TEST_F(MetricsTest, ShowsTheStateOfQueueAndConfiguration) {
  metrics_.queue_is(4, std::chrono::seconds(9));
  metrics_.rules_are(62);
  metrics_.reload_ended(true, from_unix_seconds(1'800'000'000));
  metrics_.reload_ended(false, from_unix_seconds(1'900'000'000));
  EXPECT_EQ(sample("leakwarden_queue_jobs"), 4);
  EXPECT_EQ(sample("leakwarden_queue_oldest_seconds"), 9);
  EXPECT_EQ(sample("leakwarden_rules_loaded"), 62);
  EXPECT_EQ(sample("leakwarden_config_last_reload_successful"), 0);
  EXPECT_EQ(sample("leakwarden_config_last_reload_success_timestamp_seconds"), 1'800'000'000);
}

TEST_F(MetricsTest, EverySampleHasHelpAndTypeAndNothingIsNamedTwice) {
  std::istringstream lines(metrics_.text());
  std::set<std::string> typed;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hash, word, name;
    words >> hash >> word >> name;
    if (hash == "#" && word == "TYPE") {
      EXPECT_TRUE(typed.insert(name).second) << name;
    }
    if (hash != "#") {
      std::string family = line.substr(0, line.find_first_of("{ "));
      for (const char* suffix : {"_bucket", "_sum", "_count"}) {
        std::size_t at = family.rfind(suffix);
        if (at != std::string::npos && typed.count(family) == 0) family.resize(at);
      }
      EXPECT_EQ(typed.count(family), 1u) << line;
    }
  }
  EXPECT_GE(typed.size(), 12u);
}

TEST(ProcessMetrics, MatchWhatTheKernelSaysElsewhere) {
  ProcessMetrics metrics = read_process_metrics();
  EXPECT_GT(metrics.resident_bytes, 1u << 20);
  EXPECT_GE(metrics.open_descriptors, 3u);
  EXPECT_GT(metrics.max_descriptors, metrics.open_descriptors);
  double now = static_cast<double>(std::time(nullptr));
  EXPECT_LE(metrics.start_time_seconds, now + 2);
  EXPECT_GT(metrics.start_time_seconds, now - 3600);
  EXPECT_GT(metrics.cpu_seconds, 0);
}

}  // namespace
}  // namespace leakwarden::service
