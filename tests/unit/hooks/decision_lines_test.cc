// The lines are written out here by hand: they are what other versions will speak.

#include "scanner/hooks/decision_lines.h"

#include <gmock/gmock.h>

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

const std::string kStrong = "s1-" + std::string(32, 'a');
const std::string kWeak = "w1-3f2-0a1b2";
const std::string kPlace(32, '9');

std::string asking(const std::string& entries) {
  return "{\"leakwarden_hook\":1,\"ask\":[" + entries + "]}";
}
std::string strong_entry() {
  return "{\"fingerprint\":\"" + kStrong + "\"}";
}
std::string weak_entry() {
  return "{\"fingerprint\":\"" + kWeak + "\",\"rule\":\"generic-password\",\"place\":\"" + kPlace +
         "\"}";
}

TEST(DecisionLines, ARequestIsWrittenAsItIsDocumented) {
  EXPECT_EQ(request_line({{kStrong, "", ""}, {kWeak, "generic-password", kPlace}}),
            asking(strong_entry() + "," + weak_entry()) + "\n");
  EXPECT_EQ(request_line({}), "{\"leakwarden_hook\":1,\"ask\":[]}\n");
}

TEST(DecisionLines, ARequestIsRead) {
  const Result<std::vector<DecisionQuestion>> read =
      read_request(asking(strong_entry() + "," + weak_entry()));
  ASSERT_TRUE(read.ok()) << read.error().message();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->at(0).fingerprint, kStrong);
  EXPECT_EQ(read->at(1).fingerprint, kWeak);
  EXPECT_EQ(read->at(1).rule, "generic-password");
  EXPECT_EQ(read->at(1).place, kPlace);
}

// printf 'leakwarden:place:1\0config/dev.env' | sha256sum
TEST(DecisionLines, APlaceIsNamedByAHash) {
  EXPECT_EQ(place_name("config/dev.env"), "1b8cb7a45543f6a1e0ecae3c5d6db861");
  EXPECT_NE(place_name("config/dev.env"), place_name("config/prod.env"));
}

TEST(DecisionLines, AnswersComeBackAsTheyWere) {
  const std::string line = answer_line(
      {{1, "test-key", "ana", "2027-01-31T00:00:00Z"}, {3, "false-positive", "bo", ""}});
  EXPECT_EQ(line,
            "{\"leakwarden_hook\":1,\"decided\":[{\"number\":1,\"decision\":\"test-key\","
            "\"person\":\"ana\",\"until\":\"2027-01-31T00:00:00Z\"},{\"number\":3,"
            "\"decision\":\"false-positive\",\"person\":\"bo\"}]}\n");
  const Result<std::vector<DecisionAnswer>> read = read_answer(line.substr(0, line.size() - 1), 4);
  ASSERT_TRUE(read.ok()) << read.error().message();
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->at(0).number, 1u);
  EXPECT_EQ(read->at(0).until, "2027-01-31T00:00:00Z");
  EXPECT_EQ(read->at(1).person, "bo");
}

TEST(DecisionLines, NamesOfPeopleAreShortAndHarmless) {
  const std::string line =
      answer_line({{0, "test-key", "\x1b[31m\n" + std::string(5000, 'x') + "\xff", ""}});
  EXPECT_LT(line.size(), 1000u);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_TRUE(read_answer(line.substr(0, line.size() - 1), 1).ok());
}

TEST(DecisionLines, TheLongestAnswerFitsItsLimit) {
  std::vector<DecisionAnswer> answers;
  for (std::size_t i = 0; i < kMostQuestions; ++i) {
    answers.push_back({i, std::string(500, '"'), std::string(500, '"'), std::string(500, '"')});
  }
  EXPECT_LT(answer_line(answers).size(), kMostAnswerBytes);
}

TEST(DecisionLines, TheLongestRequestFitsItsLimit) {
  std::vector<DecisionQuestion> questions(kMostQuestions,
                                          DecisionQuestion{kWeak, std::string(64, 'r'), kPlace});
  EXPECT_LT(request_line(questions).size(), kMostRequestBytes);
}

struct Line {
  const char* what;
  std::string text;
  ErrorKind kind;
};

