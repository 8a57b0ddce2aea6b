#include "scanner/cli/mcp_session.h"

#include "tests/support/git_sandbox.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/slowdown.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitSandbox;
using leakwarden::testing::kSlowdown;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::shows_part_of;

class McpSessionTest : public ::testing::Test {
 protected:
  McpSessionTest() : session_(tools()) {}

  static McpTools tools() {
    McpTools tools;
    tools.settings.scan = leakwarden::testing::builtin_options();
    tools.settings.scan.inline_markers = InlineMarkers::Honour;
    tools.settings.fresh = true;
    tools.deadline = std::chrono::milliseconds(60'000 * kSlowdown);
    return tools;
  }

  Json ask(const std::string& line) {
    const std::string answer = session_.answer(line);
    EXPECT_EQ(answer.find('\n'), std::string::npos);
    return answer.empty() ? Json() : Json::parse(answer);
  }

  Json request(const std::string& method, const Json& parameters = Json::object()) {
    return ask(
        Json({{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", parameters}}).dump());
  }

  Json call(const std::string& tool, const Json& arguments) {
    return request("tools/call", {{"name", tool}, {"arguments", arguments}});
  }

  Json agree(const std::string& version) {
    return request("initialize", {{"protocolVersion", version},
                                  {"capabilities", Json::object()},
                                  {"clientInfo", {{"name", "t"}, {"version", "1"}}}});
  }

  static std::string text_of(const Json& answer) {
    return answer["result"]["content"][0]["text"].get<std::string>();
  }

  McpSession session_;
};

int code_of(const Json& answer) {
  return answer.value("error", Json::object()).value("code", 0);
}

TEST_F(McpSessionTest, AgreesOnAVersion) {
  for (const char* version : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
    const Json answer = agree(version);
    EXPECT_EQ(answer["result"]["protocolVersion"], version);
    EXPECT_EQ(answer["id"], 7);
    EXPECT_EQ(answer["result"]["serverInfo"]["name"], "leakwarden");
    EXPECT_TRUE(answer["result"]["capabilities"]["tools"].is_object());
  }
  EXPECT_EQ(agree("2099-01-01")["result"]["protocolVersion"], "2025-11-25");
  EXPECT_EQ(code_of(request("initialize")), -32602);
}

TEST_F(McpSessionTest, PingsListsAndIgnoresNotifications) {
  EXPECT_EQ(request("ping")["result"], Json::object());
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","method":"notifications/initialized"})"), Json());
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","id":1,"result":{}})"), Json());
  EXPECT_EQ(ask("   "), Json());
  const Json list = request("tools/list");
  std::vector<std::string> names;
  for (const Json& tool : list["result"]["tools"]) {
    names.push_back(tool["name"]);
    EXPECT_EQ(tool["inputSchema"]["type"], "object");
    EXPECT_FALSE(tool["description"].get<std::string>().empty());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"scan_text", "scan_staged", "explain", "rules"}));
  EXPECT_EQ(list["result"]["tools"][0]["inputSchema"]["required"], Json::array({"text"}));
}

