// The scanner's program as users and other tools call it.

#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class CommandLine : public ::testing::Test {
 protected:
  CommandLine() : git_(folder_ / "repo"), key_(planted_postman_key(31)) { git_.init(); }

  ProgramResult run(std::vector<std::string> words, const std::string& input = "",
                    const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), scanner_program());
    ProgramOptions options;
    options.folder = git_.folder();
    options.input = input;
    options.environment = environment;
    return run_program(words, options);
  }

  void commit_key() { git_.commit_file("config/prod.env", "A=1\nAPI_KEY=" + key_ + "\n", "add"); }

  // Of UTF-8 text whose letters are all one column wide.
  static long columns_of(const std::string& line) {
    return std::count_if(line.begin(), line.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  }

  // One field of every line that Python's json reads.
  static std::string read_by_python(const std::string& lines, const std::string& expression) {
    ProgramOptions options;
    options.input = lines;
    const ProgramResult result = run_program(
        {"python3", "-c",
         "import json,sys\nfor l in sys.stdin:\n  d=json.loads(l)\n  print(" + expression + ")"},
        options);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return result.output;
  }

  TemporaryFolder folder_;
  GitClient git_;
  std::string key_;
};

TEST_F(CommandLine, ExitCodes) {
  commit_key();
  git_.write("clean/a", "nothing\n");
  struct Row {
    std::vector<std::string> words;
    int expected;
  };
  const Row rows[] = {
      {{"scan", "clean"}, 0},
      {{"scan"}, 1},
      {{"scan", "."}, 1},
      {{"scan", "--history"}, 1},
      {{"scan", "--staged"}, 0},
      {{"scan", "config/prod.env"}, 1},
      {{"scan", "--fail-on", "never"}, 0},
      {{"scan", "--fail-on", "critical"}, 1},
      {{"scan", "--confidence", "high"}, 1},
      {{"scan", "--max-object-bytes", "10", "--history"}, 1},
      {{"scan", "absent"}, 2},
      {{"scan", "--history", "clean"}, 2},
      {{"scan", "--history", "--staged"}, 2},
      {{"scan", "--fail-on", "sometimes"}, 2},
      {{"scan", "--confidence", "much"}, 2},
      {{"scan", "--jobs", "0"}, 2},
      {{"scan", "--format", "pdf"}, 2},
      {{"scan", "--format", "sarif"}, 1},
      {{"scan", "--compare", "absent.json", "--format", "sarif"}, 2},
      {{"scan", "--baseline", "x"}, 2},
      {{"scan", "--verify"}, 2},
      {{"scan", "--range", "HEAD"}, 2},
      {{"scan", "--range", "absent..HEAD"}, 2},
      {{"scan", "--rules", "absent.yaml"}, 2},
      {{"scan", "https://example.com/a.git"}, 2},
      {{"scan", "--nonsense"}, 2},
      {{"nonsense"}, 2},
      {{"baseline", "add"}, 2},
      {{"known"}, 2},
      {{"known", "-"}, 2},
      {{"scan", "--compare", "absent.json"}, 2},
      {{"mcp"}, 0},
      {{"mcp", "absent"}, 2},
      {{"hook", "run", "agent"}, 2},
      {{"report"}, 2},
      {{"report", "diff"}, 2},
      {{"report", "diff", "absent", "config/prod.env"}, 2},
      {{"report", "merge", "a", "b"}, 2},
      {{"worker", "--batch"}, 2},
      {{}, 0},
      {{"--help"}, 0},
      {{"scan", "--help"}, 0},
      {{"hook", "--help"}, 0},
      {{"explain", "--help"}, 0},
      {{"known", "--help"}, 0},
      {{"report", "--help"}, 0},
      {{"report", "diff", "--help"}, 0},
      {{"doctor", "--help"}, 0},
      {{"--version"}, 0},
      {{"scan", "--fresh", "--whole-objects", "clean"}, 0},
  };
  for (const Row& row : rows) {
    const ProgramResult result = run(row.words);
    std::string words;
    for (const std::string& word : row.words) words += " " + word;
    EXPECT_EQ(result.exit_code, row.expected) << words << "\n" << result.errors;
    EXPECT_EQ(result.exit_code == 2, !result.errors.empty()) << words;
    EXPECT_FALSE(shows_part_of(result.output + result.errors, key_)) << words;
  }
}

