#include "scanner/worker/folder_watcher.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::ProgramResult;
using leakwarden::testing::run_program;
using leakwarden::testing::TemporaryFolder;

// The longest a test waits for what must come; things usually come within a few milliseconds.
constexpr std::chrono::milliseconds kPatience{5000 * leakwarden::testing::kSlowdown};

class Watcher : public ::testing::Test {
 protected:
  void git(const std::vector<std::string>& words) {
    std::vector<std::string> arguments = {
        "git", "-c", "user.name=A", "-c", "user.email=a@x", "-c", "init.defaultBranch=main"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    ProgramResult result = run_program(arguments);
    ASSERT_EQ(result.exit_code, 0) << result.errors;
  }
  std::string ask_git(const std::vector<std::string>& words) {
    std::vector<std::string> arguments = {"git"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    std::string output = run_program(arguments).output;
    while (!output.empty() && output.back() == '\n') output.pop_back();
    return output;
  }
  // A bare repository below the watched folder, and a clone to push from.
  void make_bare(const std::string& name) { git({"init", "-q", "--bare", watched_ + "/" + name}); }
  void make_clone_with_commit() {
    git({"init", "-q", clone_});
    commit("first");
  }
  void commit(const std::string& message) {
    git({"-C", clone_, "commit", "-q", "--allow-empty", "-m", message});
  }
  void push(const std::string& name, const std::string& refspec) {
    git({"-C", clone_, "push", "-q", watched_ + "/" + name, refspec});
  }

  void SetUp() override { std::filesystem::create_directories(watched_); }

  void start(std::chrono::milliseconds interval = std::chrono::hours(1)) {
    Descriptor folder = open_directory(AT_FDCWD, watched_).value();
    watcher_ = std::make_unique<FolderWatcher>(std::move(folder), interval, clock_,
                                               [this](const Event& event) { take(event); });
  }
  void take(const Event& event) {
    if (const RefsEvent* refs = std::get_if<RefsEvent>(&event)) {
      refs_[refs->repository] = *refs;
      ++emitted_[refs->repository];
    }
    if (const RepositoryGoneEvent* gone = std::get_if<RepositoryGoneEvent>(&event)) {
      gone_.push_back(gone->repository);
      refs_.erase(gone->repository);
    }
    if (const WatchProblemEvent* problem = std::get_if<WatchProblemEvent>(&event)) {
      problems_.push_back(*problem);
    }
    if (std::holds_alternative<SweepDoneEvent>(event)) ++sweeps_;
  }
  bool until(const std::function<bool()>& condition,
             std::chrono::milliseconds patience = kPatience) {
    SteadyTime end = clock_.steady_now() + patience;
    while (!condition()) {
      if (clock_.steady_now() > end) return false;
      std::chrono::milliseconds wait = std::min(watcher_->step(), std::chrono::milliseconds(20));
      pollfd polled{watcher_->descriptor(), POLLIN, 0};
      if (!condition() && wait.count() > 0) poll(&polled, 1, static_cast<int>(wait.count()));
    }
    return true;
  }
  bool swept(int times = 1) {
    int wanted = sweeps_ + times;
    return until([this, wanted] { return sweeps_ >= wanted; });
  }
  std::string ref(const std::string& repository, const std::string& name) const {
    std::map<std::string, RefsEvent>::const_iterator it = refs_.find(repository);
    if (it == refs_.end()) return "no repository";
    for (const Ref& one : it->second.refs) {
      if (one.name == name) return one.id.hex();
    }
    return "";
  }
  std::string head() { return ask_git({"-C", clone_, "rev-parse", "HEAD"}); }

  TemporaryFolder folder_;
  std::string watched_ = folder_ / "srv";
  std::string clone_ = folder_ / "clone";
  SystemClock clock_;
  std::unique_ptr<FolderWatcher> watcher_;
  std::map<std::string, RefsEvent> refs_;
  std::map<std::string, int> emitted_;
  std::vector<std::string> gone_;
  std::vector<WatchProblemEvent> problems_;
  int sweeps_ = 0;
};

TEST_F(Watcher, ReportsEveryRepositoryOnceThenSaysSo) {
  make_clone_with_commit();
  for (const char* name : {"a.git", "deep/er/b.git", "plain-name"}) {
    make_bare(name);
    push(name, "HEAD:refs/heads/main");
  }
  start();
  ASSERT_TRUE(swept());
  EXPECT_EQ(refs_.size(), 3u);
  for (const std::pair<const std::string, RefsEvent>& entry : refs_) {
    EXPECT_EQ(ref(entry.first, "refs/heads/main"), head());
    EXPECT_EQ(emitted_[entry.first], 1);
    EXPECT_EQ(entry.second.owner_user_id, getuid());
  }
  EXPECT_TRUE(problems_.empty());
}

TEST_F(Watcher, APushIsSeenWithinATenthOfASecond) {
  make_clone_with_commit();
  make_bare("a.git");
  start();
  ASSERT_TRUE(swept());
  std::vector<std::int64_t> waits;
  for (int round = 0; round < 5; ++round) {
    commit("next");
    push("a.git", "HEAD:refs/heads/main");
    SteadyTime pushed = clock_.steady_now();
    std::string wanted = head();
    pushed = clock_.steady_now();
    ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/main") == wanted; }));
    waits.push_back((clock_.steady_now() - pushed) / std::chrono::milliseconds(1));
  }
  std::sort(waits.begin(), waits.end());
  EXPECT_LE(waits[2], 100) << "median in milliseconds";
}

TEST_F(Watcher, ANestedNewBranchIsNeverLost) {
  make_clone_with_commit();
  make_bare("a.git");
  start();
  ASSERT_TRUE(swept());
  for (int i = 0; i < 20; ++i) {
    std::string name = "refs/heads/x" + std::to_string(i) + "/y/z";
    push("a.git", "HEAD:" + name);
    ASSERT_TRUE(until([&] { return ref("a.git", name) == head(); })) << name;
    commit("next");
    push("a.git", "HEAD:" + name);
    ASSERT_TRUE(until([&] { return ref("a.git", name) == head(); })) << name << " again";
  }
  EXPECT_EQ(sweeps_, 1);
}

TEST_F(Watcher, PackingRefsIsNoNewsButAPushAfterItIs) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  push("a.git", "HEAD:refs/heads/n/other");
  start();
  ASSERT_TRUE(swept());
  git({"-C", watched_ + "/a.git", "pack-refs", "--all"});
  EXPECT_FALSE(until([&] { return emitted_["a.git"] > 1; }, std::chrono::milliseconds(300)));
  std::string before = head();
  commit("next");
  push("a.git", "HEAD:refs/heads/n/other");  // its folder was removed by packing
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/n/other") == head(); }));
  EXPECT_EQ(ref("a.git", "refs/heads/main"), before);
}

TEST_F(Watcher, DeletionOfLooseAndPackedBranchesIsSeen) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/loose");
  push("a.git", "HEAD:refs/heads/packed");
  git({"-C", watched_ + "/a.git", "pack-refs", "--all"});
  push("a.git", "HEAD:refs/heads/loose2");
  start();
  ASSERT_TRUE(swept());
  push("a.git", ":refs/heads/loose2");
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/loose2").empty(); }));
  push("a.git", ":refs/heads/packed");
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/packed").empty(); }));
  EXPECT_EQ(ref("a.git", "refs/heads/loose"), head());
}

