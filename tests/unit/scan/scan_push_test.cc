#include <algorithm>

#include "scanner/base/base64.h"
#include "scanner/scan.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::Dice;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::places_of;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::SecretCommit;
using leakwarden::testing::SecretHistory;
using leakwarden::testing::value_of;

ObjectId id(const std::string& hex) {
  return *ObjectId::from_hex(hex);
}

PushRequest pushing(const std::string& ref, const std::string& tip,
                    const std::vector<std::string>& known) {
  PushRequest request;
  request.updates.push_back({ObjectId(), id(tip), ref});
  for (const std::string& hex : known) request.known_tips.push_back(id(hex));
  return request;
}

// Numbered lines with a key on line `line`, behind at least `bytes` of them.
struct LargeText {
  LargeText(std::size_t bytes, const std::string& key) {
    while (text.size() < bytes)
      text += "just a line of some text, number " + std::to_string(text.size()) + "\n";
    line = 1 + std::count(text.begin(), text.end(), '\n');
    text += "K=" + key + "\n" + text.substr(0, 100'000);
  }
  std::string text;
  std::int64_t line = 0;
};

// The oracle: a value is introduced by a new commit when it is in the commit and in no parent.
TEST(ScanPush, FindsExactlyWhatRandomPushesIntroduce) {
  for (unsigned long long seed = 1; seed <= 6; ++seed) {
    GitSandbox sandbox;
    const SecretHistory history(sandbox, seed, 60);
    const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
    ASSERT_TRUE(repository);
    Dice dice(seed + 100);
    for (int round = 0; round < 8; ++round) {
      const std::size_t tip = dice.below(60);
      const std::size_t known = dice.below(60);
      const std::set<std::size_t> hidden = history.ancestors(known);
      std::set<unsigned> expected;
      for (std::size_t commit : history.ancestors(tip)) {
        if (hidden.count(commit) > 0) continue;
        for (unsigned number = 0; number < SecretHistory::kTokens; ++number) {
          if (history.holds(commit, number) && !history.parents_hold(commit, number))
            expected.insert(number);
        }
      }
      const Result<ScanReport> report = scan_push(
          *repository,
          pushing("refs/heads/x", history.commits()[tip].id, {history.commits()[known].id}),
          builtin_options(1 + round % 2));
      ASSERT_TRUE(report.ok()) << report.error().message();
      EXPECT_TRUE(report->coverage.complete());
      std::set<unsigned> found;
      for (const Finding& finding : report->findings) {
        const unsigned number = SecretHistory::number_of(value_of(finding));
        ASSERT_LT(number, SecretHistory::kTokens);
        found.insert(number);
        const std::size_t commit = history.index_of(finding.location.commit);
        EXPECT_EQ(hidden.count(commit), 0u);
        EXPECT_FALSE(history.parents_hold(commit, number));
        EXPECT_EQ(history.commits()[commit].files.at(finding.location.path).count(number), 1u);
        EXPECT_EQ(finding.location.refs, std::vector<std::string>{"refs/heads/x"});
        const std::map<std::string, std::string>& at_tip = history.commits()[tip].contents;
        const auto standing = at_tip.find(finding.location.path);
        EXPECT_EQ(
            *finding.location.at_tip,
            standing != at_tip.end() &&
                standing->second == history.commits()[commit].contents.at(finding.location.path));
      }
      EXPECT_EQ(found, expected) << "seed " << seed << " tip " << tip << " known " << known;
    }
  }
}

TEST(ScanPush, TheSameWhateverTheJobs) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 77, 80);
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const PushRequest request = pushing("refs/heads/x", history.commits()[79].id, {});
  const Result<ScanReport> one = scan_push(*repository, request, builtin_options(1));
  ASSERT_TRUE(one.ok());
  EXPECT_FALSE(one->findings.empty());
  for (unsigned jobs : {2u, 3u, 8u}) {
    const Result<ScanReport> many = scan_push(*repository, request, builtin_options(jobs));
    ASSERT_TRUE(many.ok());
    EXPECT_EQ(places_of(many->findings), places_of(one->findings));
    EXPECT_EQ(many->coverage.objects, one->coverage.objects);
    EXPECT_EQ(many->coverage.bytes, one->coverage.bytes);
    EXPECT_EQ(many->coverage.notes, one->coverage.notes);
  }
}

TEST(ScanPush, ADeletionIntroducesNothing) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 5, 5);
  PushRequest request;
  request.updates.push_back({id(history.commits()[4].id), ObjectId(), "refs/heads/x"});
  const Result<ScanReport> report =
      scan_push(*open_repository(sandbox.path()), request, builtin_options());
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_TRUE(report->findings.empty());
  EXPECT_EQ(report->coverage.objects, 0u);
}

