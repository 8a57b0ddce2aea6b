#include "scanner/match/judge/file_terms.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner::judging {
namespace {

class FileTerms : public ::testing::Test {
 protected:
  FileTerms() {
    rules_.resize(2);
    rules_[0].judging = Judging::Credential;
  }
  void add(const std::string& name, const std::string& value, std::uint32_t rule = 0) {
    text_ += name + "=";
    LocalVerdict verdict;
    verdict.rule = verdict.family = rule;
    verdict.secret = {text_.size(), text_.size() + value.size()};
    verdicts_.push_back(verdict);
    text_ += value + "\n";
  }
  std::int32_t term(std::size_t index, FileTerm term) {
    return file_terms(rules_, text_, verdicts_)[index][static_cast<std::size_t>(term)];
  }

  std::vector<Rule> rules_;
  std::string text_;
  std::vector<LocalVerdict> verdicts_;
};

TEST_F(FileTerms, CountTheSameValue) {
  for (const char* name : {"a", "b", "c"}) add(name, "same");
  add("d", "other");
  EXPECT_EQ(term(0, FileTerm::SameValue), 2);
  EXPECT_EQ(term(3, FileTerm::SameValue), 0);
  EXPECT_EQ(term(0, FileTerm::Candidates), 2);  // log2 of 4
}

TEST_F(FileTerms, CountTheValuesOfOneName) {
  for (int i = 0; i < 9; ++i) add("key", "value" + std::to_string(i));
  EXPECT_EQ(term(0, FileTerm::SameName), 3);  // log2 of 9, down
}

TEST_F(FileTerms, BelieveTheNameThatTheJudgeNoted) {
  add("a", "one");
  add("b", "two");
  EXPECT_EQ(term(0, FileTerm::SameName), 0) << "a and b";
  for (LocalVerdict& verdict : verdicts_) verdict.own_name = Span{0, 1};
  EXPECT_EQ(term(0, FileTerm::SameName), 1) << "two values of a";
  for (LocalVerdict& verdict : verdicts_) verdict.own_name = Span{};
  EXPECT_EQ(term(0, FileTerm::SameName), 1) << "two values without a name";
}

TEST_F(FileTerms, CountAPlaceOnce) {
  add("a", "one");
  verdicts_.push_back(verdicts_[0]);
  EXPECT_EQ(term(0, FileTerm::SameValue), 0) << "two rules speak of one place";
  EXPECT_EQ(term(1, FileTerm::SameValue), 0);
  EXPECT_EQ(term(1, FileTerm::Candidates), 0);
  add("b", "two");
  EXPECT_EQ(term(1, FileTerm::Candidates), 1) << "log2 of two places";
}

TEST_F(FileTerms, CountWhatIsProven) {
  add("a", "judged");
  add("b", "proven", 1);
  EXPECT_EQ(term(0, FileTerm::Proven), 1);
  EXPECT_EQ(term(1, FileTerm::Proven), 0) << "only judged values are asked";
}

TEST_F(FileTerms, KnowLongLines) {
  add("a", std::string(64 * 8, 'x'));
  EXPECT_EQ(term(0, FileTerm::LongLines), 2);  // 515 bytes in 2 lines: 257 / 64 = 4
}

TEST_F(FileTerms, AreBoundedAndNotQuadratic) {
  for (int i = 0; i < 30'000; ++i) add("k", i % 2 == 0 ? "same" : "v" + std::to_string(i));
  std::vector<FileTermValues> all = file_terms(rules_, text_, verdicts_);
  for (std::int32_t value : all[0]) EXPECT_LE(value, kMostFileTerm);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
