#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "scanner/match/passes.h"
#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

enum : std::uint32_t { kGeneric, kVendorA, kVendorB, kChecked, kSevere };

std::vector<Rule> rules() {
  std::vector<Rule> all{named_rule("generic-url", "Generic", Severity::Critical),
                        named_rule("acme-a", "Acme"), named_rule("acme-b", "Acme"),
                        named_rule("zeta-checked", "Zeta"),
                        named_rule("zeta-severe", "Zeta", Severity::Critical)};
  all[kChecked].checksum = "luhn";
  return all;
}

constexpr Reason K = Reason::Kept;
constexpr Reason O = Reason::Overlapped;

struct Case {
  const char* what;
  std::vector<LocalVerdict> verdicts;
  std::vector<Reason> expected;
};

TEST(ResolveOverlaps, Table) {
  const Case cases[] = {
      {"apart", {verdict_at(kVendorA, 0, 5), verdict_at(kVendorB, 6, 9)}, {K, K}},
      {"touching is not sharing", {verdict_at(kVendorA, 0, 5), verdict_at(kVendorB, 5, 9)}, {K, K}},
      {"vendor before generic", {verdict_at(kGeneric, 0, 9), verdict_at(kVendorA, 0, 9)}, {O, K}},
      {"also when shorter", {verdict_at(kGeneric, 0, 9), verdict_at(kVendorA, 3, 6)}, {O, K}},
      {"longer", {verdict_at(kVendorA, 0, 9), verdict_at(kSevere, 1, 9)}, {K, O}},
      {"checksum", {verdict_at(kSevere, 0, 9), verdict_at(kChecked, 0, 9)}, {O, K}},
      {"severity", {verdict_at(kVendorA, 0, 9), verdict_at(kSevere, 0, 9)}, {O, K}},
      {"id", {verdict_at(kVendorB, 0, 9), verdict_at(kVendorA, 0, 9)}, {O, K}},
      {"earlier", {verdict_at(kVendorA, 4, 9), verdict_at(kVendorA, 2, 7)}, {O, K}},
      {"one byte shared", {verdict_at(kVendorA, 0, 5), verdict_at(kVendorB, 4, 9)}, {K, O}},
      {"a chain: the middle one wins",
       {verdict_at(kVendorA, 0, 5), verdict_at(kVendorB, 4, 12), verdict_at(kVendorA, 11, 15)},
       {O, K, O}},
      {"a loser does not make others lose",
       {verdict_at(kVendorA, 0, 9), verdict_at(kVendorB, 8, 14), verdict_at(kVendorA, 13, 15)},
       {K, O, K}},
      {"dropped ones do not compete",
       {verdict_at(kVendorA, 0, 9, Reason::LowEntropy), verdict_at(kGeneric, 2, 5)},
       {Reason::LowEntropy, K}},
      {"a vendor's bad checksum silences generic",
       {verdict_at(kVendorA, 0, 9, Reason::BadChecksum), verdict_at(kGeneric, 0, 9)},
       {Reason::BadChecksum, O}},
      {"a vendor's placeholder silences generic",
       {verdict_at(kVendorA, 0, 9, Reason::Placeholder), verdict_at(kGeneric, 2, 9)},
       {Reason::Placeholder, O}},
      {"a vendor's bad structure silences generic",
       {verdict_at(kVendorA, 0, 9, Reason::BadStructure), verdict_at(kGeneric, 0, 8)},
       {Reason::BadStructure, O}},
      {"but only what is inside",
       {verdict_at(kVendorA, 1, 9, Reason::Placeholder), verdict_at(kGeneric, 0, 9)},
       {Reason::Placeholder, K}},
      {"and not other vendors",
       {verdict_at(kVendorA, 0, 9, Reason::Placeholder), verdict_at(kVendorB, 0, 9)},
       {Reason::Placeholder, K}},
      {"a generic placeholder silences nobody",
       {verdict_at(kGeneric, 0, 9, Reason::Placeholder), verdict_at(kVendorB, 0, 9)},
       {Reason::Placeholder, K}},
      {"an early long silencer covers behind a later short one",
       {verdict_at(kVendorA, 0, 20, Reason::Placeholder),
        verdict_at(kVendorB, 3, 5, Reason::Placeholder), verdict_at(kGeneric, 6, 20)},
       {Reason::Placeholder, Reason::Placeholder, O}},
  };
  for (const Case& one : cases) {
    std::vector<LocalVerdict> verdicts = one.verdicts;
    resolve_overlaps(rules(), verdicts);
    EXPECT_EQ(reasons_of(verdicts), one.expected) << one.what;
  }
}

// Authorization: Bearer eyJ…: what reads the token says more than what saw the header.
TEST(ResolveOverlaps, AFamilyThatReadsItsValueComesBeforeOneThatReadsTheName) {
  std::vector<Rule> families{named_rule("generic-assignment", "Generic"),
                             named_rule("jwt", "Generic")};
  for (Rule& family : families) family.judging = Judging::Credential;
  families[1].decode = "jwt";
  std::vector<LocalVerdict> verdicts{verdict_at(0, 0, 9), verdict_at(1, 0, 9)};
  verdicts[0].credential_score = 100;
  resolve_overlaps(families, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector<Reason>{O, K}));
}

