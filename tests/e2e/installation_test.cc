// What `cmake --install` puts there: programs, man pages that groff reads, completions that the
// three shells run.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class Installation : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    ProgramOptions options;
    options.deadline = std::chrono::seconds(120);
    const ProgramResult installed = run_program(
        {"cmake", "--install", LEAKWARDEN_BUILD_DIR, "--prefix", folder_->path()}, options);
    ASSERT_EQ(installed.exit_code, 0) << installed.errors;
  }
  static void TearDownTestSuite() { delete folder_; }

  static std::string at(const std::string& path) { return *folder_ / path; }

  // `shell` with the installed program first on PATH.
  static std::string run(std::vector<std::string> words) {
    ProgramOptions options;
    options.environment["PATH"] = at("bin") + ":" + std::getenv("PATH");
    options.environment["HOME"] = folder_->path();
    const ProgramResult result = run_program(words, options);
    EXPECT_EQ(result.errors, "");
    return result.output;
  }
  static std::string bash(const std::string& words, int count) {
    return run({"bash", "--norc", "-c",
                "source " + at("share/bash-completion/completions/leakwarden") + "; COMP_WORDS=(" +
                    words + "); COMP_CWORD=" + std::to_string(count) +
                    "; _leakwarden; echo \" ${COMPREPLY[*]} \""});
  }
  static std::string zsh(const std::string& words, int count) {
    return run({"zsh", "-f", "-c",
                "compdef() { : }; compadd() { shift; print -- \" $* \" }; _files() { : }; source " +
                    at("share/zsh/vendor-completions/_leakwarden") + "; words=(" + words +
                    "); CURRENT=" + std::to_string(count + 1) + "; _leakwarden"});
  }
  static std::string fish(const std::string& line) {
    return run({"fish", "--no-config", "-c",
                "source " + at("share/fish/vendor_completions.d/leakwarden.fish") +
                    "; echo '' (complete -C '" + line + "') ''"});
  }

  static TemporaryFolder* folder_;
};
TemporaryFolder* Installation::folder_ = nullptr;

TEST_F(Installation, HoldsBothProgramsAndTheyFindEachOther) {
  EXPECT_EQ(run({"leakwarden", "--version"}).rfind("leakwarden ", 0), 0u);
  EXPECT_NE(run({"leakwarden", "serve", "--help"}).find("--config"), std::string::npos);
}

TEST_F(Installation, EachCommandHasAManPageWithExitCodes) {
  const std::string overview = run({"leakwarden", "--help"});
  std::size_t pages = 0;
  for (const std::filesystem::directory_entry& page :
       std::filesystem::directory_iterator(at("share/man/man1"))) {
    const ProgramResult shown = run_program({"groff", "-man", "-Tascii", "-ww", page.path()});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_EQ(shown.errors, "") << page.path();
    const std::string text = read_file(page.path());
    EXPECT_NE(text.find(".SH EXIT STATUS\n0 "), std::string::npos) << page.path();
    EXPECT_NE(text.find(".SH SYNOPSIS\n"), std::string::npos) << page.path();
    ++pages;
  }
  for (const char* command : {"scan", "hook", "known", "explain", "rules", "attest", "serve"}) {
    EXPECT_NE(overview.find("\n  " + std::string(command)), std::string::npos) << command;
    EXPECT_TRUE(
        std::filesystem::exists(at("share/man/man1/leakwarden-" + std::string(command) + ".1")))
        << command;
  }
  EXPECT_GE(pages, 13u);
}

TEST_F(Installation, BashCompletes) {
  EXPECT_NE(bash("leakwarden s", 1).find(" scan serve "), std::string::npos);
  EXPECT_EQ(bash("leakwarden scan --require", 2), " --require-complete \n");
  EXPECT_EQ(bash("leakwarden scan --confidence h", 3), " high \n");
  EXPECT_EQ(bash("leakwarden hook run pre-c", 3), " pre-commit \n");
  EXPECT_EQ(bash("leakwarden attest v", 2), " verify \n");
}

TEST_F(Installation, ZshCompletes) {
  const std::string commands = zsh("leakwarden ''", 1);
  EXPECT_NE(commands.find(" scan "), std::string::npos);
  EXPECT_NE(commands.find(" serve "), std::string::npos);
  EXPECT_NE(zsh("leakwarden scan --r", 2).find(" --require-complete "), std::string::npos);
  EXPECT_EQ(zsh("leakwarden scan --confidence h", 3), " low medium high \n");
}

TEST_F(Installation, FishCompletes) {
  EXPECT_EQ(fish("leakwarden sc"), " scan \n");
  EXPECT_EQ(fish("leakwarden scan --require"), " --require-complete \n");
  EXPECT_EQ(fish("leakwarden scan --confidence h"), " high \n");
  EXPECT_EQ(fish("leakwarden attest v"), " verify \n");
  // Those of scan, too, were offered everywhere.
  const std::string verify = fish("leakwarden attest verify --");
  EXPECT_NE(verify.find("--commit"), std::string::npos) << verify;
  EXPECT_EQ(verify.find("--format"), std::string::npos) << verify;
  EXPECT_EQ(verify.find("--fresh"), std::string::npos) << verify;
  EXPECT_EQ(fish("leakwarden known --format j"), " jsonl \n");
}

}  // namespace
}  // namespace leakwarden::testing
