#include "notifier/smtp_replies.h"

#include <gtest/gtest.h>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

TEST(SmtpReplies, NamesTheReplyOfEachRecipient) {
  SmtpReplies replies;
  replies.server_sent("220 mail.example.com ESMTP\r\n");
  replies.client_sent("EHLO here\r\n");
  replies.server_sent("250-mail.example.com\r\n250-SIZE 1000\r\n250 HELP\r\n");
  replies.client_sent("MAIL FROM:<a@x>\r\n");
  replies.server_sent("250 ok\r\n");
  replies.client_sent("RCPT TO:<b@x>\r\n");
  replies.server_sent("250 2.1.5 fine\r\n");
  replies.client_sent("RCPT TO:<c@x>\r\n");
  replies.server_sent("550-5.1.1 no such\r\n550 5.1.1 user\r\n");
  replies.client_sent("DATA\r\n");
  replies.server_sent("354 go on\r\n");
  replies.client_sent("\r\n.\r\n");
  replies.server_sent("451 4.3.0 later\r\n");
  replies.client_sent("QUIT\r\n");
  replies.server_sent("221 bye\r\n");
  EXPECT_EQ(replies.last_code(), 451);
  EXPECT_EQ(replies.last_text(), "4.3.0 later");
  ASSERT_EQ(replies.recipients().size(), 2u);
  EXPECT_EQ(replies.recipients()[0].address, "b@x");
  EXPECT_EQ(replies.recipients()[0].code, 250);
  EXPECT_EQ(replies.recipients()[1].address, "c@x");
  EXPECT_EQ(replies.recipients()[1].code, 550);
  EXPECT_EQ(replies.recipients()[1].text, "5.1.1 no such 5.1.1 user");
}

TEST(SmtpReplies, PiecesOfAnySizeReadTheSame) {
  std::string said = "250-one\r\n250-two\r\n250 three\r\n";
  for (std::size_t cut = 1; cut < said.size(); ++cut) {
    SmtpReplies replies;
    replies.client_sent("RCPT TO:<b@x>\r\n");
    for (std::size_t at = 0; at < said.size(); at += cut) {
      replies.server_sent(said.substr(at, cut));
    }
    ASSERT_EQ(replies.recipients().size(), 1u) << cut;
    EXPECT_EQ(replies.recipients()[0].text, "one two three");
  }
}

TEST(SmtpReplies, StaysBoundedWhateverComes) {
  std::mt19937_64 random(17);
  SmtpReplies replies;
  for (int i = 0; i < 5000; ++i) {
    replies.client_sent("RCPT TO:<" + hostile_text(random));
    replies.server_sent("250-" + hostile_text(random, 300) + "\r\n250 " + std::string(2000, 'x') +
                        "\r\n");
    replies.server_sent(hostile_text(random, 300));
  }
  EXPECT_LE(replies.recipients().size(), 1000u);
  for (const RecipientReply& reply : replies.recipients()) EXPECT_LE(reply.text.size(), 1100u);
}

TEST(SmtpReplies, WhatIsNoReplyIsIgnored) {
  SmtpReplies replies;
  replies.server_sent("hello\r\n25\r\n2x0 no\r\n\r\n");
  EXPECT_EQ(replies.last_code(), 0);
  replies.server_sent("220\r\n");
  EXPECT_EQ(replies.last_code(), 220);
  EXPECT_EQ(replies.last_text(), "");
}

}  // namespace
}  // namespace leakwarden::notifier
