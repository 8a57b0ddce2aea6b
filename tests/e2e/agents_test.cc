// Coding agents against the real program: `leakwarden hook run agent`, `hook install --agent`,
// `leakwarden mcp`. support/agent_checks.py plays the agent.

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"

namespace leakwarden::testing {
namespace {

void expect_held(const std::string& checks) {
  ProgramOptions options;
  options.deadline = std::chrono::seconds(250 * kSlowdown);
  const ProgramResult result =
      run_program({"python3", std::string(LEAKWARDEN_SOURCE_DIR) + "/tests/support/agent_checks.py",
                   scanner_program(), checks},
                  options);
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
}

TEST(Agents, CallsOfEachFormAreAnswered) {
  expect_held("calls");
}

TEST(Agents, PaddingBuysNothing) {
  if (kSanitized) GTEST_SKIP() << "its figures are those of the program that is shipped";
  expect_held("padding");
}

TEST(Agents, AStuckScanIsAnsweredInTime) {
  expect_held("stuck");
}

TEST(Agents, AThousandCallsAtOnce) {
  expect_held("random");
}

TEST(Agents, AnMcpSession) {
  expect_held("mcp");
}

TEST(Agents, InstallsStatusAndUninstallsInARepository) {
  GitSandbox git;
  const auto hook = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {scanner_program(), "hook"});
    ProgramOptions options;
    options.folder = git.path();
    return run_program(words, options);
  };
  EXPECT_EQ(hook({"install", "--agent", "claude", "--agent=gemini"}).exit_code, 0);
  const std::string settings = read_file(git / ".claude/settings.json");
  EXPECT_NE(settings.find("hook run agent"), std::string::npos) << settings;
  const std::string status = hook({"status"}).output;
  EXPECT_NE(status.find("claude            installed"), std::string::npos) << status;
  EXPECT_NE(status.find("gemini            installed"), std::string::npos) << status;
  EXPECT_NE(hook({"status", "--agent", "cursor"}).output.find("not installed"), std::string::npos);
  // The very command that was written, as a shell runs it.
  const std::size_t at = settings.find("\"command\": \"") + 12;
  const std::string command = settings.substr(at, settings.find('"', at) - at);
  const std::string key = planted_github_token(3);
  ProgramOptions options;
  options.input =
      R"({"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":")" + key +
      "\"}}";
  const ProgramResult ran = run_program({"sh", "-c", command}, options);
  EXPECT_NE(ran.output.find("\"deny\""), std::string::npos) << ran.output << ran.errors;
  EXPECT_FALSE(shows_part_of(ran.output + ran.errors, key));
  EXPECT_EQ(hook({"uninstall", "--agent", "claude", "--agent", "gemini"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(git / ".claude/settings.json"));
  EXPECT_EQ(hook({"status"}).output.find("claude"), std::string::npos);
  EXPECT_EQ(hook({"install", "--agent", "nobody"}).exit_code, 2);
}

}  // namespace
}  // namespace leakwarden::testing
