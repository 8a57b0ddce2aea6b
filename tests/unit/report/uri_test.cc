#include "scanner/report/uri.h"

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

TEST(Uri, EveryByteIsEncodedAsPythonDoes) {
  std::string all;
  for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
  const leakwarden::testing::ProgramResult python = leakwarden::testing::run_program(
      {"python3", "-c",
       "import urllib.parse;print(urllib.parse.quote(bytes(range(1,256)),safe='/'),end='')"});
  EXPECT_EQ(percent_encoded(all), python.output);
}

Location place(PlaceKind kind, const std::string& path) {
  Location location;
  location.kind = kind;
  location.path = path;
  return location;
}

TEST(Uri, FilesAreRelativeUnlessTheirPathIsAbsolute) {
  EXPECT_EQ(place_uri(place(PlaceKind::Blob, "src/a b.py")), "src/a%20b.py");
  EXPECT_EQ(place_uri(place(PlaceKind::File, "././a.py")), "a.py");
  EXPECT_EQ(place_uri(place(PlaceKind::File, "/srv/a:b")), "file:///srv/a%3Ab");
  EXPECT_EQ(place_uri(place(PlaceKind::File, "//evil/a")), "file:///evil/a");
  EXPECT_EQ(place_uri(place(PlaceKind::Blob, "javascript:alert(1)")), "javascript%3Aalert%281%29");
}

TEST(Uri, WhatIsNoFileHasAnAddressBelowTheGitFolder) {
  Location message = place(PlaceKind::CommitMessage, "");
  message.commit = "9c1f";
  EXPECT_EQ(place_uri(message), ".git/commit/9c1f/message");
  Location tag = place(PlaceKind::TagMessage, "");
  tag.refs = {"refs/tags/v 1"};
  EXPECT_EQ(place_uri(tag), ".git/refs/tags/v%201/message");
  EXPECT_EQ(place_uri(place(PlaceKind::Reflog, "logs/HEAD")), ".git/logs/HEAD");
  EXPECT_EQ(place_uri(place(PlaceKind::Stream, "")), "stdin");
}

TEST(Uri, WhatSomebodyWroteBecomesOne) {
  EXPECT_EQ(only_uri("https://a/b?c=d%20#e"), "https://a/b?c=d%20#e");
  EXPECT_EQ(only_uri("https://a/%zz%4"), "https://a/%25zz%254");
  EXPECT_EQ(only_uri("https://a/\"<x y>\n\xc3\xbc"), "https://a/%22%3Cx%20y%3E%0A%C3%BC");
}

TEST(Uri, OnlyWebAddressesAreLinks) {
  EXPECT_TRUE(is_web_url("https://example.com"));
  EXPECT_TRUE(is_web_url("http://a"));
  for (const char* other :
       {"", "https://", "javascript:alert(1)", " https://a", "HTTPS://a", "ftp://a"})
    EXPECT_FALSE(is_web_url(other)) << other;
}

}  // namespace
}  // namespace leakwarden::scanner