TEST_F(CommandLine, MissingObjectsAreIncomplete) {
  git_.commit_file("a", "1\n");
  const std::string blob = git_.must({"rev-parse", "HEAD:a"});
  const std::string objects = git_.folder() + "/.git/objects/";
  ASSERT_EQ(::unlink((objects + blob.substr(0, 2) + "/" + blob.substr(2)).c_str()), 0);
  EXPECT_EQ(run({"scan", "--history"}).exit_code, 3);
  git_.must({"hash-object", "-w", "--stdin"}, "K=" + key_ + "\n");
  EXPECT_EQ(run({"scan", "--history"}).exit_code, 1);
  EXPECT_EQ(run({"scan", "--history", "--require-complete"}).exit_code, 3);
}

TEST_F(CommandLine, JsonLinesAreValidAndTheSameOnEveryRun) {
  commit_key();
  git_.commit_file(std::string("odd\x1b[31m\xFF name"), "K=" + planted_postman_key(33) + "\n",
                   "odd");
  git_.must({"tag", "-a", "v1", "-m", "K=" + planted_postman_key(35)});
  const ProgramResult first = run({"scan", "--jobs", "1"});
  EXPECT_EQ(read_by_python(first.output, "d.get('kind') or sorted(d)[0]"),
            "tag-message\nblob\nblob\nsummary\n");
  EXPECT_EQ(first.output.find('\x1b'), std::string::npos);
  const std::string without_seconds = first.output.substr(0, first.output.find("\"seconds\""));
  for (const char* jobs : {"1", "2", "4"}) {
    const ProgramResult again = run({"scan", "--jobs", jobs});
    EXPECT_EQ(again.output.substr(0, again.output.find("\"seconds\"")), without_seconds) << jobs;
  }
}

// The oracle of "the same" is the scan that knows nothing.
TEST_F(CommandLine, FreshScansNeitherReadNorWriteTheLedger) {
  commit_key();
  const std::map<std::string, std::string> environment = {{"XDG_CACHE_HOME", folder_ / "cache"}};
  const auto report = [&](const std::vector<std::string>& words) {
    const std::string output = run(words, "", environment).output;
    return output.substr(0, output.find("\"seconds\""));
  };
  const std::string fresh = report({"scan", "--fresh"});
  EXPECT_NE(fresh.find("config/prod.env"), std::string::npos) << fresh;
  EXPECT_EQ(run({"known", "-", "."}, key_, environment).exit_code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "cache"));
  EXPECT_EQ(report({"scan"}), fresh);
  EXPECT_FALSE(std::filesystem::is_empty(folder_ / "cache/leakwarden/ledger"));
  EXPECT_EQ(report({"scan"}), fresh);
}

TEST_F(CommandLine, ShowSecretsShowsThem) {
  commit_key();
  EXPECT_EQ(read_by_python(run({"scan", "--show-secrets"}).output, "d.get('secret', '')"),
            key_ + "\n\n");
  EXPECT_NE(run({"scan", "--format", "text", "--show-secrets"}).output.find(key_),
            std::string::npos);
}

TEST_F(CommandLine, TextFitsEightyColumns) {
  commit_key();
  git_.commit_file(std::string(120, 'p') + "/" + std::string(100, 'q'),
                   "K=" + planted_postman_key(33) + "\n", "long");
  const ProgramResult result = run({"scan", "--format", "text"});
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(columns_of(line), 80) << line;
  }
  EXPECT_FALSE(has_control_bytes(result.output));
  EXPECT_NE(result.output.find("2 secrets in 2 places"), std::string::npos) << result.output;
}

TEST_F(CommandLine, StandardInput) {
  const ProgramResult result = run({"scan", "-"}, "x\nkey: " + key_ + "\n");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(read_by_python(result.output, "(d.get('kind'), d.get('start_line'))"),
            "('stream', 2)\n(None, None)\n");
}

TEST_F(CommandLine, OutputGoesToAFileOnlyWeCanRead) {
  commit_key();
  const std::string file = folder_ / "report.jsonl";
  const ProgramResult result = run({"scan", "--output", file});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, "");
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_NE(read_file(file).find("\"summary\""), std::string::npos);
  EXPECT_EQ(run({"scan", "--output", file + "/x"}).exit_code, 2);
}

TEST_F(CommandLine, RangesAsPeopleWriteThem) {
  git_.commit_file("a", "1\n");
  git_.must({"tag", "start"});
  commit_key();
  git_.commit_file("b", "1\n");
  EXPECT_EQ(run({"scan", "--range", "start..HEAD"}).exit_code, 1);
  EXPECT_EQ(run({"scan", "--range", "start..main"}).exit_code, 1);
  EXPECT_EQ(run({"scan", "--range", "HEAD~1.."}).exit_code, 0);
  EXPECT_EQ(run({"scan", "--range", "..start"}).exit_code, 0);
  EXPECT_EQ(
      run({"scan", "--range",
           git_.must({"rev-parse", "start"}) + ".." + git_.must({"rev-parse", "--short", "HEAD"})})
          .exit_code,
      1);
}

