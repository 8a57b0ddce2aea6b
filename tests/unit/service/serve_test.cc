// `leakwarden serve` as a process: how it starts, is told things, and ends.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <csignal>
#include <filesystem>
#include <functional>

#include "scanner/base/file.h"
#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/peers.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::BackgroundProgram;
using leakwarden::testing::Daemon;
using leakwarden::testing::eventually;
using leakwarden::testing::GitClient;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::ProgramOptions;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::read_file;
using leakwarden::testing::run_program;
using leakwarden::testing::scanner_program;
using leakwarden::testing::service_program;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::webhook_channel;
using leakwarden::testing::webhook_secret;
using leakwarden::testing::WebhookReceiver;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{20'000 * leakwarden::testing::kSlowdown};

class Serve : public ::testing::Test {
 protected:
  void SetUp() override { folder_.write("secret", webhook_secret()); }
  std::string channels() { return webhook_channel(receiver_, folder_ / "secret"); }

  TemporaryFolder folder_;
  WebhookReceiver receiver_{{"--secret", webhook_secret()}};
};

TEST_F(Serve, EndsInOrderWhenAskedTo) {
  Daemon daemon(channels());
  ASSERT_TRUE(daemon.start()) << daemon.log();
  EXPECT_EQ(daemon.stop(milliseconds(10'000)), 0) << daemon.log();
  EXPECT_NE(daemon.log().find("stopped"), std::string::npos);
}

TEST_F(Serve, ASecondDaemonOnTheSameDataRefusesAtOnce) {
  Daemon daemon(channels());
  ASSERT_TRUE(daemon.start()) << daemon.log();
  ProgramResult second =
      run_program({scanner_program(), "serve", "--config", daemon.config_file()});
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_LT(second.seconds, 2.0);
  EXPECT_NE(second.errors.find("is using it"), std::string::npos) << second.errors;
  EXPECT_TRUE(daemon.running());
}

TEST_F(Serve, AWrongConfigurationEndsItWithEveryMistake) {
  std::string config = folder_.write(
      "config.yaml", "data_dir: " + (folder_ / "data") + "\nrules: []\nchanels: []\n");
  ProgramResult result = run_program({scanner_program(), "serve", "--config", config});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("config.yaml:2"), std::string::npos) << result.errors;
  EXPECT_NE(result.errors.find("config.yaml:3"), std::string::npos) << result.errors;
  EXPECT_NE(result.errors.find("channels"), std::string::npos) << result.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "data"));
}

TEST_F(Serve, AWrongRuleEndsItAtTheStartAndKeepsTheOldOnesAtAReload) {
  Daemon daemon(channels());
  ASSERT_TRUE(daemon.start()) << daemon.log();
  std::string rules = folder_.write("rules.yaml", "provider: X\nrules:\n  - {id: x, patern: y}\n");
  std::string config = read_file(daemon.config_file());
  std::size_t at = config.find("[builtin]");
  config.replace(at, 9, "[builtin, " + rules + "]");
  leakwarden::testing::write_file(daemon.config_file(), config);
  daemon.reload();
  EXPECT_TRUE(leakwarden::testing::wait_for_log(daemon.program(), "reload failed", kPatience));
  EXPECT_NE(daemon.log().find("rules.yaml:3"), std::string::npos) << daemon.log();
  EXPECT_TRUE(daemon.running());
  EXPECT_EQ(daemon.stop(milliseconds(10'000)), 0);
  ProgramResult again = run_program({scanner_program(), "serve", "--config", daemon.config_file()});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_NE(again.errors.find("patern"), std::string::npos) << again.errors;
}

TEST_F(Serve, NeitherLogNorDataNorMessagesHoldTheKey) {
  Daemon daemon(channels());
  ASSERT_TRUE(daemon.start()) << daemon.log();
  std::string repository = daemon.add_repository("app");
  GitClient work(folder_ / "work");
  work.init();
  std::string key = planted_postman_key(77);
  work.commit_file("a.env", "K=" + key + "\n");
  work.must({"push", "-q", repository, "HEAD:refs/heads/main"});
  ASSERT_TRUE(receiver_.wait_for(1, kPatience)) << daemon.log();
  EXPECT_EQ(daemon.stop(milliseconds(10'000)), 0);
  std::string piece = key.substr(10, 12);
  ProgramResult found = run_program({"grep", "-r", "-a", "-l", piece, daemon.data_folder()});
  EXPECT_EQ(found.output, "");
  EXPECT_EQ(daemon.log().find(piece), std::string::npos);
  EXPECT_EQ(receiver_.requests()[0].body.find(piece), std::string::npos);
}

TEST_F(Serve, LeavesNoCoreAndNoFileToOthers) {
  Daemon daemon(channels());
  ASSERT_TRUE(daemon.start()) << daemon.log();
  std::string limits = read_file("/proc/" + std::to_string(daemon.program().pid()) + "/limits");
  std::size_t at = limits.find("Max core file size");
  ASSERT_NE(at, std::string::npos);
  EXPECT_NE(limits.substr(at, 50).find(" 0 "), std::string::npos) << limits.substr(at, 60);
  ProgramResult open_to_others =
      run_program({"find", daemon.data_folder(), "-perm", "/077", "-not", "-type", "l"});
  EXPECT_EQ(open_to_others.output, "");
}

TEST_F(Serve, TellsSystemdWhatItDoes) {
  std::string path = folder_ / "notify";
  Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  std::string heard;
  std::function<bool(const std::string&)> hears = [&](const std::string& word) {
    return eventually(
        [&] {
          char text[500];
          ssize_t size = recv(socket.get(), text, sizeof(text), MSG_DONTWAIT);
          if (size > 0) heard.append(text, static_cast<std::size_t>(size)).push_back('\n');
          return heard.find(word) != std::string::npos;
        },
        kPatience);
  };
  Daemon config(channels());
  ProgramOptions options;
  options.environment = {{"NOTIFY_SOCKET", path}, {"WATCHDOG_USEC", "400000"}};
  BackgroundProgram program = BackgroundProgram::start(
      {service_program(), "serve", "--config", config.config_file()}, folder_ / "log", options);
  EXPECT_TRUE(hears("READY=1\nSTATUS="));
  EXPECT_TRUE(hears("WATCHDOG=1"));
  heard.clear();
  program.signal(SIGHUP);
  EXPECT_TRUE(hears("RELOADING=1\nMONOTONIC_USEC="));
  EXPECT_TRUE(hears("READY=1"));
  program.signal(SIGTERM);
  EXPECT_TRUE(hears("STOPPING=1"));
  EXPECT_EQ(program.wait(kPatience), 0);
}

TEST_F(Serve, ADaemonThatIsKilledTakesItsWorkersWithIt) {
  Daemon daemon(channels());
  ASSERT_TRUE(daemon.start()) << daemon.log();
  std::string children = "pgrep -P " + std::to_string(daemon.program().pid());
  std::string watcher = run_program({"sh", "-c", children}).output;
  ASSERT_FALSE(watcher.empty());
  watcher.pop_back();
  daemon.kill();
  EXPECT_TRUE(eventually(
      [&watcher] {
        std::string state = read_file("/proc/" + watcher + "/stat");
        return state.empty() || state.find(") Z ") != std::string::npos;
      },
      kPatience));
}

}  // namespace
}  // namespace leakwarden::service
