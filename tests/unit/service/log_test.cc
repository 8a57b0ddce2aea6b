#include "service/log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "scanner/base/secret.h"

namespace leakwarden::service {
namespace {

const WallTime kTime = WallTime(std::chrono::milliseconds(1'764'113'825'123));  // 2025-11-25

std::string line_of(LogFormat format, LogFields fields) {
  return format_log_line(format, LogLevel::Warning, kTime, "scan finished", fields);
}

static_assert(!std::is_constructible_v<LogField, const char*, Secret>);

TEST(Log, TextNamesTimeLevelMessageAndFields) {
  EXPECT_EQ(line_of(LogFormat::Text, {{"repo", "corp/app"}, {"findings", 3}, {"seconds", 0.25}}),
            "2025-11-25T23:37:05.123Z warning scan finished repo=corp/app findings=3 seconds=0.25");
}

TEST(Log, TextQuotesWhatCouldForgeAField) {
  EXPECT_EQ(line_of(LogFormat::Text, {{"path", "a b=c\"d\\"}, {"empty", ""}}),
            "2025-11-25T23:37:05.123Z warning scan finished path=\"a b=c\\\"d\\\\\" empty=\"\"");
}

TEST(Log, JournalHasAPriorityAndNoTime) {
  EXPECT_EQ(line_of(LogFormat::Journal, {{"n", 1}}), "<4>scan finished n=1");
}

TEST(Log, JsonParsesAndKeepsTypes) {
  nlohmann::json line =
      nlohmann::json::parse(line_of(LogFormat::Json, {{"repo", "a\"b"}, {"n", 3}, {"s", 0.5}}));
  EXPECT_EQ(line["time"], "2025-11-25T23:37:05.123Z");
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["msg"], "scan finished");
  EXPECT_EQ(line["repo"], "a\"b");
  EXPECT_EQ(line["n"], 3);
  EXPECT_EQ(line["s"], 0.5);
}

TEST(Log, HostileTextStaysOneHarmlessLine) {
  const std::string hostile("\x1b[31mred\nERROR forged\r\0\xff\u202e", 27);
  for (LogFormat format : {LogFormat::Text, LogFormat::Json, LogFormat::Journal}) {
    std::string line = line_of(format, {{"path", hostile}});
    for (char byte : line) {
      EXPECT_GE(static_cast<unsigned char>(byte), 0x20) << line;
      EXPECT_NE(byte, 0x7f);
    }
    EXPECT_EQ(line.find("\u202e"), std::string::npos);
  }
}

TEST(Log, FieldsAreBounded) {
  EXPECT_LT(line_of(LogFormat::Json, {{"path", std::string(100'000, 'x')}}).size(), 1000u);
}

TEST(Log, AnErrorIsOneFieldWithItsRemedy) {
  Error error = Error::refused("open folder", "x.git", "Permission denied").with_remedy("chmod");
  EXPECT_EQ(line_of(LogFormat::Journal, {LogField(error)}),
            "<4>scan finished err=\"refused: open folder: x.git: Permission denied (try: chmod)\"");
}

TEST(Log, TheSameProblemIsSaidOnce) {
  SystemClock clock;
  Log log(LogFormat::Text, LogLevel::Error, clock);
  Error first = Error::io("read", "x", "broken");
  EXPECT_TRUE(log.once(LogLevel::Warning, "x", "cannot watch", first));
  EXPECT_FALSE(log.once(LogLevel::Warning, "x", "cannot watch", first));
  EXPECT_TRUE(log.once(LogLevel::Warning, "y", "cannot watch", first));
  EXPECT_TRUE(log.once(LogLevel::Warning, "x", "cannot watch", Error::io("read", "x", "other")));
  log.resolved("x", "watching again");
  EXPECT_TRUE(log.once(LogLevel::Warning, "x", "cannot watch", first));
}

TEST(Log, AnotherPlaceOfTheSameKindIsNoNews) {
  SystemClock clock;
  Log log(LogFormat::Text, LogLevel::Error, clock);
  EXPECT_TRUE(log.once(LogLevel::Warning, "x", "m", Error::io("read", "ref a", "broken")));
  EXPECT_FALSE(log.once(LogLevel::Warning, "x", "m", Error::io("read", "ref b", "broken")));
  EXPECT_TRUE(log.once(LogLevel::Warning, "x", "m", Error::io("read", "ref b", "gone")));
  EXPECT_FALSE(log.once(LogLevel::Warning, "x", "m", Error::io("read", "ref a", "broken")));
}

TEST(Log, WhichOfSeveralProblemsComesFirstIsNoNews) {
  SystemClock clock;
  Log log(LogFormat::Text, LogLevel::Error, clock);
  Error one = Error::corrupt("read refs", "ref a", "no object id");
  Error two = Error::corrupt("read refs", "ref b", "leads in circles");
  Error third = Error::corrupt("read refs", "ref c", "no object id");
  EXPECT_EQ(log.standing(LogLevel::Warning, "x", "m", {one, two}), 2u);
  EXPECT_EQ(log.standing(LogLevel::Warning, "x", "m", {two, one}), 0u);
  EXPECT_EQ(log.standing(LogLevel::Warning, "x", "m", {third, two, one}), 0u);
  EXPECT_EQ(log.standing(LogLevel::Warning, "x", "m", {third}), 0u);
  // The other kind went away in between.
  EXPECT_EQ(log.standing(LogLevel::Warning, "x", "m", {third, two}), 1u);
  EXPECT_EQ(log.standing(LogLevel::Warning, "y", "m", {one, third}), 1u);
}

TEST(Log, KindsWithoutEndAreNotSaidWithoutEnd) {
  SystemClock clock;
  Log log(LogFormat::Text, LogLevel::Error, clock);
  std::size_t said = 0;
  for (int i = 0; i < 1000; ++i) {
    said += log.once(LogLevel::Debug, "x", "m", Error::io("read", "x", std::to_string(i))) ? 1 : 0;
  }
  EXPECT_LE(said, 20u);
}

TEST(Log, GoesToStandardErrorWithoutInterpretingBraces) {
  SystemClock clock;
  ::testing::internal::CaptureStderr();
  Log log(LogFormat::Journal, LogLevel::Info, clock);
  log.info("message {}", {{"path", "{0}%v"}});
  log.debug("not shown");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "<6>message {} path={0}%v\n");
}

TEST(Log, KnowsTheJournalByItsStream) {
  struct stat status {};
  ASSERT_EQ(fstat(STDERR_FILENO, &status), 0);
  std::string stream = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
  setenv("JOURNAL_STREAM", stream.c_str(), 1);
  EXPECT_EQ(default_log_format(), LogFormat::Journal);
  setenv("JOURNAL_STREAM", "1:1", 1);
  EXPECT_EQ(default_log_format(), LogFormat::Text);
  unsetenv("JOURNAL_STREAM");
  EXPECT_EQ(default_log_format(), LogFormat::Text);
}

}  // namespace
}  // namespace leakwarden::service
