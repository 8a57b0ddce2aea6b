#pragma once

// The words of an alert, said once, for every channel. A channel only lays them out and escapes
// them its own way (text.h, html.h, channels/slack_blocks.h).
//
// Order of every message: what happened and where, who can see it, what to do now in numbered
// steps (the first a link that opens the right page), the facts, how to answer. No blame, no
// jargon; the value never, its mask only.
//
// Every string here is one line of valid UTF-8 without control or direction characters and bounded;
// it is not escaped for any format. Every link passed safe_link().

#include <string>
#include <vector>

#include "notifier/alert.h"

namespace leakwarden::notifier {

enum class Tone {
  Act,      // somebody has to do something now
  Inform,   // to know
  Settled,  // done, nothing more to do
};

struct MessageStep {
  std::string link;  // may be empty
  std::string text;
};
struct MessageFact {
  std::string name;
  std::string value;
  std::string link;  // may be empty
};
struct MessageCommand {
  std::string says;     // "done"
  std::string command;  // what to type
};
struct MessageItem {  // one incident of a digest
  std::string severity;
  std::string title;  // "Postman API key PMAK…"
  std::string place;  // "payments/api (main), config/prod.env:3"
  std::string id;     // incident
  std::string link;   // where to revoke it
};

struct Message {
  Tone tone = Tone::Act;
  std::string subject;   // the same for every message about one incident
  std::string headline;  // what happened, for a title
  std::string lead;      // what, where, since when, who can see it
  std::string severity;  // "critical"; "" where it makes no sense
  std::vector<MessageStep> steps;
  std::string caution;  // what to weigh before step 1
  std::vector<MessageItem> items;
  std::string more_items;  // "and 75 more secrets"
  std::vector<MessageFact> facts;
  std::string commands_title;
  std::vector<MessageCommand> commands;
  std::string repeat_note;  // this message may have come before
};

enum class Repeat { No, Possible };
Message make_message(const Alert& alert, Repeat repeat = Repeat::No);

}  // namespace leakwarden::notifier
