#include "scanner/hooks/agent_settings.h"

#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using Json = nlohmann::ordered_json;
using leakwarden::testing::read_file;
using leakwarden::testing::TemporaryFolder;

constexpr const char* kCommand = "leakwarden hook run agent";

Json settings(const TemporaryFolder& folder, const std::string& file) {
  return Json::parse(read_file(folder / file), nullptr, false);
}

TEST(AgentSettings, InstallsForEachAgentAndTakesItOutAgain) {
  const std::vector<std::string> agents = known_agents();
  EXPECT_EQ(agents.size(), 6u);
  for (const std::string& agent : agents) {
    const TemporaryFolder folder;
    EXPECT_EQ(agent_status(folder.path(), agent).state, AgentState::Absent);
    const Result<AgentStatus> installed = install_agent(folder.path(), agent, kCommand);
    ASSERT_TRUE(installed.ok()) << installed.error().message();
    EXPECT_EQ(installed->state, AgentState::Installed);
    const std::string first = read_file(folder / installed->file);
    EXPECT_TRUE(install_agent(folder.path(), agent, kCommand).ok());
    EXPECT_EQ(read_file(folder / installed->file), first) << "twice is as once";
    EXPECT_TRUE(uninstall_agent(folder.path(), agent).ok());
    EXPECT_FALSE(std::filesystem::exists(folder / installed->file)) << agent;
    EXPECT_EQ(agent_status(folder.path(), agent).state, AgentState::Absent);
  }
}

// As code.claude.com/docs/en/hooks, geminicli.com/docs/hooks/reference,
// cursor.com/docs/agent/hooks, docs.github.com and docs.windsurf.com show them.
TEST(AgentSettings, EntriesHaveTheDocumentedShape) {
  const TemporaryFolder folder;
  for (const std::string& agent : known_agents()) {
    ASSERT_TRUE(install_agent(folder.path(), agent, kCommand).ok());
  }
  const Json claude = settings(folder, ".claude/settings.json");
  EXPECT_EQ(claude["hooks"]["PreToolUse"],
            Json::parse(R"([{"hooks":[{"type":"command","command":"leakwarden hook run agent",
                             "timeout":10}]}])"));
  EXPECT_TRUE(claude["hooks"].contains("PostToolUse"));
  EXPECT_TRUE(claude["hooks"].contains("UserPromptSubmit"));
  EXPECT_EQ(settings(folder, ".codex/hooks.json")["hooks"]["PreToolUse"],
            claude["hooks"]["PreToolUse"]);
  EXPECT_EQ(settings(folder, ".gemini/settings.json")["hooks"]["BeforeTool"],
            Json::parse(R"([{"hooks":[{"name":"leakwarden","type":"command",
                             "command":"leakwarden hook run agent","timeout":10000}]}])"));
  const Json cursor = settings(folder, ".cursor/hooks.json");
  EXPECT_EQ(cursor["version"], 1);
  EXPECT_EQ(
      cursor["hooks"]["beforeShellExecution"],
      Json::parse(R"([{"command":"leakwarden hook run agent","timeout":10,"failClosed":true}])"));
  const Json copilot = settings(folder, ".github/hooks/leakwarden.json");
  EXPECT_EQ(copilot["version"], 1);
  EXPECT_EQ(
      copilot["hooks"]["preToolUse"],
      Json::parse(R"([{"type":"command","bash":"leakwarden hook run agent","timeoutSec":10}])"));
  EXPECT_EQ(settings(folder, ".windsurf/hooks.json")["hooks"]["pre_write_code"],
            Json::parse(R"([{"command":"leakwarden hook run agent","show_output":true}])"));
}

TEST(AgentSettings, WhatIsThereStaysAndIsPutBackToTheByte) {
  const TemporaryFolder folder;
  const std::string before =
      "{\n\t\"model\": \"x\",\n\t\"hooks\": {\"PreToolUse\": [{\"matcher\": \"Bash\", \"hooks\": "
      "[{\"type\": \"command\", \"command\": \"./mine\"}]}]},\n\t\"n\": 1.50\n}\n";
  folder.write(".claude/settings.json", before);
  ASSERT_EQ(::chmod((folder / ".claude/settings.json").c_str(), 0600), 0);
  ASSERT_TRUE(install_agent(folder.path(), "claude", kCommand).ok());
  const Json now = settings(folder, ".claude/settings.json");
  EXPECT_EQ(now["model"], "x");
  ASSERT_EQ(now["hooks"]["PreToolUse"].size(), 2u);
  EXPECT_EQ(now["hooks"]["PreToolUse"][0]["hooks"][0]["command"], "./mine");
  EXPECT_EQ(read_file(folder / ".claude/settings.json.before-leakwarden"), before);
  struct stat status {};
  ASSERT_EQ(::stat((folder / ".claude/settings.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_TRUE(uninstall_agent(folder.path(), "claude").ok());
  EXPECT_EQ(read_file(folder / ".claude/settings.json"), before);
  EXPECT_FALSE(std::filesystem::exists(folder / ".claude/settings.json.before-leakwarden"));
}

TEST(AgentSettings, LaterChangesOfOthersStayWhenItIsTakenOut) {
  const TemporaryFolder folder;
  folder.write(".claude/settings.json", "{\"a\": 1}\n");
  ASSERT_TRUE(install_agent(folder.path(), "claude", kCommand).ok());
  Json changed = settings(folder, ".claude/settings.json");
  changed["b"] = 2;
  changed["hooks"]["PreToolUse"][0]["hooks"].push_back(
      {{"type", "command"}, {"command", "./other"}});
  folder.write(".claude/settings.json", changed.dump());
  ASSERT_TRUE(uninstall_agent(folder.path(), "claude").ok());
  EXPECT_EQ(settings(folder, ".claude/settings.json"),
            Json::parse(R"({"a":1,"hooks":{"PreToolUse":[{"hooks":[
                {"type":"command","command":"./other"}]}]},"b":2})"));
}

