#include <filesystem>

#include "scanner/scan.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::places_of;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::SecretHistory;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::value_of;

Result<ScanReport> history_of(const std::string& path, unsigned jobs = 1) {
  const std::shared_ptr<Repository> repository = open_repository(path);
  if (!repository) return Error::not_found("open", path);
  return scan_history(*repository, builtin_options(jobs));
}

std::string line_with(std::uint64_t seed) {
  return "K=" + planted_postman_key(seed) + "\n";
}

// The oracle: brute force over the model of a random history.
TEST(ScanHistory, FindsEveryValueWithATruePlace) {
  for (unsigned long long seed = 11; seed <= 16; ++seed) {
    GitSandbox sandbox;
    const SecretHistory history(sandbox, seed, 50);
    for (bool packed : {false, true}) {
      if (packed) sandbox.git({"repack", "-q", "-a", "-d", "-f"});
      const Result<ScanReport> report = history_of(sandbox.path(), packed ? 2 : 1);
      ASSERT_TRUE(report.ok()) << report.error().message();
      EXPECT_TRUE(report->coverage.complete());
      std::set<unsigned> expected;
      for (std::size_t commit = 0; commit < 50; ++commit) {
        for (unsigned number = 0; number < SecretHistory::kTokens; ++number) {
          if (history.holds(commit, number)) expected.insert(number);
        }
      }
      std::set<unsigned> found;
      std::set<std::pair<unsigned, std::string>> places;
      for (const Finding& finding : report->findings) {
        const unsigned number = SecretHistory::number_of(value_of(finding));
        ASSERT_LT(number, SecretHistory::kTokens);
        found.insert(number);
        const Location& place = finding.location;
        EXPECT_TRUE(places.insert({number, place.path}).second) << "one place, reported twice";
        // Who brought it in had it somewhere; where it stands it still is (each commit is a ref's
        // tip here). More about both: provenance_test.cc.
        EXPECT_TRUE(history.holds(history.index_of(place.commit), number));
        ASSERT_FALSE(place.refs.empty());
        const std::size_t tip = history.index_of(sandbox.git_line({"rev-parse", place.refs[0]}));
        EXPECT_EQ(history.commits()[tip].files.at(place.path).count(number), 1u);
        EXPECT_EQ(place.at_tip, std::optional<bool>(true));
      }
      EXPECT_EQ(found, expected) << "seed " << seed;
    }
  }
}

TEST(ScanHistory, KnowsWhatStillStandsAndWhoReachesIt) {
  GitSandbox sandbox;
  sandbox.write("config/a.env", line_with(1));
  const std::string added = sandbox.commit_all("add");
  sandbox.git({"tag", "v1"});
  sandbox.write("config/a.env", "# moved down\n" + line_with(1));
  sandbox.write("b.env", line_with(3));
  sandbox.commit_all("change");
  sandbox.git({"rm", "-q", "b.env"});
  sandbox.commit_all("remove b");
  const std::string branch = sandbox.git_line({"symbolic-ref", "HEAD"});
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(places_of(report->findings),
            (std::vector<std::string>{"blob b.env:1", "blob config/a.env:2"}));
  const Location& removed = report->findings[0].location;
  EXPECT_EQ(removed.at_tip, std::optional<bool>(false));
  EXPECT_EQ(removed.refs, std::vector<std::string>{branch});
  const Location& standing = report->findings[1].location;
  EXPECT_EQ(standing.at_tip, std::optional<bool>(true));
  EXPECT_EQ(standing.commit, added);
  EXPECT_EQ(standing.refs, (std::vector<std::string>{branch, "refs/tags/v1"}));
  EXPECT_EQ(standing.author, sandbox.git_line({"log", "-1", "--format=%an"}));
}

