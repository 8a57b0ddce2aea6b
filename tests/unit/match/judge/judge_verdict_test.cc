#include "scanner/match/judge/judge_verdict.h"

#include <gtest/gtest.h>

#include "scanner/match/judge/value_judge.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

LocalVerdict verdict_of(const testing::Marked& text, std::uint32_t rule = 0) {
  LocalVerdict verdict;
  verdict.rule = rule;
  verdict.secret = text.secret;
  return verdict;
}
const Calibration& calibration() {
  return ValueJudge::builtin()->calibration();
}

TEST(JudgeVerdict, ScoresAndDrops) {
  testing::Marked label("password_label = \"«Please enter your password here»\"\n");
  LocalVerdict verdict = verdict_of(label);
  judge_verdict(label.text, verdict);
  Scores scores = ValueJudge::builtin()->score(label.text, label.secret);
  EXPECT_GE(verdict.credential_score, scores.credential);
  EXPECT_GE(verdict.strong_score, scores.strong);
  EXPECT_EQ(verdict.reason,
            calibration().may_be_reported(scores) ? Reason::Kept : Reason::Unlikely);
  EXPECT_EQ(exact_scores(label.text, verdict).credential, scores.credential);
  EXPECT_EQ(exact_scores(label.text, verdict).strong, scores.strong);
}

// The second argument of a call that signs in has no name to tell it.
TEST(JudgeVerdict, APlaceIsAsGoodAsAName) {
  testing::Marked text("conn = encrypt(host, \"frieda\", \"«hunter22»\")\n");
  const LocalVerdict verdict = verdict_of(text);
  const Scores plain = exact_scores(text.text, verdict);
  const Scores placed = exact_scores(text.text, verdict, true);
  EXPECT_GT(placed.credential, plain.credential);
  LocalVerdict judged = verdict;
  judge_verdict(text.text, judged, true);
  EXPECT_EQ(judged.reason == Reason::Kept, calibration().may_be_reported(placed));
}

TEST(JudgeVerdict, ScoresOfWhatIsKeptAreExactAndOthersAreBelowWhatCounts) {
  const Scores least = calibration().least();
  std::size_t kept = 0;
  std::size_t dropped = 0;
  for (const char* marked :
       {"password = \"«q7Rk2vXw9LmZ4bTs»\"\n", "db_pass: «hunter22hunter»\n",
        "token_label = \"«Please enter it»\"\n", "key = \"«main.title.text»\"\n",
        "session_id = \"«q7Rk2vXw9LmZ4bTs»\"\n", "secret: «the_name_of_it»\n",
        "auth = «getAuthorization()»\n", "api_key = '«AKz81kfLLq0s8dVvQmw2»'\n"}) {
    testing::Marked text(marked);
    LocalVerdict verdict = verdict_of(text);
    judge_verdict(text.text, verdict);
    const Scores exact = exact_scores(text.text, verdict);
    EXPECT_EQ(verdict.reason == Reason::Kept, calibration().may_be_reported(exact)) << marked;
    if (verdict.reason == Reason::Kept) {
      ++kept;
      EXPECT_EQ(verdict.credential_score, exact.credential) << marked;
      EXPECT_EQ(verdict.strong_score, exact.strong) << marked;
    } else {
      ++dropped;
      EXPECT_LT(verdict.credential_score, least.credential) << marked;
      EXPECT_LT(verdict.strong_score, least.strong) << marked;
    }
  }
  EXPECT_GE(kept, 2u);
  EXPECT_GE(dropped, 2u);
}

TEST(JudgeVerdict, ANameOfAProviderIsEvidence) {
  testing::Marked text("acme = \"«0123456789abcdeffedcba98»\"\n");
  LocalVerdict plain = verdict_of(text);
  LocalVerdict named = verdict_of(text, 1);
  judge_verdict(text.text, plain);
  judge_verdict(text.text, named);
  EXPECT_GT(named.credential_score, plain.credential_score);
  EXPECT_GT(named.strong_score, plain.strong_score);
}

TEST(JudgeVerdict, ADoubtedKeyIsBelowMediumAndAPasswordIsNot) {
  for (const bool is_key : {true, false}) {
    testing::Marked text(std::string(is_key ? "acme_token" : "acme_password") +
                         " = \"«q7Rk2vXw9LmZ4bTs»\"\n");
    LocalVerdict verdict = verdict_of(text, 1);
    judge_verdict(text.text, verdict);
    const LocalVerdict before = verdict;
    doubt(text.text, verdict);
    EXPECT_EQ(verdict.credential_score, before.credential_score);
    if (is_key)
      EXPECT_LT(verdict.strong_score, calibration().medium - 100'000);
    else
      EXPECT_EQ(verdict.strong_score, before.strong_score);
  }
}

TEST(JudgeVerdict, LeavesAloneWhatAnotherTestDropped) {
  testing::Marked text("a = \"«b»\"\n");
  LocalVerdict verdict = verdict_of(text);
  verdict.reason = Reason::NoContext;
  judge_verdict(text.text, verdict);
  EXPECT_EQ(verdict.reason, Reason::NoContext);
  EXPECT_EQ(verdict.credential_score, 0);
}

TEST(JudgeVerdict, TheFileDecidesLast) {
  std::vector<Rule> rules(1);
  rules[0].judging = Judging::Credential;
  std::vector<LocalVerdict> verdicts(2);
  verdicts[0].secret = {0, 5};
  verdicts[0].credential_score = calibration().low + 5000;
  verdicts[1].secret = {6, 11};
  verdicts[1].credential_score = calibration().low - 9000;
  verdicts[1].strong_score = calibration().medium - 9000;
  judge_with_file(rules, "value other", verdicts);
  EXPECT_EQ(verdicts[0].reason, Reason::Kept);
  EXPECT_EQ(verdicts[1].reason, Reason::Unlikely);
}

TEST(JudgeVerdict, ConfidenceFollowsTheStrongScore) {
  LocalVerdict verdict;
  verdict.credential_score = 30'000;
  verdict.strong_score = calibration().medium - 1;
  EXPECT_EQ(confidence_of(verdict), Confidence::Low);
  verdict.strong_score = calibration().medium;
  EXPECT_EQ(confidence_of(verdict), Confidence::Medium);
  verdict.strong_score = calibration().high;
  EXPECT_EQ(confidence_of(verdict), Confidence::High);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
