#include "notifier/channels/answer.h"

#include <gtest/gtest.h>

#include "notifier/channels/slack.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

const WallTime kNow = from_unix_seconds(kSampleSeconds);  // Tue, 25 Nov 2025 15:00:00 GMT

struct RetryAfterCase {
  const char* value;
  milliseconds wait;
};

TEST(RetryAfterHeader, SecondsDatesAndNonsense) {
  const RetryAfterCase cases[] = {
      {"", seconds(0)},
      {"0", seconds(0)},
      {"1", seconds(1)},
      {"  120 ", seconds(120)},
      {"3600", hours(1)},
      {"3601", hours(1)},
      {"86400", hours(1)},
      {"999999999", hours(1)},
      {"99999999999999999999999999", hours(1)},
      {"-1", seconds(0)},
      {"-99999999999", seconds(0)},
      {"1.5", seconds(0)},
      {"1e3", seconds(0)},
      {"soon", seconds(0)},
      {"12 apples", seconds(0)},
      {"Tue, 25 Nov 2025 15:00:30 GMT", seconds(30)},
      {"Tuesday, 25-Nov-25 15:00:30 GMT", seconds(30)},  // RFC 850
      {"Tue Nov 25 15:00:30 2025", seconds(30)},         // asctime
      {"Tue, 25 Nov 2025 14:00:00 GMT", seconds(0)},     // past
      {"Tue, 25 Nov 2036 15:00:00 GMT", hours(1)},
      {"Tue, 99 Nov 2025 15:00:30 GMT", seconds(0)},
      {"15:00:30", seconds(30)},
      {"\xff\xfe", seconds(0)},
  };
  for (const RetryAfterCase& one : cases) {
    milliseconds wait = parse_retry_after(one.value, kNow);
    EXPECT_GE(wait.count(), 0) << one.value;
    EXPECT_LE(wait, kLongestRetryAfter) << one.value;
    if (std::string(one.value) != "15:00:30") {
      EXPECT_EQ(wait, one.wait) << one.value;
    }
  }
  EXPECT_EQ(parse_retry_after(std::string(1000, '1'), kNow), seconds(0));
}

enum class Expect { Delivered, Gone, Refused, Retry, Pause };

Expect outcome_kind(const DeliveryOutcome& outcome) {
  if (std::holds_alternative<Delivered>(outcome)) return Expect::Delivered;
  if (const Refused* refused = std::get_if<Refused>(&outcome)) {
    return refused->channel_is_gone ? Expect::Gone : Expect::Refused;
  }
  return std::get<RetryAfter>(outcome).peer_is_unreachable ? Expect::Pause : Expect::Retry;
}

struct StatusCase {
  long status;
  Expect expect;
};

TEST(ClassifyHttp, EveryStatusByTheTable) {
  const StatusCase cases[] = {
      {200, Expect::Delivered}, {201, Expect::Delivered}, {202, Expect::Delivered},
      {203, Expect::Delivered}, {204, Expect::Delivered}, {206, Expect::Delivered},
      {299, Expect::Delivered}, {300, Expect::Retry},     {301, Expect::Retry},
      {302, Expect::Retry},     {303, Expect::Retry},     {304, Expect::Retry},
      {307, Expect::Retry},     {308, Expect::Retry},     {399, Expect::Retry},
      {400, Expect::Refused},   {401, Expect::Refused},   {402, Expect::Refused},
      {403, Expect::Refused},   {404, Expect::Refused},   {405, Expect::Refused},
      {406, Expect::Refused},   {407, Expect::Refused},   {408, Expect::Retry},
      {409, Expect::Refused},   {410, Expect::Gone},      {411, Expect::Refused},
      {412, Expect::Refused},   {413, Expect::Refused},   {414, Expect::Refused},
      {415, Expect::Refused},   {418, Expect::Refused},   {421, Expect::Refused},
      {422, Expect::Refused},   {423, Expect::Refused},   {425, Expect::Retry},
      {426, Expect::Refused},   {428, Expect::Refused},   {429, Expect::Pause},
      {431, Expect::Refused},   {451, Expect::Refused},   {499, Expect::Refused},
      {500, Expect::Retry},     {501, Expect::Retry},     {502, Expect::Pause},
      {503, Expect::Pause},     {504, Expect::Pause},     {505, Expect::Retry},
      {507, Expect::Retry},     {511, Expect::Retry},     {520, Expect::Retry},
      {599, Expect::Retry},     {600, Expect::Retry},     {999, Expect::Retry},
      {100, Expect::Retry},     {101, Expect::Retry},     {0, Expect::Retry},
  };
  for (const StatusCase& one : cases) {
    HttpAnswer answer;
    answer.status = one.status;
    EXPECT_EQ(outcome_kind(classify_http(answer, kNow)), one.expect) << one.status;
  }
}

TEST(ClassifyHttp, WaitsAsLongAsAskedUpToAnHour) {
  for (long status : {408L, 429L, 500L, 502L, 503L, 504L}) {
    for (const RetryAfterCase& one :
         {RetryAfterCase{"7", seconds(7)},
          RetryAfterCase{"Tue, 25 Nov 2025 15:01:00 GMT", seconds(60)},
          RetryAfterCase{"100000", hours(1)}, RetryAfterCase{"-3", seconds(0)}}) {
      HttpAnswer answer;
      answer.status = status;
      answer.headers = {{"server", "x"}, {"retry-after", one.value}};
      EXPECT_EQ(std::get<RetryAfter>(classify_http(answer, kNow)).wait, one.wait);
    }
  }
}

TEST(ClassifyHttp, KeepsTheFirstSafeWordsOfTheAnswer) {
  HttpAnswer answer;
  answer.status = 400;
  answer.body = "  invalid\r\n\x1b[31m_payload " + std::string(5000, 'x');
  std::string reason = std::get<Refused>(classify_http(answer, kNow)).reason;
  EXPECT_EQ(reason.substr(0, 37), "HTTP 400: invalid   [31m_payload xxxx");
  EXPECT_LE(reason.size(), 140u);
  answer.status = 302;
  answer.body = "";
  EXPECT_EQ(std::get<RetryAfter>(classify_http(answer, kNow)).reason,
            "HTTP 302 (redirects are not followed)");
}

TEST(ClassifySlack, NoServiceAndArchivedAreGone) {
  HttpAnswer answer;
  answer.body = "no_service";
  for (StatusCase one : {StatusCase{200, Expect::Delivered}, StatusCase{400, Expect::Refused},
                         StatusCase{403, Expect::Refused}, StatusCase{404, Expect::Gone},
                         StatusCase{410, Expect::Gone}, StatusCase{429, Expect::Pause},
                         StatusCase{500, Expect::Retry}}) {
    answer.status = one.status;
    EXPECT_EQ(outcome_kind(classify_slack(answer, kNow)), one.expect) << one.status;
  }
}

TEST(OutcomeOfError, IsTriedAgainWhateverItWas) {
  for (const Error& error :
       {Error::timeout("send", "https://x/…", "slow"),
        Error::refused("send", "x", "private").with_remedy("a\nb"), Error::io("send", "x", "reset"),
        Error::invalid("read URL", "x", "bad")}) {
    DeliveryOutcome outcome = outcome_of_error(error);
    const RetryAfter& retry = std::get<RetryAfter>(outcome);
    EXPECT_TRUE(retry.peer_is_unreachable);
    EXPECT_EQ(retry.reason.find('\n'), std::string::npos);
    EXPECT_NE(retry.reason.find(error.why), std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden::notifier
