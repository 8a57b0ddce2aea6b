#include "notifier/channels/mail_header.h"

#include <gtest/gtest.h>

#include "scanner/base/sanitize.h"
#include "tests/unit/notifier/mail_reader.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using testing::header_of;
using testing::read_mails;

// One field, whatever went in: ends with its only CRLF that is not a fold, no line over 78 columns,
// no encoded word over 75.
void expect_one_field(const std::string& field, const std::string& name) {
  ASSERT_EQ(field.compare(0, name.size() + 1, name + ":"), 0) << field;
  ASSERT_EQ(field.substr(field.size() - 2), "\r\n");
  std::size_t start = 0;
  while (start < field.size()) {
    std::size_t end = field.find("\r\n", start);
    std::string line = field.substr(start, end - start);
    EXPECT_LE(line.size(), 78u) << line;
    bool is_fold = line.size() > 1 && line[0] == ' ' && line[1] != ' ';
    EXPECT_TRUE(start == 0 || is_fold) << line;
    for (char c : line) EXPECT_TRUE(c >= 0x20 && c < 0x7F) << static_cast<int>(c);
    std::size_t word = line.find("=?UTF-8?B?");
    if (word != std::string::npos) {
      std::size_t word_end = line.find("?=", word + 10);
      ASSERT_NE(word_end, std::string::npos) << field;
      EXPECT_LE(word_end + 2 - word, 75u);
    }
    start = end + 2;
  }
}

// Folding and encoded words lose runs of blanks in plain text; nothing else.
std::string squeezed(const std::string& text) {
  std::string result;
  for (char c : text) {
    if (c != ' ' || (!result.empty() && result.back() != ' ')) result += c;
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

TEST(MailHeader, Base64IsRfc4648) {  // its test vectors, section 10
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe\xfb"), "//77");
}

TEST(MailHeader, PlainTextStaysPlain) {
  EXPECT_EQ(text_field("Subject", "Postman API key in payments/api (main)"),
            "Subject: Postman API key in payments/api (main)\r\n");
}

TEST(MailHeader, PythonReadsBackWhatWeWrote) {
  std::vector<std::string> subjects = {
      "plain",
      "Schlüssel – bitte sperren",
      std::string(300, 'x'),
      "=?UTF-8?B?bm8=?= is no code",
      "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
      "a fold comes when a subject of plain words is longer than the seventy-eight columns of a "
      "line"};
  std::vector<std::string> mails;
  for (const std::string& subject : subjects) {
    mails.push_back(text_field("Subject", subject) + "\r\n");
  }
  std::vector<nlohmann::json> read = read_mails(mails);
  ASSERT_EQ(read.size(), subjects.size());
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    EXPECT_EQ(header_of(read[i], "Subject"), subjects[i]);
    EXPECT_EQ(read[i]["defects"].size(), 0u) << read[i]["defects"];
  }
}

TEST(MailHeader, NoValueLeavesItsField) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    std::string text = hostile_text(random, 300);
    expect_one_field(text_field("Subject", text), "Subject");
    expect_one_field(address_field("From", {{text, "a@example.com"}}), "From");
    std::string plain = plain_field("X", text);  // may be a long line, but one
    EXPECT_EQ(plain.find_first_of("\r\n"), plain.find("\r\n"));
    EXPECT_EQ(plain.find_first_not_of("\r\n ", plain.find("\r\n")) == std::string::npos ||
                  plain[plain.find("\r\n") + 2] == ' ',
              true);
    EXPECT_LE(plain.size(), 998u);
    if (HasFatalFailure()) return;
  }
}

TEST(MailHeader, HostileSubjectsAndNamesReadBackAsTheSafeText) {
  std::mt19937_64 random(6);
  std::vector<std::string> texts, mails;
  for (int i = 0; i < 2000; ++i) {
    texts.push_back("x" + hostile_text(random, 200) + "y");
    mails.push_back(text_field("Subject", texts.back()) +
                    address_field("From", {{texts.back(), "a@example.com"}}) + "\r\n");
  }
  std::vector<nlohmann::json> read = read_mails(mails);
  ASSERT_EQ(read.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(squeezed(header_of(read[i], "Subject")),
              squeezed(sanitize_for_header(texts[i], 600)));
    EXPECT_EQ(read[i]["headers"].size(), 2u);
    ASSERT_EQ(read[i]["addresses"]["From"].size(), 1u) << read[i].dump();
    EXPECT_EQ(read[i]["addresses"]["From"][0], "a@example.com");
  }
}

TEST(MailHeader, AddressListsFoldAndReadBack) {
  std::vector<MailAddress> people;
  for (int i = 0; i < 50; ++i) {
    people.push_back({i % 3 == 0 ? "Ana \"x\" Lima, Ünit " + std::to_string(i) : "",
                      "person" + std::to_string(i) + "@example.com"});
  }
  std::string field = address_field("To", people);
  expect_one_field(field, "To");
  nlohmann::json read = read_mails({field + "\r\n"}).at(0);
  ASSERT_EQ(read["addresses"]["To"].size(), 50u);
  EXPECT_EQ(read["addresses"]["To"][49], "person49@example.com");
}

TEST(MailHeader, DatesAreRfc5322) {  // checked against GNU date -R -u
  EXPECT_EQ(mail_date(from_unix_seconds(kSampleSeconds)), "Tue, 25 Nov 2025 15:00:00 +0000");
  EXPECT_EQ(mail_date(from_unix_seconds(0)), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(mail_date(from_unix_seconds(951782400)), "Tue, 29 Feb 2000 00:00:00 +0000");
}

}  // namespace
}  // namespace leakwarden::notifier
