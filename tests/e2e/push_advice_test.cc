// The commands that a stopped or refused push prints are run as they stand, from a subfolder, and
// the push is tried again.

#include <filesystem>
#include <sstream>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

namespace fs = std::filesystem;

class PushAdvice : public ::testing::TestWithParam<const char*> {
 protected:
  PushAdvice()
      : bare_(folder_ / "server.git"), work_(folder_ / "work"), key_(planted_postman_key(6021)) {
    make_bare_repository(bare_);
    work_.init();
    work_.must({"config", "user.name", "Ana"});
    work_.must({"config", "user.email", "ana@example.com"});
    work_.must({"remote", "add", "origin", bare_});
  }

  // A first commit that the server has, and the hook.
  void begin() {
    work_.commit_file("sub/README", "clean\n", "begin");
    work_.must({"push", "-q", "origin", "main"});
    install();
  }
  void install() {
    const std::string where = GetParam() == std::string("pre-push") ? work_.folder() : bare_;
    const ProgramResult installed =
        run_program({scanner_program(), "hook", "install", std::string("--") + GetParam(), where});
    ASSERT_EQ(installed.exit_code, 0) << installed.errors;
  }

  std::string expect_refused(const std::vector<std::string>& refs) {
    std::vector<std::string> words = {"push", "origin"};
    words.insert(words.end(), refs.begin(), refs.end());
    const ProgramResult result = work_.run(words);
    EXPECT_NE(result.exit_code, 0);
    const bool is_own = GetParam() == std::string("pre-push");
    const std::string said = is_own ? result.errors : remote_lines(result.errors);
    EXPECT_FALSE(shows_part_of(said, key_)) << said;
    return said;
  }
  void expect_passes(const std::vector<std::string>& refs) {
    std::vector<std::string> words = {"push", "origin"};
    words.insert(words.end(), refs.begin(), refs.end());
    const ProgramResult result = work_.run(words);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
  }

  static std::vector<std::string> commands_in(const std::string& said) {
    std::vector<std::string> commands;
    std::istringstream lines(said.substr(said.find("To take it out of what you push:")));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.rfind("  ", 0) == 0) {
      if (line.rfind("    ", 0) == 0) commands.push_back(line.substr(4));
    }
    return commands;
  }

  // What a person does before the next command: the value goes, out of files and names.
  void take_out_by_hand() {
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator at(work_.folder()), end; at != end; ++at) {
      if (at->path().filename() == ".git") at.disable_recursion_pending();
      if (at->is_regular_file()) files.push_back(at->path());
    }
    for (const fs::path& file : files) {
      std::string text = read_file(file.string());
      for (const std::string& key : {key_, other_key_}) {
        const std::size_t at = text.find(key);
        if (at != std::string::npos)
          write_file(file.string(), text.replace(at, key.size(), "gone"));
      }
      if (file.filename().string().find(key_) != std::string::npos)
        work_.must({"mv", file.string(), (file.parent_path() / "gone").string()});
    }
  }

  void expect_followed(const std::string& said) {
    const std::vector<std::string> commands = commands_in(said);
    EXPECT_FALSE(commands.empty()) << said;
    for (const std::string& command : commands) {
      if (command.find("git rebase -i") == std::string::npos) take_out_by_hand();
      ProgramOptions options;
      options.folder = work_.folder() + "/sub";
      options.environment = {{"HOME", "/nonexistent"},
                             {"GIT_CONFIG_NOSYSTEM", "1"},
                             {"GIT_CONFIG_GLOBAL", "/dev/null"},
                             {"GIT_EDITOR", "sed -i s/" + key_ + "/gone/"}};
      const ProgramResult result = run_program({"sh", "-c", command}, options);
      EXPECT_EQ(result.exit_code, 0) << command << "\n" << result.errors << said;
    }
  }

  const std::string other_key_ = planted_postman_key(6023);
  std::string line() const { return "API_KEY=" + key_ + "\n"; }

  TemporaryFolder folder_;
  std::string bare_;
  GitClient work_;
  std::string key_;
};

