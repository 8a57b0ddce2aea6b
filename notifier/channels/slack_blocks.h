#pragma once

// A message as Slack blocks (also taken by Mattermost and Rocket.Chat bridges): header, lead,
// steps, facts, commands, a button to the revoke page. Text of others goes in escaped (& < >),
// which kills
// <!channel>, <@user> and <url|text>, and never into a place Slack would link or mention from.

#include <string>

#include "notifier/message.h"

namespace leakwarden::notifier {

// Limits of Slack's API, in characters, and what we use of them (bytes, so always below).
inline constexpr std::size_t kMaxSlackBlocks = 50;
inline constexpr std::size_t kMaxSlackHeader = 150;
inline constexpr std::size_t kMaxSlackSection = 3000;
inline constexpr std::size_t kMaxSlackField = 2000;
inline constexpr std::size_t kMaxSlackFields = 10;
inline constexpr std::size_t kMaxSlackMessage = 13000;  // of the whole JSON, in practice

enum class SlackLayout { Compact, Indented };
std::string slack_body(const Message& message, SlackLayout layout = SlackLayout::Compact);

}  // namespace leakwarden::notifier
