#include "scanner/remembered_scan.h"

#include <filesystem>

#include "scanner/base/sha256.h"
#include "tests/support/planted.h"
#include "tests/support/report_lines.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;
using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::read_file;
using leakwarden::testing::report_lines;
using leakwarden::testing::SecretHistory;
using leakwarden::testing::TemporaryFolder;

// Scans through a ledger of its own, and counts how often that scanned anything.
class Remembering {
 public:
  Remembering() : ledger_(std::make_shared<const Ledger>(*Ledger::open(cache_.path()))) {}

  std::string scan(const std::string& path) {
    const std::shared_ptr<Repository> repository = open_repository(path);
    RepositoryScan scan;
    scan.name = "repository";
    scan.with_work_tree = WithWorkTree::Yes;
    scan.least_confidence = least_confidence;
    scan.run = [this](Repository& scanned, const ScanOptions& with) {
      ++runs;
      return scan_repository(scanned, with);
    };
    const Result<ScanReport> report = remembered_scan(*repository, scan, options, ledger_);
    EXPECT_TRUE(report.ok());
    return report.ok() ? report_lines(*report) : "";
  }

  // What a scan says that knows nothing.
  std::string fresh(const std::string& path) const {
    const std::shared_ptr<Repository> repository = open_repository(path);
    const Result<ScanReport> report = scan_repository(*repository, options);
    EXPECT_TRUE(report.ok());
    return report.ok() ? report_lines(*report) : "";
  }

  // Equal to a fresh scan, twice, and the second time without one.
  void expect_remembered(const std::string& path, const std::string& what) {
    const std::string expected = fresh(path);
    EXPECT_EQ(scan(path), expected) << what;
    const int before = runs;
    EXPECT_EQ(scan(path), expected) << what;
    EXPECT_EQ(runs, before) << what << ": scanned again though nothing changed";
  }

  std::vector<std::string> records() const {
    std::vector<std::string> all;
    for (const fs::directory_entry& entry : fs::directory_iterator(cache_ / "ledger")) {
      all.push_back(entry.path().string());
    }
    return all;
  }

  ScanOptions options = builtin_options();
  Confidence least_confidence = Confidence::Low;
  int runs = 0;

 private:
  TemporaryFolder cache_;
  std::shared_ptr<const Ledger> ledger_;
};

std::string line_with(std::uint64_t seed) {
  return "K=" + planted_postman_key(seed) + "\n";
}

std::string ref_safe(std::uint64_t seed) {
  return planted_github_token(seed);
}

// One secret in every place that this version reads.
void fill_every_place(GitSandbox& sandbox) {
  sandbox.write("a/blob.env", line_with(1));
  sandbox.commit_all("one\n\n" + line_with(2));
  sandbox.git({"tag", "-a", "v1", "-m", line_with(3)});
  sandbox.git({"notes", "add", "-m", line_with(4), "HEAD"});
  sandbox.git({"config", "remote.x.url", "https://u:" + planted_github_token(5) + "@example.org/"});
  sandbox.git({"branch", "b-" + ref_safe(6)});
  sandbox.write("stashed.txt", line_with(7));
  sandbox.git({"add", "-A"});
  sandbox.git({"stash", "-q"});
  sandbox.write(planted_github_token(8) + ".txt", "a name\n");
  sandbox.git({"-c", "user.name=" + planted_github_token(9), "add", "-A"});
  sandbox.environment["GIT_AUTHOR_NAME"] = planted_github_token(9);
  sandbox.commit_all("by a secret author");
  sandbox.environment.erase("GIT_AUTHOR_NAME");
  sandbox.write("staged.txt", line_with(10));
  sandbox.git({"add", "staged.txt"});
  sandbox.write("untracked.txt", line_with(11));
  fs::create_symlink("/srv/" + planted_github_token(12), sandbox / "link");
  const std::string content = line_with(13);
  const std::string name = sha256_hex(content);
  sandbox.write(".git/lfs/objects/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name,
                content);
  sandbox.write("large.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:" + name +
                                 "\nsize " + std::to_string(content.size()) + "\n");
  sandbox.commit_all("a pointer");
  sandbox.write(".git/hooks/post-commit", "curl -H 'X-Api-Key: " + planted_postman_key(14) + "'\n");
  sandbox.write("weak.ini",
                "password = hunter"
                "2x9\n");
  sandbox.commit_all("a weak one");
  sandbox.write(planted_github_token(15) + ".cfg", "only staged\n");
  sandbox.git({"add", planted_github_token(15) + ".cfg"});
}