TEST_P(PushAdvice, TheTip) {
  begin();
  work_.commit_file("deep/er/a b.env", line());
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, CommitsBack) {
  begin();
  work_.commit_file("a.env", line());
  work_.commit_file("b", "1\n");
  work_.commit_file("c.env", "K=" + other_key_ + "\n");
  work_.commit_file("d", "1\n");
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, TheFirstCommitOfAllAtTheTip) {
  install();
  work_.write("sub/README", "clean\n");
  work_.commit_file("a.env", line());
  work_.must({"commit", "-q", "--amend", "--no-edit", "--all"});
  fs::create_directories(work_.folder() + "/sub");
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, TheFirstCommitOfAllBehindOthers) {
  install();
  work_.write("sub/README", "clean\n");
  work_.must({"add", "sub"});
  work_.commit_file("a.env", line());
  work_.commit_file("b", "1\n");
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, AMessageAtTheTipAndBack) {
  begin();
  work_.commit_file("a", "1\n", "uses " + key_);
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
  work_.commit_file("b", "1\n", "uses " + key_);
  work_.commit_file("c", "1\n");
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, AnAuthorsName) {
  begin();
  work_.commit_file("a", "1\n");
  work_.must({"commit", "-q", "--amend", "--no-edit", "--author", key_ + " <x@example.com>"});
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, AFilesName) {
  begin();
  work_.commit_file("sub/dump-" + key_, "1\n");
  expect_followed(expect_refused({"main"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, ALightweightTag) {
  begin();
  work_.commit_file("a.env", line());
  work_.must({"tag", "v1"});
  expect_followed(expect_refused({"main", "v1"}));
  expect_passes({"main", "v1"});
}

TEST_P(PushAdvice, AnAnnotatedTag) {
  begin();
  work_.commit_file("a.env", line());
  work_.must({"tag", "-a", "v1", "-m", "first release"});
  expect_followed(expect_refused({"main", "v1"}));
  expect_passes({"main", "v1"});
  EXPECT_EQ(work_.must({"tag", "-l", "--format=%(contents)", "v1"}), "first release");
}

TEST_P(PushAdvice, ATagsMessage) {
  begin();
  work_.must({"tag", "-a", "v1", "-m", "for " + key_});
  expect_followed(expect_refused({"v1"}));
  expect_passes({"v1"});
}

TEST_P(PushAdvice, ATagOfAFile) {
  begin();
  const std::string blob = work_.must({"hash-object", "-w", "--stdin"}, line());
  work_.must({"tag", "data", blob});
  expect_followed(expect_refused({"main", "data"}));
  expect_passes({"main"});
}

TEST_P(PushAdvice, ABranchsName) {
  begin();
  work_.commit_file("a", "1\n");
  expect_followed(expect_refused({"main:for-" + key_}));
  EXPECT_EQ(work_.must({"ls-remote", "origin", "refs/heads/NEW-NAME"}).substr(0, 40),
            work_.must({"rev-parse", "main"}));
}

INSTANTIATE_TEST_SUITE_P(Hooks, PushAdvice, ::testing::Values("pre-push", "pre-receive"),
                         [](const auto& hook) {
                           return hook.param == std::string("pre-push") ? "PrePush" : "PreReceive";
                         });

// Only our own hook knows which branch that is.
TEST(PushAdviceOfAnotherBranch, SwitchesToIt) {
  TemporaryFolder folder;
  GitClient work(folder / "work");
  make_bare_repository(folder / "server.git");
  work.init();
  work.must({"remote", "add", "origin", folder / "server.git"});
  work.commit_file("a", "1\n");
  work.must({"switch", "-q", "-c", "side"});
  work.commit_file("a.env", "API_KEY=" + planted_postman_key(77) + "\n");
  work.must({"switch", "-q", "main"});
  const ProgramResult installed =
      run_program({scanner_program(), "hook", "install", "--pre-push", work.folder()});
  ASSERT_EQ(installed.exit_code, 0) << installed.errors;
  EXPECT_NE(work.run({"push", "origin", "side"}).errors.find("\n    git switch side\n"),
            std::string::npos);
}

}  // namespace
}  // namespace leakwarden::testing
