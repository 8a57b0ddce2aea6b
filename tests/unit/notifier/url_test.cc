#include "notifier/channels/url.h"

#include <gtest/gtest.h>

namespace leakwarden::notifier {
namespace {

Secret url(const std::string& text) {
  return Secret::copy_of(text);
}

TEST(Url, NamesItsParts) {
  UrlParts parts = parse_url(url("HTTPS://Hooks.Example.com:8443/a/b?c=d#e")).value();
  EXPECT_EQ(parts.scheme, "https");
  EXPECT_EQ(parts.host, "Hooks.Example.com");
  EXPECT_EQ(parts.port, "8443");
  EXPECT_EQ(parse_url(url("http://[2001:db8::1]:80/x")).value().host, "2001:db8::1");
  EXPECT_EQ(parse_url(url("smtp://mail.example.com:587")).value().scheme, "smtp");
}

TEST(Url, RefusesTricks) {
  for (const char* text :
       {"", "x", "example.com/path", "//example.com/", "https://", "https://a b/",
        "https://user@evil.example/", "https://user:hunter2@evil.example/", "https://a\nb/",
        "https://a:99999/", "https://a:port/", "https://[::1/", "https://exa<mple/"}) {
    Result<UrlParts> parts = parse_url(url(text));
    ASSERT_FALSE(parts.ok()) << text;
    EXPECT_EQ(parts.error().message().find("hunter2"), std::string::npos);
  }
}

TEST(Url, IsShownWithoutItsPath) {
  EXPECT_EQ(shown_url(url("https://hooks.slack.com/services/T/B/X")), "https://hooks.slack.com/…");
  EXPECT_EQ(shown_url(url("http://[::1]:8080/x?y=z")), "http://[::1]:8080/…");
  EXPECT_EQ(shown_url(url("hunter2")), "a URL that cannot be read");
}

TEST(Url, KnowsLoopbackByName) {
  for (const char* text :
       {"http://127.0.0.1/", "http://127.9.9.9:1/", "http://[::1]/", "http://localhost/"}) {
    EXPECT_TRUE(is_loopback(parse_url(url(text)).value())) << text;
  }
  for (const char* text :
       {"http://128.0.0.1/", "http://example.com/", "http://localhost.evil.example/",
        "http://127.0.0.1.evil.example/", "http://[::2]/"}) {
    EXPECT_FALSE(is_loopback(parse_url(url(text)).value())) << text;
  }
}

}  // namespace
}  // namespace leakwarden::notifier
