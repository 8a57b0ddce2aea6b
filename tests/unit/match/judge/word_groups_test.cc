#include "scanner/match/judge/word_groups.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::judging {
namespace {

TEST(WordGroups, KnowsItsWordsInAnyCase) {
  EXPECT_TRUE(has(groups_of_word("password"), WordGroup::Password));
  EXPECT_TRUE(has(groups_of_word("PASSWD"), WordGroup::Password));
  EXPECT_TRUE(has(groups_of_word("Token"), WordGroup::Token));
  EXPECT_TRUE(has(groups_of_word("sha256"), WordGroup::Hash));
  EXPECT_TRUE(has(groups_of_word("url"), WordGroup::Location));
}

TEST(WordGroups, AWordMayBeInSeveral) {
  WordGroups groups = groups_of_word("apikey");
  EXPECT_TRUE(has(groups, WordGroup::Key));
  EXPECT_TRUE(has(groups, WordGroup::Access));
}

TEST(WordGroups, TakesJoinedWordsApart) {
  EXPECT_TRUE(has(groups_of_word("dbpassword"), WordGroup::Password));
  EXPECT_TRUE(has(groups_of_word("dbpassword"), WordGroup::Database));
  EXPECT_TRUE(has(groups_of_word("githubtoken"), WordGroup::Vendor));
  EXPECT_TRUE(has(groups_of_word("mysecretkey"), WordGroup::Secret));
}

TEST(WordGroups, AnEndingIsNoName) {
  EXPECT_EQ(groups_of_word("monkey"), 0u);
  EXPECT_EQ(groups_of_word("android"), 0u);
  EXPECT_EQ(groups_of_word("compass"), 0u);
  EXPECT_EQ(groups_of_word("hello"), 0u);
  EXPECT_EQ(groups_of_word(""), 0u);
  EXPECT_EQ(groups_of_word(std::string(5000, 'a') + "password"), 0u);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
