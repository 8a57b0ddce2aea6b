#include "notifier/html.h"

#include <gtest/gtest.h>

#include <set>

#include "notifier/channels/email.h"
#include "tests/unit/notifier/mail_reader.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using testing::read_mails;

// Python's parser reads HTML out of a mail; so wrap it in the least of one.
std::string as_mail(const std::string& html) {
  return "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
         "Content-Transfer-Encoding: 8bit\r\n\r\n" +
         html;
}

const std::set<std::string> kTags = {"html", "head", "meta",   "title", "body", "div", "h1",
                                     "h2",   "p",    "ol",     "li",    "a",    "br",  "table",
                                     "tr",   "td",   "strong", "code",  "span"};
const std::set<std::string> kAttributes = {"lang", "charset", "name",        "content",    "style",
                                           "href", "role",    "cellpadding", "cellspacing"};

void expect_harmless(const nlohmann::json& page) {
  for (const auto& tag : page["tags"].items()) EXPECT_EQ(kTags.count(tag.key()), 1u) << tag.key();
  for (const nlohmann::json& name : page["attributes"]) {
    EXPECT_EQ(kAttributes.count(name.get<std::string>()), 1u) << name;
  }
  for (const nlohmann::json& link : page["links"]) {
    EXPECT_EQ(link[0], link[1]);
    EXPECT_EQ(link[0].get<std::string>().substr(0, 4), "http");
  }
}

TEST(Html, ShowsEveryPartOfTheMessage) {
  Message message = make_message(sample_alert(), Repeat::Possible);
  nlohmann::json page = read_mails({as_mail(render_html(message))}).at(0);
  expect_harmless(page);
  std::string visible = page["visible"];
  for (const std::string& text :
       {message.headline, message.lead, message.caution, message.repeat_note, message.severity}) {
    EXPECT_NE(visible.find(text), std::string::npos) << text;
  }
  for (const MessageStep& step : message.steps) {
    EXPECT_NE(visible.find(step.text), std::string::npos);
  }
  for (const MessageFact& fact : message.facts) {
    EXPECT_NE(visible.find(fact.name), std::string::npos);
    EXPECT_NE(visible.find(fact.value), std::string::npos);
  }
  for (const MessageCommand& command : message.commands) {
    EXPECT_NE(visible.find(command.command), std::string::npos);
  }
  EXPECT_EQ(page["links"].size(), 3u);  // revoke, forge, documentation
}

TEST(Html, LeavesOutWhatIsEmpty) {
  Message message;
  message.headline = "Only this";
  nlohmann::json page = read_mails({as_mail(render_html(message))}).at(0);
  EXPECT_EQ(page["tags"].count("ol"), 0u);
  EXPECT_EQ(page["tags"].count("table"), 0u);
  EXPECT_EQ(page["tags"].count("code"), 0u);
  EXPECT_EQ(page["tags"].count("a"), 0u);
}

TEST(Html, ADigestShowsEveryIncident) {
  Alert alert = sample_alert(AlertType::Digest);
  alert.incident = AlertIncident();
  alert.digest = {sample_incident("inc-1"), sample_incident("inc-2")};
  alert.more_incidents = 4;
  nlohmann::json page = read_mails({as_mail(render_html(make_message(alert)))}).at(0);
  expect_harmless(page);
  std::string visible = page["visible"];
  EXPECT_NE(visible.find("leakwarden incidents show inc-1"), std::string::npos);
  EXPECT_NE(visible.find("leakwarden incidents show inc-2"), std::string::npos);
  EXPECT_NE(visible.find("and 4 more secrets"), std::string::npos);
}

// Bar 36: nothing hostile becomes markup.
TEST(Html, HostileTextStaysText) {
  std::mt19937_64 random(23);
  std::vector<std::string> mails;
  for (int i = 0; i < 400; ++i) {
    mails.push_back(as_mail(render_html(make_message(hostile_alert(random), Repeat::Possible))));
  }
  std::vector<nlohmann::json> pages = read_mails(mails);
  ASSERT_EQ(pages.size(), mails.size());
  for (const nlohmann::json& page : pages) expect_harmless(page);
}

TEST(Html, TemplateMarksInTextAreText) {
  Alert alert = sample_alert();
  alert.locations[0].path = "{{{headline}}} {{#lead}}x{{/lead}} {{=<% %>=}}";
  nlohmann::json page = read_mails({as_mail(render_html(make_message(alert)))}).at(0);
  EXPECT_NE(page["visible"].get<std::string>().find(alert.locations[0].path), std::string::npos);
}

TEST(Html, LoadsNothingFromElsewhere) {
  std::string html = render_html(make_message(sample_alert()));
  for (const char* word : {"<script", "<img", "<link", "<form", "<iframe", "url(", "@import"}) {
    EXPECT_EQ(html.find(word), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace leakwarden::notifier
