#include "scanner/cli/clone_url.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(CloneUrl, WhatLooksLikeAUrl) {
  for (const char* url :
       {"https://a/b.git", "git@host:a.git", "ssh://git@h/a", "file:///srv/a.git"})
    EXPECT_TRUE(looks_like_clone_url(url)) << url;
  for (const char* other : {"a.git", "./a:b", "/srv/a@b:c", "a/b@c:d", "C:", "", ":"})
    EXPECT_FALSE(looks_like_clone_url(other)) << other;
}

TEST(CloneUrl, IsShownWithoutUserAndPassword) {
  const std::string password = "not" + std::string("-shown");
  EXPECT_EQ(shown_clone_url("https://me:" + password + "@host/a.git"), "https://host/a.git");
  EXPECT_EQ(shown_clone_url("https://me:p@" + password + "@host/a.git"), "https://host/a.git");
  EXPECT_EQ(shown_clone_url("https://token@host"), "https://host");
  EXPECT_EQ(shown_clone_url("https://host/a@b.git"), "https://host/a@b.git");
  EXPECT_EQ(shown_clone_url("git@host:a.git"), "git@host:a.git");
}

TEST(CloneUrl, AnAddressForReportsHasNoUserAndNoPassword) {
  EXPECT_EQ(public_address("https://ana:hunter2@example.com/a.git"), "https://example.com/a.git");
  EXPECT_EQ(public_address("https://x@y@example.com:8443/a"), "https://example.com:8443/a");
  EXPECT_EQ(public_address("https://example.com/a@b"), "https://example.com/a@b");
  EXPECT_EQ(public_address("https://example.com/a.git?token=abc#d"), "https://example.com/a.git");
  EXPECT_EQ(public_address("git@example.com:corp/a.git"), "ssh://example.com/corp/a.git");
  EXPECT_EQ(public_address("example.com:a"), "ssh://example.com/a");
  EXPECT_EQ(public_address("ssh://git@example.com/a"), "ssh://example.com/a");
  EXPECT_EQ(public_address("/srv/git/a.git"), "");
  EXPECT_EQ(public_address("../a:b"), "");
  EXPECT_EQ(public_address(""), "");
  EXPECT_EQ(public_address("https://e/\"<\x1b>"), "https://e/%22%3C%1B%3E");
}

TEST(CloneUrl, TheUserIsCutWhereTheHostBegins) {
  EXPECT_EQ(user_of_url("https://ana:hunter2@h/a"), "ana:hunter2");
  EXPECT_EQ(user_of_url("https://h/a?b=c@d"), "");
  EXPECT_EQ(user_of_url("https://h?b=c@d"), "");
  EXPECT_EQ(user_of_url("git@h:a"), "");
  EXPECT_EQ(user_of_url("https://"), "");
}

}  // namespace
}  // namespace leakwarden::scanner
