// Reports as their consumers meet them: the real program, each format, and places that cannot hold
// one.

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/check_report.h"
#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

using nlohmann::json;

class Reports : public ::testing::Test {
 protected:
  Reports() : git_(folder_ / "repo"), key_(planted_postman_key(41)) {
    git_.init();
    git_.commit_file("config/prod.env", "A=1\nAPI_KEY=" + key_ + "\n", "add");
  }

  ProgramResult run(std::vector<std::string> words,
                    const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), scanner_program());
    ProgramOptions options;
    options.folder = git_.folder();
    options.environment = environment;
    return run_program(words, options);
  }

  void commit_hostile_names() {
    const std::string names[] = {"weird\n\x1b[31m/]]></script>&\"=::error::x,y:z%.env",
                                 "=cmd|' /C calc'!A0.env", "bad\xff\xfename.env"};
    std::uint64_t seed = 50;
    for (const std::string& name : names)
      git_.commit_file(name, "KEY=" + planted_postman_key(seed++) + "\n", "add");
  }

  std::string file(const std::string& name) { return (folder_ / name); }

  std::size_t files_in(const std::string& folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
  }

  TemporaryFolder folder_;
  GitClient git_;
  std::string key_;
};

constexpr const char* kFormats[] = {"jsonl", "json", "sarif",    "gitlab", "junit",
                                    "csv",   "html", "gitleaks", "github", "codequality"};

TEST_F(Reports, EachFormatIsTakenByItsConsumers) {
  commit_hostile_names();
  for (const char* format : kFormats) {
    const ProgramResult result = run({"scan", "--format", format});
    EXPECT_EQ(result.exit_code, 1) << format << result.errors;
    EXPECT_EQ(mistakes_in(format, result.output), "");
    EXPECT_FALSE(shows_part_of(result.output, key_)) << format;
  }
}

TEST_F(Reports, SoIsThatOfACleanFolder) {
  std::filesystem::create_directory(folder_ / "clean");
  for (const char* format : kFormats) {
    const ProgramResult result = run({"scan", "--format", format, file("clean")});
    EXPECT_EQ(result.exit_code, 0) << format << result.errors;
    EXPECT_EQ(mistakes_in(format, result.output), "");
  }
}

TEST_F(Reports, SarifNamesTheCommitAndCountsColumnsFromTheTextBefore) {
  git_.commit_file("src/client.py", "a\n# 🎉 ü " + planted_github_token(7) + "\n", "b");
  const ProgramResult result = run({"scan", "--format", "sarif"});
  const json document = json::parse(result.output)["runs"][0];
  const json provenance = document["versionControlProvenance"][0];
  EXPECT_EQ(provenance["revisionId"].get<std::string>(), git_.must({"rev-parse", "HEAD"}));
  EXPECT_EQ(provenance["repositoryUri"].get<std::string>().rfind("file:///", 0), 0u);
  for (const json& found : document["results"]) {
    const json place = found["locations"][0]["physicalLocation"];
    if (place["artifactLocation"]["uri"] != "src/client.py") continue;
    EXPECT_EQ(place["region"]["startColumn"], 8);  // the emoji counts twice
    EXPECT_EQ(place["region"]["endColumn"], 48);
  }
}

TEST_F(Reports, SarifHasARunForEachRepositoryThatIsScanned) {
  GitClient other(folder_ / "other");
  other.init();
  const std::string commit = other.commit_file("b.env", "KEY=" + planted_postman_key(42) + "\n");
  const ProgramResult result = run({"scan", "--format", "sarif", git_.folder(), other.folder()});
  EXPECT_EQ(mistakes_in("sarif", result.output), "");
  const json runs = json::parse(result.output)["runs"];
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[1]["versionControlProvenance"][0]["revisionId"], commit);
  ASSERT_EQ(runs[1]["results"].size(), 1u);
  EXPECT_EQ(runs[1]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "b.env");
}