TEST(DecisionLines, HostileRequestsAreRefused) {
  std::string many;
  for (std::size_t i = 0; i <= kMostQuestions; ++i) many += (i > 0 ? "," : "") + strong_entry();
  const Line lines[] = {
      {"nothing", "", ErrorKind::Invalid},
      {"binary", std::string("\0\xff\x01", 3), ErrorKind::Invalid},
      {"no JSON", "GET / HTTP/1.1", ErrorKind::Invalid},
      {"no object", "[1]", ErrorKind::Invalid},
      {"a number", "1", ErrorKind::Invalid},
      {"no version", "{\"ask\":[]}", ErrorKind::Invalid},
      {"another version", "{\"leakwarden_hook\":2,\"ask\":[]}", ErrorKind::Refused},
      {"a version in words", "{\"leakwarden_hook\":\"1\",\"ask\":[]}", ErrorKind::Refused},
      {"a doubled member", "{\"leakwarden_hook\":1,\"ask\":[],\"ask\":[]}", ErrorKind::Invalid},
      {"asks nothing", "{\"leakwarden_hook\":1}", ErrorKind::Invalid},
      {"asks an object", "{\"leakwarden_hook\":1,\"ask\":{}}", ErrorKind::Invalid},
      {"asks text", asking("\"s1\""), ErrorKind::Invalid},
      {"a prefix", asking("{\"fingerprint\":\"s1-3f2a\"}"), ErrorKind::Invalid},
      {"a number as name", asking("{\"fingerprint\":7}"), ErrorKind::Invalid},
      {"a weak name alone", asking("{\"fingerprint\":\"" + kWeak + "\"}"), ErrorKind::Invalid},
      {"a path in words",
       asking("{\"fingerprint\":\"" + kWeak + "\",\"rule\":\"r\",\"place\":\"a.env\"}"),
       ErrorKind::Invalid},
      {"a long rule",
       asking("{\"fingerprint\":\"" + kWeak + "\",\"rule\":\"" + std::string(300, 'r') +
              "\",\"place\":\"" + kPlace + "\"}"),
       ErrorKind::Invalid},
      {"deep", std::string(100'000, '['), ErrorKind::Invalid},
      {"too many", asking(many), ErrorKind::TooLarge},
  };
  for (const Line& line : lines) {
    const Result<std::vector<DecisionQuestion>> read = read_request(line.text);
    ASSERT_FALSE(read.ok()) << line.what;
    EXPECT_EQ(read.error().kind, line.kind) << line.what;
  }
}

TEST(DecisionLines, HostileAnswersAreRefused) {
  const auto deciding = [](const std::string& entries) {
    return "{\"leakwarden_hook\":1,\"decided\":[" + entries + "]}";
  };
  const Line lines[] = {
      {"nothing", "", ErrorKind::Corrupt},
      {"binary", std::string("\x80\x00", 2), ErrorKind::Corrupt},
      {"another version", "{\"leakwarden_hook\":2,\"decided\":[]}", ErrorKind::Corrupt},
      {"no list", "{\"leakwarden_hook\":1,\"decided\":true}", ErrorKind::Corrupt},
      {"all of it", deciding("\"*\""), ErrorKind::Corrupt},
      {"beyond what was asked", deciding("{\"number\":2,\"decision\":\"x\"}"), ErrorKind::Corrupt},
      {"below", deciding("{\"number\":-1,\"decision\":\"x\"}"), ErrorKind::Corrupt},
      {"half", deciding("{\"number\":0.5,\"decision\":\"x\"}"), ErrorKind::Corrupt},
      {"twice", deciding("{\"number\":0,\"decision\":\"x\"},{\"number\":0,\"decision\":\"x\"}"),
       ErrorKind::Corrupt},
      {"no decision", deciding("{\"number\":0}"), ErrorKind::Corrupt},
      {"an empty decision", deciding("{\"number\":0,\"decision\":\"\"}"), ErrorKind::Corrupt},
      {"a long person",
       deciding("{\"number\":0,\"decision\":\"x\",\"person\":\"" + std::string(300, 'p') + "\"}"),
       ErrorKind::Corrupt},
      {"a refusal", "{\"leakwarden_hook\":1,\"refused\":\"no\"}", ErrorKind::Refused},
      {"a refusal with decisions",
       "{\"leakwarden_hook\":1,\"refused\":\"no\",\"decided\":[{\"number\":0,\"decision\":\"x\"}]}",
       ErrorKind::Refused},
  };
  for (const Line& line : lines) {
    const Result<std::vector<DecisionAnswer>> read = read_answer(line.text, 2);
    ASSERT_FALSE(read.ok()) << line.what;
    EXPECT_EQ(read.error().kind, line.kind) << line.what;
  }
}

TEST(DecisionLines, WhatALaterVersionAddsIsPassedOver) {
  EXPECT_TRUE(read_request("{\"leakwarden_hook\":1,\"more\":[{}],\"ask\":[]}").ok());
  EXPECT_TRUE(read_answer("{\"leakwarden_hook\":1,\"more\":1,\"decided\":[]}", 0).ok());
}

TEST(DecisionLines, ARefusalSaysWhy) {
  const std::string line = refusal_line("it is too long");
  EXPECT_EQ(line, "{\"leakwarden_hook\":1,\"refused\":\"it is too long\"}\n");
  EXPECT_THAT(read_answer(line.substr(0, line.size() - 1), 1).error().why,
              HasSubstr("it is too long"));
}

}  // namespace
}  // namespace leakwarden::scanner
