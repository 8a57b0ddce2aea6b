// Hostile repository folders: the rows L–N of shared/design/reliability.md, section 2, and refs.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "scanner/git/changes.h"
#include "scanner/git/extra_texts.h"
#include "scanner/git/index.h"
#include "scanner/git/repository.h"
#include "tests/support/budget.h"
#include "tests/support/collecting_sink.h"
#include "tests/support/hostile_repository.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using namespace leakwarden::testing;

std::shared_ptr<Repository> open(const HostileRepository& hostile, OpenOptions options = {}) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(hostile.path(), options);
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

std::map<std::string, std::string> refs_of(Repository& repository, std::vector<Gap>& gaps) {
  std::map<std::string, std::string> refs;
  Result<std::vector<Ref>> all = repository.refs(gaps);
  EXPECT_TRUE(all.ok());
  for (const Ref& ref : *all) refs[ref.name] = ref.id.hex();
  return refs;
}

const std::string kId(40, '1');

TEST(HostileFolder, L_FifosEverywhereDoNotBlock) {
  HostileRepository hostile;
  for (const char* name : {"config", "HEAD", "packed-refs", "shallow", "commondir.no", "index",
                           "MERGE_HEAD", "COMMIT_EDITMSG", "refs/heads/main", "logs/HEAD",
                           "info/exclude", "objects/info/alternates", "worktrees/a/HEAD"})
    hostile.make_fifo(name);
  Budget budget(2);
  // `shallow` must be readable to know which history is here.
  EXPECT_FALSE(Repository::open(hostile.path(), {}).ok());
  std::filesystem::remove(hostile / "shallow");
  std::shared_ptr<Repository> repository = open(hostile);
  std::vector<Gap> gaps;
  EXPECT_TRUE(refs_of(*repository, gaps).empty());
  EXPECT_EQ(gaps.size(), 4u) << "packed-refs, HEAD, refs/heads/main, worktrees/a/HEAD";
  EXPECT_FALSE(staged_changes(*repository, "").ok());
  gaps.clear();
  extra_texts(*repository, gaps);
  EXPECT_EQ(gaps.size(), 5u) << "those four, and logs/HEAD";
  const Result<ScanReport> report = scan_history(*repository, builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(outcome_of(report->coverage, 0), Outcome::Partial);
  for (const char* name : {"config", "MERGE_HEAD", "COMMIT_EDITMSG", "info/exclude", "index"}) {
    EXPECT_TRUE(std::any_of(report->coverage.gaps.begin(), report->coverage.gaps.end(),
                            [name](const Gap& gap) { return gap.what == name; }))
        << name;
  }
  CollectingSink sink;
  EXPECT_TRUE(repository->objects().push_all(sink, 1).ok());
  EXPECT_EQ(sink.gaps.size(), 1u);
}

TEST(HostileFolder, L_AFifoAsCommondirOrGitFile) {
  Budget budget(1);
  HostileRepository hostile;
  hostile.make_fifo("commondir");
  EXPECT_FALSE(Repository::open(hostile.path(), {}).ok());
  TemporaryFolder folder;
  ASSERT_EQ(std::system(("mkfifo " + (folder / ".git")).c_str()), 0);
  EXPECT_FALSE(Repository::open(folder.path(), {}).ok());
}

TEST(HostileFolder, M_IncludesAndCommandsInTheConfigAreOnlyText) {
  HostileRepository hostile;
  std::string marker = hostile / "executed";
  std::string config =
      "[core]\n\tbare = true\n\tfsmonitor = touch " + marker +
      "\n\thooksPath = /tmp\n\tsshCommand = touch " + marker +
      "\n[include]\n\tpath = /etc/passwd\n[filter \"x\"]\n\tclean = touch " + marker +
      "\n[extensions]\n\tworktreeConfig = true\n[x]\n\ttoken = " + planted_github_token(1) + "\n";
  hostile.write("config", config);
  std::string blob = hostile.add_loose("blob", "x");
  std::shared_ptr<Repository> repository = open(hostile);
  EXPECT_TRUE(repository->objects().read(*ObjectId::from_bytes(blob)).ok());
  const Result<ScanReport> report = scan_history(*repository, builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"config config:13"});
  EXPECT_FALSE(std::filesystem::exists(marker));
}

