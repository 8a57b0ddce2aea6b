// Decided on the server, silent in the hook: a real daemon, real pushes, real hooks of real
// repositories, and people who decide with `leakwarden incidents`.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "tests/support/daemon.h"
#include "tests/support/planted.h"
#include "tests/support/unix_peer.h"

namespace leakwarden::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::seconds kPatience{30};

class HookDecisions : public ::testing::Test {
 protected:
  HookDecisions() : daemon_("") { configure("", "mode: '0600'"); }

  void SetUp() override {
    bare_ = daemon_.add_repository("app");
    ASSERT_TRUE(daemon_.start()) << daemon_.log();
    work_.init();
    work_.environment = {{"LEAKWARDEN_HOOK_SOCKET", socket_},
                         {"LEAKWARDEN_HOOK_SOCKET_MS", "9000"}};
    work_.must({"remote", "add", "origin", bare_});
    work_.commit_file("README", "nothing here\n");
    work_.must({"push", "-q", "origin", "main"});
  }

  void configure(const std::string& path, const std::string& more) {
    if (!path.empty()) socket_ = path;
    daemon_.write_config("", "");
    std::string text = read_file(daemon_.config_file());
    text.replace(text.find("channels:\n"), std::string("channels:\n").size(), "");
    text.insert(text.find("outgoing:"), "  - {name: hooks, address: 'unix:" + socket_ +
                                            "', serves: [hook-socket], " + more + "}\n");
    write_file(daemon_.config_file(), text);
  }

  // Pushed past all hooks, found by the daemon: the id of its incident.
  std::string leak(const std::string& content, const std::string& path) {
    const std::size_t before = daemon_.incident_lines().size();
    work_.commit_file(path, content);
    work_.must({"push", "-q", "--no-verify", "origin", "main"});
    std::vector<std::string> lines;
    EXPECT_TRUE(eventually(
        [&] {
          lines = daemon_.incident_lines();
          return lines.size() > before;
        },
        kPatience))
        << daemon_.log();
    for (const std::string& line : lines) {
      const std::string id = line.substr(line.find("inc-"), 20);
      if (known_.insert(id).second) return id;
    }
    return "";
  }
  void decide(const std::string& id, const std::vector<std::string>& words) {
    std::vector<std::string> command = {"incidents", "suppress", id, "--person", "ana"};
    command.insert(command.end(), words.begin(), words.end());
    const ProgramResult result = daemon_.command(command);
    ASSERT_EQ(result.exit_code, 0) << result.errors;
  }
  ProgramResult hook(const std::vector<std::string>& words, const std::string& input = "") {
    ProgramOptions options;
    options.folder = work_.folder();
    options.environment = work_.environment;
    options.input = input;
    std::vector<std::string> command = {scanner_program(), "hook", "run"};
    command.insert(command.end(), words.begin(), words.end());
    return run_program(command, options);
  }
  // A branch whose index holds this file, so that a hook sees it as new.
  void stage(const std::string& path, const std::string& content) {
    work_.must({"checkout", "-q", "--orphan", "b" + std::to_string(++branches_)});
    work_.must({"rm", "-q", "-r", "-f", "--cached", "."});
    work_.write(path, content);
    work_.must({"add", "-f", path});
  }

  TemporaryFolder folder_;
  std::string socket_ = folder_ / "hook.sock";
  Daemon daemon_;
  std::string bare_;
  GitClient work_{folder_ / "work"};
  std::set<std::string> known_;
  int branches_ = 0;
};

TEST_F(HookDecisions, ADecisionIsSilentASecondLaterAndAnotherKeyIsNot) {
  const std::string key = planted_postman_key(41);
  const std::string other = planted_postman_key(42);
  const std::string id = leak("KEY=" + key + "\n", "config/prod.env");
  stage("moved/prod.env", "A=1\nKEY=" + key + "\n");
  ASSERT_EQ(hook({"pre-commit"}).exit_code, 1);

  decide(id, {"--reason", "false-positive"});
  const std::chrono::steady_clock::time_point decided = std::chrono::steady_clock::now();
  const ProgramResult passed = hook({"pre-commit"});
  EXPECT_LT(std::chrono::steady_clock::now() - decided, std::chrono::seconds(1 * kSlowdown));
  EXPECT_EQ(passed.exit_code, 0) << passed.errors;
  EXPECT_EQ(passed.errors,
            "leakwarden: 1 known to the server as decided (false-positive by ana)\n");

  stage("both.env", "KEY=" + key + "\nKEY2=" + other + "\n");
  const ProgramResult refused = hook({"pre-commit"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("this commit would add a secret\n"));
  EXPECT_THAT(refused.errors, HasSubstr("both.env:2"));
  EXPECT_THAT(refused.errors, Not(HasSubstr("both.env:1 ")));
  EXPECT_THAT(refused.errors, HasSubstr("1 known to the server as decided"));

  // Taken back: found again.
  ASSERT_EQ(daemon_.command({"incidents", "reopen", id, "--person", "ana"}).exit_code, 0);
  stage("again.env", "KEY=" + key + "\n");
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 1);
}