TEST(AgentSettings, AFileThatIsNotJsonIsLeftAsItIs) {
  const TemporaryFolder folder;
  const std::string before = "{\n  // mine\n  \"a\": 1\n}\n";
  folder.write(".gemini/settings.json", before);
  const Result<AgentStatus> installed = install_agent(folder.path(), "gemini", kCommand);
  ASSERT_FALSE(installed.ok());
  EXPECT_NE(installed.error().why.find("line 2, column 3"), std::string::npos)
      << installed.error().why;
  EXPECT_FALSE(uninstall_agent(folder.path(), "gemini").ok());
  EXPECT_EQ(agent_status(folder.path(), "gemini").state, AgentState::Unreadable);
  EXPECT_EQ(read_file(folder / ".gemini/settings.json"), before);
}

TEST(AgentSettings, AnotherShapeIsLeftAsItIs) {
  for (const char* before : {"[]", "{\"hooks\": []}", "{\"hooks\": {\"PreToolUse\": {}}}", "7",
                             "{\"a\": 1, \"a\": 2}"}) {
    const TemporaryFolder folder;
    folder.write(".claude/settings.json", before);
    EXPECT_FALSE(install_agent(folder.path(), "claude", kCommand).ok()) << before;
    EXPECT_EQ(read_file(folder / ".claude/settings.json"), before);
  }
}

TEST(AgentSettings, AnEmptyFileAndASymlink) {
  const TemporaryFolder folder;
  folder.write(".claude/settings.json", "\n");
  EXPECT_TRUE(install_agent(folder.path(), "claude", kCommand).ok());
  folder.write("elsewhere.json", "{}");
  std::filesystem::create_directories(folder / ".codex");
  std::filesystem::create_symlink("../elsewhere.json", folder / ".codex/hooks.json");
  const Result<AgentStatus> linked = install_agent(folder.path(), "codex", kCommand);
  ASSERT_FALSE(linked.ok());
  EXPECT_EQ(linked.error().why, "a symbolic link; where it leads was not touched");
  EXPECT_EQ(read_file(folder / "elsewhere.json"), "{}");
}

// It was read into a tree and written anew: numbers that no double holds became others.
TEST(AgentSettings, WhatIsNotOursKeepsItsBytes) {
  const std::string before =
      "{\r\n\t\"big\": 123456789012345678901234567890,  \"e\": 1.50E+2,\r\n"
      "\t\"hooks\": {\"PreToolUse\": [ {\"matcher\":\"Bash\",\"hooks\":[]} ]}\r\n}";
  const TemporaryFolder folder;
  folder.write(".claude/settings.json", before);
  ASSERT_TRUE(install_agent(folder.path(), "claude", kCommand).ok());
  const std::string after = read_file(folder / ".claude/settings.json");
  EXPECT_EQ(after.compare(0, before.size() - 6, before, 0, before.size() - 6), 0) << after;
  EXPECT_NE(Json::parse(after, nullptr, false)["hooks"]["PreToolUse"][1], Json());
  std::filesystem::remove(folder / ".claude/settings.json.before-leakwarden");
  ASSERT_TRUE(uninstall_agent(folder.path(), "claude").ok());
  EXPECT_EQ(read_file(folder / ".claude/settings.json"), before);
}

TEST(AgentSettings, AnUnknownAgentIsAnsweredWithTheOneThatWasMeant) {
  const TemporaryFolder folder;
  const Result<AgentStatus> installed = install_agent(folder.path(), "cladue", kCommand);
  ASSERT_FALSE(installed.ok());
  EXPECT_EQ(installed.error().remedy, "--agent claude");
}

}  // namespace
}  // namespace leakwarden::scanner
