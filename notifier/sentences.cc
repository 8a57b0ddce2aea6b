#include "notifier/sentences.h"

#include <fmt/core.h>

#include "notifier/wording.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

// How each kind of alert opens, and what is left to do.
struct Words {
  Tone tone;
  const char* headline;  // put before "Postman API key in payments/api (main)"
  const char* opening;   // first sentence of the lead; "" where the place is the news
};

Words words_of(AlertType type) {
  switch (type) {
    case AlertType::IncidentOpened:
      return {Tone::Act, "", ""};
    case AlertType::IncidentSeenAgain:
      return {Tone::Act, "Seen again: ", "The same key was found in another place."};
    case AlertType::IncidentAcknowledged:
      return {Tone::Inform, "Taken on: ", "Somebody is taking care of this key."};
    case AlertType::IncidentVerifiedLive:
      return {Tone::Act, "Still works: ", "We asked the provider: this key works right now."};
    case AlertType::IncidentRotated:
      return {Tone::Act, "Replaced: ",
              "A new key is in use. The old one still has to be revoked, or it keeps working."};
    case AlertType::IncidentVerifiedDead:
      return {Tone::Settled, "Verified dead: ",
              "We asked the provider: this key no longer works. Nothing is left to revoke."};
    case AlertType::IncidentClosed:
      return {Tone::Settled, "Closed: ", "This incident is closed."};
    case AlertType::IncidentSuppressed:
      return {Tone::Settled,
              "Set aside: ", "This incident was set aside; no more alerts about it."};
    case AlertType::IncidentReopened:
      return {Tone::Act, "Back again: ", "This incident was closed, and the key is back."};
    case AlertType::PushRefused:
      return {Tone::Inform, "Push refused: ", "A push was refused because it holds a secret."};
    case AlertType::PushBypassed:
      return {Tone::Act,
              "Let through: ", "A push that holds a secret was let through on its author's word."};
    case AlertType::PushUnscanned:
      return {Tone::Act, "Not scanned: ", "A push was not scanned wholly, so it may hold secrets."};
    case AlertType::Digest:
      return {Tone::Act, "", ""};
    case AlertType::Test:
      return {Tone::Inform, "Test: ",
              "This is a test of this channel. No key has leaked; a real alert looks like this."};
  }
  return {Tone::Inform, "", ""};
}

bool is_about_push(AlertType type) {
  return type == AlertType::PushRefused || type == AlertType::PushBypassed ||
         type == AlertType::PushUnscanned;
}

// "Postman API key in payments/api (main)"
std::string key_in_place(const Alert& alert) {
  return fmt::format("{} in {}", rule_title(alert.incident), first_place(alert));
}

std::string who_can_read(const std::string& visibility) {
  if (visibility == "public") return "The repository is public: anybody can read the key there.";
  if (visibility == "internal") {
    return "The repository is internal: everybody in the organisation can read the key there.";
  }
  if (visibility == "private") {
    return "The repository is private: everybody with access to it can read the key there.";
  }
  return "";
}

std::string person_of(const AlertLocation& location) {
  return sanitize_for_header(location.pusher.empty() ? location.author : location.pusher,
                             kMaxShownName);
}

// "Postman API key PMAK…"
std::string named_key(const AlertIncident& incident) {
  std::string mask = sanitize_for_header(incident.mask, 60);
  return rule_title(incident) + (mask.empty() ? "" : " ") + mask;
}

std::string more_places(const Alert& alert) {
  std::uint64_t others = alert.locations.size() - 1 + alert.more_locations;
  return others == 0 ? "" : ", and in " + counted(others, "more place", "more places");
}

