// deploy/ci: the shell script does what it says, and the other files name options that exist.

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <regex>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

const std::string kFolder = std::string(LEAKWARDEN_SOURCE_DIR) + "/deploy/ci/";

// The variables of every pipeline this test might run in, away.
const std::map<std::string, std::string> kNoPipeline = {
    {"GITHUB_BASE_REF", ""}, {"CI_MERGE_REQUEST_DIFF_BASE_SHA", ""}, {"CI_COMMIT_BEFORE_SHA", ""},
    {"CHANGE_TARGET", ""},   {"GIT_PREVIOUS_SUCCESSFUL_COMMIT", ""}, {"GITHUB_ACTIONS", ""}};

class CiScript : public ::testing::Test {
 protected:
  CiScript() : git_(folder_ / "repo") {
    git_.init();
    old_ = git_.commit_file("a", "API_KEY=" + planted_postman_key(61) + "\n");
    git_.must({"checkout", "-q", "-b", "topic"});
    git_.commit_file("b", "nothing\n");
  }

  ProgramResult script(std::map<std::string, std::string> environment,
                       std::vector<std::string> words = {}) {
    words.insert(words.begin(), kFolder + "scan.sh");
    ProgramOptions options;
    options.folder = git_.folder();
    options.environment = std::move(environment);
    options.environment.insert(kNoPipeline.begin(), kNoPipeline.end());
    const std::string programs = std::filesystem::path(scanner_program()).parent_path();
    options.environment["PATH"] = programs + ":" + std::getenv("PATH");
    return run_program(words, options);
  }

  TemporaryFolder folder_;
  GitClient git_;
  std::string old_;
};

TEST_F(CiScript, ScansWhatThePipelineIsAbout) {
  git_.must({"update-ref", "refs/remotes/origin/main", "main"});
  EXPECT_EQ(script({}).exit_code, 1) << "the whole history holds the key";
  EXPECT_EQ(script({{"GITHUB_BASE_REF", "main"}}).exit_code, 0);
  EXPECT_EQ(script({{"CI_MERGE_REQUEST_DIFF_BASE_SHA", old_}}).exit_code, 0);
  EXPECT_EQ(script({{"CHANGE_TARGET", "main"}}).exit_code, 0);
  EXPECT_EQ(script({{"CI_COMMIT_BEFORE_SHA", std::string(40, '0')}}).exit_code, 1)
      << "a new branch is scanned whole";
  git_.commit_file("c", "API_KEY=" + planted_postman_key(62) + "\n");
  EXPECT_EQ(script({{"GITHUB_BASE_REF", "main"}}).exit_code, 1);
}

// Whoever brings a key brings the file and the comment that speak for it, too.
TEST_F(CiScript, AMergeRequestCannotSilenceItsOwnJob) {
  git_.must({"update-ref", "refs/remotes/origin/main", "main"});
  const std::string key = planted_postman_key(63);
  git_.write(".leakwardenignore", "**\n");
  git_.write(".gitleaks.toml", "[allowlist]\npaths = ['''.*''']\n");
  git_.commit_file("c", "API_KEY=" + key + "  # leakwarden:allow\n");
  for (const std::map<std::string, std::string>& pipeline :
       std::vector<std::map<std::string, std::string>>{{{"GITHUB_BASE_REF", "main"}},
                                                       {{"CI_MERGE_REQUEST_DIFF_BASE_SHA", old_}},
                                                       {{"CHANGE_TARGET", "main"}}}) {
    EXPECT_EQ(script(pipeline).exit_code, 1) << pipeline.begin()->first;
  }
  EXPECT_EQ(script({{"CI_COMMIT_BEFORE_SHA", old_}}).exit_code, 0) << "pushed, not asked for";
  // What the base accepts passes.
  git_.must({"checkout", "-q", "-b", "base", "main"});
  git_.commit_file(".leakwardenignore", "c # made up\n");
  git_.must({"update-ref", "refs/remotes/origin/main", "base"});
  git_.must({"checkout", "-q", "topic"});
  EXPECT_EQ(script({{"GITHUB_BASE_REF", "main"}}).exit_code, 0);
  EXPECT_EQ(script({{"GITHUB_BASE_REF", "gone"}}).exit_code, 2) << "no base, no judgement";
}

