// The built-in rules on encoded text, from the trigger to the finding.

#include "scanner/match/encoded_judge.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "scanner/base/base64.h"
#include "scanner/match/explain.h"
#include "scanner/match/judge.h"
#include "tests/support/planted.h"
#include "tests/support/slowdown.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::planted_postman_key;

constexpr std::int64_t kNow = 1'790'000'000;

class EncodedJudge : public ::testing::Test {
 protected:
  JudgedObject judge_text(std::string_view text) {
    return judge(*rules_, text, matcher_.find(text).value(), KeepDropped::Yes);
  }

  std::shared_ptr<const RuleSet> rules_ = RuleSet::builtin().value();
  Matcher matcher_ = Matcher::create(rules_, Limits{}, kNow).value();
};

std::string random_bytes(std::size_t size) {
  std::mt19937_64 random(11);
  std::string bytes;
  while (bytes.size() < size) {
    const std::uint64_t word = random();
    bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return bytes;
}

TEST_F(EncodedJudge, OneSecretPlainAndEncodedIsOneIdentity) {
  const std::string key = planted_postman_key(1);
  const std::string encoded = base64_encode("{\"key\": \"" + key + "\"}");
  const JudgedObject judged = judge_text("k: " + key + "\nauth: " + encoded + "\n");
  ASSERT_EQ(judged.kept.size(), 2u);
  const Finding& plain = judged.kept[0].finding;
  const Finding& decoded = judged.kept[1].finding;
  EXPECT_EQ(plain.fingerprint, decoded.fingerprint);
  EXPECT_EQ(plain.secret, decoded.secret);
  EXPECT_EQ(plain.facts, decoded.facts);
  EXPECT_EQ(plain.confidence, decoded.confidence);
  EXPECT_TRUE(plain.decoded.empty());
  EXPECT_EQ(decoded.decoded, std::vector<std::string>{"base64"});
  EXPECT_EQ(decoded.location.range.start_line, 2);
  EXPECT_GE(decoded.location.range.start_column, 7);
}

// Nothing that people see holds six characters of the key, plain or encoded.
TEST_F(EncodedJudge, ShowsNoPieceOfTheKey) {
  const std::string key = planted_postman_key(1);
  const std::string encoded = base64_encode("xx" + key);
  const JudgedObject judged = judge_text("auth: \"" + encoded + "\" # " + key + "\n");
  ASSERT_FALSE(judged.kept.empty());
  for (const Match& match : judged.kept) {
    const std::string shown = match.finding.masked_line + explain_finding(match.finding);
    for (std::size_t at = 4; at + 6 <= encoded.size(); ++at) {
      EXPECT_EQ(shown.find(encoded.substr(at, 6)), std::string::npos) << shown;
    }
    for (std::size_t at = 0; at + 6 <= key.size(); ++at) {
      EXPECT_EQ(shown.find(key.substr(at, 6)), std::string::npos) << shown;
    }
  }
  const std::string text = "auth: " + encoded;
  const LocalVerdicts verdicts = matcher_.find(text).value();
  for (const LocalVerdict& verdict : verdicts.verdicts) {
    if (!verdict.decoded) continue;
    const std::string words = explain_verdict(rules_->rules()[verdict.rule], text, verdict);
    EXPECT_NE(words.find("written in    base64"), std::string::npos) << words;
    EXPECT_EQ(words.find(encoded.substr(10, 6)), std::string::npos);
  }
}

// The payload of Google's id tokens names the client.
TEST_F(EncodedJudge, ATokenIsNotRenamedByAnIdInItsPayload) {
  const std::string client = "1234567890-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6";
  const std::string payload =
      R"({"iss":"accounts","aud":")" + client + R"(.apps.googleusercontent.com","sub":"1"})";
  const auto part = [](const std::string& bytes) {
    return base64_encode(bytes, Base64Alphabet::Url, Base64Padding::No);
  };
  const std::string token =
      part(R"({"alg":"RS256","typ":"JWT"})") + "." + part(payload) + "." + part(random_bytes(256));
  const JudgedObject judged = judge_text("id_token: " + token + "\n");
  for (const Match& match : judged.kept) {
    EXPECT_TRUE(match.finding.decoded.empty()) << match.finding.rule_id;
  }
}

// An image in base64 or hex is no secret.
TEST_F(EncodedJudge, ImagesAreSilent) {
  const std::string bytes = random_bytes(6 << 20);
  std::string lines;
  const std::string encoded = base64_encode(bytes);
  for (std::size_t at = 0; at < encoded.size(); at += 76) lines += encoded.substr(at, 76) + "\n";
  for (const std::string& text : {"url(data:image/png;base64," + encoded + ")", lines, bytes}) {
    const JudgedObject judged = judge_text(text);
    for (const Match& match : judged.kept) {
      ADD_FAILURE() << match.finding.rule_id << " " << match.finding.masked_line;
    }
  }
}

// A text of nothing but triggers costs bounded time, whatever is nested in it, and says that it was
// not judged to the end.
TEST_F(EncodedJudge, AStormOfTriggersIsBounded) {
  std::string once;
  std::string twice;
  for (const Rule& rule : rules_->rules()) {
    for (const EncodedTrigger& trigger : encoded_triggers(rule)) {
      if (trigger.expression.find('[') != std::string::npos) continue;
      if (trigger.form == EncodedForm::Base64End1) once += trigger.expression;
      if (trigger.form == EncodedForm::Base64TwiceEnd1) twice += trigger.expression;
    }
  }
  for (const std::string& unit : {once, twice}) {
    ASSERT_FALSE(unit.empty());
    std::string text;
    while (text.size() < 10'000'000) text += unit;
    const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    const LocalVerdicts verdicts = matcher_.find(text).value();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * std::chrono::seconds(60));
    EXPECT_TRUE(verdicts.trigger_limit_reached);
    EXPECT_LE(verdicts.verdicts.size(), 2 * kMaxEncodedTriggers);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
