#include "scanner/hooks/guarded_run.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/support/slowdown.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::kSanitized;
using leakwarden::testing::kSlowdown;
using std::chrono::milliseconds;

GuardedLimits limits(int ms) {
  GuardedLimits limits;
  limits.budget = milliseconds(ms * kSlowdown);
  return limits;
}

TEST(GuardedRun, GivesNoteAndAnswer) {
  const std::string large(5'000'000, 'x');
  const GuardedOutcome outcome = run_guarded(limits(20'000), [&](GuardedChild& child) {
    child.note("first");
    child.note("second");
    child.finish(large);
  });
  EXPECT_EQ(outcome.end, GuardedEnd::Finished);
  EXPECT_EQ(outcome.note, "second");
  EXPECT_EQ(outcome.answer, large);
  EXPECT_EQ(guarded_words(outcome, limits(1)), "");
}

TEST(GuardedRun, WhatHangsIsKilledAndItsNoteKept) {
  const auto start = std::chrono::steady_clock::now();
  const GuardedOutcome outcome = run_guarded(limits(200), [](GuardedChild& child) {
    child.note("so far");
    for (volatile int i = 0;;) i = i + 1;  // matching that is stuck looks at no flag
  });
  EXPECT_EQ(outcome.end, GuardedEnd::TimedOut);
  EXPECT_EQ(outcome.note, "so far");
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_GE(took, milliseconds(200));
  EXPECT_LT(took, kSlowdown * std::chrono::seconds(20));
}

TEST(GuardedRun, WhatStopsIsKilledToo) {
  const GuardedOutcome outcome = run_guarded(limits(100), [](GuardedChild&) { ::raise(SIGSTOP); });
  EXPECT_EQ(outcome.end, GuardedEnd::TimedOut);
}

TEST(GuardedRun, WhatCrashesIsDead) {
  for (int signal : {SIGKILL, SIGSEGV, SIGABRT}) {
    const GuardedOutcome outcome = run_guarded(limits(20'000), [&](GuardedChild& child) {
      child.note("n");
      std::signal(signal, SIG_DFL);
      ::raise(signal);
    });
    EXPECT_EQ(outcome.end, GuardedEnd::Died);
    EXPECT_EQ(outcome.note, "n");
    EXPECT_NE(guarded_words(outcome, limits(1)), "");
  }
}

TEST(GuardedRun, WhatSaysNothingIsDead) {
  EXPECT_EQ(run_guarded(limits(20'000), [](GuardedChild&) {}).end, GuardedEnd::Died);
}

TEST(GuardedRun, WhatWantsTooMuchMemoryIsDead) {
  if (kSanitized) GTEST_SKIP() << "sanitizers keep shadow memory";
  const GuardedOutcome outcome = run_guarded(limits(60'000), [](GuardedChild& child) {
    const std::string much(2ull << 30, 'x');
    child.finish(much.substr(0, 1));
  });
  EXPECT_EQ(outcome.end, GuardedEnd::Died);
}

TEST(GuardedRun, AnAnswerBeyondItsLimitIsNone) {
  GuardedLimits small = limits(20'000);
  small.answer_bytes = 10;
  const auto work = [](GuardedChild& child) { child.finish("longer than ten bytes"); };
  EXPECT_EQ(run_guarded(small, work).end, GuardedEnd::Died);
}

}  // namespace
}  // namespace leakwarden::scanner
