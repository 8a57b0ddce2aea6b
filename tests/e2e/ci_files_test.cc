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
