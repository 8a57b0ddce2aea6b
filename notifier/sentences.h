#pragma once

// The sentences that differ by kind of alert. All results are safe, bounded lines (message.h).

#include <string>

#include "notifier/message.h"

namespace leakwarden::notifier {

Tone tone_of(const Alert& alert);
// "Postman API key", "secret" when the rule has no name.
std::string rule_title(const AlertIncident& incident);
// The place the subject names: the incident's first place, or the first location.
std::string first_place(const Alert& alert);
std::string subject_of(const Alert& alert);
std::string headline_of(const Alert& alert);
std::string lead_of(const Alert& alert);
// Revoke first, or replace first? Depends on who can read it.
std::string caution_of(const Alert& alert);

}  // namespace leakwarden::notifier