TEST(HostileFolder, N_AlternatesOfAnotherTenantAreNotRead) {
  HostileRepository other;
  std::string secret = other.add_loose("blob", "another tenant's");
  HostileRepository hostile;
  hostile.write("objects/info/alternates", other / "objects\n");
  EXPECT_EQ(open(hostile)->objects().read(*ObjectId::from_bytes(secret)).error().kind,
            ErrorKind::NotFound);
  OpenOptions trusting;
  trusting.alternates = FollowAlternates::Yes;
  EXPECT_TRUE(open(hostile, trusting)->objects().read(*ObjectId::from_bytes(secret)).ok());
}

TEST(HostileFolder, N_AlternatesThatNameThemselvesManyTimes) {
  HostileRepository hostile;
  std::string lines;
  for (int i = 0; i < 20'000; ++i) lines += hostile / "objects" + "\n../objects\n";
  hostile.write("objects/info/alternates", lines);
  OpenOptions trusting;
  trusting.alternates = FollowAlternates::Yes;
  Budget budget(5);
  EXPECT_EQ(open(hostile, trusting)->objects().object_count(), 0u);
}

TEST(HostileFolder, FilesOfAWorkerNeverLeadOutOfTheRepository) {
  HostileRepository other;
  TemporaryFolder folder;
  write_file(folder / ".git", "gitdir: " + other.path() + "\n");
  Result<Descriptor> directory = open_directory(AT_FDCWD, folder.path());
  Result<std::shared_ptr<Repository>> by_git_file = Repository::open_at(*directory, {});
  ASSERT_FALSE(by_git_file.ok());
  EXPECT_EQ(by_git_file.error().kind, ErrorKind::Refused);

  HostileRepository linked;
  linked.write("commondir", other.path() + "\n");
  Result<Descriptor> linked_directory = open_directory(AT_FDCWD, linked.path());
  Result<std::shared_ptr<Repository>> by_commondir = Repository::open_at(*linked_directory, {});
  ASSERT_FALSE(by_commondir.ok());
  EXPECT_EQ(by_commondir.error().kind, ErrorKind::Refused);

  HostileRepository symlinked;
  std::filesystem::remove_all(symlinked / "objects");
  symlinked.make_symlink("objects", other / "objects");
  Result<Descriptor> symlinked_directory = open_directory(AT_FDCWD, symlinked.path());
  Result<std::shared_ptr<Repository>> by_symlink = Repository::open_at(*symlinked_directory, {});
  ASSERT_FALSE(by_symlink.ok());
  EXPECT_EQ(by_symlink.error().kind, ErrorKind::Refused);

  HostileRepository packs;
  std::filesystem::remove_all(packs / "objects/pack");
  packs.make_symlink("objects/pack", other / "objects/pack");
  CollectingSink sink;
  EXPECT_TRUE(open(packs)->objects().push_all(sink, 1).ok());
  EXPECT_EQ(sink.gaps.size(), 1u);
}

TEST(HostileRefs, BrokenOnesAreGapsAndTheOthersStay) {
  HostileRepository hostile;
  hostile.write("refs/heads/good", kId + "\n");
  hostile.write("refs/heads/short", kId.substr(1));
  hostile.write("refs/heads/empty", "");
  hostile.write("refs/heads/junk", std::string(100'000, 'j'));
  hostile.write("refs/heads/escape", "ref: refs/../../../etc/passwd\n");
  hostile.write("refs/heads/absolute", "ref: /etc/passwd\n");
  hostile.write("refs/heads/self", "ref: refs/heads/self\n");
  hostile.write("refs/heads/one", "ref: refs/heads/two\n");
  hostile.write("refs/heads/two", "ref: refs/heads/one\n");
  hostile.make_symlink("refs/heads/symlink", "/etc/passwd");
  hostile.make_symlink("refs/heads/old-symbolic", "refs/heads/good");
  hostile.make_symlink("refs/folder-link", "/etc");
  hostile.write("refs/heads/x.lock", kId);
  hostile.write("packed-refs", "# pack-refs with: peeled fully-peeled sorted\n" + kId +
                                   " refs/tags/packed\n^" + kId + "\njunk line\n" + kId +
                                   " refs/heads/good\n" + kId + " \n" + kId + " refs/tags/last");
  std::shared_ptr<Repository> repository = open(hostile);
  std::vector<Gap> gaps;
  std::map<std::string, std::string> refs = refs_of(*repository, gaps);
  EXPECT_EQ(refs, (std::map<std::string, std::string>{{"refs/heads/good", kId},
                                                      {"refs/heads/old-symbolic", kId},
                                                      {"refs/tags/last", kId},
                                                      {"refs/tags/packed", kId}}));
  EXPECT_EQ(gaps.size(), 12u);
  EXPECT_TRUE(repository->resolve_ref("refs/tags/last")->has_value());
  EXPECT_FALSE(repository->resolve_ref("refs/tags/las")->has_value());
  EXPECT_FALSE(repository->resolve_ref("tags/last")->has_value());
}

TEST(HostileRefs, AMillionOfThem) {
  HostileRepository hostile;
  std::string packed;
  packed.reserve(70'000'000);
  for (int i = 0; i < 1'000'000; ++i) packed += kId + " refs/heads/b" + std::to_string(i) + "\n";
  hostile.write("packed-refs", packed);
  packed = std::string();
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(20, 256);
  std::vector<Gap> gaps;
  EXPECT_EQ(repository->refs(gaps)->size(), 1'000'000u);
  EXPECT_TRUE(gaps.empty());
  OpenOptions few;
  few.limits.max_refs = 999'999;
  EXPECT_EQ(open(hostile, few)->refs(gaps).error().kind, ErrorKind::TooLarge);
}

TEST(HostileRefs, FoldersNestedDeepAndLongNames) {
  HostileRepository hostile;
  std::string folder = hostile / "refs/heads";
  for (int i = 0; i < 400; ++i) folder += "/n";
  std::filesystem::create_directories(folder);
  std::string name = "refs/heads";
  for (int i = 0; i < 10; ++i) name += "/" + std::string(200, 'l');
  hostile.write(name, kId + "\n");
  hostile.write("packed-refs", kId + " refs/heads/" + std::string(10'000, 'p') + "\n");
  OpenOptions options;
  options.limits.max_ref_name_bytes = 1'000;
  Budget budget(2);
  std::vector<Gap> gaps;
  EXPECT_TRUE(refs_of(*open(hostile, options), gaps).empty());
  EXPECT_EQ(gaps.size(), 3u);
}

TEST(HostileFolder, TheConfigTellsTheFormatAndNoMore) {
  HostileRepository hostile;
  hostile.write("config", "[extensions]\n\trefStorage = reftable\n\tobjectFormat = sha1\n");
  std::shared_ptr<Repository> repository = open(hostile);
  std::vector<Gap> gaps;
  Result<std::vector<Ref>> refs = repository->refs(gaps);
  ASSERT_FALSE(refs.ok());
  EXPECT_EQ(refs.error().kind, ErrorKind::Refused);
  EXPECT_FALSE(refs.error().remedy.empty());
  EXPECT_FALSE(repository->resolve_ref("HEAD").ok());

  hostile.write("config", "[extensions]\n\tobjectFormat = sha3\n");
  Result<std::shared_ptr<Repository>> unknown = Repository::open(hostile.path(), {});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, ErrorKind::Refused);

  hostile.write("config", std::string(3 << 20, '['));
  EXPECT_EQ(open(hostile)->id_bytes(), 20u) << "too long to be honest: the default format";
}

}  // namespace
}  // namespace leakwarden::scanner
