#include "service/unix_socket.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"
#include "tests/support/unix_peer.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::read_file;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::UnixClient;

class UnixSocketTest : public ::testing::Test {
 protected:
  struct stat file() const {
    struct stat status {};
    EXPECT_EQ(::lstat(path_.c_str(), &status), 0);
    return status;
  }
  bool is_there() const { return ::access(path_.c_str(), F_OK) == 0; }
  // As a killed daemon leaves it.
  void leave_a_dead_socket() const {
    const pid_t child = ::fork();
    if (child == 0) {
      Result<UnixSocket> socket = UnixSocket::listen(path_, {});
      ::_exit(socket.ok() ? 0 : 1);  // no destructor runs
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    ASSERT_TRUE(is_there());
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "hook.sock";
};

TEST_F(UnixSocketTest, ItsFileHasTheModeAskedForWhateverTheUmask) {
  const mode_t before = ::umask(0);
  {
    const Result<UnixSocket> socket = UnixSocket::listen(path_, {0660, ""});
    ASSERT_TRUE(socket.ok()) << socket.error().message();
    EXPECT_EQ(file().st_mode & 07777, 0660u);
    EXPECT_EQ(file().st_gid, ::getegid());
    EXPECT_TRUE(UnixClient(path_).connected());
  }
  ::umask(077);
  EXPECT_FALSE(is_there());
  const Result<UnixSocket> socket = UnixSocket::listen(path_, {0666, ""});
  EXPECT_EQ(file().st_mode & 07777, 0666u);
  ::umask(before);
}

TEST_F(UnixSocketTest, ItsFileBelongsToTheGroupAskedFor) {
  const group* entry = ::getgrgid(1);
  if (::geteuid() != 0 || entry == nullptr) GTEST_SKIP() << "only root gives files away";
  const std::string name = entry->gr_name;
  Result<UnixSocket> socket = UnixSocket::listen(path_, {0660, name});
  ASSERT_TRUE(socket.ok()) << socket.error().message();
  EXPECT_EQ(file().st_gid, 1u);
  ASSERT_TRUE(socket->give({0600, ""}).ok());
  EXPECT_EQ(file().st_mode & 07777, 0600u);
  EXPECT_EQ(file().st_gid, ::getegid());
}

TEST_F(UnixSocketTest, AGroupThatIsNotThereIsAMistake) {
  const Result<UnixSocket> socket = UnixSocket::listen(path_, {0660, "no-such-group"});
  ASSERT_FALSE(socket.ok());
  EXPECT_EQ(socket.error().kind, ErrorKind::Invalid);
  EXPECT_FALSE(is_there());
}

TEST_F(UnixSocketTest, ADeadDaemonsFileIsReplaced) {
  leave_a_dead_socket();
  EXPECT_FALSE(UnixClient(path_).connected());
  const Result<UnixSocket> socket = UnixSocket::listen(path_, {});
  ASSERT_TRUE(socket.ok()) << socket.error().message();
  EXPECT_TRUE(UnixClient(path_).connected());
}

TEST_F(UnixSocketTest, ALiveDaemonsSocketIsRefusedAndStays) {
  const Result<UnixSocket> first = UnixSocket::listen(path_, {});
  ASSERT_TRUE(first.ok());
  const Result<UnixSocket> second = UnixSocket::listen(path_, {});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::Refused);
  EXPECT_NE(second.error().message().find("somebody listens there already"), std::string::npos);
  EXPECT_TRUE(UnixClient(path_).connected());
}

TEST_F(UnixSocketTest, WhatIsNoSocketStays) {
  folder_.write("hook.sock", "somebody's file");
  const Result<UnixSocket> socket = UnixSocket::listen(path_, {});
  ASSERT_FALSE(socket.ok());
  EXPECT_EQ(socket.error().kind, ErrorKind::Refused);
  EXPECT_EQ(read_file(path_), "somebody's file");
}

TEST_F(UnixSocketTest, ALinkIsNotFollowed) {
  folder_.write("target", "somebody's file");
  ASSERT_EQ(::symlink((folder_ / "target").c_str(), path_.c_str()), 0);
  EXPECT_FALSE(UnixSocket::listen(path_, {}).ok());
  EXPECT_EQ(read_file(folder_ / "target"), "somebody's file");
}

TEST_F(UnixSocketTest, SomebodyElsesFileIsNotRemovedAtTheEnd) {
  {
    const Result<UnixSocket> socket = UnixSocket::listen(path_, {});
    ASSERT_TRUE(socket.ok());
    ASSERT_EQ(::unlink(path_.c_str()), 0);
    folder_.write("hook.sock", "another's");
  }
  EXPECT_EQ(read_file(path_), "another's");
}

TEST_F(UnixSocketTest, PathsThatCannotBe) {
  EXPECT_EQ(UnixSocket::listen("relative", {}).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(UnixSocket::listen("/" + std::string(200, 'x'), {}).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(UnixSocket::listen(folder_ / "no/folder/s", {}).error().kind, ErrorKind::NotFound);
}

TEST_F(UnixSocketTest, ModeAndGroupSayWhoIsLetIn) {
  const Result<UnixSocket> socket = UnixSocket::listen(path_, {0660, ""});
  ASSERT_TRUE(socket.ok());
  const gid_t ours = ::getegid();
  EXPECT_TRUE(socket->lets_in({1, 0, {54321}}));
  EXPECT_TRUE(socket->lets_in({1, ::geteuid(), {54321}}));
  EXPECT_TRUE(socket->lets_in({1, 54321, {54321, ours}}));
  EXPECT_FALSE(socket->lets_in({1, 54321, {54321}}));
}

TEST_F(UnixSocketTest, TheKernelSaysWhoConnected) {
  const Result<UnixSocket> socket = UnixSocket::listen(path_, {});
  ASSERT_TRUE(socket.ok());
  const UnixClient client(path_);
  const Descriptor connection(::accept(socket->descriptor(), nullptr, nullptr));
  const Result<SocketPeer> peer = peer_of(connection.get());
  ASSERT_TRUE(peer.ok());
  EXPECT_EQ(peer->user, ::geteuid());
  EXPECT_EQ(peer->process, ::getpid());
  EXPECT_EQ(peer->groups.at(0), ::getegid());
}

}  // namespace
}  // namespace leakwarden::service