TEST(ScanHistory, EveryPlaceOfARepository) {
  GitSandbox sandbox;
  sandbox.write("README", "x\n");
  sandbox.commit_all("begin");
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "message " + planted_postman_key(1)});
  sandbox.git(
      {"commit", "-q", "--allow-empty", "-m", "x", "--author", planted_postman_key(3) + " <x@y>"});
  sandbox.git({"tag", "-a", "v1", "-m", planted_postman_key(5)});
  sandbox.git({"notes", "add", "-m", line_with(7)});
  sandbox.write("README", line_with(9));
  sandbox.git({"stash", "-q"});
  sandbox.git({"branch", "name-" + planted_postman_key(11)});
  sandbox.write("staged.env", line_with(13));
  sandbox.git({"add", "staged.env"});
  sandbox.git({"config", "remote.x.url", "https://u:" + planted_postman_key(15) + "@example.com/"});
  sandbox.git({"hash-object", "-w", "--stdin"}, line_with(17));
  sandbox.git(
      {"tag", "blob-tag", sandbox.git_line({"hash-object", "-w", "--stdin"}, line_with(19))});
  sandbox.write("file-" + planted_postman_key(21), "x\n");
  sandbox.write("lost.env", line_with(23));
  sandbox.commit_all("lost");
  sandbox.git({"reset", "-q", "--hard", "HEAD^"});  // only the reflog knows it now
  sandbox.git({"update-ref", "-m", "moved " + planted_postman_key(25), "refs/heads/other", "HEAD"});
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok()) << report.error().message();
  std::map<std::string, std::set<std::string>> kinds;  // value → kinds
  for (const Finding& finding : report->findings) {
    kinds[value_of(finding)].insert(std::string(place_kind_name(finding.location.kind)));
  }
  const std::pair<std::uint64_t, const char*> expected[] = {
      {1, "commit-message"}, {3, "author"},    {5, "tag-message"}, {7, "note"},
      {9, "stash"},          {11, "ref-name"}, {15, "config"},     {17, "blob"},
      {19, "blob"},          {21, "path"},     {23, "blob"},       {25, "reflog"}};
  for (const auto& [seed, kind] : expected) {
    EXPECT_EQ(kinds[planted_postman_key(seed)].count(kind), 1u) << kind << " " << seed;
  }
  // Added to the index, then to the commit that was thrown away.
  EXPECT_EQ(kinds[planted_postman_key(13)].size(), 1u);
}

TEST(ScanHistory, AStagedFileIsNamedByTheIndex) {
  GitSandbox sandbox;
  sandbox.write("deep/staged.env", line_with(1));
  sandbox.git({"add", "."});
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"index deep/staged.env:1"});
}

TEST(ScanHistory, TheSameWhateverTheJobs) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 99, 60);
  sandbox.git({"repack", "-q", "-a", "-d"});
  const Result<ScanReport> one = history_of(sandbox.path(), 1);
  ASSERT_TRUE(one.ok());
  for (unsigned jobs : {2u, 5u}) {
    const Result<ScanReport> many = history_of(sandbox.path(), jobs);
    ASSERT_TRUE(many.ok());
    EXPECT_EQ(places_of(many->findings), places_of(one->findings));
    EXPECT_EQ(many->coverage.objects, one->coverage.objects);
    EXPECT_EQ(many->coverage.bytes, one->coverage.bytes);
  }
}

TEST(ScanHistory, CountsEveryObjectAsGitDoes) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 3, 30);
  sandbox.git({"repack", "-q", "-a", "-d"});
  sandbox.git({"prune-packed"});
  const std::size_t objects = leakwarden::testing::lines_of(
                                  sandbox.git({"cat-file", "--batch-all-objects", "--batch-check"}))
                                  .size();
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok());
  EXPECT_GE(report->coverage.objects, objects);        // and the texts that are in no object
  EXPECT_LE(report->coverage.objects, objects + 100);  // one reflog a branch, and the configuration
}

TEST(ScanHistory, AMissingObjectIsAGap) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.commit_all("x");
  const std::string blob = sandbox.git_line({"rev-parse", "HEAD:a"});
  std::filesystem::remove(sandbox / (".git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2)));
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_NE(report->coverage.gaps[0].what.find(blob), std::string::npos);
  EXPECT_EQ(outcome_of(report->coverage, 0), Outcome::Partial);
}

TEST(ScanHistory, PromisedObjectsAreOneGapOrANote) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.write("b", "2\n");
  sandbox.commit_all("x");
  sandbox.git({"config", "uploadpack.allowFilter", "true"});
  const TemporaryFolder folder;
  sandbox.git({"clone", "-q", "--bare", "--filter=blob:none", "file://" + sandbox.path(),
               folder / "c.git"});
  const std::shared_ptr<Repository> clone = open_repository(folder / "c.git");
  ASSERT_TRUE(clone);
  ScanOptions options = builtin_options();
  Result<ScanReport> report = scan_history(*clone, options);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_EQ(report->coverage.gaps[0].what, "2 promised objects");
  options.missing_objects = MissingObjects::Note;
  report = scan_history(*clone, options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->coverage.complete());
  EXPECT_EQ(report->coverage.notes.size(), 1u);
}