TEST_F(Watcher, TagsAndForcePushesAreSeen) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  start();
  ASSERT_TRUE(swept());
  git({"-C", clone_, "tag", "-a", "-m", "tag", "v1"});
  push("a.git", "refs/tags/v1");
  std::string tag = ask_git({"-C", clone_, "rev-parse", "refs/tags/v1"});
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/tags/v1") == tag; }));
  git({"-C", clone_, "commit", "-q", "--amend", "--allow-empty", "-m", "rewritten"});
  push("a.git", "+HEAD:refs/heads/main");
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/main") == head(); }));
}

TEST_F(Watcher, ANewRepositoryIsSeenWithItsPush) {
  make_clone_with_commit();
  start();
  ASSERT_TRUE(swept());
  for (const char* name : {"new.git", "team/deep/new.git"}) {
    make_bare(name);
    push(name, "HEAD:refs/heads/main");
    ASSERT_TRUE(until([&] { return ref(name, "refs/heads/main") == head(); })) << name;
  }
  EXPECT_EQ(sweeps_, 1);
  EXPECT_TRUE(problems_.empty());
}

TEST_F(Watcher, AMirrorCloneAndAMovedRepositoryAreSeen) {
  make_clone_with_commit();
  start();
  ASSERT_TRUE(swept());
  git({"clone", "-q", "--mirror", clone_, watched_ + "/mirror.git"});
  ASSERT_TRUE(until([&] { return ref("mirror.git", "refs/heads/main") == head(); }));
  std::filesystem::rename(watched_ + "/mirror.git", watched_ + "/renamed.git");
  ASSERT_TRUE(until([&] { return ref("renamed.git", "refs/heads/main") == head(); }));
  EXPECT_EQ(gone_, std::vector<std::string>{"mirror.git"});
  commit("next");
  push("renamed.git", "HEAD:refs/heads/main");
  ASSERT_TRUE(until([&] { return ref("renamed.git", "refs/heads/main") == head(); }));
  EXPECT_EQ(sweeps_, 1);
}

