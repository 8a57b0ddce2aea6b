#include "notifier/channels/mail_address.h"

#include <gtest/gtest.h>

namespace leakwarden::notifier {
namespace {

TEST(MailAddress, TakesOrdinaryAddresses) {
  for (const char* address :
       {"a@b", "ana@example.com", "ana.lima+leaks@mail.example.com", "x_y-z@a-b.example",
        "o'hara@example.com", "1@2.example", "a!#$%&'*+-/=?^_`{|}~b@example.com"}) {
    EXPECT_TRUE(is_valid_address(address)) << address;
  }
  EXPECT_TRUE(is_valid_address(std::string(64, 'a') + "@example.com"));
}

TEST(MailAddress, RefusesWhatCouldMeanMore) {
  const std::string cases[] = {"",
                               "a",
                               "@",
                               "a@",
                               "@b",
                               "a@b@c",
                               "a b@c",
                               "a@b c",
                               "a@b\r\nRCPT TO:<x@y>",
                               "a\n@b",
                               "a@b\n",
                               "<a@b>",
                               "a@b>",
                               "a@b,c@d",
                               "a@b;c",
                               "\"a b\"@c",
                               "a..b@c",
                               ".a@c",
                               "a.@c",
                               "a@b..c",
                               "a@.b",
                               "a@b.",
                               "a@-b",
                               "a@b-",
                               "a@b-.c",
                               "a@b.-c",
                               "a@[127.0.0.1]",
                               "a(c)@b",
                               "a@b(c)",
                               "a@b_c",
                               "\xc3\xa9@b",
                               "a@\xc3\xa9.example",
                               std::string("a\0@b", 4),
                               std::string("a@b\0", 4),
                               "a:b@c",
                               "a\\@b",
                               "@a,@b:c@d",
                               "a%b@",
                               "a@b/c",
                               "a\t@b",
                               std::string(65, 'a') + "@b",
                               "a@" + std::string(64, 'b'),
                               "a@" + std::string(250, 'b') + ".c"};
  for (const std::string& address : cases) EXPECT_FALSE(is_valid_address(address)) << address;
}

TEST(MailAddress, ReadsNames) {
  EXPECT_EQ(parse_mail_address("a@b.example")->display, "");
  EXPECT_EQ(parse_mail_address("<a@b.example>")->address, "a@b.example");
  EXPECT_EQ(parse_mail_address("Leak Warden <a@b.example>")->display, "Leak Warden");
  EXPECT_EQ(parse_mail_address("\"Leak, Warden\" <a@b.example>")->display, "Leak, Warden");
  EXPECT_EQ(parse_mail_address("Wächter\r\nBcc: x <a@b.example>")->display, "Wächter  Bcc: x");
  EXPECT_FALSE(parse_mail_address("Name <a@b"));
  EXPECT_FALSE(parse_mail_address("Name a@b>"));
  EXPECT_FALSE(parse_mail_address("Name <a b@c>"));
  EXPECT_FALSE(parse_mail_address(""));
  EXPECT_FALSE(parse_mail_address("<>"));
}

TEST(MailAddress, DomainsMatchWholeAndCaseAside) {
  std::vector<std::string> domains = {"Example.com"};
  EXPECT_TRUE(is_within("a@example.COM", domains));
  EXPECT_FALSE(is_within("a@sub.example.com", domains));
  EXPECT_FALSE(is_within("a@notexample.com", domains));
  EXPECT_FALSE(is_within("a@example.com.evil", domains));
  EXPECT_FALSE(is_within("a", domains));
  EXPECT_FALSE(is_within("a@example.com", {}));
}

TEST(MailAddress, AddsOnce) {
  std::vector<std::string> list = {"Ana@example.com"};
  add_once(list, "ana@EXAMPLE.com");
  add_once(list, "bo@example.com");
  EXPECT_EQ(list, (std::vector<std::string>{"Ana@example.com", "bo@example.com"}));
}

}  // namespace
}  // namespace leakwarden::notifier
