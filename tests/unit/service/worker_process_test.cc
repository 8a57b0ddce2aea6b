// The parent's side of a worker, with shell scripts in the worker's place: what it is given, and
// every way in which it may end.
#include "service/jobs/worker_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <thread>

#include "service/jobs/scan_worker.h"
#include "service/jobs/sealed_memory.h"
#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{10'000 * leakwarden::testing::kSlowdown};

class WorkerProcessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);  // as the daemon does
    target_ = open_directory(AT_FDCWD, folder_.path()).value();
  }
  std::string script(const std::string& body) {
    std::string path = folder_.write("worker" + std::to_string(++scripts_), "#!/bin/sh\n" + body);
    chmod(path.c_str(), 0700);
    return path;
  }
  Result<WorkerProcess> start(const std::string& body,
                              const scanner::Request& request = scanner::ReadRefsRequest{}) {
    Result<WorkerLauncher> launcher = WorkerLauncher::create(script(body), "RULES");
    if (!launcher.ok()) return launcher.error();
    return launcher->start(target_, request);
  }
  WorkerScan scan(const std::string& body, WorkerScanOptions options = {}) {
    WorkerLauncher launcher = WorkerLauncher::create(script(body), "RULES").value();
    return scan_in_worker(launcher, target_, scanner::ReadRefsRequest{}, options, stop_);
  }
  static SteadyTime soon() { return std::chrono::steady_clock::now() + kPatience; }

  // A script that prints these events as its whole output.
  std::string speaking(const std::vector<scanner::Event>& events) {
    std::string frames;
    for (const scanner::Event& event : events) frames += scanner::encode(event);
    return "cat '" + folder_.write("frames" + std::to_string(++scripts_), frames) + "'\n";
  }

  TemporaryFolder folder_;
  Descriptor target_;
  StopSignal stop_;
  int scripts_ = 0;
};

TEST_F(WorkerProcessTest, HasACleanEnvironmentAndItsDescriptorsOnly) {
  setenv("LEAKWARDEN_TEST_CANARY", "1", 1);
  Descriptor stray(open("/dev/null", O_RDONLY));  // without close-on-exec
  WorkerProcess worker = start("env >&2\nls /proc/$$/fd >&2\necho args $0 $* >&2\n").value();
  Result<std::optional<scanner::Event>> end = worker.next(soon(), stop_);
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->has_value());
  std::string words = worker.finish().description;
  EXPECT_EQ(words.find("CANARY"), std::string::npos);
  EXPECT_EQ(words.find("HOME="), std::string::npos);
  EXPECT_NE(words.find("LC_ALL=C.UTF-8"), std::string::npos);
  EXPECT_NE(words.find("worker\n"), std::string::npos);
  EXPECT_NE(words.find("\n5\n"), std::string::npos);
  EXPECT_EQ(words.find("\n6\n"), std::string::npos) << words;
  unsetenv("LEAKWARDEN_TEST_CANARY");
}

TEST_F(WorkerProcessTest, SeesTheFolderTheRulesAndNoWayToChangeThem) {
  folder_.write("marker", "x");
  WorkerProcess worker =
      start(
          "ls /proc/self/fd/3/ >&2\ncat /proc/self/fd/4 >&2\n"
          "(echo changed > /proc/self/fd/4) 2>/dev/null && echo WROTE >&2\nexit 0\n")
          .value();
  EXPECT_TRUE(worker.next(soon(), stop_).ok());
  std::string words = worker.finish().description;
  EXPECT_NE(words.find("marker"), std::string::npos);
  EXPECT_NE(words.find("RULES"), std::string::npos);
  EXPECT_EQ(words.find("WROTE"), std::string::npos);
}

TEST_F(WorkerProcessTest, IsInItsOwnProcessGroup) {
  WorkerProcess worker = start("sleep 60\n").value();
  EXPECT_EQ(getpgid(worker.pid()), worker.pid());
  EXPECT_NE(getpgid(0), worker.pid());
}

TEST_F(WorkerProcessTest, EventsArriveInOrder) {
  WorkerProcess worker =
      start(speaking({scanner::RepositoryGoneEvent{"a"}, scanner::RepositoryGoneEvent{"b"}}))
          .value();
  for (const char* name : {"a", "b"}) {
    Result<std::optional<scanner::Event>> event = worker.next(soon(), stop_);
    ASSERT_TRUE(event.ok() && event->has_value());
    EXPECT_EQ(std::get<scanner::RepositoryGoneEvent>(**event).repository, name);
  }
  Result<std::optional<scanner::Event>> end = worker.next(soon(), stop_);
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->has_value());
  EXPECT_TRUE(worker.finish().clean);
}

