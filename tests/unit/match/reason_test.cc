#include <gtest/gtest.h>

#include <set>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {
namespace {

constexpr Reason kAll[] = {Reason::Kept,        Reason::NoMatch,      Reason::NoContext,
                           Reason::BadChecksum, Reason::BadStructure, Reason::LowEntropy,
                           Reason::Placeholder, Reason::NoPair,       Reason::Paired,
                           Reason::IdAlone,     Reason::Capped,       Reason::Overlapped,
                           Reason::Duplicate};

TEST(Reason, EachHasItsOwnNameAndWords) {
  std::set<std::string_view> names;
  std::set<std::string_view> words;
  for (Reason reason : kAll) {
    names.insert(reason_name(reason));
    words.insert(reason_words(reason));
    EXPECT_EQ(reason_name(reason).find_first_not_of("abcdefghijklmnopqrstuvwxyz-"),
              std::string_view::npos);
    EXPECT_EQ(reason_words(reason).back(), '.');
  }
  EXPECT_EQ(names.size(), std::size(kAll));
  EXPECT_EQ(words.size(), std::size(kAll));
  EXPECT_EQ(reason_name(Reason::BadChecksum), "bad-checksum");
}

TEST(Reason, AValueFromNowhereHasWordsToo) {
  EXPECT_EQ(reason_name(static_cast<Reason>(99)), "unknown");
}

}  // namespace
}  // namespace leakwarden::scanner
