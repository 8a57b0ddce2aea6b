// Accepted findings through what happens to a repository: real git, the program as people call it.

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "scanner/base/fingerprint.h"
#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

constexpr std::uint64_t kKeys = 300;
constexpr std::uint64_t kFiles = 20;

std::string name_of(const std::string& value) {
  return fingerprint_of(Secret::copy_of(value));
}

class Suppression : public ::testing::Test {
 protected:
  Suppression() : git_(folder_ / "repo") {
    git_.init();
    git_.commit_file("README", "clean\n", "begin");
  }

  ProgramResult run(std::vector<std::string> words,
                    const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), scanner_program());
    ProgramOptions options;
    options.folder = git_.folder();
    options.environment = environment;
    options.deadline = std::chrono::seconds(120);
    return run_program(words, options);
  }

  // How many findings a scan reports; its exit code must fit.
  std::size_t reported(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"scan", "--format", "jsonl"};
    words.insert(words.end(), more.begin(), more.end());
    const ProgramResult result = run(words);
    const std::vector<std::string> lines = lines_of(result.output);
    const std::size_t count = lines.empty() ? 0 : lines.size() - 1;
    EXPECT_EQ(result.exit_code, count == 0 ? 0 : 1) << result.errors << result.output;
    last_ = result.output;
    return count;
  }

  void must_run(const std::vector<std::string>& words) {
    const ProgramResult result = run(words);
    EXPECT_EQ(result.exit_code, 0) << result.errors << result.output;
  }

  std::string line_of(std::uint64_t seed) const {
    return "KEY_" + std::to_string(seed) + "=" + planted_postman_key(seed) + "\n";
  }

  // Key by key in turn, `prefix` and `suffix` around each line.
  std::string content(std::uint64_t file, const std::string& before, bool as_json) const {
    std::string text = before;
    for (std::uint64_t seed = file; seed < kKeys; seed += kFiles) {
      text += as_json ? "    \"key" + std::to_string(seed) + "\":   \"" +
                            planted_postman_key(seed) + "\",\n"
                      : line_of(seed);
    }
    return text;
  }

  void write_keys(const std::string& folder, const std::string& before, bool as_json) {
    for (std::uint64_t file = 0; file < kFiles; ++file) {
      git_.write(folder + "/f" + std::to_string(file) + ".env", content(file, before, as_json));
    }
    git_.must({"add", "-A"});
  }

  TemporaryFolder folder_;
  GitClient git_;
  std::string last_;
};

// The bar of issue 6.
TEST_F(Suppression, ABaselineOf300SurvivesWhatHappensToARepository) {
  write_keys("config", "", false);
  git_.commit("keys");
  ASSERT_GE(reported(), kKeys);
  must_run({"baseline", "create"});
  EXPECT_EQ(lines_of(read_file(git_.folder() + "/.leakwarden-baseline")).size(), kKeys + 1);
  EXPECT_FALSE(
      shows_part_of(read_file(git_.folder() + "/.leakwarden-baseline"), planted_postman_key(0)));
  git_.must({"add", "-A"});
  git_.commit("baseline");
  EXPECT_EQ(reported(), 0u) << last_;

  git_.must({"mv", "config", "settings"});
  git_.commit("move");
  EXPECT_EQ(reported(), 0u) << "moved\n" << last_;

  write_keys("settings", "# one\n# two\n\n", false);
  git_.commit("shift lines");
  EXPECT_EQ(reported(), 0u) << "shifted\n" << last_;

  write_keys("settings", "{\n", true);
  git_.commit("reformat");
  EXPECT_EQ(reported(), 0u) << "reformatted\n" << last_;

  git_.must({"checkout", "-q", "-b", "side", "HEAD~3"});
  git_.commit_file("other", "1\n", "beside");
  git_.must({"rebase", "-q", "main"});
  EXPECT_EQ(reported(), 0u) << "rebased\n" << last_;

  git_.must({"checkout", "-q", "-b", "squashed", "HEAD~6"});
  git_.must({"merge", "-q", "--squash", "side"});
  git_.commit("all in one");
  git_.must({"branch", "-q", "-D", "main", "side"});
  git_.must({"reflog", "expire", "--expire=now", "--all"});
  git_.must({"gc", "-q", "--prune=now"});
  EXPECT_EQ(reported(), 0u) << "squashed\n" << last_;
  EXPECT_EQ(reported({"--fresh"}), 0u) << last_;

  // A different key where an accepted one stood.
  std::string changed = content(3, "{\n", true);
  const std::string old = planted_postman_key(3);
  changed.replace(changed.find(old), old.size(), planted_postman_key(9999));
  git_.write("settings/f3.env", changed);
  EXPECT_EQ(reported(), 1u);
  EXPECT_NE(last_.find(name_of(planted_postman_key(9999))), std::string::npos);
}