TEST_F(WorkerProcessTest, ExitCodeSignalAndLastWordsAreTold) {
  WorkerProcess failing = start("echo no sandbox here >&2; exit 70\n").value();
  EXPECT_TRUE(failing.next(soon(), stop_).ok());
  WorkerEnd end = failing.finish();
  EXPECT_FALSE(end.clean);
  EXPECT_NE(end.description.find("exit code 70"), std::string::npos);
  EXPECT_NE(end.description.find("no sandbox here"), std::string::npos);
  WorkerProcess killed = start("kill -SEGV $$\n").value();
  EXPECT_TRUE(killed.next(soon(), stop_).ok());
  EXPECT_NE(killed.finish().description.find("signal 11"), std::string::npos);
}

TEST_F(WorkerProcessTest, EndlessLastWordsAreCut) {
  WorkerProcess worker = start("yes 2>/dev/null | head -c 3000000 >&2\n").value();
  EXPECT_TRUE(worker.next(soon(), stop_).ok());
  EXPECT_LT(worker.finish().description.size(), 5000u);
}

TEST_F(WorkerProcessTest, ASilentWorkerMeetsTheDeadlineAndIsKilled) {
  WorkerProcess worker = start("sleep 60\n").value();
  pid_t pid = worker.pid();
  Result<std::optional<scanner::Event>> event =
      worker.next(std::chrono::steady_clock::now() + milliseconds(50), stop_);
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error().kind, ErrorKind::Timeout);
  EXPECT_NE(worker.kill().description.find("signal 9"), std::string::npos);
  EXPECT_NE(kill(pid, 0), 0);
}

TEST_F(WorkerProcessTest, AStopEndsTheWaiting) {
  WorkerProcess worker = start("sleep 60\n").value();
  std::thread stopper([this] {
    std::this_thread::sleep_for(milliseconds(30));
    stop_.set();
  });
  Result<std::optional<scanner::Event>> event = worker.next(soon(), stop_);
  stopper.join();
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error().kind, ErrorKind::Refused);
}

TEST_F(WorkerProcessTest, NonsenseIsCorrupt) {
  for (const char* body : {"printf aaaaaaaaaaaaa\n", "printf '\\002\\000\\000\\000xx'\n",
                           "printf '\\100\\000\\000\\000x'\n"}) {
    WorkerProcess worker = start(body).value();
    Result<std::optional<scanner::Event>> event = worker.next(soon(), stop_);
    ASSERT_FALSE(event.ok()) << body;
    EXPECT_EQ(event.error().kind, ErrorKind::Corrupt) << body;
  }
}

TEST_F(WorkerProcessTest, AWorkerThatDiesUnderALargeRequestTellsItByItsEnd) {
  scanner::ScanPushRequest large;
  large.push.known_tips.resize(200'000);
  WorkerProcess worker = start("echo no >&2; exit 9\n", large).value();
  Result<std::optional<scanner::Event>> event = worker.next(soon(), stop_);
  ASSERT_TRUE(event.ok());
  EXPECT_FALSE(event->has_value());
  EXPECT_NE(worker.finish().description.find("exit code 9: no"), std::string::npos);
}

TEST_F(WorkerProcessTest, AnExecutableThatIsNotThereIsNotFound) {
  WorkerLauncher launcher = WorkerLauncher::create(folder_ / "absent", "").value();
  Result<WorkerProcess> worker = launcher.start(target_, scanner::ReadRefsRequest{});
  ASSERT_FALSE(worker.ok());
  EXPECT_EQ(worker.error().kind, ErrorKind::NotFound);
}

TEST_F(WorkerProcessTest, ClosingTheRequestsEndsAWatcher) {
  WorkerProcess worker = start("cat >/dev/null\n").value();
  SteadyTime begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(worker.finish().clean);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * milliseconds(900));
}

TEST_F(WorkerProcessTest, DescriptorsDoNotLeak) {
  std::function<std::size_t()> open_descriptors = [] {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                      std::filesystem::directory_iterator()));
  };
  static_cast<void>(start("exit 0\n"));
  std::size_t before = open_descriptors();
  for (int i = 0; i < 20; ++i) static_cast<void>(start("exit 0\n"));
  EXPECT_EQ(open_descriptors(), before);
}

TEST_F(WorkerProcessTest, AScanIsFindingsThenDone) {
  scanner::FindingEvent found;
  found.finding.rule_id = "some-rule";
  found.finding.secret = Secret::copy_of("value");
  scanner::DoneEvent done;
  done.coverage.objects = 5;
  done.ruleset_digest = "digest";
  WorkerScan result = scan(speaking({found, found, done}));
  EXPECT_EQ(result.end, ScanEnd::Done);
  ASSERT_EQ(result.findings.size(), 2u);
  EXPECT_EQ(result.findings[0].rule_id, "some-rule");
  EXPECT_EQ(result.coverage.objects, 5u);
  EXPECT_EQ(result.ruleset_digest, "digest");
}

TEST_F(WorkerProcessTest, AFailureIsTheWorkersOwnWord) {
  WorkerScan result =
      scan(speaking({scanner::FailedEvent{Error::corrupt("open repository", "HEAD", "empty")}}));
  EXPECT_EQ(result.end, ScanEnd::Failed);
  EXPECT_EQ(result.error.kind, ErrorKind::Corrupt);
}

