// What doctor says about watched folders that hold nothing to scan.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "service/cli/doctor_checks.h"
#include "tests/support/git_client.h"
#include "tests/unit/service/cli_fixture.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::GitClient;
using leakwarden::testing::make_bare_repository;
using leakwarden::testing::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr uid_t kStranger = 64'321;

class DoctorWatch : public ::testing::Test {
 protected:
  DoctorWatch() {
    umask_ = ::umask(022);
    ::chmod(folder_.path().c_str(), 0755);
    std::filesystem::create_directories(watched_);
  }
  std::string said() {
    Config config;
    WatchConfig watch;
    watch.path = watched_;
    config.watch = {watch};
    DoctorReport report;
    named_ = check_watched(config, report);
    return one_line(report.text());
  }
  // As somebody who is not the superuser, for whom nothing is closed.
  std::string said_to_nobody() {
    bool is_root = ::geteuid() == 0;
    if (is_root) {
      EXPECT_EQ(::seteuid(65'534), 0);
    }
    std::string words = said();
    if (is_root) {
      EXPECT_EQ(::seteuid(0), 0);
    }
    return words;
  }
  void close_to_others(const std::string& path) {
    if (::geteuid() == 0) {
      EXPECT_EQ(::chown(path.c_str(), kStranger, kStranger), 0);
    }
    EXPECT_EQ(::chmod(path.c_str(), ::geteuid() == 0 ? 0700 : 0), 0);
    closed_.push_back(path);
  }
  void TearDown() override {
    for (const std::string& path : closed_) ::chmod(path.c_str(), 0700);
    ::umask(umask_);
  }

  mode_t umask_ = 0;
  TemporaryFolder folder_;
  std::string watched_ = folder_ / "git";
  std::vector<std::string> closed_;
  std::set<std::string> named_;
};

TEST_F(DoctorWatch, AFolderWithoutAnyRepositoryIsNamedWithWhatToDo) {
  std::filesystem::create_directories(watched_ + "/team/deeper");
  folder_.write("git/team/readme", "hello\n");
  EXPECT_THAT(said(),
              HasSubstr("git holds no repository (symbolic links are not followed); try: "));
}

TEST_F(DoctorWatch, ABareRepositoryAWorkTreeAndTheFolderItselfCount) {
  make_bare_repository(watched_ + "/team/app.git");
  EXPECT_THAT(said(), Not(HasSubstr("no repository")));
  watched_ += "/team/app.git";
  EXPECT_THAT(said(), Not(HasSubstr("no repository")));
  watched_ = folder_ / "trees";
  GitClient work(watched_ + "/work");
  work.init();
  EXPECT_THAT(said(), Not(HasSubstr("no repository")));
}

TEST_F(DoctorWatch, ALinkToARepositoryIsNone) {
  make_bare_repository(folder_ / "elsewhere.git");
  std::filesystem::create_directory_symlink(folder_ / "elsewhere.git", watched_ + "/app.git");
  EXPECT_THAT(said(), HasSubstr("holds no repository"));
}

TEST_F(DoctorWatch, ARepositoryOfAnotherUserThatCannotBeReadIsNamedWithItsOwner) {
  make_bare_repository(watched_ + "/open.git");
  make_bare_repository(watched_ + "/closed.git");
  close_to_others(watched_ + "/closed.git");
  std::string words = said_to_nobody();
  EXPECT_THAT(words, HasSubstr("git/closed.git belongs to "));
  if (::geteuid() == 0) {
    EXPECT_THAT(words, HasSubstr("uid 64321"));
  }
  EXPECT_THAT(words, HasSubstr("nothing in it is scanned; try: "));
  EXPECT_THAT(words, Not(HasSubstr("open.git")));
  EXPECT_EQ(named_.size(), 2u);  // its path, and that of a work tree's .git
}

TEST_F(DoctorWatch, AReadableRepositoryOfAnotherUserIsNamedAndSaidToBeScanned) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root gives folders away";
  make_bare_repository(watched_ + "/own.git");
  make_bare_repository(watched_ + "/other.git");
  ASSERT_EQ(::chown((watched_ + "/other.git").c_str(), kStranger, kStranger), 0);
  std::string words = said();
  EXPECT_THAT(words, HasSubstr("git/other.git belongs to uid 64321, not to who owns the watched "
                               "folder; it is scanned like the others"));
  EXPECT_THAT(words, Not(HasSubstr("own.git")));
  EXPECT_TRUE(named_.empty());
}

TEST_F(DoctorWatch, ClosedObjectsCloseARepository) {
  make_bare_repository(watched_ + "/app.git");
  close_to_others(watched_ + "/app.git/objects");
  EXPECT_THAT(said_to_nobody(), HasSubstr("git/app.git belongs to "));
}

}  // namespace
}  // namespace leakwarden::service