TEST_F(Suppression, TwoPeoplesAdditionsMerge) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    git_.write("a" + std::to_string(seed), line_of(seed));
  }
  git_.must({"add", "-A"});
  git_.commit("keys");
  must_run({"baseline", "create"});
  git_.must({"add", "-A"});
  git_.commit("baseline");
  for (const std::uint64_t seed : {501ull, 502ull}) {
    git_.must({"checkout", "-q", "-B", "b" + std::to_string(seed), "main"});
    git_.write("n" + std::to_string(seed), line_of(seed));
    must_run({"baseline", "add", name_of(planted_postman_key(seed)).substr(0, 12), "--reason",
              "made up"});
    git_.must({"add", "-A"});
    git_.commit("one more");
  }
  git_.must({"merge", "-q", "-m", "both", "b501"});
  EXPECT_EQ(reported(), 0u) << last_;
  EXPECT_EQ(lines_of(read_file(git_.folder() + "/.leakwarden-baseline")).size(), 43u);
}

TEST_F(Suppression, AStoppedCommitPassesOnceItsKeyIsAccepted) {
  must_run({"hook", "install"});
  git_.write("a.env", line_of(1));
  git_.must({"add", "-A"});
  EXPECT_NE(git_.run({"commit", "-q", "-m", "x"}).exit_code, 0);
  const std::string name = name_of(planted_postman_key(1)).substr(0, 11);
  EXPECT_EQ(run({"baseline", "add", name}).exit_code, 2);  // why?
  must_run({"baseline", "add", name, "--reason", "revoked in May", "--person", "Ana"});
  const ProgramResult result = git_.run({"commit", "-q", "-m", "x"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.errors.find("let through"), std::string::npos) << result.errors;
  EXPECT_NE(result.errors.find("revoked in May"), std::string::npos) << result.errors;
  // Another key in the same file is still stopped.
  git_.write("a.env", line_of(2));
  git_.must({"add", "-A"});
  EXPECT_NE(git_.run({"commit", "-q", "-m", "x"}).exit_code, 0);
}

// deploy/ci scans merge requests so.
TEST_F(Suppression, AChangeIsHeardWithTheFilesOfItsBase) {
  git_.write("a.env", line_of(1));
  git_.must({"add", "-A"});
  git_.commit("a key");
  must_run({"baseline", "create"});
  git_.must({"add", "-A"});
  git_.commit("accepted");
  git_.must({"checkout", "-q", "-b", "topic"});
  git_.write("b.env", line_of(2) + "K=" + planted_postman_key(3) + " # leakwarden:allow\n");
  must_run({"baseline", "create", "--force"});
  git_.write(".leakwardenignore", "b.env\n");
  git_.must({"add", "-A"});
  git_.commit("one more, and what speaks for it");
  EXPECT_EQ(reported(), 0u);
  EXPECT_EQ(reported({"--suppressions-from", "main"}), 2u) << last_;
  EXPECT_EQ(last_.find(name_of(planted_postman_key(1))), std::string::npos) << "accepted in main";
  EXPECT_EQ(reported({"--range", "main..topic", "--suppressions-from", "main"}), 2u);
  EXPECT_EQ(reported({"--suppressions-from", "main", "--baseline", ".leakwarden-baseline"}), 2u)
      << "a file of the change, by its name";
  EXPECT_EQ(run({"scan", "--suppressions-from", "nowhere"}).exit_code, 2);
  EXPECT_EQ(run({"scan", "--suppressions-from", "main", "--no-suppressions"}).exit_code, 2);
}

TEST_F(Suppression, ABrokenFileStopsACommitThatNeedsItAndSaysWhere) {
  must_run({"hook", "install"});
  git_.write(".leakwardenignore", "fine/\nuntil:never x\n");
  git_.commit_file("b", "nothing\n");  // nothing found: the file is not looked at
  git_.write("a.env", line_of(1));
  git_.must({"add", "a.env"});
  const ProgramResult result = git_.run({"commit", "-q", "-m", "x"});
  EXPECT_NE(result.exit_code, 0);
  EXPECT_NE(result.errors.find(".leakwardenignore:2:1"), std::string::npos) << result.errors;
  EXPECT_NE(result.errors.find("would add a secret"), std::string::npos) << result.errors;
}

TEST_F(Suppression, UpdateTakesOutWhatIsGoneAndKeepsReasons) {
  git_.write("a.env", line_of(1) + line_of(2));
  must_run({"baseline", "create", "--reason", "from before"});
  must_run({"baseline", "add", name_of(planted_postman_key(1)), "--reason", "a test key"});
  EXPECT_EQ(run({"baseline", "check"}).exit_code, 0);
  git_.write("a.env", line_of(1));
  const ProgramResult check = run({"baseline", "check"});
  EXPECT_EQ(check.exit_code, 1) << check.output;
  EXPECT_NE(check.output.find("unused"), std::string::npos) << check.output;
  must_run({"baseline", "update"});
  const std::string left = read_file(git_.folder() + "/.leakwarden-baseline");
  EXPECT_EQ(lines_of(left).size(), 2u) << left;
  EXPECT_NE(left.find("a test key"), std::string::npos) << left;
  EXPECT_EQ(run({"baseline", "check"}).exit_code, 0);
  EXPECT_EQ(run({"baseline", "create"}).exit_code, 2);  // it is there
}

TEST_F(Suppression, WhatHasEndedIsReportedAgain) {
  git_.write("a.env", line_of(1));
  must_run({"baseline", "create"});
  EXPECT_EQ(reported(), 0u);
  const std::string file = git_.folder() + "/.leakwarden-baseline";
  std::string text = read_file(file);
  text.replace(text.rfind('}'), 1, ",\"expires\":\"2020-01-31\"}");
  write_file(file, text);
  EXPECT_EQ(reported(), 1u);
  EXPECT_NE(last_.find("has ended"), std::string::npos) << last_;
  EXPECT_EQ(run({"baseline", "check"}).exit_code, 1);
  EXPECT_EQ(run({"baseline", "create", "--force", "--expires", "2020-01-31"}).exit_code, 2);
}

TEST_F(Suppression, SuppressedFindingsAreCountedAndListedOnRequest) {
  git_.write("docs/a.env", line_of(1));
  git_.write(".leakwardenignore", "docs/ # examples\n**\n");
  EXPECT_EQ(reported(), 0u);
  EXPECT_NE(last_.find("\"suppressed\":1"), std::string::npos) << last_;
  EXPECT_NE(last_.find("very broad"), std::string::npos) << last_;
  EXPECT_EQ(reported({"--no-suppressions"}), 1u);
  const std::string listed = run({"scan", "--format", "jsonl", "--show-suppressed"}).output;
  EXPECT_NE(listed.find("\"by\":\"ignore-file\""), std::string::npos) << listed;
  // A folder below, a file, and what is staged alike.
  EXPECT_EQ(reported({"docs"}), 0u) << last_;
  EXPECT_EQ(reported({"docs/a.env"}), 0u) << last_;
  git_.must({"add", "-A"});
  EXPECT_EQ(reported({"--staged"}), 0u) << last_;
  git_.commit("x");
  EXPECT_EQ(reported({"--range", "HEAD~1..HEAD"}), 0u) << last_;
  EXPECT_EQ(reported({"--history"}), 0u) << last_;
}

TEST_F(Suppression, WrongFilesAreSaidWithTheirPlaceAndNothingHangs) {
  const std::string baseline = git_.folder() + "/.leakwarden-baseline";
  write_file(baseline, "{\"leakwarden_baseline\":7}\n");
  ProgramResult result = run({"scan"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find(".leakwarden-baseline:1:2"), std::string::npos) << result.errors;
  std::filesystem::remove(baseline);
  ASSERT_EQ(::mkfifo(baseline.c_str(), 0600), 0);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"scan"},
                                             {"baseline", "check"},
                                             {"baseline", "update"},
                                             {"baseline", "add", "s1-00000000", "--reason", "x"},
                                             {"scan", "--baseline", ".leakwarden-baseline"}}) {
    result = run(words);
    EXPECT_EQ(result.exit_code, 2) << words[0];
    EXPECT_FALSE(result.timed_out);
  }
  std::filesystem::remove(baseline);
  EXPECT_EQ(run({"scan", "--baseline", "absent"}).exit_code, 2);
  EXPECT_EQ(run({"baseline", "crate"}).exit_code, 2);
  EXPECT_EQ(run({"baseline", "check"}).exit_code, 0);
}