TEST_F(Watcher, AVanishedRepositoryIsSaidOnceAndMayComeBack) {
  make_clone_with_commit();
  make_bare("group/a.git");
  push("group/a.git", "HEAD:refs/heads/main");
  start();
  ASSERT_TRUE(swept());
  std::filesystem::remove_all(watched_ + "/group");
  ASSERT_TRUE(until([&] { return !gone_.empty(); }));
  EXPECT_EQ(gone_, std::vector<std::string>{"group/a.git"});
  make_bare("group/a.git");
  push("group/a.git", "HEAD:refs/heads/main");
  ASSERT_TRUE(until([&] { return ref("group/a.git", "refs/heads/main") == head(); }));
  EXPECT_EQ(gone_.size(), 1u);
  EXPECT_TRUE(problems_.empty());
}

TEST_F(Watcher, OneRepositoryMayBeWatchedByItself) {
  make_clone_with_commit();
  git({"init", "-q", "--bare", watched_});
  start();
  ASSERT_TRUE(swept());
  EXPECT_EQ(refs_.count(""), 1u);
  git({"-C", clone_, "push", "-q", watched_, "HEAD:refs/heads/main"});
  ASSERT_TRUE(until([&] { return ref("", "refs/heads/main") == head(); }));
}

TEST_F(Watcher, AWorkTreeIsWatchedByItsGitFolderOnly) {
  git({"init", "-q", watched_ + "/work"});
  folder_.write("srv/work/sub/file", "x");
  start();
  ASSERT_TRUE(swept());
  git({"-C", watched_ + "/work", "commit", "-q", "--allow-empty", "-m", "x"});
  std::string wanted = ask_git({"-C", watched_ + "/work", "rev-parse", "HEAD"});
  ASSERT_TRUE(until([&] { return ref("work/.git", "refs/heads/main") == wanted; }));
  EXPECT_EQ(refs_.size(), 1u);
}

TEST_F(Watcher, SweepsSeeWhatHintsDoNot) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  start(std::chrono::milliseconds(50));
  ASSERT_TRUE(swept());
  // A store through a hard link made elsewhere: the folder gets no event.
  std::string elsewhere = folder_ / "link";
  std::string branch = watched_ + "/a.git/refs/heads/main";
  std::filesystem::create_hard_link(branch, elsewhere);
  commit("next");
  git({"-C", clone_, "push", "-q", watched_ + "/a.git", "HEAD:refs/heads/other"});
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/other") == head(); }));
  leakwarden::testing::write_file(elsewhere, head() + "\n");
  EXPECT_TRUE(until([&] { return ref("a.git", "refs/heads/main") == head(); }));
}

TEST_F(Watcher, UnchangedRepositoriesAreNotRepeated) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  start(std::chrono::milliseconds(10));
  ASSERT_TRUE(swept(20));
  EXPECT_EQ(emitted_["a.git"], 1);
}

TEST_F(Watcher, WhatIsNoRepositoryIsSaidOnceAndOthersGoOn) {
  make_clone_with_commit();
  make_bare("good.git");
  push("good.git", "HEAD:refs/heads/main");
  folder_.write("srv/broken.git/HEAD", "ref: refs/heads/main\n");
  folder_.write("srv/notes.txt", "x");
  start(std::chrono::milliseconds(10));
  ASSERT_TRUE(swept(5));
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_[0].repository, "broken.git");
  EXPECT_EQ(problems_[0].error.kind, ErrorKind::NotFound);
  EXPECT_EQ(ref("good.git", "refs/heads/main"), head());
}

TEST_F(Watcher, ACorruptRepositoryIsAProblemUntilItIsMended) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  std::string config = watched_ + "/a.git/config";
  std::string good = leakwarden::testing::read_file(config);
  leakwarden::testing::write_file(
      config, "[core]\nrepositoryformatversion = 1\n[extensions]\nrefstorage = reftable\n");
  start(std::chrono::milliseconds(10));
  ASSERT_TRUE(swept(5));
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_[0].repository, "a.git");
  EXPECT_EQ(refs_.count("a.git"), 0u);
  leakwarden::testing::write_file(config, good);
  ASSERT_TRUE(until([&] { return ref("a.git", "refs/heads/main") == head(); }));
  EXPECT_EQ(problems_.size(), 1u);
}

TEST_F(Watcher, BrokenRefsAreGapsOfTheirRepository) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  folder_.write("srv/a.git/refs/heads/bad", "not an id\n");
  start();
  ASSERT_TRUE(swept());
  EXPECT_EQ(ref("a.git", "refs/heads/main"), head());
  EXPECT_EQ(refs_["a.git"].gaps.size(), 1u);
}

