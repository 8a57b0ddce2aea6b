#include "scanner/hooks/commit_message.h"

#include <gtest/gtest.h>

#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitClient;
using leakwarden::testing::read_file;
using leakwarden::testing::TemporaryFolder;

// Lines that say something: git cleans blanks up as well, which no secret is made of.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (!line.empty()) lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

// The oracle is git: an "editor" puts lines of ours before what git wrote into the file, a hook
// keeps the file as it was handed over, and the commit says what was kept of it.
class CommitMessage : public ::testing::Test {
 protected:
  CommitMessage() : git_(folder_ / "r") {
    git_.init();
    folder_.write("r/.git/hooks/commit-msg", "#!/bin/sh\ncp \"$1\" \"$HANDED\"\n");
    folder_.write("edit", "#!/bin/sh\ncat \"$LINES\" \"$1\" >\"$1.new\" && mv \"$1.new\" \"$1\"\n");
    for (const char* script : {"r/.git/hooks/commit-msg", "edit"})
      leakwarden::testing::run_program({"chmod", "+x", folder_ / script});
    git_.environment = {{"HANDED", folder_ / "handed"}, {"LINES", folder_ / "lines"}};
  }

  void check(const std::vector<std::string>& words, const std::string& typed, bool edited,
             const CleanupRules& given) {
    folder_.write("lines", typed);
    git_.write("file", std::to_string(++number_) + "\n");
    git_.must({"add", "."});
    git_.environment["GIT_EDITOR"] = edited ? folder_ / "edit" : ":";
    std::vector<std::string> all = words;
    all.insert(all.end(), {"commit", "-q"});
    if (!edited) all.insert(all.end(), {"-F", folder_ / "lines"});
    git_.must(all);
    CleanupRules rules = given;
    rules.edited = edited;
    EXPECT_EQ(lines_of(kept_message(read_file(folder_ / "handed"), rules)),
              lines_of(git_.must({"log", "-1", "--format=%B"})))
        << ::testing::PrintToString(words);
  }

  TemporaryFolder folder_;
  GitClient git_;
  int number_ = 0;
};

constexpr const char* kTyped =
    "Use the client\n\n# a comment\n  # not one\n; another sign\nKey: value\n#12 in a line\n";

TEST_F(CommitMessage, KeepsWhatGitKeeps) {
  for (bool edited : {true, false}) {
    check({}, kTyped, edited, {});
    check({"-c", "commit.cleanup=strip"}, kTyped, edited, {Cleanup::Strip, "#"});
    check({"-c", "commit.cleanup=whitespace"}, kTyped, edited, {Cleanup::Whitespace, "#"});
    check({"-c", "commit.cleanup=verbatim"}, kTyped, edited, {Cleanup::Verbatim, "#"});
    check({"-c", "commit.cleanup=scissors"}, kTyped, edited, {Cleanup::Scissors, "#"});
    check({"-c", "core.commentChar=;"}, kTyped, edited, {Cleanup::Default, ";"});
  }
}

TEST_F(CommitMessage, CutsTheDiffOfAVerboseCommit) {
  check({"-c", "commit.verbose=true"}, kTyped, true, {});
  check({"-c", "commit.verbose=2"}, kTyped, true, {});
  check({"-c", "commit.verbose=true", "-c", "commit.cleanup=scissors"}, kTyped, true,
        {Cleanup::Scissors, "#"});
}

TEST_F(CommitMessage, GitsChoiceOfASignIsSeen) {
  check({"-c", "core.commentChar=auto"}, "Plain\n", true, {Cleanup::Default, "auto"});
  check({"-c", "core.commentChar=auto", "-c", "commit.verbose=true"}, "Plain\n", true,
        {Cleanup::Default, "auto"});
}

// Somebody draws scissors: without a diff behind them git cuts nothing.
TEST_F(CommitMessage, ScissorsOfSomebodysOwnCutNothing) {
  const std::string typed =
      "Say\n# ------------------------ >8 ------------------------\nkept all the same\n";
  check({}, typed, true, {});
  check({"-c", "commit.cleanup=scissors"}, typed, true, {Cleanup::Scissors, "#"});
  check({"-c", "commit.cleanup=scissors"}, typed, false, {Cleanup::Scissors, "#"});
}

TEST_F(CommitMessage, AsksGitForItsRules) {
  git_.must({"config", "commit.cleanup", "scissors"});
  git_.must({"config", "core.commentChar", ";"});
  const CleanupRules rules = cleanup_rules(git_.folder());
  EXPECT_EQ(rules.cleanup, Cleanup::Scissors);
  EXPECT_EQ(rules.comment, ";");
}

TEST(CommitMessageLines, OnlySignsMayBeComments) {
  EXPECT_FALSE(may_have_comments(""));
  EXPECT_FALSE(may_have_comments("Fix\n\n- one\n* two\n  # indented\n\xC3\xA9t\xC3\xA9\n"));
  EXPECT_TRUE(may_have_comments("Fix\n# comment"));
  EXPECT_TRUE(may_have_comments(";\n"));
}

TEST(CommitMessageScan, FindsWithTheLine) {
  const ScanOptions options = leakwarden::testing::builtin_options();
  const std::string key = leakwarden::testing::planted_postman_key(7);
  const Result<ScanReport> report = scan_commit_message("Use\n\nkey " + key + "\n", options);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.kind, PlaceKind::CommitMessage);
  EXPECT_EQ(report->findings[0].location.range.start_line, 3);
}

}  // namespace
}  // namespace leakwarden::scanner