TEST(ScanPush, AnAbsentTipIsAnErrorAndNeverClean) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 5, 5);
  const Result<ScanReport> report =
      scan_push(*open_repository(sandbox.path()), pushing("refs/heads/x", std::string(40, 'e'), {}),
                builtin_options());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::NotFound);
}

TEST(ScanPush, RefsOfSeveralUpdatesAreToldApart) {
  GitSandbox sandbox;
  sandbox.write("base", "1\n");
  const std::string base = sandbox.commit_all("base");
  sandbox.git({"checkout", "-q", "-b", "one"});
  sandbox.write("a.env", "K=" + planted_postman_key(1) + "\n");
  const std::string one = sandbox.commit_all("one");
  sandbox.git({"checkout", "-q", "-b", "two"});
  sandbox.write("b", "1\n");
  sandbox.git({"rm", "-q", "a.env"});
  const std::string two = sandbox.commit_all("two");
  PushRequest request = pushing("refs/heads/two", two, {base});
  request.updates.push_back({ObjectId(), id(one), "refs/heads/one"});
  const Result<ScanReport> report =
      scan_push(*open_repository(sandbox.path()), request, builtin_options());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  const Location& place = report->findings[0].location;
  EXPECT_EQ(place.commit, one);
  EXPECT_EQ(place.refs, (std::vector<std::string>{"refs/heads/one", "refs/heads/two"}));
  EXPECT_EQ(place.at_tip, std::optional<bool>(true));
}

TEST(ScanPush, PoisonedObjectsAreGapsAndNotRead) {
  GitSandbox sandbox;
  sandbox.write("a.env", "K=" + planted_postman_key(1) + "\n");
  sandbox.write("b.env", "K=" + planted_postman_key(3) + "\n");
  const std::string tip = sandbox.commit_all("x");
  ScanOptions options = builtin_options();
  options.poisoned.push_back(id(sandbox.git_line({"rev-parse", "HEAD:a.env"})));
  const Result<ScanReport> report =
      scan_push(*open_repository(sandbox.path()), pushing("refs/heads/x", tip, {}), options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"blob b.env:1"});
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_NE(report->coverage.gaps[0].what.find(options.poisoned[0].hex()), std::string::npos);
}

TEST(ScanPush, StreamsOverTheLimitAreGapsOfTheContent) {
  GitSandbox sandbox;
  sandbox.write("big", std::string(5000, 'x') + planted_postman_key(1) + "\n");
  const std::string tip = sandbox.commit_all("x");
  OpenOptions open;
  open.limits.max_object_bytes = 1000;
  open.limits.max_stream_bytes = 2000;
  ScanOptions options = builtin_options();
  options.limits = open.limits;
  const Result<std::shared_ptr<Repository>> repository = Repository::open(sandbox.path(), open);
  ASSERT_TRUE(repository.ok());
  const Result<ScanReport> report =
      scan_push(**repository, pushing("refs/heads/x", tip, {}), options);
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->coverage.complete());
  EXPECT_TRUE(report->coverage.any_gap_caused_by_content);
  EXPECT_EQ(outcome_of(report->coverage, report->findings.size()), Outcome::Partial);
}

// They were gaps, and a key at the end of a large dump went in unseen.
TEST(ScanPush, ObjectsOverTheLimitComeInWindows) {
  GitSandbox sandbox;
  const LargeText large(3'000'000, planted_postman_key(1));
  sandbox.write("big", large.text);
  const std::string tip = sandbox.commit_all("x");
  ScanOptions options = builtin_options();
  options.limits.max_object_bytes = 1 << 20;
  options.limits.window_bytes = 1 << 19;
  OpenOptions open;
  open.limits = options.limits;
  for (const bool packed : {false, true}) {
    if (packed) sandbox.git({"repack", "-q", "-a", "-d"});
    const Result<std::shared_ptr<Repository>> repository = Repository::open(sandbox.path(), open);
    ASSERT_TRUE(repository.ok());
    const Result<ScanReport> report =
        scan_push(**repository, pushing("refs/heads/x", tip, {}), options);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(places_of(report->findings),
              std::vector<std::string>{"blob big:" + std::to_string(large.line)});
    EXPECT_TRUE(report->coverage.complete());
  }
}