// apikey: MC0d….uLHQ.Nb1O…: it is not what the vendor's rule reads, and may still be a key.
TEST(ResolveOverlaps, WhatAVendorCannotReadIsDoubtedWhereTheJudgeBelievesInIt) {
  std::vector<Rule> all = rules();
  all[kGeneric].judging = Judging::Credential;
  std::vector<LocalVerdict> verdicts{verdict_at(kVendorA, 0, 9, Reason::BadStructure),
                                     verdict_at(kGeneric, 0, 9), verdict_at(kGeneric, 12, 20)};
  for (LocalVerdict& verdict : verdicts) verdict.strong_score = 1'000;
  resolve_overlaps(all, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector{Reason::BadStructure, K, K}));
  EXPECT_LT(verdicts[1].strong_score, 0);
  EXPECT_EQ(verdicts[2].strong_score, 1'000);
}

// clarifai key …: what the judge believes in says more than what the provider's name alone tells.
TEST(ResolveOverlaps, ANameAloneBesideNoKeysNameComesLast) {
  std::vector<Rule> all = rules();
  all[kGeneric].judging = Judging::Credential;
  all[kVendorA].assigned = all[kVendorA].any_shape = true;
  all.push_back(named_rule("generic-word", "Generic"));
  all.back().judging = Judging::Provider;
  LocalVerdict by_name = verdict_at(kVendorA, 0, 9);
  by_name.family = static_cast<std::uint32_t>(all.size() - 1);
  std::vector<LocalVerdict> verdicts{by_name, verdict_at(kGeneric, 0, 9)};
  resolve_overlaps(all, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector{O, K}));
  verdicts[0].reason = verdicts[1].reason = K;
  verdicts[0].family = kGeneric;
  resolve_overlaps(all, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector{K, O})) << "a name beside a key's name";
}

bool share(const Span& a, const Span& b) {
  return a.begin < b.end && b.begin < a.end;
}

// Whatever comes in whatever order: survivors are disjoint, every loser lost to a survivor, and the
// order of arrival changes nothing.
// A client id in a token's payload names the client; the token opens the door.
TEST(ResolveOverlaps, AnEncodedIdIsLessThanWhatHoldsIt) {
  std::vector<Rule> all = rules();
  all[kVendorA].severity = Severity::Low;
  LocalVerdict inside = verdict_at(kVendorA, 3, 6);
  inside.decoded = std::make_shared<DecodedCandidate>();
  std::vector<LocalVerdict> verdicts{verdict_at(kGeneric, 0, 9), inside};
  resolve_overlaps(all, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector{K, O}));
  verdicts = {verdict_at(kGeneric, 0, 9), inside};
  all[kVendorA].severity = Severity::High;
  resolve_overlaps(all, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector{O, K}));
}

// As in plain text, the longer value names the key, whatever its severity.
TEST(ResolveOverlaps, EncodedOnesCompeteAsPlainOnesDo) {
  std::vector<Rule> all = rules();
  all[kVendorA].severity = Severity::Low;
  std::vector<LocalVerdict> verdicts{verdict_at(kVendorA, 0, 9), verdict_at(kVendorB, 3, 9)};
  for (LocalVerdict& verdict : verdicts) verdict.decoded = std::make_shared<DecodedCandidate>();
  resolve_overlaps(all, verdicts);
  EXPECT_EQ(reasons_of(verdicts), (std::vector{K, O}));
}

TEST(ResolveOverlaps, IsDisjointMaximalAndIndependentOfOrder) {
  std::mt19937 random(5);
  std::vector<Rule> all = rules();
  for (int round = 0; round < 500; ++round) {
    std::vector<LocalVerdict> verdicts;
    for (std::size_t count = 1 + random() % 12; verdicts.size() < count;) {
      std::uint64_t begin = random() % 30;
      verdicts.push_back(verdict_at(1 + random() % 4, begin, begin + 1 + random() % 10));
    }
    drop_duplicate_ends(verdicts);
    std::vector<LocalVerdict> shuffled = verdicts;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    resolve_overlaps(all, verdicts);
    resolve_overlaps(all, shuffled);
    for (const LocalVerdict& one : verdicts) {
      int shared = 0;
      for (const LocalVerdict& other : verdicts) {
        if (other.reason == K && share(one.secret, other.secret)) ++shared;
      }
      EXPECT_EQ(shared == 1 && one.reason == K, one.reason == K);
      if (one.reason == O) {
        EXPECT_GE(shared, 1);
      }
      bool same = std::any_of(shuffled.begin(), shuffled.end(), [&one](const LocalVerdict& other) {
        return other.rule == one.rule && other.secret == one.secret && other.reason == one.reason;
      });
      EXPECT_TRUE(same);
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
