#include "service/notify_systemd.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>

#include "scanner/base/file.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

class SystemdSocket {
 public:
  explicit SystemdSocket(const std::string& name)
      : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    socklen_t size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  }
  std::string receive() {
    pollfd polled{socket_.get(), POLLIN, 0};
    if (poll(&polled, 1, 2000) != 1) return "nothing came";
    char text[200] = {};
    ssize_t size = recv(socket_.get(), text, sizeof(text), 0);
    return std::string(text, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  }

 private:
  Descriptor socket_;
};

class NotifySystemd : public ::testing::Test {
 protected:
  void TearDown() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }
};

TEST_F(NotifySystemd, SpeaksToAPath) {
  testing::TemporaryFolder folder;
  SystemdSocket socket(folder / "notify");
  setenv("NOTIFY_SOCKET", (folder / "notify").c_str(), 1);
  SystemdNotifier notifier = SystemdNotifier::from_environment();
  ASSERT_TRUE(notifier.active());
  notifier.notify("READY=1\nSTATUS=watching");
  EXPECT_EQ(socket.receive(), "READY=1\nSTATUS=watching");
}

TEST_F(NotifySystemd, SpeaksToAnAbstractName) {
  std::string name = "@leakwarden-test-" + std::to_string(getpid());
  SystemdSocket socket(name);
  setenv("NOTIFY_SOCKET", name.c_str(), 1);
  SystemdNotifier::from_environment().notify("WATCHDOG=1");
  EXPECT_EQ(socket.receive(), "WATCHDOG=1");
}

TEST_F(NotifySystemd, IsSilentWithoutSystemdAndWithNonsense) {
  EXPECT_FALSE(SystemdNotifier::from_environment().active());
  for (const std::string& name :
       {std::string("relative"), std::string("/"), std::string(200, '/')}) {
    setenv("NOTIFY_SOCKET", name.c_str(), 1);
    SystemdNotifier notifier = SystemdNotifier::from_environment();
    EXPECT_FALSE(notifier.active()) << name;
    notifier.notify("READY=1");
  }
}

TEST_F(NotifySystemd, NoChildSpeaksInOurName) {
  setenv("NOTIFY_SOCKET", "/run/x", 1);
  setenv("WATCHDOG_USEC", "1000", 1);
  SystemdNotifier::from_environment();
  EXPECT_EQ(std::getenv("NOTIFY_SOCKET"), nullptr);
  EXPECT_EQ(std::getenv("WATCHDOG_USEC"), nullptr);
}

TEST_F(NotifySystemd, TheWatchdogIsFedTwiceAsOftenAsAsked) {
  setenv("WATCHDOG_USEC", "30000000", 1);
  EXPECT_EQ(SystemdNotifier::from_environment().watchdog(), std::chrono::milliseconds(15000));
  setenv("WATCHDOG_USEC", "30000000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(SystemdNotifier::from_environment().watchdog().has_value());
  setenv("WATCHDOG_USEC", "30000000", 1);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  EXPECT_TRUE(SystemdNotifier::from_environment().watchdog().has_value());
  setenv("WATCHDOG_USEC", "nonsense", 1);
  EXPECT_FALSE(SystemdNotifier::from_environment().watchdog().has_value());
}

}  // namespace
}  // namespace leakwarden::service
