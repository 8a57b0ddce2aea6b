#include "scanner/match/recent_bytes.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace leakwarden::scanner::testing {
namespace {

RecentBytes::Key key(const std::string& bytes, std::uint64_t tag = 0) {
  return RecentBytes::key(bytes, tag);
}

TEST(RecentBytes, KnowsWhatWasNotedAndNothingElse) {
  RecentBytes recent;
  const std::string text = "the same lines again";
  const std::string other = "the same lines agaim";
  EXPECT_FALSE(recent.find(key(text)));
  const std::optional<std::size_t> number = recent.note(key(text));
  ASSERT_TRUE(number);
  EXPECT_LT(*number, RecentBytes::kSlots);
  EXPECT_EQ(recent.find(key(std::string(text))), number);
  EXPECT_FALSE(recent.find(key(text, 1)));
  EXPECT_FALSE(recent.find(key(other)));
  EXPECT_FALSE(recent.find(key(text + "\n")));
}

TEST(RecentBytes, NothingAndTooMuchAreNotNoted) {
  RecentBytes recent;
  EXPECT_FALSE(recent.note(key("")));
  EXPECT_FALSE(recent.find(key("")));
  EXPECT_FALSE(recent.note(key(std::string(RecentBytes::kMostBytes + 1, 'x'))));
  EXPECT_TRUE(recent.note(key(std::string(RecentBytes::kMostBytes, 'x'))));
}

// The ring is written over several times: an answer belongs to these very bytes, or is none.
TEST(RecentBytes, OldBytesAreForgottenNeverMistaken) {
  RecentBytes recent;
  std::mt19937_64 random(7);
  std::map<std::size_t, std::string> noted;  // by number: the latest
  std::size_t known = 0;
  std::vector<std::string> asked;
  for (std::uint64_t written = 0; written < 3 * RecentBytes::kRingBytes;) {
    std::string bytes(1 + random() % RecentBytes::kMostBytes,
                      static_cast<char>('a' + random() % 2));
    bytes[random() % bytes.size()] = static_cast<char>('a' + random() % 8);
    if (random() % 2 == 0 && !asked.empty()) bytes = asked[random() % asked.size()];
    asked.push_back(bytes);
    const std::optional<std::size_t> number = recent.find(key(bytes));
    if (number) {
      EXPECT_EQ(noted[*number], bytes);
      ++known;
      continue;
    }
    written += bytes.size();
    noted[*recent.note(key(bytes))] = bytes;
    EXPECT_TRUE(recent.find(key(bytes)));
  }
  EXPECT_GT(known, 100u);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
