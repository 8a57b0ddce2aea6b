// Hooks that have too little time: a large file beside a small one with a key does not buy the
// key's way through, and a server refuses what it could not look at.

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

constexpr std::size_t kBlock = 16 << 10;       // small, so that git packs it well
constexpr std::size_t kPadding = 96ull << 20;  // more than a second's work, by its many candidates

// Settings that look like passwords and are none.
std::string padding() {
  std::string block;
  for (unsigned line = 0; block.size() < kBlock; ++line) {
    block += "password_of_" + planted_characters(line, "abcdefghijklmnop", 5) + ": \"wonderful" +
             std::to_string(line) + "\"\n" +
             planted_characters(line, "abcdefghijklmnopqrstuvwxyz/", 170) + "\n";
  }
  std::string text;
  text.reserve(kPadding + block.size());
  while (text.size() < kPadding) text += block;
  return text;
}

class HookDeadline : public ::testing::Test {
 protected:
  HookDeadline() : bare_(folder_ / "server.git"), work_(folder_ / "work") {
    work_.init();
    work_.must({"config", "core.compression", "1"});
    work_.must({"config", "core.bigFileThreshold", "1m"});  // no deltas of it
    work_.commit_file("README", "clean\n", "begin");
    work_.environment["LEAKWARDEN_SECONDS"] = "1";
  }

  void write_padding() { work_.write("a-padding.txt", padding()); }
  void install(const std::string& kind, const std::string& where) {
    const ProgramResult installed =
        run_program({scanner_program(), "hook", "install", "--" + kind, where});
    ASSERT_EQ(installed.exit_code, 0) << installed.errors;
  }
  static void expect_said(const ProgramResult& result, const std::string& words) {
    EXPECT_NE(result.errors.find(words), std::string::npos) << words << " in\n" << result.errors;
  }

  TemporaryFolder folder_;
  std::string bare_;
  GitClient work_;
};

TEST_F(HookDeadline, PaddingBesideAKey) {
  install("pre-commit", work_.folder());
  write_padding();
  work_.write("z.env", "API_KEY=" + planted_postman_key(31) + "\n");
  work_.must({"add", "."});
  ProgramResult result = work_.run({"commit", "-q", "-m", "both"});
  EXPECT_NE(result.exit_code, 0);
  expect_said(result, "leakwarden: this commit would add a secret");
  work_.must({"commit", "-q", "--no-verify", "-m", "both"});

  make_bare_repository(bare_);
  work_.must({"remote", "add", "origin", bare_});
  install("pre-receive", bare_);
  result = work_.run({"push", "origin", "main"});
  EXPECT_NE(result.exit_code, 0);
  expect_said(result, "leakwarden: push refused, it would add a secret");
}

TEST_F(HookDeadline, PaddingAlone) {
  install("pre-commit", work_.folder());
  write_padding();
  work_.must({"add", "."});
  work_.environment["LEAKWARDEN_FAIL_CLOSED"] = "1";
  ProgramResult result = work_.run({"commit", "-q", "-m", "padding"});
  EXPECT_NE(result.exit_code, 0);
  expect_said(result, "leakwarden: the commit was refused: part of it could not be scanned");
  work_.environment.erase("LEAKWARDEN_FAIL_CLOSED");
  result = work_.run({"commit", "-q", "-m", "padding"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  expect_said(result, "leakwarden: the commit was let through: part of it could not be scanned");
  expect_said(result, "the rest: out of time");
  expect_said(result, "LEAKWARDEN_SECONDS=60");

  make_bare_repository(bare_);
  work_.must({"remote", "add", "origin", bare_});
  install("pre-receive", bare_);
  result = work_.run({"push", "origin", "main"});
  EXPECT_NE(result.exit_code, 0);
  expect_said(result, "leakwarden: the push was refused: part of it could not be scanned");
  expect_said(result, "the rest: out of time");
  work_.environment["LEAKWARDEN_FAIL_CLOSED"] = "0";
  result = work_.run({"push", "origin", "main"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  expect_said(result, "leakwarden: the push was let through: part of it could not be scanned");
}

// A mistyped wish opened the gate, or was passed over.
TEST_F(HookDeadline, AMistypedSettingIsAnError) {
  make_bare_repository(bare_);
  work_.must({"remote", "add", "origin", bare_});
  install("pre-receive", bare_);
  install("pre-commit", work_.folder());
  work_.write("a", "1\n");
  work_.must({"add", "."});
  const std::map<std::string, std::string> settings = {{"LEAKWARDEN_CONFIDENCE", "zzz"},
                                                       {"LEAKWARDEN_FAIL_CLOSED", "yes"},
                                                       {"LEAKWARDEN_SECONDS", "0"}};
  for (const auto& [name, value] : settings) {
    work_.environment = {{name, value}};
    ProgramResult result = work_.run({"commit", "-q", "-m", "x"});
    EXPECT_NE(result.exit_code, 0);
    expect_said(result, name + ": not");
    result = work_.run({"push", "origin", "main"});
    EXPECT_NE(result.exit_code, 0);
    expect_said(result, "leakwarden: read the hook's environment");
  }
}

}  // namespace
}  // namespace leakwarden::testing