TEST_F(CommandLine, OptionsByEnvironment) {
  commit_key();
  EXPECT_EQ(run({"scan"}, "", {{"LEAKWARDEN_FAIL_ON", "never"}}).exit_code, 0);
  EXPECT_EQ(run({"scan", "--fail-on", "low"}, "", {{"LEAKWARDEN_FAIL_ON", "never"}}).exit_code, 1);
}

TEST_F(CommandLine, ExplainSaysWhyAndWhatNow) {
  commit_key();
  const std::string name =
      read_by_python(run({"scan"}).output, "d.get('fingerprint', '')").substr(0, 11);
  const ProgramResult result = run({"explain", name});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  for (const char* word :
       {"Postman API key", "postman-api-key", "why ", "config/prod.env:2", "revoke", "1."}) {
    EXPECT_NE(result.output.find(word), std::string::npos) << word << "\n" << result.output;
  }
  EXPECT_FALSE(shows_part_of(result.output, key_));
  EXPECT_EQ(run({"explain", "s1-00000000"}).exit_code, 2);
  EXPECT_EQ(run({"explain"}).exit_code, 2);
  git_.write("example.env", "K=PMAK" + std::string("-") + std::string(24, '0') + "-" +
                                std::string(34, '0') + "\n");
  const ProgramResult dropped = run({"explain", "--dropped", "example.env"});
  EXPECT_EQ(dropped.exit_code, 0);
  EXPECT_NE(dropped.output.find("example.env:1: postman-api-key"), std::string::npos)
      << dropped.output;
}

TEST_F(CommandLine, ExplainSaysWhatCouldNotBeScanned) {
  git_.write("cut.gz", std::string("\x1F\x8B\x08", 3) + "nonsense");
  const ProgramResult dropped = run({"explain", "--dropped", "cut.gz"});
  EXPECT_EQ(dropped.exit_code, 3) << dropped.output;
  EXPECT_NE(dropped.output.find("not everything could be scanned"), std::string::npos);
}

TEST_F(CommandLine, DoctorChecksThisMachine) {
  const ProgramResult result = run({"doctor"}, "", {{"LEAKWARDEN_SERVICE", "/bin/true"}});
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  for (const char* word : {"version", "rules", "matcher", "git", "hooks"}) {
    EXPECT_NE(result.output.find(word), std::string::npos) << result.output;
  }
}

TEST_F(CommandLine, ServiceCommandsBecomeTheService) {
  write_file(folder_ / "service", "#!/bin/sh\necho \"service: $*\"\nexit 7\n");
  ASSERT_EQ(::chmod((folder_ / "service").c_str(), 0755), 0);
  const ProgramResult result =
      run({"incidents", "list", "--all"}, "", {{"LEAKWARDEN_SERVICE", folder_ / "service"}});
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(result.output, "service: incidents list --all\n");
  const ProgramResult absent = run({"serve"}, "", {{"LEAKWARDEN_SERVICE", "/nonexistent"}});
  EXPECT_EQ(absent.exit_code, 2);
}

TEST_F(CommandLine, MistypedCommandsGetASuggestion) {
  EXPECT_NE(run({"scna"}).errors.find("try: leakwarden scan"), std::string::npos);
  EXPECT_NE(run({"scan", "--formt", "x"}).errors.find("try: --format"), std::string::npos);
  EXPECT_NE(run({"frobnicate"}).errors.find("try: leakwarden --help"), std::string::npos);
}

TEST_F(CommandLine, EveryCommandSuggestsTheOptionThatWasMeant) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"scan", "--histroy"}, "--history"},
      {{"scan", "--hist"}, "--history"},
      {{"scan", "--secrets"}, "--show-secrets"},
      {{"scan", "--require_complete"}, "--require-complete"},
      {{"explain", "--droped", "a"}, "--dropped"},
      {{"hook", "install", "--pre-comit"}, "--pre-commit"},
      {{"hook", "status", "--hlep"}, "--help"},
      {{"hook", "run", "pre-commit", "--job", "1"}, "--jobs"},
      {{"rules", "list", "--rule", "x"}, "--rules"},
      {{"doctor", "--hepl"}, "--help"},
      {{"worker", "--bath"}, "--batch"},
      {{"--version", "--jsn"}, "--json"}};
  for (const auto& [words, meant] : cases) {
    const ProgramResult result = run(words);
    EXPECT_EQ(result.exit_code, 2) << words.back();
    EXPECT_NE(result.errors.find(": unknown option\ntry: " + meant + "\n"), std::string::npos)
        << result.errors;
  }
}