TEST_F(Suppression, ExplainNamesAllPlacesAndTheSteps) {
  git_.commit_file("a.env", line_of(1), "first");
  git_.commit_file("b.env", "X=1\n" + line_of(1), "again");
  const std::string name = name_of(planted_postman_key(1));
  const ProgramResult result = run({"explain", name.substr(0, 9)});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* words : {"a.env:1", "b.env:2", "what to do, in this order", "1.", "Take it out",
                            "leakwarden baseline add s1-"}) {
    EXPECT_NE(result.output.find(words), std::string::npos) << words << "\n" << result.output;
  }
  EXPECT_FALSE(shows_part_of(result.output, planted_postman_key(1)));
  must_run({"baseline", "add", name, "--reason", "revoked in May"});
  EXPECT_NE(run({"explain", name}).output.find("revoked in May"), std::string::npos);
  for (const char* wrong : {"s1-ffffffff", "s1-ff", "w1-000-00000", "nonsense"}) {
    EXPECT_EQ(run({"explain", wrong}).exit_code, 2) << wrong;
  }
}

// A weak value accepted at one place is not accepted at another.
TEST_F(Suppression, AReasonDoesNotTellASecret) {
  const std::string other = planted_postman_key(991);
  git_.commit_file("a.env", line_of(990), "add");
  git_.write(".leakwardenignore", "a.env  # was " + other + "\n");
  for (const char* format : {"text", "jsonl", "sarif", "junit", "html", "csv"}) {
    const ProgramResult shown = run({"scan", "--format", format, "--show-suppressed"});
    EXPECT_EQ((shown.output + shown.errors).find(other), std::string::npos) << format;
  }
  const std::string name = "s1-";
  const ProgramResult added = run({"baseline", "add", name, "--reason", "instead of " + other});
  EXPECT_EQ(added.exit_code, 2);
  EXPECT_NE(added.errors.find("holds a secret"), std::string::npos) << added.errors;
  EXPECT_EQ(added.errors.find(other), std::string::npos);
}

