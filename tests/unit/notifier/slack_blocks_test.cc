#include "notifier/channels/slack_blocks.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using nlohmann::json;

// Characters, as Slack counts.
std::size_t length(const std::string& text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

// In Slack's text "<" begins a link or a mention. Ours are only links that passed safe_link().
void expect_only_links(const std::string& text, const std::string& type) {
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    EXPECT_EQ(type, "mrkdwn") << text;
    EXPECT_EQ(text.compare(at + 1, 4, "http"), 0) << text;
    std::string inside = text.substr(at + 1, text.find('>', at) - at - 1);
    EXPECT_EQ(inside.find_first_of("|<! @"), std::string::npos) << inside;
  }
}

void expect_text(const json& text, std::size_t most) {
  std::string value = text["text"];
  EXPECT_FALSE(value.empty());
  EXPECT_LE(length(value), most);
  expect_only_links(value, text["type"]);
}

void expect_block(const json& block) {
  const std::string type = block["type"];
  if (type == "header") {
    EXPECT_EQ(block["text"]["type"], "plain_text");
    expect_text(block["text"], kMaxSlackHeader);
  } else if (type == "section") {
    EXPECT_NE(block.contains("text"), block.contains("fields"));
    if (block.contains("text")) expect_text(block["text"], kMaxSlackSection);
    if (!block.contains("fields")) return;
    EXPECT_LE(block["fields"].size(), kMaxSlackFields);
    for (const json& field : block["fields"]) expect_text(field, kMaxSlackField);
  } else if (type == "context") {
    for (const json& element : block["elements"]) expect_text(element, kMaxSlackSection);
  } else {
    ASSERT_EQ(type, "actions");
    EXPECT_EQ(block["elements"][0]["url"].get<std::string>().compare(0, 4, "http"), 0);
    EXPECT_LE(block["elements"][0]["url"].get<std::string>().size(), 3000u);
  }
}

void expect_valid(const std::string& text) {
  EXPECT_LE(text.size(), kMaxSlackMessage);
  json body = json::parse(text);
  EXPECT_LE(body["blocks"].size(), kMaxSlackBlocks);
  EXPECT_EQ(body["unfurl_links"], false);
  EXPECT_EQ(body["unfurl_media"], false);
  EXPECT_FALSE(body.contains("link_names"));
  expect_only_links(body["text"], "fallback");
  for (const json& block : body["blocks"]) expect_block(block);
}

TEST(SlackBlocks, SayWhatWhereAndWhatToDo) {
  std::string text = slack_body(make_message(sample_alert()));
  expect_valid(text);
  json body = json::parse(text);
  EXPECT_EQ(body["text"], "Postman API key in payments/api (main)");
  EXPECT_EQ(body["blocks"][0]["text"]["text"], "Postman API key in payments/api (main)");
  EXPECT_NE(text.find("1. <https://go.postman.co/settings/me/api-keys> Delete the exposed key"),
            std::string::npos);
  EXPECT_NE(text.find("`config/prod.env:3`"), std::string::npos);
  EXPECT_NE(text.find("`leakwarden incidents resolve inc-7f3a --reason revoked`"),
            std::string::npos);
}

TEST(SlackBlocks, MentionsAndLinksOfOthersAreText) {
  Alert alert = sample_alert();
  alert.locations[0].path = "<!channel> <!here> <@U123> <https://evil.example|click> `x` &amp;";
  alert.locations[0].author = "<!everyone>";
  alert.locations[0].pusher = "<!subteam^S1>";
  alert.incident.first_place = "<!channel>";
  alert.incident.note = "@channel *bold*";
  std::string text = slack_body(make_message(alert));
  expect_valid(text);
  for (const char* word : {"<!", "<@", "evil.example|click>", "|click>"}) {
    EXPECT_EQ(text.find(word), std::string::npos) << word;
  }
  EXPECT_NE(text.find("&lt;!channel&gt;"), std::string::npos);
}

TEST(SlackBlocks, HostileMessagesStayWithinTheLimits) {
  std::mt19937_64 random(16);
  for (int i = 0; i < 300; ++i) {
    Alert alert = hostile_alert(random);
    alert.incident.advice.steps.assign(12, hostile_text(random, 4000));
    expect_valid(slack_body(make_message(alert, Repeat::Possible)));
  }
}

TEST(SlackBlocks, AGreatDigestIsCutAndSaysSo) {
  Alert alert = sample_alert(AlertType::Digest);
  alert.incident = AlertIncident();
  for (int i = 0; i < 25; ++i) alert.digest.push_back(sample_incident("inc-" + std::to_string(i)));
  alert.more_incidents = 75;
  std::string text = slack_body(make_message(alert));
  expect_valid(text);
  EXPECT_NE(text.find("15 of them not shown here"), std::string::npos);
  EXPECT_NE(text.find("and 75 more secrets"), std::string::npos);
  for (AlertIncident& incident : alert.digest) {
    incident.rule_name = std::string(80, '&');
    incident.first_place = std::string(190, '&');
    incident.advice.revoke_url = "https://x.example/" + std::string(1900, '&');
  }
  expect_valid(slack_body(make_message(alert)));
}

TEST(SlackBlocks, APossibleRepeatSaysSo) {
  EXPECT_NE(
      slack_body(make_message(sample_alert(), Repeat::Possible)).find("may have had this message"),
      std::string::npos);
}

}  // namespace
}  // namespace leakwarden::notifier