TEST(ScanStaged, ObjectsOverTheLimitComeInWindows) {
  GitSandbox sandbox;
  const LargeText large(3'000'000, planted_postman_key(1));
  sandbox.write("big", large.text);
  sandbox.git({"add", "big"});
  ScanOptions options = builtin_options();
  options.limits.max_object_bytes = 1 << 20;
  options.limits.window_bytes = 1 << 19;
  OpenOptions open;
  open.limits = options.limits;
  const Result<std::shared_ptr<Repository>> repository = Repository::open(sandbox.path(), open);
  ASSERT_TRUE(repository.ok());
  const Result<ScanReport> report = scan_staged(**repository, "", options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings),
            std::vector<std::string>{"index big:" + std::to_string(large.line)});
  EXPECT_TRUE(report->coverage.complete());
}

TEST(ScanPush, CancelledIsInterruptedAndAGap) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 5, 20);
  std::atomic<bool> cancel = true;
  ScanOptions options = builtin_options();
  options.cancel = &cancel;
  const Result<ScanReport> report =
      scan_push(*open_repository(sandbox.path()),
                pushing("refs/heads/x", history.commits()[19].id, {}), options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->interrupted);
  EXPECT_FALSE(report->coverage.complete());
}

TEST(ScanPush, EachWorkerNotesTheObjectItIsOn) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  const std::string tip = sandbox.commit_all("x");
  std::set<std::string> seen;
  ScanOptions options = builtin_options();
  options.on_object = [&](unsigned worker, const ObjectId& object) {
    EXPECT_EQ(worker, 0u);
    seen.insert(object.hex());
  };
  ASSERT_TRUE(
      scan_push(*open_repository(sandbox.path()), pushing("refs/heads/x", tip, {}), options).ok());
  EXPECT_EQ(seen, (std::set<std::string>{tip, sandbox.git_line({"rev-parse", "HEAD:a"})}));
}

// What a push brings against the commit before, as "path" findings.
std::vector<std::string> pushed_names(GitSandbox& sandbox, const std::string& known,
                                      const std::string& tip) {
  const Result<ScanReport> report = scan_push(
      *open_repository(sandbox.path()), pushing("refs/heads/x", tip, {known}), builtin_options(2));
  EXPECT_TRUE(report.ok());
  for (const Finding& finding : report->findings) {
    EXPECT_EQ(finding.location.commit, tip);
    EXPECT_EQ(finding.location.refs, std::vector<std::string>{"refs/heads/x"});
    EXPECT_EQ(finding.location.author.empty(), false);
  }
  return places_of(report->findings);
}

TEST(ScanPush, ARenameToANameThatHoldsAKeyIsFound) {
  GitSandbox sandbox;
  sandbox.write("a/one", "1\n");
  sandbox.write("b/deep/two", "2\n");
  sandbox.write("b/deep/three", "3\n");
  const std::string known = sandbox.commit_all("begin");
  sandbox.git({"mv", "a/one", "a/dump-" + planted_postman_key(1)});
  const std::string file = sandbox.commit_all("rename a file");
  EXPECT_EQ(pushed_names(sandbox, known, file), std::vector<std::string>{"path a/dump-PMAK…:1"});
  sandbox.git({"mv", "b", "of-" + planted_postman_key(3)});
  const std::string folder = sandbox.commit_all("rename a folder");
  EXPECT_EQ(pushed_names(sandbox, file, folder), std::vector<std::string>{"path of-PMAK…:1"})
      << "once, and not for each file in it";
}

TEST(ScanPush, ANameThatStoodInAParentIsNotNew) {
  GitSandbox sandbox;
  sandbox.write("dump-" + planted_postman_key(1) + "/one", "1\n");
  const std::string known = sandbox.commit_all("begin");
  sandbox.write("dump-" + planted_postman_key(1) + "/two", "2\n");
  const std::string beside = sandbox.commit_all("a file beside");
  EXPECT_EQ(pushed_names(sandbox, known, beside), std::vector<std::string>{});
  sandbox.write("keep", "x\n");
  sandbox.git({"mv", "dump-" + planted_postman_key(1), "moved-" + planted_postman_key(1)});
  const std::string moved = sandbox.commit_all("the old value under another name");
  EXPECT_EQ(pushed_names(sandbox, beside, moved), std::vector<std::string>{});
}

