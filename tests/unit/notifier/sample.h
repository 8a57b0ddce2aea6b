#pragma once

// A full alert and a small random source, shared by the notifier's tests.

#include <cstdint>
#include <random>
#include <string>

#include "notifier/alert.h"

namespace leakwarden::notifier {

inline constexpr std::int64_t kSampleSeconds = 1764082800;  // 2025-11-25T15:00:00Z

inline AlertIncident sample_incident(const std::string& id = "inc-7f3a") {
  AlertIncident incident;
  incident.id = id;
  incident.first_place = "payments/api (main)";
  incident.state = "open";
  incident.fingerprint = "s1-3f2a" + std::string(28, '0');
  incident.mask = "PMAK…";
  incident.rule_id = "postman-api-key";
  incident.rule_name = "Postman API key";
  incident.provider = "Postman";
  incident.severity = Severity::Critical;
  incident.visibility = "private";
  incident.team = "payments";
  incident.first_seen = "2025-11-25T14:59:58Z";
  incident.facts = {{"created", "2023-09-01T10:00:00Z"}};
  incident.advice.opens = "Everything its user can reach in Postman.";
  incident.advice.revoke_url = "https://go.postman.co/settings/me/api-keys";
  incident.advice.steps = {"Delete the exposed key; it stops working at once.",
                           "Generate a new key and put it into a secret store.",
                           "Look at the key's last use for calls that were not yours."};
  incident.advice.docs = "https://learning.postman.com/docs";
  return incident;
}

inline AlertLocation sample_location() {
  AlertLocation location;
  location.repository = "payments/api";
  location.path = "config/prod.env";
  location.commit = "9c1f2ab0" + std::string(32, 'd');
  location.blob = std::string(40, 'b');
  location.refs = {"refs/heads/main"};
  location.line = 3;
  location.column = 9;
  location.author = "Ana Lima";
  location.email = "ana@example.com";
  location.date = "2025-11-25T14:58:00Z";
  location.pusher = "ana";
  location.link = "https://git.example.com/payments/api/blob/9c1f2ab/config/prod.env#L3";
  return location;
}

inline Alert sample_alert(AlertType type = AlertType::IncidentOpened) {
  Alert alert;
  alert.id = "alert-42";
  alert.group = "job-7";
  alert.type = type;
  alert.created = from_unix_seconds(kSampleSeconds);
  alert.incident = sample_incident();
  alert.locations = {sample_location()};
  return alert;
}

// Hostile text: bytes of all kinds with a bias to those that break out of something.
inline std::string hostile_text(std::mt19937_64& random, std::size_t longest = 60) {
  static const std::string pieces[] = {"\r\n",
                                       "\n",
                                       "\r",
                                       "\0\0",
                                       "\x1b[31m",
                                       "\xc2\x85",
                                       "\xe2\x80\xa8",
                                       "\xe2\x80\xae",
                                       "<",
                                       ">",
                                       "&",
                                       "\"",
                                       "'",
                                       "`",
                                       "\r\nBcc: evil@example.net",
                                       "\r\n\r\n<script>alert(1)</script>",
                                       "=?UTF-8?B?",
                                       "?=",
                                       "<!channel>",
                                       "<http://evil.example|x>",
                                       "{{",
                                       "}}",
                                       "{{{x}}}",
                                       "\xff",
                                       "\xf0\x9f\x94\x91",
                                       "é",
                                       "漢字",
                                       ".",
                                       "\r\n.\r\n",
                                       "\t",
                                       " ",
                                       "@",
                                       ",",
                                       ";",
                                       ":",
                                       "--",
                                       "a",
                                       "Z",
                                       "0",
                                       "/",
                                       "\\",
                                       "*",
                                       "_",
                                       "~",
                                       "|",
                                       "javascript:alert(1)",
                                       "\xed\xa0\x80",
                                       "\xc0\xaf"};
  std::string text;
  std::size_t target = random() % (longest + 1);
  while (text.size() < target) text += pieces[random() % (sizeof pieces / sizeof pieces[0])];
  return text;
}

inline Alert hostile_alert(std::mt19937_64& random) {
  Alert alert = sample_alert(static_cast<AlertType>(random() % kAlertTypes));
  alert.summary = hostile_text(random, 200);
  AlertIncident& incident = alert.incident;
  incident.first_place = random() % 2 ? hostile_text(random) : "";
  incident.mask = hostile_text(random);
  incident.rule_name = hostile_text(random);
  incident.provider = hostile_text(random);
  incident.note = hostile_text(random, 200);
  incident.facts = {{hostile_text(random), hostile_text(random)}};
  incident.advice.revoke_url = hostile_text(random);
  incident.advice.steps = {hostile_text(random, 300)};
  AlertLocation& location = alert.locations[0];
  location.repository = hostile_text(random, 200);
  location.path = hostile_text(random, 500);
  location.refs = {"refs/heads/" + hostile_text(random)};
  location.author = hostile_text(random);
  location.email = hostile_text(random);
  location.pusher = hostile_text(random);
  location.link = hostile_text(random);
  if (random() % 4 == 0) alert.digest = {incident, incident};
  return alert;
}

}  // namespace leakwarden::notifier
