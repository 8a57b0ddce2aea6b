#pragma once

// Reads an SMTP conversation as it goes by, to know what the server said to each recipient and
// which reply decided. libcurl reports one code for a whole transaction, but shows every line to
// its debug callback, and it sends one command at a time (no pipelining), so a reply belongs to the
// command before it. Nothing of AUTH is looked at or kept.
//
//   > RCPT TO:<a@x>      < 250 ok            a@x: 250
//   > RCPT TO:<b@x>      < 550-no            b@x: 550 "no such user"
//                        < 550 such user
//   > DATA               < 354 go on
//                        < 451 later         the last reply before QUIT decides: 451

#include <string>
#include <string_view>
#include <vector>

#include "notifier/channel.h"

namespace leakwarden::notifier {

class SmtpReplies {
 public:
  void client_sent(std::string_view bytes);  // commands, as sent
  void server_sent(std::string_view bytes);  // reply lines, in pieces of any size

  // The last complete reply before QUIT; code 0 when there was none.
  long last_code() const { return last_code_; }
  const std::string& last_text() const { return last_text_; }
  const std::vector<RecipientReply>& recipients() const { return recipients_; }

 private:
  void take_line(std::string_view line);
  void take_reply(long code);

  enum class Command { Other, Recipient, Quit };
  Command command_ = Command::Other;
  std::string recipient_;
  std::string unfinished_line_;
  std::string text_;  // of a reply of several lines
  long last_code_ = 0;
  std::string last_text_;
  std::vector<RecipientReply> recipients_;
};

}  // namespace leakwarden::notifier
