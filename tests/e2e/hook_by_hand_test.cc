// `leakwarden hook run` called by hand or by other programs, with input that git itself would not
// get as far with.

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class HookByHand : public ::testing::Test {
 protected:
  HookByHand() : work_(folder_ / "work"), key_(planted_postman_key(917)) {
    work_.init();
    work_.commit_file("README", "clean\n", "begin");
  }

  ProgramResult run(const std::string& folder, std::map<std::string, std::string> more = {}) {
    ProgramOptions options;
    options.folder = folder;
    options.environment = std::move(more);
    for (const char* name : {"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"})
      options.environment.emplace(name, "");
    return run_program({scanner_program(), "hook", "run", "pre-commit"}, options);
  }
  std::string secret_line() const { return "API_KEY=" + key_ + "\n"; }

  TemporaryFolder folder_;
  GitClient work_;
  std::string key_;
};

TEST_F(HookByHand, ALockedIndexIsReadAndACorruptOneRefused) {
  work_.write("deep/a.env", secret_line());
  work_.must({"add", "."});
  write_file(work_.folder() + "/.git/index.lock", "");
  EXPECT_NE(run(work_.folder()).errors.find("would add a secret"), std::string::npos);
  EXPECT_EQ(run(work_.folder() + "/deep").exit_code, 1);  // anywhere in the work tree
  const std::string index = work_.folder() + "/.git/index";
  write_file(index, read_file(index).substr(0, 40));
  const ProgramResult corrupt = run(work_.folder());
  EXPECT_EQ(corrupt.exit_code, 1);
  EXPECT_NE(corrupt.errors.find("leakwarden: the commit was refused"), std::string::npos)
      << corrupt.errors;
  write_file(index, "");  // git refuses it as well
  EXPECT_EQ(run(work_.folder()).exit_code, 1);
  std::filesystem::remove(index);
  ASSERT_EQ(run_program({"mkfifo", index}).exit_code, 0);
  EXPECT_FALSE(run(work_.folder()).timed_out);
}

TEST_F(HookByHand, WhereThereIsNothingToCommitTo) {
  ProgramResult result = run(folder_ / "");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("not a git repository"), std::string::npos) << result.errors;
  make_bare_repository(folder_ / "bare.git");
  result = run(folder_ / "bare.git");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("\ntry: leakwarden hook install --pre-receive"), std::string::npos)
      << result.errors;
  EXPECT_NE(result.errors.find("has no index, nobody commits here"), std::string::npos)
      << result.errors;
  std::filesystem::remove(work_.folder() + "/.git/HEAD");
  EXPECT_EQ(run(work_.folder()).exit_code, 2);
}

TEST_F(HookByHand, MoreThanTheLimitIsRefusedNotClean) {
  work_.write("big", std::string(3 << 20, 'a') + "\n" + secret_line());
  work_.must({"add", "."});
  const ProgramResult result = run(work_.folder(), {{"LEAKWARDEN_MAX_OBJECT_BYTES", "1MiB"},
                                                    {"LEAKWARDEN_MAX_STREAM_BYTES", "2MiB"}});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.errors.find("part of it could not be scanned"), std::string::npos)
      << result.errors;
}

TEST_F(HookByHand, AnUnreadableObjectIsRefused) {
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  const std::string id = work_.must({"rev-parse", ":a.env"});
  std::filesystem::remove(work_.folder() + "/.git/objects/" + id.substr(0, 2) + "/" + id.substr(2));
  const ProgramResult result = run(work_.folder());
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.errors.find("a.env"), std::string::npos) << result.errors;
}

TEST_F(HookByHand, ClosedDescriptorsChangeNothing) {
  work_.write("a.env", secret_line());
  work_.must({"add", "."});
  ProgramOptions options;
  options.folder = work_.folder();
  const std::string command = scanner_program() + " hook run pre-commit";
  EXPECT_EQ(run_program({"sh", "-c", command + " <&- >&- 2>&-"}, options).exit_code, 1);
  EXPECT_EQ(run_program({"sh", "-c", command + " 2>/dev/full"}, options).exit_code, 1);
  EXPECT_TRUE(work_.must({"fsck"}).empty());
}

// The hook waits for a file that never comes to its end, and somebody loses patience.
TEST_F(HookByHand, AnInterruptStopsTheCommit) {
  ASSERT_EQ(run_program({"mkfifo", folder_ / "never"}).exit_code, 0);
  ProgramOptions options;
  options.folder = work_.folder();
  BackgroundProgram program = BackgroundProgram::start(
      {"sh", "-c", "exec " + scanner_program() + " hook run pre-push origin <\"$0\"",
       folder_ / "never"},
      folder_ / "log", options);
  // Opening the other end lets the shell go on, and nothing is ever written.
  const int writer = ::open((folder_ / "never").c_str(), O_WRONLY);
  const std::string command = "/proc/" + std::to_string(program.pid()) + "/comm";
  ASSERT_TRUE(eventually(
      [&] { return read_file(command) == "leakwarden\n" && catches(program.pid(), SIGINT); },
      std::chrono::seconds(20)));
  program.signal(SIGINT);
  EXPECT_EQ(program.wait(std::chrono::seconds(20)), 130);
  EXPECT_NE(program.log().find("leakwarden: interrupted"), std::string::npos) << program.log();
  ::close(writer);
}

}  // namespace
}  // namespace leakwarden::testing