TEST_F(Watcher, SymbolicLinksAreNotFollowed) {
  make_clone_with_commit();
  git({"init", "-q", "--bare", folder_ / "outside.git"});
  std::filesystem::create_directory_symlink(folder_ / "outside.git", watched_ + "/link.git");
  std::filesystem::create_directory_symlink(folder_.path(), watched_ + "/up");
  start();
  ASSERT_TRUE(swept());
  EXPECT_TRUE(refs_.empty());
}

TEST_F(Watcher, AFolderReplacedByALinkIsGone) {
  make_clone_with_commit();
  make_bare("a.git");
  start();
  ASSERT_TRUE(swept());
  std::filesystem::rename(watched_ + "/a.git", folder_ / "moved.git");
  std::filesystem::create_directory_symlink(folder_ / "moved.git", watched_ + "/a.git");
  ASSERT_TRUE(until([&] { return !gone_.empty(); }));
  EXPECT_TRUE(refs_.empty());
}

TEST_F(Watcher, FifosAndDeepFoldersDoNotStopIt) {
  make_clone_with_commit();
  make_bare("a.git");
  push("a.git", "HEAD:refs/heads/main");
  ASSERT_EQ(mkfifo((watched_ + "/a.git/refs/heads/pipe").c_str(), 0600), 0);
  ASSERT_EQ(mkfifo((watched_ + "/pipe.git").c_str(), 0600), 0);
  std::string deep = watched_;
  for (int i = 0; i < 40; ++i) deep += "/d";
  std::filesystem::create_directories(deep);
  start();
  ASSERT_TRUE(swept());
  EXPECT_EQ(ref("a.git", "refs/heads/main"), head());
}

TEST_F(Watcher, AStormOfPushesEndsWithTheLastState) {
  make_clone_with_commit();
  make_bare("a.git");
  start();
  ASSERT_TRUE(swept());
  std::string script = "cd '" + clone_ +
                       "'; for i in $(seq 1 40); do git update-ref "
                       "refs/heads/b$((i % 7)) HEAD; git push -q '" +
                       watched_ + "/a.git' HEAD:refs/heads/s$i & done; wait";
  ASSERT_EQ(run_program({"sh", "-c", script}).exit_code, 0);
  EXPECT_TRUE(until([&] {
    std::map<std::string, RefsEvent>::const_iterator it = refs_.find("a.git");
    return it != refs_.end() && it->second.refs.size() == 40;
  }));
}

TEST(GitFolder, OpenBelowNeverFollowsALink) {
  TemporaryFolder folder;
  folder.write("real/inner/file", "x");
  std::filesystem::create_directory_symlink("real", folder / "link");
  Descriptor root = open_directory(AT_FDCWD, folder.path()).value();
  EXPECT_TRUE(open_below(root.get(), "").ok());
  EXPECT_TRUE(open_below(root.get(), "real/inner").ok());
  for (const char* path : {"link", "link/inner", "real/inner/file", "absent", "real/absent"}) {
    Result<Descriptor> opened = open_below(root.get(), path);
    ASSERT_FALSE(opened.ok()) << path;
    EXPECT_EQ(opened.error().kind, ErrorKind::NotFound) << path;
  }
}

TEST(GitFolder, TheRefsKeyFollowsEveryWrite) {
  TemporaryFolder folder;
  folder.write("HEAD", "ref: refs/heads/main\n");
  folder.write("refs/heads/main", "1");
  Descriptor git = open_directory(AT_FDCWD, folder.path()).value();
  std::vector<std::string> folders;
  const WallTime later = SystemClock().now() + std::chrono::hours(1);
  RefsKey before =
      refs_key(git.get(), later, [&](const std::string& path, int) { folders.push_back(path); });
  EXPECT_EQ(folders, (std::vector<std::string>{"refs", "refs/heads"}));
  EXPECT_FALSE(before.fresh);
  std::function<void(const std::string&, int)> nothing = [](const std::string&, int) {};
  EXPECT_EQ(refs_key(git.get(), later, nothing).digest, before.digest);
  EXPECT_TRUE(refs_key(git.get(), SystemClock().now(), nothing).fresh);
  folder.write("refs/heads/main", "22");
  RefsKey after = refs_key(git.get(), later, nothing);
  EXPECT_NE(after.digest, before.digest);
  folder.write("packed-refs", "# pack-refs\n");
  EXPECT_NE(refs_key(git.get(), later, nothing).digest, after.digest);
}

}  // namespace
}  // namespace leakwarden::scanner