TEST_F(CiScript, TakesACommitByHand) {
  EXPECT_EQ(script({}, {"main"}).exit_code, 0);
  EXPECT_EQ(script({}, {old_, "topic"}).exit_code, 0);
  const ProgramResult unknown = script({}, {"nowhere"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_NE(unknown.errors.find("nowhere"), std::string::npos) << unknown.errors;
}

TEST_F(CiScript, WritesTheReportThatIsAskedFor) {
  const std::string file = folder_ / "report";
  EXPECT_EQ(script({{"LEAKWARDEN_FORMAT", "jsonl"}, {"LEAKWARDEN_OUTPUT", file}}).exit_code, 1);
  EXPECT_NE(read_file(file).find("postman-api-key"), std::string::npos);
}

TEST(CiFiles, AreYamlWithTheStepsTheyNeed) {
  const YAML::Node github = YAML::LoadFile(kFolder + "github-actions.yml");
  EXPECT_EQ(github["permissions"]["security-events"].as<std::string>(), "write");
  EXPECT_GT(github["jobs"]["scan"]["steps"].size(), 4u);
  const YAML::Node gitlab = YAML::LoadFile(kFolder + "gitlab-ci.yml")["leakwarden"];
  EXPECT_EQ(gitlab["artifacts"]["reports"]["secret_detection"].as<std::string>(),
            gitlab["variables"]["LEAKWARDEN_OUTPUT"].as<std::string>());
  EXPECT_EQ(gitlab["artifacts"]["when"].as<std::string>(), "always");
  EXPECT_EQ(gitlab["rules"][0]["if"].as<std::string>(),
            "$CI_PIPELINE_SOURCE == \"merge_request_event\"");
}

// The steps that bring Leakwarden's source, run with real git: a branch, a tag, a commit's id; and
// a branch that has moved since.
TEST(CiFiles, FetchTheRevisionWhateverNamesIt) {
  const YAML::Node github = YAML::LoadFile(kFolder + "github-actions.yml");
  std::string github_step;
  const YAML::Node steps = github["jobs"]["scan"]["steps"];
  for (const YAML::Node& step : steps) {
    if (step["id"] && step["id"].as<std::string>() == "source")
      github_step = step["run"].as<std::string>();
  }
  std::string gitlab_step;
  const YAML::Node gitlab = YAML::LoadFile(kFolder + "gitlab-ci.yml")["leakwarden"];
  const YAML::Node lines = gitlab["before_script"];
  for (const YAML::Node& line : lines) {
    if (line.as<std::string>().rfind("git ", 0) == 0) gitlab_step += line.as<std::string>() + "\n";
  }
  for (std::string step : {github_step, gitlab_step}) {
    TemporaryFolder folder;
    GitClient git(folder / "source");
    git.init();
    const std::string first = git.commit_file("a", "1\n");
    git.must({"tag", "v1"});
    const std::string second = git.commit_file("a", "2\n");
    const std::string place = folder / "there";
    for (const std::string written : {"/opt/leakwarden-source", ".leakwarden-source"}) {
      for (std::size_t at = step.find(written); at != std::string::npos; at = step.find(written))
        step.replace(at, written.size(), place);
    }
    ProgramOptions options;
    options.environment = {{"LEAKWARDEN_SOURCE", "file://" + git.folder()},
                           {"GITHUB_OUTPUT", folder / "output"}};
    const auto fetched = [&](const std::string& revision) {
      options.environment["LEAKWARDEN_REVISION"] = revision;
      const ProgramResult result = run_program({"sh", "-e", "-c", step}, options);
      EXPECT_EQ(result.exit_code, 0) << step << result.errors;
      return run_program({"git", "-C", place, "rev-parse", "HEAD"}).output.substr(0, 40);
    };
    EXPECT_EQ(fetched("main"), second);
    EXPECT_EQ(fetched("v1"), first);
    EXPECT_EQ(fetched(second), second);
    const std::string third = git.commit_file("a", "3\n");
    EXPECT_EQ(fetched("main"), third);
  }
  const std::string text = read_file(kFolder + "github-actions.yml");
  EXPECT_NE(text.find("key: leakwarden-${{ steps.source.outputs.commit }}"), std::string::npos);
}

TEST(CiFiles, ShellCheckHasNothingToSay) {
  if (run_program({"sh", "-c", "command -v shellcheck"}).exit_code != 0) GTEST_SKIP();
  const std::string root = std::string(LEAKWARDEN_SOURCE_DIR) + "/";
  const ProgramResult result = run_program(
      {"shellcheck", root + "deploy/ci/scan.sh", root + "deploy/completions/leakwarden.bash",
       root + "deploy/packages", root + "deploy/quickstart", root + "tests/run"});
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(CiFiles, NameFormatsThatExist) {
  const std::regex format("LEAKWARDEN_FORMAT[ :=']+([a-z]+)");
  TemporaryFolder folder;
  folder.write("a", "nothing\n");
  for (const char* name : {"github-actions.yml", "gitlab-ci.yml", "Jenkinsfile"}) {
    const std::string text = read_file(kFolder + name);
    std::smatch match;
    ASSERT_TRUE(std::regex_search(text, match, format)) << name;
    const ProgramResult result =
        run_program({scanner_program(), "scan", "--format", match[1].str(), folder / "a"});
    EXPECT_EQ(result.exit_code, 0) << name << ": " << result.errors;
    EXPECT_NE(text.find("scan.sh"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace leakwarden::testing
