#include "scanner/match/owner_hosts.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// At the first "acme" of a line.
DottedName name_in(const std::string& line) {
  const std::uint64_t word = line.find("acme");
  return dotted_name_at(line, {0, line.size()}, {word, word + 4});
}

TEST(OwnerHosts, TheWholeNameAroundAWord) {
  const std::string line = "GET https://api.acme.com/v1 now";
  const DottedName one = name_in(line);
  EXPECT_EQ(one.before, "GET https://");
  EXPECT_EQ(one.name, "api.acme.com");
  EXPECT_EQ(one.behind, "/v1 now");
}

TEST(OwnerHosts, WhatStandsWhereAHostDoes) {
  EXPECT_TRUE(is_host(name_in("https://acme.com/about")));
  EXPECT_TRUE(is_host(name_in("Host: acme.com")));
  EXPECT_FALSE(is_host(name_in("/opt/acme.d"))) << "a path";
  EXPECT_FALSE(is_host(name_in("https://acme/"))) << "no dot";
}

TEST(OwnerHosts, OfInterfacesKeysAreTaken) {
  for (const char* line : {"https://api.acme.com/", "https://eu-api.acme.com",
                           "https://acme.com/v2", "https://acme.com/oauth/token", "Host: acme.com"})
    EXPECT_TRUE(is_host_of_interface(name_in(line))) << line;
  for (const char* line :
       {"https://www.acme.com/", "https://acme.com/blog", "https://papi.acme.com"})
    EXPECT_FALSE(is_host_of_interface(name_in(line))) << line;
}

TEST(OwnerHosts, EverybodysSourcesLieThere) {
  EXPECT_TRUE(is_keeper_of_sources(name_in("import com.github.acme.Client;")));
  EXPECT_TRUE(is_keeper_of_sources({"https://", "github.com", "/acme"}));
  EXPECT_FALSE(is_keeper_of_sources(name_in("https://api.acme.com")));
}

}  // namespace
}  // namespace leakwarden::scanner
