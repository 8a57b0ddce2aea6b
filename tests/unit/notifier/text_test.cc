#include "notifier/text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

// Written by hand from shared/design/experience.md §4.
constexpr char kExpected[] = R"(Postman API key in payments/api (main)

Postman API key PMAK… is in config/prod.env:3 of payments/api (main),
pushed by ana, there since 2025-11-25 14:58 UTC. The repository is
private: everybody with access to it can read the key there.

What to do now

  1. https://go.postman.co/settings/me/api-keys
     Delete the exposed key; it stops working at once.
  2. Generate a new key and put it into a secret store.
  3. Look at the key's last use for calls that were not yours.

)";

std::size_t columns(const std::string& line) {
  std::size_t count = 0;
  for (char c : line) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

TEST(Text, BeginsWithWhatHappenedAndWhatToDo) {
  std::string text = render_text(make_message(sample_alert()));
  EXPECT_EQ(text.substr(0, sizeof kExpected - 1), kExpected);
}

TEST(Text, WrapsAt72ButNeverBreaksLinksAndCommands) {
  Alert alert = sample_alert();
  alert.incident.advice.steps = {std::string("word ") + std::string(20, 'x') +
                                 " and many more words that go on for longer than one line does"};
  std::istringstream text(render_text(make_message(alert)));
  for (std::string line; std::getline(text, line);) {
    bool is_unbroken = line.find("https://") != std::string::npos ||
                       line.find("leakwarden incidents") != std::string::npos;
    EXPECT_TRUE(columns(line) <= 72 || is_unbroken) << line;
    EXPECT_EQ(line, line.substr(0, line.find_last_not_of(' ') + 1)) << "trailing blanks";
  }
}

TEST(Text, AWordLongerThanALineStandsAlone) {
  Message message;
  message.headline = "a " + std::string(200, 'w') + " b";
  EXPECT_EQ(render_text(message), "a\n" + std::string(200, 'w') + "\nb\n");
}

TEST(Text, SaysEveryPartOfTheMessage) {
  Message message = make_message(sample_alert(), Repeat::Possible);
  std::string text = render_text(message);
  EXPECT_NE(text.find("You may have had this message before"), std::string::npos);
  for (const MessageFact& fact : message.facts) {
    EXPECT_NE(text.find("  " + fact.name + " "), std::string::npos) << fact.name;
  }
  for (const MessageCommand& command : message.commands) {
    EXPECT_NE(text.find(command.command + "\n"), std::string::npos);
  }
}

TEST(Text, ADigestNamesEveryIncident) {
  Alert alert = sample_alert(AlertType::Digest);
  alert.incident = AlertIncident();
  for (int i = 0; i < 25; ++i) alert.digest.push_back(sample_incident("inc-" + std::to_string(i)));
  alert.more_incidents = 3;
  std::string text = render_text(make_message(alert));
  for (int i = 0; i < 25; ++i) {
    EXPECT_NE(text.find("leakwarden incidents show inc-" + std::to_string(i) + "\n"),
              std::string::npos);
  }
  EXPECT_NE(text.find("and 3 more secrets\n"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::notifier
