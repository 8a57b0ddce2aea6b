// Pushes while the daemon is killed with -9 at random moments: as many incidents as keys, none
// missing, none double; every alert delivered at least once, under one idempotency key each; the
// raw keys nowhere. LEAKWARDEN_LONG_TESTS=1 makes 100 pushes, else 25.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tests/support/daemon.h"
#include "tests/support/planted.h"

namespace leakwarden::testing {
namespace {

int push_count() {
  return std::getenv("LEAKWARDEN_LONG_TESTS") != nullptr ? 100 : 25;
}

TEST(KillDaemon, NothingIsLostAndNothingIsDouble) {
  const int pushes = push_count();
  TemporaryFolder folder;
  WebhookReceiver webhook({"--secret", webhook_secret()});
  ASSERT_TRUE(webhook.ready());
  Daemon daemon(webhook_channel(webhook, folder.write("whsec", webhook_secret())));
  ASSERT_TRUE(daemon.start()) << daemon.log();
  GitClient client(folder / "work");
  client.init();
  client.must({"remote", "add", "origin", daemon.add_repository("payments")});
  client.commit_file("README", "begin\n");
  client.must({"push", "-q", "origin", "main"});

  std::mt19937 random(20261126);
  int kills = 0;
  std::vector<std::string> keys;
  for (int i = 0; i < pushes; ++i) {
    keys.push_back(planted_postman_key(1000 + 10 * static_cast<std::uint64_t>(i)));
    client.commit_file("k" + std::to_string(i) + ".env", "K=" + keys.back() + "\n");
    client.must({"push", "-q", "origin", "main"});
    if (random() % 3 == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 120));
      daemon.kill();
      ++kills;
      ASSERT_TRUE(daemon.start()) << daemon.log();
    }
  }
  EXPECT_GT(kills, pushes / 6);

  auto opened_by_incident = [&] {
    std::map<std::string, std::set<std::string>>
        ids;  // incident → webhook ids of its opening alert
    for (const CaughtRequest& request : webhook.requests()) {
      nlohmann::json body = nlohmann::json::parse(request.body);
      EXPECT_EQ(request.signature_ok, std::optional<bool>(true));
      if (body["type"] != "incident.opened") continue;
      ids[body["data"]["incident"]["id"]].insert(request.webhook_id);
    }
    return ids;
  };
  EXPECT_TRUE(
      eventually([&] { return opened_by_incident().size() >= static_cast<std::size_t>(pushes); },
                 std::chrono::seconds(90)))
      << daemon.log();
  std::map<std::string, std::set<std::string>> opened = opened_by_incident();
  EXPECT_EQ(opened.size(), static_cast<std::size_t>(pushes));
  for (const auto& [incident, webhook_ids] : opened) EXPECT_EQ(webhook_ids.size(), 1u) << incident;
  EXPECT_EQ(daemon.incident_lines().size(), static_cast<std::size_t>(pushes));

  std::set<std::string> fingerprints;
  for (const std::string& line : daemon.incident_lines()) {
    fingerprints.insert(nlohmann::json::parse(line)["fingerprint"].get<std::string>());
  }
  EXPECT_EQ(fingerprints.size(), static_cast<std::size_t>(pushes));

  ASSERT_EQ(daemon.stop(std::chrono::seconds(15)), 0);
  std::string everything = daemon.log();
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::recursive_directory_iterator(daemon.data_folder())) {
    if (entry.is_regular_file()) everything += read_file(entry.path());
  }
  for (const CaughtRequest& request : webhook.requests()) everything += request.body;
  for (const std::string& key : keys) {
    EXPECT_EQ(everything.find(key.substr(key.size() - 12)), std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden::testing