TEST(ScanHistory, AShallowCloneIsANoteOnly) {
  GitSandbox sandbox;
  for (int i = 0; i < 3; ++i) {
    sandbox.write("a", std::to_string(i) + "\n");
    sandbox.commit_all("x");
  }
  const TemporaryFolder folder;
  sandbox.git({"clone", "-q", "--bare", "--depth=1", "file://" + sandbox.path(), folder / "c.git"});
  const Result<ScanReport> report = history_of(folder / "c.git");
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->coverage.complete());
  ASSERT_EQ(report->coverage.notes.size(), 1u);
  EXPECT_NE(report->coverage.notes[0].find("shallow"), std::string::npos);
}

TEST(ScanHistory, LfsContentIsScannedWhereItIsHere) {
  GitSandbox sandbox;
  const std::string here(64, 'a');
  const std::string away(64, 'b');
  const std::string head = "version https://git-lfs.github.com/spec/v1\noid sha256:";
  sandbox.write("here.bin", head + here + "\nsize 70\n");
  sandbox.write("away.bin", head + away + "\nsize 70\n");
  const std::string commit = sandbox.commit_all("x");
  sandbox.write(".git/lfs/objects/aa/aa/" + here, line_with(1));
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"blob here.bin:1"});
  EXPECT_EQ(report->findings[0].location.commit, commit);
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_EQ(report->coverage.gaps[0].what, "1 LFS object");
}

TEST(ScanHistory, LargeObjectsComeInWindows) {
  GitSandbox sandbox;
  std::string text;
  while (text.size() < 3'000'000)
    text += "just a line of some text, number " + std::to_string(text.size()) + "\n";
  const std::int64_t line = 1 + std::count(text.begin(), text.end(), '\n');
  sandbox.write("big", text + line_with(1) + text.substr(0, 100'000));
  sandbox.commit_all("x");
  OpenOptions open;
  open.limits.max_object_bytes = 1 << 20;
  open.limits.window_bytes = 1 << 19;
  const Result<std::shared_ptr<Repository>> repository = Repository::open(sandbox.path(), open);
  ASSERT_TRUE(repository.ok());
  ScanOptions options = builtin_options();
  options.limits = open.limits;
  const Result<ScanReport> report = scan_history(**repository, options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings),
            std::vector<std::string>{"blob big:" + std::to_string(line)});
  EXPECT_TRUE(report->coverage.complete());
}

TEST(ScanHistory, HeadersOfACommitThatHideTextAreText) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.commit_all("x");
  const std::string tree = sandbox.git_line({"rev-parse", "HEAD^{tree}"});
  const std::string commit =
      "tree " + tree + "\nparent-of " + planted_postman_key(1) +
      "\nauthor A <a@b> 1600000000 +0000\ncommitter A <a@b> 1600000000 +0000\n\nx\n";
  sandbox.git({"hash-object", "-t", "commit", "-w", "--literally", "--stdin"}, commit);
  const Result<ScanReport> report = history_of(sandbox.path());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.kind, PlaceKind::CommitMessage);
}

TEST(ScanRepository, TheWorkTreeAddsOnlyWhatIsNotCommitted) {
  GitSandbox sandbox;
  sandbox.write("a.env", line_with(1));
  sandbox.commit_all("x");
  sandbox.write("new.env", line_with(3));
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const Result<ScanReport> report = scan_repository(*repository, builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings),
            (std::vector<std::string>{"blob a.env:1", "work-tree new.env:1"}));
}

}  // namespace
}  // namespace leakwarden::scanner