TEST(RememberedScan, SaysTheSameOfEveryPlace) {
  GitSandbox sandbox;
  fill_every_place(sandbox);
  Remembering remembering;
  const std::string lines = remembering.fresh(sandbox.path());
  for (const std::uint64_t seed : {1, 2, 3, 4, 7, 10, 11, 13, 14}) {
    EXPECT_NE(lines.find(planted_postman_key(seed)), std::string::npos) << seed;
  }
  for (const std::uint64_t seed : {5, 6, 8, 9, 12, 15}) {
    EXPECT_NE(lines.find(planted_github_token(seed)), std::string::npos) << seed;
  }
  remembering.expect_remembered(sandbox.path(), "every place");
  sandbox.git({"gc", "-q"});
  remembering.expect_remembered(sandbox.path(), "every place, packed");
}

TEST(RememberedScan, KeepsNoValueInTheLedger) {
  GitSandbox sandbox;
  fill_every_place(sandbox);
  sandbox.git({"gc", "-q"});
  Remembering remembering;
  remembering.expect_remembered(sandbox.path(), "every place");
  ASSERT_GE(remembering.records().size(), 2u) << "a report and a pack";
  for (const std::string& record : remembering.records()) {
    const std::string bytes = read_file(record);
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
      for (const std::string& value : {planted_postman_key(seed), planted_github_token(seed)}) {
        EXPECT_EQ(bytes.find(value), std::string::npos) << seed;
        EXPECT_EQ(bytes.find(value.substr(value.size() / 2)), std::string::npos) << seed;
      }
    }
    EXPECT_EQ(bytes.find("hunter"
                         "2x9"),
              std::string::npos);
  }
}

TEST(RememberedScan, SeesWhateverChanged) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 21, 12);
  Remembering remembering;
  remembering.expect_remembered(sandbox.path(), "at first");
  const auto after = [&](const std::string& what) {
    const int before = remembering.runs;
    remembering.expect_remembered(sandbox.path(), what);
    EXPECT_GT(remembering.runs, before) << what << " was not seen";
  };
  sandbox.write("new.env", line_with(31));
  after("an untracked file");
  sandbox.git({"add", "new.env"});
  after("staged");
  sandbox.commit_all("new");
  after("a commit");
  sandbox.write("new.env", line_with(32));
  after("an edit");
  sandbox.git({"checkout", "-q", "--", "new.env"});
  after("the edit taken back");
  sandbox.git({"tag", "-a", "t", "-m", line_with(33)});
  after("a tag");
  sandbox.git({"tag", "-d", "t"});
  after("a ref deleted");
  sandbox.git({"config", "remote.o.url", "https://" + planted_github_token(34) + "@example.org"});
  after("configuration");
  sandbox.git({"repack", "-q", "-a", "-d"});
  after("a repack");
  sandbox.git({"pack-refs", "--all"});
  after("packed refs");
  sandbox.write(".gitignore", "ignored.env\n");
  sandbox.write("ignored.env", line_with(35));
  after("an ignored file");
  sandbox.git({"reflog", "expire", "--expire=now", "--all"});
  sandbox.git({"gc", "-q", "--prune=now"});
  after("gc");
}

