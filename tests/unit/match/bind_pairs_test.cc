#include <gtest/gtest.h>

#include <chrono>

#include "scanner/match/passes.h"
#include "tests/support/slowdown.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

enum : std::uint32_t { kId, kSecret, kNeedy, kByPattern, kOther };

std::vector<Rule> rules() {
  std::vector<Rule> all{named_rule("acme-key-id"), named_rule("acme-secret"),
                        named_rule("acme-needy"), named_rule("acme-by-pattern"),
                        named_rule("zeta-key")};
  all[kId].id_half = true;
  all[kSecret].pair = {{"acme-key-id", "not-there"}, "", 20, false};
  all[kNeedy].pair = {{"acme-key-id"}, "", kWholeText, true};
  all[kByPattern].pair = {{}, "app=(?P<id>[0-9]{4})", 20, true};
  return all;
}

std::vector<LocalVerdict> bound(std::vector<LocalVerdict> verdicts,
                                const std::string& text = std::string(1000, ' ')) {
  bind_pairs(rules(), text, verdicts);
  return verdicts;
}

std::uint64_t id_of(const LocalVerdict& verdict) {
  return verdict.pair ? verdict.pair->span.begin : 9999;
}

TEST(BindPairs, WithinReachOnEitherSide) {
  EXPECT_EQ(id_of(bound({verdict_at(kId, 0, 10), verdict_at(kSecret, 30, 40)})[1]), 0u);
  EXPECT_EQ(id_of(bound({verdict_at(kId, 0, 10), verdict_at(kSecret, 31, 40)})[1]), 9999u);
  EXPECT_EQ(id_of(bound({verdict_at(kSecret, 0, 10), verdict_at(kId, 30, 40)})[0]), 30u);
  EXPECT_EQ(id_of(bound({verdict_at(kSecret, 0, 10), verdict_at(kId, 31, 40)})[0]), 9999u);
  EXPECT_EQ(id_of(bound({verdict_at(kOther, 0, 10), verdict_at(kSecret, 12, 40)})[1]), 9999u);
}

TEST(BindPairs, DroppedHalvesDoNotBind) {
  EXPECT_EQ(
      id_of(bound({verdict_at(kId, 0, 10, Reason::Placeholder), verdict_at(kSecret, 12, 40)})[1]),
      9999u);
  EXPECT_EQ(
      id_of(bound({verdict_at(kId, 0, 10), verdict_at(kSecret, 12, 40, Reason::LowEntropy)})[1]),
      9999u);
}

// id 1, secret 1, id 2, secret 2: the second id stands nearer to the first secret than its own.
TEST(BindPairs, OrderTellsWhichBelongTogether) {
  std::vector<LocalVerdict> ids_first =
      bound({verdict_at(kId, 0, 10), verdict_at(kSecret, 20, 30), verdict_at(kId, 32, 42),
             verdict_at(kSecret, 52, 62)});
  EXPECT_EQ(id_of(ids_first[1]), 0u);
  EXPECT_EQ(id_of(ids_first[3]), 32u);
  std::vector<LocalVerdict> secrets_first =
      bound({verdict_at(kSecret, 0, 10), verdict_at(kId, 20, 30), verdict_at(kSecret, 32, 42),
             verdict_at(kId, 52, 62)});
  EXPECT_EQ(id_of(secrets_first[0]), 20u);
  EXPECT_EQ(id_of(secrets_first[2]), 52u);
}

TEST(BindPairs, ASecretThatNeedsItsIdIsNoneWithoutIt) {
  EXPECT_EQ(reasons_of(bound({verdict_at(kNeedy, 0, 10)})), std::vector{Reason::NoPair});
  EXPECT_EQ(reasons_of(bound({verdict_at(kNeedy, 0, 10), verdict_at(kId, 900, 910)})),
            (std::vector{Reason::Kept, Reason::Kept}));
  EXPECT_EQ(reasons_of(bound({verdict_at(kSecret, 0, 10)})), std::vector{Reason::Kept});
}

TEST(BindPairs, IdsByPattern) {
  std::string text = "app=1234 key=abcdefgh app=5678";
  LocalVerdict verdict = bound({verdict_at(kByPattern, 13, 21)}, text)[0];
  EXPECT_EQ(id_of(verdict), 4u);
  EXPECT_EQ(verdict.pair->span.size(), 4u);
  EXPECT_EQ(verdict.pair->rule, PairedId::kNoRule);
  EXPECT_EQ(reasons_of(bound({verdict_at(kByPattern, 13, 21)}, "app=12x4 key=abcdefgh")),
            std::vector{Reason::NoPair});
}

// 100,000 halves in one text.
TEST(BindPairs, ManyHalvesAreNotQuadratic) {
  std::vector<LocalVerdict> verdicts;
  for (std::uint64_t at = 0; at < 100'000; ++at)
    verdicts.push_back(verdict_at(at % 2 == 0 ? kId : kNeedy, at * 10, at * 10 + 8));
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  verdicts = bound(std::move(verdicts), std::string(1'000'000, ' '));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * std::chrono::seconds(5));
  EXPECT_EQ(id_of(verdicts[777]), 7760u);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