TEST_F(HookDecisions, EveryHookAsks) {
  const std::string key = planted_postman_key(43);
  const std::string id = leak("KEY=" + key + "\n", "a.env");
  decide(id, {"--reason", "test-key"});

  stage("b.env", "KEY=" + key + "\n");
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 0);
  EXPECT_EQ(hook({"pre-merge-commit"}).exit_code, 0);
  work_.write("message", "use " + key + "\n");
  EXPECT_EQ(hook({"commit-msg", "message"}).exit_code, 0);
  const std::string commit = work_.commit("with a test key");
  const std::string zero(40, '0');
  const ProgramResult push = hook({"pre-push", "origin", bare_},
                                  "refs/heads/x " + commit + " refs/heads/x " + zero + "\n");
  EXPECT_EQ(push.exit_code, 0) << push.errors;
  EXPECT_THAT(push.errors, HasSubstr("known to the server as decided (test-key by ana)"));

  // A server's own hook, in another repository, with the real git.
  const std::string guarded = folder_ / "guarded.git";
  make_bare_repository(guarded);
  ASSERT_EQ(run_program({scanner_program(), "hook", "install", "--pre-receive", guarded}).exit_code,
            0);
  const ProgramResult received = work_.run({"push", guarded, "HEAD:refs/heads/x"});
  EXPECT_EQ(received.exit_code, 0) << received.errors;
  EXPECT_THAT(received.errors, HasSubstr("remote: leakwarden: 1 known to the server as decided"));
  work_.commit_file("c.env", "KEY=" + planted_postman_key(44) + "\n");
  EXPECT_NE(work_.run({"push", "-q", guarded, "HEAD:refs/heads/x"}).exit_code, 0);
}

TEST_F(HookDecisions, ADecisionThatHasEndedSilencesNothing) {
  const std::string key = planted_postman_key(45);
  const std::string id = leak("KEY=" + key + "\n", "a.env");
  decide(id, {"--reason", "accepted-risk", "--until", "30d"});
  stage("b.env", "KEY=" + key + "\n");
  const ProgramResult passed = hook({"pre-commit"});
  EXPECT_EQ(passed.exit_code, 0);
  EXPECT_THAT(passed.errors, HasSubstr("(accepted-risk by ana, until\n20"));
  // The thirty days are over.
  const ProgramResult over =
      run_program({"python3", "-c",
                   "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as store:\n"
                   "  store.execute('UPDATE incidents SET expires = expires - 30 * 86400000')\n",
                   daemon_.data_folder() + "/leakwarden.db"});
  ASSERT_EQ(over.exit_code, 0) << over.errors;
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 1);
}

// Its name is shared by one value in 4,096: the path and the rule must be the same too.
TEST_F(HookDecisions, AWeakValueIsKnownAtItsPathOnly) {
  const std::string line = "DB_PASSWORD = \"trixie" + std::to_string(77) + "bell\"\n";
  const std::string other = "DB_PASSWORD = \"oxbow" + std::to_string(31) + "quartz\"\n";
  const std::string id = leak(line, "config/dev.py");
  decide(id, {"--reason", "test-key"});
  stage("config/dev.py", "# moved down\n\n" + line);
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 0);
  stage("config/prod.py", line);
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 1);
  stage("config/dev.py", other);
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 1);
}

// Whoever pushes can write what he likes into his tree: it decides nothing.
TEST_F(HookDecisions, NothingThatIsPushedDecides) {
  const std::string guarded = folder_ / "guarded.git";
  make_bare_repository(guarded);
  ASSERT_EQ(run_program({scanner_program(), "hook", "install", "--pre-receive", guarded}).exit_code,
            0);
  const std::string key = planted_postman_key(49);
  work_.write(".gitconfig", "[leakwarden]\n\thookSocket = /tmp/any.sock\n");
  work_.write("config", "[leakwarden]\n\thookSocketUser = 54321\n");
  work_.write(".leakwardenignore", "a.env\n");
  work_.commit_file("a.env", "KEY=" + key + "  # leakwarden:allow test\n");
  const ProgramResult refused = work_.run({"push", guarded, "HEAD:refs/heads/x"});
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.errors, HasSubstr("push refused, it would add a secret"));
}

