#include "notifier/channels/mail_message.h"

#include <gtest/gtest.h>

#include "tests/unit/notifier/mail_reader.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using testing::header_of;
using testing::read_mails;

MailParts sample_parts() {
  MailParts parts;
  parts.from = {"Leakwarden", "leakwarden@example.com"};
  parts.to = {{"", "security@example.com"}};
  parts.subject = "Schlüssel";
  parts.date = from_unix_seconds(kSampleSeconds);
  parts.message_id = "<inc-7f3a.0@example.com>";
  parts.idempotency_key = "key-1";
  parts.text =
      "first\n.\n..two\nFrom here\ntrailing blank \ntab\t\nÜ – …\n" + std::string(500, 'z') + "\n";
  parts.html = "<p>x</p>\n";
  return parts;
}

std::string python_quopri(const std::string& encoded) {
  testing::ProgramOptions options;
  options.input = encoded;
  return testing::run_program(
             {"/usr/bin/python3", "-c",
              "import quopri,sys; "
              "sys.stdout.buffer.write(quopri.decodestring(sys.stdin.buffer.read()))"},
             options)
      .output;
}

TEST(QuotedPrintable, PythonDecodesIt) {
  std::mt19937_64 random(9);
  std::string text;
  for (int i = 0; i < 300; ++i) {
    std::string line = hostile_text(random, 300);
    for (char& c : line) {
      if (c == '\r') c = 'r';  // a lone CR before LF would read as a line end
    }
    text += line + "\n";
  }
  std::string expected;
  for (char c : text) expected += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(python_quopri(quoted_printable(text)), expected);
}

TEST(QuotedPrintable, LinesAreShortAndNeedNoStuffing) {
  std::string encoded = quoted_printable(".\n.." + std::string(300, '.') + "\nFrom x\nblank \n\n");
  std::size_t start = 0;
  while (start < encoded.size()) {
    std::size_t end = encoded.find("\r\n", start);
    std::string line = encoded.substr(start, end - start);
    EXPECT_LE(line.size(), 76u);
    EXPECT_NE(line.substr(0, 1), ".");
    EXPECT_NE(line.substr(0, 5), "From ");
    EXPECT_TRUE(line.empty() || (line.back() != ' ' && line.back() != '\t'));
    start = end + 2;
  }
  EXPECT_EQ(quoted_printable(""), "");
  EXPECT_EQ(quoted_printable("no end"), "no end\r\n");
}

TEST(MailMessage, PythonReadsEveryPart) {
  MailParts parts = sample_parts();
  parts.copies = {{"Ana Lima", "ana@example.com"}, {"", "bo@example.com"}};
  nlohmann::json mail = read_mails({build_mail(parts)}).at(0);
  EXPECT_EQ(mail["defects"].size(), 0u) << mail["defects"];
  EXPECT_EQ(mail["types"], nlohmann::json({"multipart/alternative", "text/plain", "text/html"}));
  EXPECT_EQ(mail["text"], parts.text);
  EXPECT_EQ(mail["html"], parts.html);
  EXPECT_EQ(header_of(mail, "Subject"), "Schlüssel");
  EXPECT_EQ(header_of(mail, "Message-ID"), "<inc-7f3a.0@example.com>");
  EXPECT_EQ(header_of(mail, "Date"), "Tue, 25 Nov 2025 15:00:00 +0000");
  EXPECT_EQ(header_of(mail, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(header_of(mail, "X-Auto-Response-Suppress"), "All");
  EXPECT_EQ(header_of(mail, "X-Leakwarden-Idempotency-Key"), "key-1");
  EXPECT_EQ(header_of(mail, "In-Reply-To"), "");
  EXPECT_EQ(mail["addresses"]["Cc"], nlohmann::json({"ana@example.com", "bo@example.com"}));
  EXPECT_EQ(mail["strays"], 0);
  EXPECT_LE(mail["longest_line"], 78);
}

TEST(MailMessage, RepliesNameTheFirstMail) {
  MailParts parts = sample_parts();
  parts.in_reply_to = "<inc-7f3a.0@example.com>";
  parts.message_id = "<inc-7f3a.9@example.com>";
  nlohmann::json mail = read_mails({build_mail(parts)}).at(0);
  EXPECT_EQ(header_of(mail, "In-Reply-To"), parts.in_reply_to);
  EXPECT_EQ(header_of(mail, "References"), parts.in_reply_to);
}

TEST(MailMessage, TheBoundaryCannotStandInAPart) {
  MailParts parts = sample_parts();
  std::string first = build_mail(parts);
  std::size_t at = first.find("boundary=\"") + 10;
  std::string boundary = first.substr(at, first.find('"', at) - at);
  parts.text = "--" + boundary + "\n--" + boundary + "--\n";
  nlohmann::json mail = read_mails({build_mail(parts)}).at(0);
  EXPECT_EQ(mail["text"], parts.text);
  EXPECT_EQ(mail["types"].size(), 3u);
}

}  // namespace
}  // namespace leakwarden::notifier