// The first commit that has the path has the value from its parent; the second one brings it.
// Decoding a file, or encoding one, brings no new secret.
TEST(ScanPush, AValueThatStoodEncodedInAParentIsNotNew) {
  GitSandbox sandbox;
  const std::string first = planted_postman_key(1);
  const std::string second = planted_postman_key(2);
  sandbox.write("a.yaml", "data: " + base64_encode("k=" + first) + "\n");
  sandbox.write("b.env", "K=" + second + "\n");
  const std::string base = sandbox.commit_all("base");
  sandbox.write("a.yaml", "K=" + first + "\n");
  sandbox.write("b.env", "data: " + base64_encode("key=" + second) + "\n");
  const std::string moved = sandbox.commit_all("moved");
  sandbox.write("c.yaml", "data: " + base64_encode("x" + planted_postman_key(3)) + "\n");
  const std::string added = sandbox.commit_all("added");
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const Result<ScanReport> old =
      scan_push(*repository, pushing("refs/heads/x", moved, {base}), builtin_options());
  ASSERT_TRUE(old.ok());
  EXPECT_TRUE(old->findings.empty());
  const Result<ScanReport> fresh =
      scan_push(*repository, pushing("refs/heads/x", added, {base}), builtin_options());
  ASSERT_TRUE(fresh.ok());
  ASSERT_EQ(fresh->findings.size(), 1u);
  EXPECT_EQ(value_of(fresh->findings[0]), planted_postman_key(3));
  EXPECT_EQ(fresh->findings[0].decoded, std::vector<std::string>{"base64"});
}

TEST(ScanPush, AValueThatStoodInAParentsArchiveIsNotNew) {
  GitSandbox sandbox;
  const auto zip = [&sandbox](const std::string& content) {
    leakwarden::testing::ProgramOptions options;
    options.folder = sandbox.path();
    options.input = content;
    const leakwarden::testing::ProgramResult made = leakwarden::testing::run_program(
        {"sh", "-c", "cat > in.env && rm -f a.zip && zip -q a.zip in.env && rm in.env"}, options);
    ASSERT_EQ(made.exit_code, 0) << made.errors;
  };
  const std::string first = "K=" + planted_postman_key(1) + "\n";
  zip(first);
  const std::string base = sandbox.commit_all("base");
  zip("A=1\n" + first);
  const std::string changed = sandbox.commit_all("changed");
  zip("A=1\n" + first + "K=" + planted_postman_key(2) + "\n");
  const std::string added = sandbox.commit_all("added");
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const Result<ScanReport> old =
      scan_push(*repository, pushing("refs/heads/x", changed, {base}), builtin_options());
  ASSERT_TRUE(old.ok());
  EXPECT_TRUE(old->findings.empty());
  EXPECT_TRUE(old->coverage.complete());
  const Result<ScanReport> fresh =
      scan_push(*repository, pushing("refs/heads/x", added, {base}), builtin_options());
  ASSERT_TRUE(fresh.ok());
  ASSERT_EQ(fresh->findings.size(), 1u);
  EXPECT_EQ(value_of(fresh->findings[0]), planted_postman_key(2));
  EXPECT_EQ(fresh->findings[0].decoded, std::vector<std::string>{"zip:in.env"});
}

TEST(ScanPush, ANameThatOneCommitKeepsAndAnotherBringsIsFound) {
  GitSandbox sandbox;
  const std::string name = "dump-" + planted_postman_key(1);
  sandbox.write("old-" + planted_postman_key(1), "1\n");
  const std::string with_value = sandbox.commit_all("known with the value");
  sandbox.git({"mv", "old-" + planted_postman_key(1), name});
  const std::string keeps = sandbox.commit_all("keeps");
  sandbox.git({"checkout", "-q", "--orphan", "other"});
  sandbox.git({"rm", "-q", "-r", "-f", "."});
  sandbox.write("clean", "1\n");
  const std::string without = sandbox.commit_all("known without");
  sandbox.git({"mv", "clean", name});
  const std::string brings = sandbox.commit_all("brings");
  PushRequest request = pushing("refs/heads/keeps", keeps, {with_value, without});
  request.updates.push_back({ObjectId(), id(brings), "refs/heads/brings"});
  const Result<ScanReport> report =
      scan_push(*open_repository(sandbox.path()), request, builtin_options());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.commit, brings);
}

TEST(ScanPush, NamesThatHoldTheKeyAreMaskedInEveryFinding) {
  GitSandbox sandbox;
  const std::string key = planted_postman_key(1);
  const std::string other = planted_postman_key(3);
  sandbox.write("dump-" + key + "/x.env", "K=" + other + "\n");
  const std::string tip = sandbox.commit_all("x");
  const Result<ScanReport> report = scan_push(*open_repository(sandbox.path()),
                                              pushing("refs/heads/x", tip, {}), builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings),
            (std::vector<std::string>{"path dump-PMAK…:1", "blob dump-PMAK…/x.env:1"}));
}

}  // namespace
}  // namespace leakwarden::scanner
