// Clone URLs and several targets at once, over a real server.

#include <gtest/gtest.h>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class CloneUrl : public ::testing::Test {
 protected:
  CloneUrl() : git_(folder_ / "repo"), key_(planted_postman_key(51)) { git_.init(); }

  ProgramResult scan(std::vector<std::string> words) {
    words.insert(words.begin(), {scanner_program(), "scan", "--format", "jsonl"});
    ProgramOptions options;
    options.environment["TMPDIR"] = folder_ / "temporary";
    run_program({"mkdir", "-p", folder_ / "temporary"});
    return run_program(words, options);
  }
  std::string url() const { return "file://" + git_.folder(); }
  std::string left_behind() { return run_program({"ls", "-A", folder_ / "temporary"}).output; }

  TemporaryFolder folder_;
  GitClient git_;
  std::string key_;
};

TEST_F(CloneUrl, AKeyThatOnlyAPullRequestHasIsFound) {
  git_.commit_file("a", "nothing\n");
  git_.must({"checkout", "-q", "-b", "topic"});
  git_.commit_file("b", "API_KEY=" + key_ + "\n");
  git_.must({"update-ref", "refs/pull/1/head", "topic"});
  git_.must({"checkout", "-q", "main"});
  git_.must({"branch", "-q", "-D", "topic"});
  const ProgramResult found = scan({url()});
  EXPECT_EQ(found.exit_code, 1) << found.errors;
  EXPECT_NE(found.output.find("refs/pull/1/head"), std::string::npos) << found.output;
  EXPECT_NE(found.output.find("\"repository\":\"" + url()), std::string::npos) << found.output;
  EXPECT_EQ(left_behind(), "");
}

TEST_F(CloneUrl, ARangeOfItIsScanned) {
  git_.commit_file("a", "API_KEY=" + key_ + "\n");
  git_.must({"tag", "before"});
  git_.commit_file("b", "nothing\n");
  EXPECT_EQ(scan({"--range", "before..main", url()}).exit_code, 0);
  EXPECT_EQ(scan({"--range", "..main", url()}).exit_code, 1);
  EXPECT_EQ(scan({"--staged", url()}).exit_code, 2);
}

TEST_F(CloneUrl, OneOfSeveralTargetsThatIsNotThereCostsOnlyItself) {
  git_.commit_file("a", "API_KEY=" + key_ + "\n");
  const ProgramResult both = scan({"file:///nowhere/a.git", url(), git_.folder()});
  EXPECT_EQ(both.exit_code, 1) << both.errors;
  EXPECT_NE(both.output.find("\"what\":\"file:///nowhere/a.git\""), std::string::npos);
  EXPECT_NE(both.output.find("\"outcome\":\"partial\""), std::string::npos);
  EXPECT_EQ(scan({"file:///nowhere/a.git"}).exit_code, 2);
  EXPECT_EQ(scan({folder_ / "nowhere"}).exit_code, 2);
  const ProgramResult local = scan({folder_ / "nowhere", git_.folder()});
  EXPECT_EQ(local.exit_code, 1) << local.errors;
  EXPECT_NE(local.output.find("\"outcome\":\"partial\""), std::string::npos);
  EXPECT_EQ(scan({"--require-complete", "file:///nowhere/a.git", url()}).exit_code, 3);
  EXPECT_EQ(left_behind(), "");
}

}  // namespace
}  // namespace leakwarden::testing