TEST_F(Suppression, UpdateInAShallowCloneTakesNothingOut) {
  git_.commit_file("a.env", line_of(992), "add");
  must_run({"baseline", "create"});
  git_.must({"rm", "-q", "a.env"});
  git_.must({"add", ".leakwarden-baseline"});
  git_.commit("accept");
  const std::string shallow = folder_ / "shallow";
  git_.must({"clone", "-q", "--depth", "1", "file://" + git_.folder(), shallow});
  const std::string before = read_file(shallow + "/.leakwarden-baseline");
  const ProgramResult updated = run({"baseline", "update", shallow});
  EXPECT_EQ(updated.exit_code, 3) << updated.output << updated.errors;
  EXPECT_EQ(read_file(shallow + "/.leakwarden-baseline"), before);
}

TEST_F(Suppression, AWeakValueIsAcceptedInItsPlaceOnly) {
  const std::string value =
      planted_characters(3, "abcdefghjkmnpqrstuvwxyz", 6) + planted_characters(4, "23456789", 3);
  git_.write("a.env", "DB_PASSWORD=" + value + "\n");
  if (reported({"--confidence", "low"}) == 0) GTEST_SKIP() << "the judge does not believe in it";
  must_run({"baseline", "create", "--confidence", "low"});
  EXPECT_EQ(reported({"--confidence", "low"}), 0u) << last_;
  EXPECT_NE(read_file(git_.folder() + "/.leakwarden-baseline").find("w1-"), std::string::npos);
  git_.write("b.env", "DB_PASSWORD=" + value + "\n");
  EXPECT_EQ(reported({"--confidence", "low"}), 1u) << last_;
}

}  // namespace
}  // namespace leakwarden::testing