TEST_F(CommandLine, HelpOfACommandIsItsHelpInOneStyle) {
  for (const char* command : {"scan", "baseline", "explain", "rules", "hook", "doctor", "worker",
                              "version"}) {
    const ProgramResult page = run({command, "--help"});
    EXPECT_EQ(page.exit_code, 0) << command;
    EXPECT_EQ(run({"help", command}).output, page.output);
    EXPECT_EQ(run({"--help", command}).output, page.output);
    EXPECT_EQ(page.output.rfind("leakwarden ", 0), 0u) << page.output;
    EXPECT_NE(page.output.find(std::string(command) + ": "), std::string::npos) << page.output;
    std::istringstream lines(page.output);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), 80) << line;
  }
  EXPECT_EQ(run({"help", "rules", "check"}).output, run({"rules", "check", "--help"}).output);
  EXPECT_EQ(run({"help", "hook", "run"}).output, run({"hook", "--help"}).output);
  EXPECT_EQ(run({"hook", "run", "pre-commit", "--help"}).output, run({"hook", "--help"}).output);
  EXPECT_EQ(run({"help", "help"}).output, run({"--help"}).output);
  EXPECT_NE(run({"help", "scna"}).errors.find("try: leakwarden scan"), std::string::npos);
  EXPECT_EQ(run({"help", "baseline", "add"}).output, run({"baseline", "--help"}).output);
}

TEST_F(CommandLine, AFullDiskIsSaidAndNeverSilent) {
  commit_key();
  const std::string name =
      read_by_python(run({"scan"}).output, "d.get('fingerprint', '')").substr(0, 11);
  const std::string commands[] = {"",
                                  "--help",
                                  "help scan",
                                  "--version",
                                  "version",
                                  "--version --json",
                                  "--version --help",
                                  "scan",
                                  "scan --help",
                                  "scan --format text",
                                  "scan --staged",
                                  "rules list",
                                  "rules list --format json",
                                  "rules show postman-api-key",
                                  "rules check",
                                  "rules --help",
                                  "explain " + name,
                                  "explain --dropped",
                                  "explain --help",
                                  "hook --help",
                                  "hook status",
                                  "hook install",
                                  "hook uninstall",
                                  "doctor",
                                  "doctor --help",
                                  "worker --help"};
  ProgramOptions options;
  options.folder = git_.folder();
  options.environment = {{"LEAKWARDEN_SERVICE", "/bin/true"}};
  options.deadline = std::chrono::seconds(240);  // seven thousand rules are checked
  for (const std::string& command : commands) {
    for (const char* full : {" >/dev/full", " >&-"}) {
      const ProgramResult result =
          run_program({"sh", "-c", "'" + scanner_program() + "' " + command + full}, options);
      const bool report_lost =
          command.rfind("scan", 0) == 0 && command.find("--help") == std::string::npos;
      EXPECT_EQ(result.exit_code, report_lost ? 3 : 2) << command;
      EXPECT_EQ(result.errors.rfind("leakwarden: write: standard output: ", 0), 0u)
          << command << full << ": " << result.errors;
      EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
    }
  }
}

TEST_F(CommandLine, AClosedPipeEndsItQuietly) {
  commit_key();
  ProgramOptions options;
  options.folder = git_.folder();
  const ProgramResult result =
      run_program({"sh", "-c", "'" + scanner_program() + "' scan | true"}, options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.errors, "");
}

TEST_F(CommandLine, AnInterruptedScanWritesWhatItHas) {
  ProgramOptions options;
  options.folder = git_.folder();
  const std::string report = folder_ / "report";
  BackgroundProgram scan = BackgroundProgram::start(
      {scanner_program(), "scan", "--output", report, "/dev/zero"}, folder_ / "log", options);
  ASSERT_TRUE(eventually([&] { return catches(scan.pid(), SIGINT); }, std::chrono::seconds(20)));
  scan.signal(SIGINT);
  EXPECT_EQ(scan.wait(std::chrono::seconds(20)), 130);
  EXPECT_NE(read_file(report).find("\"interrupted\""), std::string::npos) << read_file(report);
}

TEST_F(CommandLine, VersionIsMachineReadable) {
  EXPECT_EQ(run({"--version"}).output.substr(0, 11), "leakwarden ");
  EXPECT_NE(read_by_python(run({"--version", "--json"}).output,
                           "d['version'], d['libraries']['hyperscan']"),
            "");
}

}  // namespace
}  // namespace leakwarden::testing
