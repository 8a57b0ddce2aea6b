#include "scanner/hooks/agent_guard.h"

#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "scanner/base/file.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/hooks/agent_calls.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::claude_base;
using leakwarden::testing::Json;
using leakwarden::testing::kSlowdown;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::with;
using std::chrono::milliseconds;

AgentGuard builtin_guard() {
  AgentGuard guard;
  guard.deadline = milliseconds(30'000 * kSlowdown);
  guard.load_options = []() -> Result<ScanOptions> {
    return leakwarden::testing::builtin_options();
  };
  return guard;
}

AgentAnswer guarded(const std::string& input, const AgentGuard& guard) {
  const TemporaryFolder folder;
  const Descriptor file(::open(folder.write("input", input).c_str(), O_RDONLY));
  return guard_agent_call(file.get(), guard);
}

std::string call_with(const std::string& content) {
  return with(claude_base("PreToolUse"),
              {{"tool_name", "Write"}, {"tool_input", {{"file_path", "a"}, {"content", content}}}})
      .dump();
}

bool denies(const AgentAnswer& answer) {
  return answer.output.find("\"permissionDecision\":\"deny\"") != std::string::npos;
}

TEST(AgentGuard, StopsAKeyAndLetsTheRestPass) {
  EXPECT_TRUE(denies(guarded(call_with("k = " + planted_github_token(1)), builtin_guard())));
  EXPECT_EQ(guarded(call_with("k = 1"), builtin_guard()).output, "{}\n");
}

TEST(AgentGuard, PaddingIsNotClean) {
  AgentGuard guard = builtin_guard();
  guard.input_bytes = 1 << 20;
  const std::string key = planted_github_token(2);
  const std::string padding(8 << 20, 'a');
  const AgentAnswer behind = guarded(call_with(padding + "\n" + key), guard);
  EXPECT_TRUE(denies(behind));  // the form was known from the beginning
  EXPECT_NE(behind.output.find("not looked at"), std::string::npos) << behind.output;
  const AgentAnswer before = guarded(call_with(key + "\n" + padding), guard);
  EXPECT_TRUE(denies(before));
  EXPECT_NE(before.output.find("ghp_"), std::string::npos) << before.output;
  guard.when_unfinished = WhenUnfinished::Allow;
  EXPECT_FALSE(denies(guarded(call_with(padding + "\n" + key), guard)));
  EXPECT_TRUE(denies(guarded(call_with(key + "\n" + padding), guard)));  // found is found
}

// The caller never closes its end.
TEST(AgentGuard, AnswersAtItsDeadlineInTheFormItHasSeen) {
  AgentGuard guard = builtin_guard();
  guard.deadline = milliseconds(300);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string beginning = call_with("x").substr(0, 300);
  ASSERT_EQ(::write(ends[1], beginning.data(), beginning.size()),
            static_cast<ssize_t>(beginning.size()));
  EXPECT_TRUE(denies(guard_agent_call(ends[0], guard)));
  const AgentAnswer nothing_seen = guard_agent_call(ends[0], guard);
  EXPECT_EQ(nothing_seen.exit_code, 2);
  EXPECT_NE(nothing_seen.errors.find("not enough"), std::string::npos) << nothing_seen.errors;
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(AgentGuard, AScanThatHangsOrDiesIsNotClean) {
  AgentGuard guard = builtin_guard();
  guard.deadline = milliseconds(300);
  guard.load_options = []() -> Result<ScanOptions> {
    for (volatile int i = 0;;) i = i + 1;
  };
  EXPECT_TRUE(denies(guarded(call_with("x"), guard)));
  guard = builtin_guard();
  guard.load_options = []() -> Result<ScanOptions> { ::_exit(0); };
  const AgentAnswer died = guarded(call_with("x"), guard);
  EXPECT_TRUE(denies(died));
  EXPECT_NE(died.output.find("ended before"), std::string::npos) << died.output;
}

TEST(AgentGuard, RulesThatCannotBeLoadedAreNoScan) {
  AgentGuard guard = builtin_guard();
  guard.load_options = []() -> Result<ScanOptions> {
    return Error::invalid("load rules", "rules.yaml", "not there");
  };
  const AgentAnswer answer = guarded(call_with("x"), guard);
  EXPECT_TRUE(denies(answer));
  EXPECT_NE(answer.output.find("load rules"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
