#include "notifier/channels/slack_blocks.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

using Json = nlohmann::ordered_json;

std::string chat(const std::string& text, std::size_t most = 600) {
  return sanitize_for_chat(text, most);
}

// Untrusted names in mrkdwn stand between backticks, where nothing is formatted or linked.
std::string code(const std::string& text, std::size_t most = 300) {
  std::string safe = chat(text, most);
  return safe.empty() ? "" : "`" + safe + "`";
}

Json plain_text(const std::string& text, std::size_t most) {
  return {{"type", "plain_text"}, {"text", chat(text, most)}, {"emoji", false}};
}

Json mrkdwn(const std::string& text) {
  return {{"type", "mrkdwn"}, {"text", text}, {"verbatim", true}};
}

Json section(const std::string& text) {
  return {{"type", "section"}, {"text", mrkdwn(text)}};
}

// Links were checked by safe_link(): no '>', '|' or space in them.
std::string link(const std::string& url) {
  return url.empty() ? "" : "<" + chat(url, 2000) + ">";
}

Json header_block(const Message& message) {
  return {{"type", "header"}, {"text", plain_text(message.headline, kMaxSlackHeader)}};
}

// The lead holds names of others, so it is plain text, which Slack neither formats nor links; it is
// escaped all the same, for the bridges that treat all text alike.
Json lead_block(const Message& message) {
  return {{"type", "section"}, {"text", plain_text(message.lead, 2000)}};
}

std::string steps_text(const Message& message) {
  std::string text = "*What to do now*";
  for (std::size_t i = 0; i < message.steps.size(); ++i) {
    const MessageStep& step = message.steps[i];
    std::string line = fmt::format("\n{}. {}{}{}", i + 1, link(step.link),
                                   step.link.empty() ? "" : " ", chat(step.text, 400));
    if (text.size() + line.size() > kMaxSlackSection) break;
    text += line;
  }
  return text;
}

bool is_for_chat(const MessageFact& fact) {  // the rest is in the mail and in `incidents show`
  static constexpr const char* kShown[] = {"Key",      "Where",     "Commit", "Repository",
                                           "Author",   "Pushed by", "Live",   "Created",
                                           "Severity", "Incident"};
  return std::find(std::begin(kShown), std::end(kShown), fact.name) != std::end(kShown);
}

Json facts_block(const Message& message) {
  Json fields = Json::array();
  for (const MessageFact& fact : message.facts) {
    if (!is_for_chat(fact) || fields.size() == kMaxSlackFields) continue;
    std::string text = fmt::format("*{}*\n{}", chat(fact.name, 40), code(fact.value));
    if (!fact.link.empty() && fact.link.size() < 1500) text += "\n" + link(fact.link);
    fields.push_back(mrkdwn(text));
  }
  return {{"type", "section"}, {"fields", fields}};
}

std::string item_text(const MessageItem& item) {
  return fmt::format("*{}*  {}\n{}\n{}", chat(item.severity, 20), code(item.title),
                     code(item.place), link(item.link));
}

std::string commands_text(const Message& message) {
  std::string text;
  for (const MessageCommand& command : message.commands) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", chat(command.says, 40),
                        code(command.command));
  }
  return text;
}

Json button_block(const std::string& url) {
  Json button = {{"type", "button"},
                 {"text", plain_text("Open the page to revoke it", 75)},
                 {"url", url},
                 {"style", "danger"}};
  return {{"type", "actions"}, {"elements", Json::array({button})}};
}

std::string revoke_url(const Message& message) {
  return message.steps.empty() ? "" : message.steps[0].link;
}

Json context_block(const std::string& text) {
  return {{"type", "context"}, {"elements", Json::array({mrkdwn(text)})}};
}

void add_items(Json& blocks, const Message& message, std::size_t most) {
  std::size_t shown = std::min(most, message.items.size());
  for (std::size_t i = 0; i < shown; ++i) blocks.push_back(section(item_text(message.items[i])));
  std::size_t hidden = message.items.size() - shown;
  if (hidden > 0) blocks.push_back(context_block(fmt::format("{} of them not shown here", hidden)));
  if (!message.more_items.empty()) blocks.push_back(context_block(chat(message.more_items)));
}

Json blocks_of(const Message& message, std::size_t most_items) {
  Json blocks = Json::array({header_block(message)});
  if (!message.repeat_note.empty()) blocks.push_back(context_block(chat(message.repeat_note)));
  if (!message.lead.empty()) blocks.push_back(lead_block(message));
  if (!message.steps.empty()) blocks.push_back(section(steps_text(message)));
  if (!revoke_url(message).empty()) blocks.push_back(button_block(revoke_url(message)));
  add_items(blocks, message, most_items);
  Json facts = facts_block(message);
  if (!facts["fields"].empty()) blocks.push_back(facts);
  if (!message.caution.empty()) blocks.push_back(context_block(chat(message.caution)));
  if (!message.commands.empty()) blocks.push_back(section(commands_text(message)));
  return blocks;
}

std::string write(const Json& body, SlackLayout layout) {
  int indent = layout == SlackLayout::Indented ? 2 : -1;
  return body.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string slack_body(const Message& message, SlackLayout layout) {
  Json body = {{"text", chat(message.headline, 300)},  // notifications and readers without blocks
               {"blocks", Json::array()},
               {"unfurl_links", false},
               {"unfurl_media", false}};
  for (std::size_t most_items = 10;; most_items /= 2) {
    body["blocks"] = blocks_of(message, most_items);
    if (most_items == 0 || write(body, SlackLayout::Compact).size() <= kMaxSlackMessage) break;
  }
  return write(body, layout);
}

}  // namespace leakwarden::notifier
