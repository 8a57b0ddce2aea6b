#pragma once

// The JSON of a webhook alert (shared/design/interfaces.md, "Webhook alert"), shaped as Standard
// Webhooks asks: {"type", "timestamp", "data": {"incident", "findings", "advice"}}. Programs depend
// on it: keys are added, never renamed. Never a secret, only mask and fingerprint.
// What is invisible or turns the direction of text is escaped (escape_unseen_in_json).

#include <string>

#include "notifier/alert.h"

namespace leakwarden::notifier {

// Standard Webhooks: bodies stay below 20 KB. Findings beyond are left out and counted.
inline constexpr std::size_t kMaxWebhookBody = 20'000;

enum class JsonLayout { Compact, Indented };
std::string webhook_body(const Alert& alert, JsonLayout layout = JsonLayout::Compact);

}  // namespace leakwarden::notifier