// "Postman API key PMAK… is in config/prod.env:3 of payments/api (main), pushed by ana, there since
// 2025-11-25 14:58 UTC, and in 2 more places."
std::string where_sentence(const Alert& alert) {
  if (alert.locations.empty()) return "";
  const AlertLocation& location = alert.locations[0];
  std::string sentence =
      fmt::format("{} is in {} of {}", named_key(alert.incident), spot_of(location),
                  place_of(location.repository, location.refs));
  std::string person = person_of(location);
  if (!person.empty()) {
    sentence += (location.pusher.empty() ? ", written by " : ", pushed by ") + person;
  }
  const std::string& since = location.date.empty() ? alert.incident.first_seen : location.date;
  if (!since.empty()) sentence += ", there since " + readable_time(since);
  return sentence + more_places(alert) + ".";
}

void add_sentence(std::string& text, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += " ";
  text += sentence;
}

std::string note_sentence(const AlertIncident& incident) {
  std::string note = sanitize_for_header(incident.note, kMaxShownText);
  return note.empty() ? "" : "Note: " + note;
}

std::string live_sentence(const Alert& alert) {
  if (alert.type == AlertType::IncidentVerifiedLive ||
      alert.type == AlertType::IncidentVerifiedDead) {
    return "";  // said already
  }
  if (alert.incident.verified == Verified::Live) return "The provider accepts it right now.";
  if (alert.incident.verified == Verified::Dead) return "The provider no longer accepts it.";
  return "";
}

}  // namespace

Tone tone_of(const Alert& alert) {
  return words_of(alert.type).tone;
}

std::string rule_title(const AlertIncident& incident) {
  std::string title = sanitize_for_header(incident.rule_name, kMaxShownName);
  return title.empty() ? "secret" : title;
}

std::string first_place(const Alert& alert) {
  std::string place = sanitize_for_header(alert.incident.first_place, 190);
  if (!place.empty()) return place;
  if (alert.locations.empty()) return "a repository";
  return place_of(alert.locations[0].repository, alert.locations[0].refs);
}

std::string subject_of(const Alert& alert) {
  if (alert.type == AlertType::Digest || is_about_push(alert.type)) return headline_of(alert);
  bool sure = alert.incident.confidence == Confidence::High;
  return fmt::format("{}{}{} – please {}",
                     alert.type == AlertType::Test ? "Test of Leakwarden: " : "",
                     sure ? "" : "Possible ", key_in_place(alert), sure ? "revoke" : "check");
}

std::string headline_of(const Alert& alert) {
  std::string summary = sanitize_for_header(alert.summary, kMaxShownText);
  Words words = words_of(alert.type);
  if (alert.type == AlertType::Digest) {
    if (!summary.empty()) return summary;
    return counted(alert.digest.size() + alert.more_incidents, "leaked secret", "leaked secrets");
  }
  if (is_about_push(alert.type)) {
    return words.headline +
           (alert.incident.rule_name.empty() ? first_place(alert) : key_in_place(alert));
  }
  return words.headline + key_in_place(alert);
}

std::string lead_of(const Alert& alert) {
  std::string lead = words_of(alert.type).opening;
  if (alert.type == AlertType::Digest) {
    lead = "One message about all of them, worst first.";
  } else {
    add_sentence(lead, sanitize_for_header(alert.summary, kMaxShownText));
  }
  if (!alert.incident.rule_name.empty()) add_sentence(lead, where_sentence(alert));
  if (tone_of(alert) == Tone::Act) {
    add_sentence(lead, who_can_read(alert.incident.visibility));
    add_sentence(lead, live_sentence(alert));
  }
  add_sentence(lead, note_sentence(alert.incident));
  return lead;
}

std::string caution_of(const Alert& alert) {
  if (alert.incident.visibility == "public") {
    return "The key is public: revoke it first, even if something stops working. Taking the line "
           "out of the repository does not help, copies exist.";
  }
  return "If revoking it at once would stop something important, put a new key in place first and "
         "revoke the old one within hours. Taking the line out of the repository does not help: "
         "the key stays in the history.";
}

}  // namespace leakwarden::notifier