TEST_F(WorkerProcessTest, EveryOtherEndIsADeath) {
  scanner::FindingEvent found;
  EXPECT_EQ(scan("exit 0\n").end, ScanEnd::Died);
  EXPECT_EQ(scan(speaking({found})).end, ScanEnd::Died);
  EXPECT_EQ(scan(speaking({scanner::SweepDoneEvent{}})).end, ScanEnd::Died);
  EXPECT_EQ(scan(speaking({scanner::DoneEvent{}, found})).end, ScanEnd::Died);
  EXPECT_EQ(scan(speaking({found}) + "kill -KILL $$\n").end, ScanEnd::Died);
  WorkerScanOptions few;
  few.max_findings = 1;
  EXPECT_EQ(scan(speaking({found, found, scanner::DoneEvent{}}), few).end, ScanEnd::Died);
}

TEST_F(WorkerProcessTest, ADeathNamesTheObjectsOnThePage) {
  const std::string first(40, 'a');
  const std::string second(64, 'b');
  WorkerScan result = scan("{ printf '%s' " + first + "; head -c 24 /dev/zero; printf '%s' " +
                           second + "; } >&5\nkill -SEGV $$\n");
  ASSERT_EQ(result.end, ScanEnd::Died);
  ASSERT_EQ(result.in_work.size(), 2u);
  EXPECT_EQ(result.in_work[0].hex(), first);
  EXPECT_EQ(result.in_work[1].hex(), second);
}

TEST_F(WorkerProcessTest, APageFullOfNonsenseNamesNothing) {
  EXPECT_TRUE(scan("head -c 4096 /dev/urandom | tr -d '\\0' >&5\nexit 1\n").in_work.empty());
}

TEST_F(WorkerProcessTest, TheDeadlineOfAScanHoldsAndPulsesComeMeanwhile) {
  WorkerScanOptions options;
  options.deadline = milliseconds(300);
  options.pulse = milliseconds(40);
  int pulses = 0;
  options.on_pulse = [&pulses] { ++pulses; };
  SteadyTime begin = std::chrono::steady_clock::now();
  EXPECT_EQ(scan("sleep 60\n", options).end, ScanEnd::Died);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * milliseconds(5000));
  EXPECT_GE(pulses, 3);
}

TEST_F(WorkerProcessTest, AStoppedScanBlamesNobody) {
  stop_.set();
  EXPECT_EQ(scan("sleep 60\n").end, ScanEnd::Stopped);
}

TEST(SealedMemory, CannotBeChangedByAnybody) {
  Descriptor memory = sealed_memory("abc").value();
  EXPECT_NE(pwrite(memory.get(), "x", 1, 0), 1);
  EXPECT_NE(ftruncate(memory.get(), 0), 0);
  char bytes[3] = {};
  EXPECT_EQ(pread(memory.get(), bytes, 3, 0), 3);
  EXPECT_EQ(std::string(bytes, 3), "abc");
}

TEST(SharedMemory, IsWritableAndKeepsItsSize) {
  Descriptor memory = shared_memory(4096).value();
  EXPECT_EQ(pwrite(memory.get(), "x", 1, 0), 1);
  EXPECT_NE(ftruncate(memory.get(), 0), 0);
  EXPECT_NE(ftruncate(memory.get(), 8192), 0);
}

TEST(FindScanner, TheEnvironmentNamesItOrSaysWhereItLooked) {
  TemporaryFolder folder;
  std::string program = folder.write("scanner", "#!/bin/sh\n");
  chmod(program.c_str(), 0700);
  setenv("LEAKWARDEN_SCANNER", program.c_str(), 1);
  EXPECT_EQ(find_scanner().value(), program);
  setenv("LEAKWARDEN_SCANNER", (folder / "absent").c_str(), 1);
  Result<std::string> absent = find_scanner();
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.error().kind, ErrorKind::NotFound);
  EXPECT_NE(absent.error().message().find("LEAKWARDEN_SCANNER"), std::string::npos);
  unsetenv("LEAKWARDEN_SCANNER");
}

TEST(Signals, ABellKeepsARingAndClosesForEver) {
  Bell bell;
  bell.ring();
  SteadyTime begin = std::chrono::steady_clock::now();
  bell.wait(kPatience);
  bell.close();
  bell.wait(kPatience);
  bell.wait(kPatience);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * milliseconds(2000));
}

TEST(Signals, ABellWakesAWaiter) {
  Bell bell;
  std::thread ringer([&bell] {
    std::this_thread::sleep_for(milliseconds(20));
    bell.ring();
  });
  SteadyTime begin = std::chrono::steady_clock::now();
  bell.wait(kPatience);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * milliseconds(2000));
  ringer.join();
}

TEST(Signals, AStopIsForEver) {
  StopSignal stop;
  EXPECT_FALSE(stop.wait(milliseconds(1)));
  stop.set();
  EXPECT_TRUE(stop.wait(kPatience));
  EXPECT_TRUE(stop.wait(kPatience));
}

}  // namespace
}  // namespace leakwarden::service