TEST_F(Reports, SarifSaysWhatIsNewBesideAnEarlierReport) {
  ASSERT_EQ(
      run({"scan", "--format", "gitleaks", "--show-secrets", "--output", file("old")}).exit_code,
      1);
  git_.commit_file("new.env", "KEY=" + planted_postman_key(43) + "\n", "b");
  const ProgramResult result = run({"scan", "--format", "sarif", "--compare", file("old")});
  EXPECT_EQ(mistakes_in("sarif", result.output), "");
  std::map<std::string, std::string> states;
  const json results = json::parse(result.output)["runs"][0]["results"];
  for (const json& found : results) {
    states[found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]] =
        found["baselineState"];
  }
  EXPECT_EQ(states["config/prod.env"], "unchanged");
  EXPECT_EQ(states["new.env"], "new");
}

TEST_F(Reports, StandardInputIsReadOnce) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"scan", "-", "-"},
                                             {"scan", "-", "--compare", "-", "--format", "text"},
                                             {"known", "-", "-"}}) {
    const ProgramResult result = run(words);
    EXPECT_EQ(result.exit_code, 2) << words[0];
    EXPECT_NE(result.errors.find("standard input"), std::string::npos) << result.errors;
    EXPECT_EQ(result.output, "");
  }
}

TEST_F(Reports, AWrongVariableIsNamed) {
  const ProgramResult result = run({"scan"}, {{"LEAKWARDEN_CONFIDENCE", "zzz"}});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("LEAKWARDEN_CONFIDENCE=zzz: unknown value"), std::string::npos)
      << result.errors;
}