TEST_F(McpSessionTest, ErrorsHaveTheCodesOfTheSpecification) {
  EXPECT_EQ(code_of(ask("{")), -32700);
  EXPECT_EQ(code_of(ask("\xff")), -32700);
  EXPECT_EQ(code_of(ask("7")), -32600);
  EXPECT_EQ(code_of(ask(R"({"id":1,"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(ask(R"({"jsonrpc":"2.0","id":{},"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(ask(R"({"jsonrpc":"2.0","id":null,"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(ask(R"({"jsonrpc":"2.0","id":1,"method":7})")), -32600);
  EXPECT_EQ(code_of(ask(std::string(100'000, '['))), -32600);
  EXPECT_EQ(code_of(request("resources/list")), -32601);
  EXPECT_EQ(code_of(request("tools/call")), -32602);
  EXPECT_EQ(code_of(call("none", Json::object())), -32602);
  EXPECT_EQ(code_of(ask(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})")), -32602);
  EXPECT_EQ(code_of(Json::parse(session_.answer_too_long())), -32600);
}

TEST_F(McpSessionTest, WrongArgumentsAreErrorsAndLaterResults) {
  const std::vector<std::pair<std::string, Json>> wrong = {
      {"scan_text", Json::object()},
      {"scan_text", {{"text", 7}}},
      {"scan_text", {{"text", "a"}, {"more", "b"}}},
      {"scan_text", Json::array({"a"})},
      {"explain", {{"fingerprint", "x"}}},
      {"explain", {{"fingerprint", "s1-" + std::string(5000, 'a')}}}};
  agree("2025-06-18");
  for (const auto& [tool, arguments] : wrong) EXPECT_EQ(code_of(call(tool, arguments)), -32602);
  agree("2025-11-25");
  for (const auto& [tool, arguments] : wrong) {
    EXPECT_EQ(call(tool, arguments)["result"]["isError"], true) << arguments;
  }
}

// "-" would read what the agent sends us next.
TEST_F(McpSessionTest, ARepositoryIsNeverAStream) {
  agree("2025-11-25");
  for (const char* tool : {"explain", "scan_staged"}) {
    const Json answer = call(tool, tool == std::string("explain")
                                       ? Json{{"fingerprint", "s1-00000000"}, {"repository", "-"}}
                                       : Json{{"repository", "-"}});
    EXPECT_EQ(answer["result"]["isError"], true) << answer;
    EXPECT_NE(text_of(answer).find("not a repository"), std::string::npos) << answer;
  }
}

TEST_F(McpSessionTest, BatchesBelongToTheirVersions) {
  const std::string batch =
      R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"n"},{"jsonrpc":"2.0","id":2,"method":"no"},5])";
  agree("2025-03-26");
  const Json answers = ask(batch);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0]["id"], 1);
  EXPECT_EQ(code_of(answers[1]), -32601);
  EXPECT_EQ(code_of(answers[2]), -32600);
  EXPECT_EQ(ask(R"([{"jsonrpc":"2.0","method":"n"}])"), Json());
  EXPECT_EQ(code_of(ask("[]")), -32600);
  agree("2025-06-18");
  EXPECT_EQ(code_of(ask(batch)), -32600);
}

TEST_F(McpSessionTest, ScansAText) {
  const std::string key = planted_github_token(31);
  const Json answer = call("scan_text", {{"text", "a\nt = '" + key + "'\n"}});
  EXPECT_EQ(answer["result"]["isError"], false);
  EXPECT_EQ(answer["result"]["structuredContent"]["outcome"], "findings");
  const Json finding = answer["result"]["structuredContent"]["findings"][0];
  EXPECT_EQ(finding["start_line"], 2);
  EXPECT_NE(text_of(answer).find("ghp_…"), std::string::npos) << text_of(answer);
  EXPECT_FALSE(shows_part_of(answer.dump(), key)) << answer;
  const Json clean = call("scan_text", {{"text", "hello"}});
  EXPECT_EQ(clean["result"]["structuredContent"]["outcome"], "clean");
  EXPECT_EQ(text_of(clean), "no secrets found\n");
}

TEST_F(McpSessionTest, OldVersionsGetNoStructuredContent) {
  agree("2024-11-05");
  EXPECT_FALSE(call("scan_text", {{"text", "a"}})["result"].contains("structuredContent"));
}

TEST_F(McpSessionTest, ScansWhatIsStagedAndExplainsIt) {
  GitSandbox git;
  git.write("a", "1\n");
  git.commit_all("first");
  const std::string key = planted_github_token(32);
  git.write("conf.py", "token = '" + key + "'\n");
  git.git({"add", "conf.py"});
  const Json staged = call("scan_staged", {{"repository", git.path()}});
  ASSERT_EQ(staged["result"]["structuredContent"]["findings"].size(), 1u) << staged;
  const Json finding = staged["result"]["structuredContent"]["findings"][0];
  EXPECT_EQ(finding["path"], "conf.py");
  const Json explained =
      call("explain", {{"fingerprint", finding["fingerprint"]}, {"repository", git.path()}});
  EXPECT_NE(text_of(explained).find("conf.py:1"), std::string::npos) << explained;
  EXPECT_FALSE(shows_part_of(staged.dump() + explained.dump(), key));
  const Json unknown =
      call("explain", {{"fingerprint", "s1-00000000"}, {"repository", git.path()}});
  EXPECT_EQ(unknown["result"]["isError"], true);
}

TEST_F(McpSessionTest, WhatTheCallerGaveIsNotRepeatedInErrors) {
  const std::string key = planted_github_token(33);
  for (const Json& answer :
       {call("scan_staged", {{"repository", "/nonexistent/" + key}}), call(key, Json::object()),
        request(key), call("rules", {{"id", key}}), call("scan_text", {{key, key}}),
        call("explain", {{"fingerprint", key}})}) {
    EXPECT_FALSE(shows_part_of(answer.dump(), key)) << answer;
  }
}

TEST_F(McpSessionTest, LooksUpRules) {
  const Json listed = call("rules", {{"query", "postman"}});
  EXPECT_NE(text_of(listed).find("postman-api-key"), std::string::npos) << text_of(listed);
  EXPECT_NE(text_of(call("rules", {{"id", "postman-api-key"}})).find("revoke"), std::string::npos);
  EXPECT_EQ(call("rules", {{"id", "no-such-rule"}})["result"]["isError"], true);
  EXPECT_LE(call("rules", Json::object())["result"]["structuredContent"]["rules"].size(), 50u);
}

TEST(McpSession, ACallThatDoesNotFinishIsSaidToBeUnfinished) {
  McpTools tools;
  tools.settings.scan = leakwarden::testing::builtin_options();
  tools.deadline = std::chrono::milliseconds(1);
  McpSession session(std::move(tools));
  const std::string text(6 << 20, 'x');
  const Json answer = Json::parse(
      session.answer(Json({{"jsonrpc", "2.0"},
                           {"id", 1},
                           {"method", "tools/call"},
                           {"params", {{"name", "scan_text"}, {"arguments", {{"text", text}}}}}})
                         .dump()));
  EXPECT_EQ(answer["result"]["isError"], true);
  EXPECT_NE(answer["result"]["content"][0]["text"].get<std::string>().find("not finished"),
            std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