TEST_F(HookDecisions, WithoutADaemonAllIsAsBefore) {
  const std::string key = planted_postman_key(46);
  const std::string id = leak("KEY=" + key + "\n", "a.env");
  decide(id, {"--reason", "false-positive"});
  stage("b.env", "KEY=" + key + "\n");
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 0);

  EXPECT_EQ(daemon_.stop(kPatience), 0);
  EXPECT_NE(::access(socket_.c_str(), F_OK), 0) << "its file stays";
  const ProgramResult refused = hook({"pre-commit"});
  EXPECT_EQ(refused.exit_code, 1);
  work_.environment["LEAKWARDEN_HOOK_SOCKET"] = "none";
  EXPECT_EQ(hook({"pre-commit"}).errors, refused.errors);
}

TEST_F(HookDecisions, AKilledDaemonsSocketIsReplacedByTheNext) {
  daemon_.kill();
  ASSERT_EQ(::access(socket_.c_str(), F_OK), 0);
  const std::string key = planted_postman_key(47);
  stage("b.env", "KEY=" + key + "\n");
  const ProgramResult dead = hook({"pre-commit"});
  EXPECT_EQ(dead.exit_code, 1);
  EXPECT_THAT(dead.errors, Not(HasSubstr(socket_)));
  ASSERT_TRUE(daemon_.start()) << daemon_.log();
  const ProgramResult status = run_program({scanner_program(), "hook", "status"},
                                           {work_.folder(), work_.environment, "", kPatience});
  EXPECT_THAT(status.output, HasSubstr("a daemon answers at " + socket_));
}

TEST_F(HookDecisions, AReloadMovesTheSocketOrKeepsIt) {
  const std::string first = socket_;
  configure(folder_ / "moved.sock", "mode: '0666'");
  daemon_.reload();
  EXPECT_TRUE(eventually([&] { return ::access(socket_.c_str(), F_OK) == 0; }, kPatience))
      << daemon_.log();
  EXPECT_TRUE(eventually([&] { return ::access(first.c_str(), F_OK) != 0; }, kPatience));
  configure(socket_, "mode: '0600'");
  EXPECT_TRUE(eventually(
      [&] {
        daemon_.reload();  // passed over while the one before is under way
        ::usleep(300'000);
        struct stat status {};
        return ::stat(socket_.c_str(), &status) == 0 && (status.st_mode & 0777) == 0600;
      },
      kPatience));
  // One that cannot be: everything stays.
  configure(folder_ / "no/such/folder/s", "mode: '0600'");
  daemon_.reload();
  EXPECT_TRUE(wait_for_log(daemon_.program(), "reload failed", kPatience)) << daemon_.log();
  EXPECT_EQ(::access((folder_ / "moved.sock").c_str(), F_OK), 0);
}

TEST_F(HookDecisions, ASocketThatIsInUseKeepsASecondDaemonFromStarting) {
  Daemon second("");
  const std::string text = read_file(daemon_.config_file());
  const std::string data = daemon_.data_folder();
  std::string other = text;
  for (std::size_t at = other.find(data); at != std::string::npos; at = other.find(data, at + 1)) {
    other.replace(at, data.size(), second.data_folder());
  }
  other.replace(other.find("    address: 127.0.0.1:"),
                other.find("    serves:") - other.find("    address: 127.0.0.1:"),
                "    address: 127.0.0.1:0\n");
  write_file(second.config_file(), other);
  const ProgramResult result =
      run_program({scanner_program(), "serve", "--config", second.config_file()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors, HasSubstr("somebody listens there already"));
  EXPECT_TRUE(UnixClient(socket_).connected());
}

// Whoever can write to a folder can put a socket there: his word silences nothing.
TEST_F(HookDecisions, AStrangersSocketSilencesNothing) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  const std::string open_folder = folder_ / "open";
  std::filesystem::create_directory(open_folder);
  ASSERT_EQ(::chmod(open_folder.c_str(), 0777), 0);
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  const StrangersServer stranger(
      open_folder + "/hook.sock", 54321,
      "{\"leakwarden_hook\":1,\"decided\":[{\"number\":0,\"decision\":\"false-positive\","
      "\"person\":\"root\"}]}\n");
  stage("b.env", "KEY=" + planted_postman_key(48) + "\n");
  work_.environment["LEAKWARDEN_HOOK_SOCKET"] = open_folder + "/hook.sock";
  const ProgramResult refused = hook({"pre-commit"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("user 54321"));
  work_.environment["LEAKWARDEN_HOOK_SOCKET_USER"] = "54321";
  EXPECT_EQ(hook({"pre-commit"}).exit_code, 0);
}

TEST_F(HookDecisions, DoctorSaysWhetherHooksAreAnswered) {
  const ProgramResult well =
      run_program({service_program(), "doctor", "--config", daemon_.config_file()});
  EXPECT_THAT(well.output, HasSubstr("a daemon answers at"));
  daemon_.stop(kPatience);
  const ProgramResult stopped =
      run_program({service_program(), "doctor", "--config", daemon_.config_file()});
  EXPECT_THAT(stopped.output, HasSubstr("the daemon does not run"));
}

}  // namespace
}  // namespace leakwarden::testing