// Options that change what is found or said have records of their own; threads change nothing.
TEST(RememberedScan, KeepsOptionsApart) {
  GitSandbox sandbox;
  sandbox.write("a.env", "K=" + planted_postman_key(41) + " # leakwarden:allow\n");
  sandbox.commit_all("one");
  Remembering remembering;
  remembering.expect_remembered(sandbox.path(), "ignoring markers");
  remembering.options.inline_markers = InlineMarkers::Honour;
  remembering.expect_remembered(sandbox.path(), "honouring markers");
  remembering.options.repository_name = "another name";
  remembering.expect_remembered(sandbox.path(), "another name");
  remembering.options.limits.max_object_bytes = 10;
  remembering.expect_remembered(sandbox.path(), "a limit");
  const int before = remembering.runs;
  remembering.options.jobs = 3;
  remembering.scan(sandbox.path());
  EXPECT_EQ(remembering.runs, before);
}

TEST(RememberedScan, RebuildsRecordsThatAreDamaged) {
  GitSandbox sandbox;
  sandbox.write("a.env", line_with(51));
  sandbox.commit_all("one");
  Remembering remembering;
  remembering.expect_remembered(sandbox.path(), "at first");
  for (const std::string& record : remembering.records()) {
    std::string bytes = read_file(record);
    bytes[bytes.size() / 2] ^= 1;
    leakwarden::testing::write_file(record, bytes);
  }
  const int before = remembering.runs;
  remembering.expect_remembered(sandbox.path(), "damaged");
  EXPECT_EQ(remembering.runs, before + 1);
}

// A record is of its moment: a clock that went back, and a key that ended since.
TEST(RememberedScan, LooksAgainWhenTimeHasChangedTheVerdict) {
  GitSandbox sandbox;
  sandbox.write("a.env", line_with(61));
  sandbox.commit_all("one");
  Remembering remembering;
  remembering.expect_remembered(sandbox.path(), "now");
  remembering.options.now_unix_seconds -= 10;
  const int before = remembering.runs;
  remembering.expect_remembered(sandbox.path(), "earlier");
  EXPECT_EQ(remembering.runs, before + 1);
}

TEST(RememberedScan, RemembersAbsentObjectsAndNoInterruptedScan) {
  GitSandbox sandbox;
  sandbox.write("a.env", line_with(71));
  const std::string commit = sandbox.commit_all("one");
  const std::string blob = sandbox.git_line({"rev-parse", commit + ":a.env"});
  fs::remove(sandbox / (".git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2)));
  Remembering remembering;
  remembering.expect_remembered(sandbox.path(), "an object is missing");

  Remembering interrupted;
  std::atomic<bool> cancel = true;
  interrupted.options.cancel = &cancel;
  interrupted.scan(sandbox.path());
  EXPECT_TRUE(interrupted.records().empty());
}

TEST(RememberedScan, LeavesOutWhatNobodyAskedFor) {
  GitSandbox sandbox;
  fill_every_place(sandbox);
  Remembering remembering;
  const std::string all = remembering.scan(sandbox.path());
  remembering.least_confidence = Confidence::High;
  const std::string sure = remembering.scan(sandbox.path());
  EXPECT_EQ(remembering.runs, 1);
  EXPECT_LT(sure.size(), all.size());
  EXPECT_EQ(sure.find("\"confidence\":\"medium\""), std::string::npos);
  EXPECT_NE(sure.find("\"confidence\":\"high\""), std::string::npos);
}

// What a caller watches candidate by candidate has to happen.
TEST(RememberedScan, RemembersNothingThatIsWatched) {
  GitSandbox sandbox;
  sandbox.write("a.env", line_with(81));
  sandbox.commit_all("one");
  Remembering remembering;
  remembering.options.on_dropped = [](const DroppedCandidate&) {};
  remembering.scan(sandbox.path());
  remembering.scan(sandbox.path());
  EXPECT_EQ(remembering.runs, 2);
  EXPECT_TRUE(remembering.records().empty());
}

}  // namespace
}  // namespace leakwarden::scanner