TEST_F(Reports, AFileIsWrittenWhollyForItsOwnerAlone) {
  const ProgramResult result = run({"scan", "--format", "json", "--output", file("r.json")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(mistakes_in("json", read_file(file("r.json"))), "");
  struct stat status {};
  ASSERT_EQ(::stat(file("r.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(Reports, APlaceThatCannotBeIsSaidBeforeTheScan) {
  std::filesystem::create_directory(folder_ / "out");
  for (const std::string& place :
       {file("absent/r.json"), file("out"), std::string("/dev/null/r")}) {
    const ProgramResult result = run({"scan", "--output", place});
    EXPECT_EQ(result.exit_code, 2) << place;
    EXPECT_EQ(result.errors.rfind("leakwarden: write the report: ", 0), 0u) << result.errors;
    EXPECT_EQ(result.output, "");
  }
}

TEST_F(Reports, AFullDiskLosesTheReportAndSaysSo) {
  const ProgramResult result = run({"scan", "--output", "/dev/full"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.errors.find("/dev/full: No space left on device"), std::string::npos);
}

// A size limit on files stands for the full disk: the old report stays, no part of a new one does.
TEST_F(Reports, NothingHalfWrittenStays) {
  std::filesystem::create_directory(folder_ / "out");
  write_file(file("out/r.html"), "the old report");
  ProgramOptions options;
  options.folder = git_.folder();
  const ProgramResult result =
      run_program({"sh", "-c",
                   "trap '' XFSZ; ulimit -f 1; exec '" + scanner_program() +
                       "' scan --fresh --format html --output " + file("out/r.html")},
                  options);
  EXPECT_EQ(result.exit_code, 3) << result.errors;
  EXPECT_NE(result.errors.find("File too large"), std::string::npos) << result.errors;
  EXPECT_EQ(read_file(file("out/r.html")), "the old report");
  EXPECT_EQ(files_in(file("out")), 1u);
}

TEST_F(Reports, AFolderWithoutWriteBitsIsSaid) {
  std::filesystem::create_directory(folder_ / "out");
  ::chmod(file("out").c_str(), 0500);
  ProgramOptions options;
  options.folder = git_.folder();
  // Root may write anywhere: it drops the right to.
  const std::string drop = ::geteuid() == 0 ? "setpriv --bounding-set=-all --inh-caps=-all " : "";
  const ProgramResult result = run_program(
      {"sh", "-c", drop + "'" + scanner_program() + "' scan --output " + file("out/r.jsonl")},
      options);
  EXPECT_EQ(result.exit_code, 2) << result.errors;
  EXPECT_NE(result.errors.find("Permission denied"), std::string::npos) << result.errors;
}

TEST_F(Reports, AWorkflowsLogGetsAnnotationsBesideTheText) {
  commit_hostile_names();
  const std::map<std::string, std::string> workflow = {{"GITHUB_ACTIONS", "true"}};
  const ProgramResult result = run({"scan", "--format", "text"}, workflow);
  ASSERT_EQ(result.output.rfind("::stop-commands::", 0), 0u);
  const std::string token = result.output.substr(17, 32);
  const std::size_t end = result.output.find("\n::" + token + "::\n");
  ASSERT_NE(end, std::string::npos);
  EXPECT_EQ(mistakes_in("github", result.output.substr(end + token.size() + 6)), "");
  EXPECT_NE(result.output.find("::error file=config/prod.env,line=2,col=9,"), std::string::npos);
  EXPECT_EQ(
      run({"scan", "--format", "text"}, {{"GITHUB_ACTIONS", ""}}).output.find("::stop-commands::"),
      std::string::npos);
}

TEST_F(Reports, DiffKnowsNewFixedAndMoved) {
  for (const std::string format : {"jsonl", "json", "sarif", "gitleaks"}) {
    git_.write("config/prod.env", "A=1\nAPI_KEY=" + key_ + "\n");
    const std::string before = file("before." + format);
    const std::string after = file("after." + format);
    const std::string where = git_.folder() + "/config";
    run({"scan", "--format", format, "--output", before, where});
    EXPECT_EQ(run({"report", "diff", before, before}).exit_code, 0) << format;
    git_.write("config/prod.env", "A=1\n\n\nAPI_KEY=" + key_ + "\n");
    run({"scan", "--format", format, "--output", after, where});
    const ProgramResult moved = run({"report", "diff", before, after});
    EXPECT_EQ(moved.exit_code, 0) << format << moved.output;
    EXPECT_NE(moved.output.find("0 new, 1 moved, 0 suppressed, 0 fixed"), std::string::npos)
        << format << moved.output;
    git_.write("config/prod.env", "API_KEY=" + planted_postman_key(99) + "\n");
    run({"scan", "--format", format, "--output", after, where});
    const ProgramResult changed = run({"report", "diff", "--format", "json", before, after});
    EXPECT_EQ(changed.exit_code, 1) << format;
    const json difference = json::parse(changed.output);
    EXPECT_EQ(difference["new"].size(), 1u) << format;
    EXPECT_EQ(difference["fixed"].size(), 1u) << format;
    EXPECT_FALSE(shows_part_of(changed.output, key_));
  }
}

// It would look as if everything had been mended.
TEST_F(Reports, DiffRefusesAReportThatIsCutOff) {
  ASSERT_EQ(run({"scan", "--format", "jsonl", "--output", file("old")}).exit_code, 1);
  const std::string whole = read_file(file("old"));
  write_file(file("empty"), "");
  write_file(file("cut"), whole.substr(0, whole.find("{\"summary\"")));
  for (const char* cut : {"empty", "cut"}) {
    const ProgramResult result = run({"report", "diff", file("old"), file(cut)});
    EXPECT_EQ(result.exit_code, 2) << cut << result.output;
  }
  EXPECT_EQ(run({"report", "diff", "-", "-"}).exit_code, 2);
}

TEST_F(Reports, NoBranchIsShownThatHoldsAKey) {
  git_.must({"checkout", "-q", "-b", "topic-" + key_});
  for (const char* format : kFormats) {
    const ProgramResult result = run({"scan", "--format", format});
    EXPECT_EQ(result.exit_code, 1) << format;
    EXPECT_FALSE(shows_part_of(result.output + result.errors, key_)) << format;
  }
}

TEST_F(Reports, TablesWithoutAPlaceForGapsSaySoBeside) {
  const std::string blob = git_.must({"rev-parse", "HEAD:config/prod.env"}).substr(0, 40);
  std::filesystem::remove(git_.folder() + "/.git/objects/" + blob.substr(0, 2) + "/" +
                          blob.substr(2));
  for (const char* format : {"csv", "gitleaks"}) {
    const ProgramResult result = run({"scan", "--history", "--format", format});
    EXPECT_EQ(result.exit_code, 3) << format;
    EXPECT_NE(result.errors.find("not everything was scanned"), std::string::npos) << format;
  }
}

TEST_F(Reports, DiffRefusesWhatIsNoReport) {
  const ProgramResult result = run({"report", "diff", "config/prod.env", "config/prod.env"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.errors.find("it is not JSON"), std::string::npos);
  EXPECT_FALSE(shows_part_of(result.errors, key_));
}

}  // namespace
}  // namespace leakwarden::testing
