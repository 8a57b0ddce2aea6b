#include "notifier/smtp_replies.h"

#include <algorithm>

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kMaxReplyText = 512;    // RFC 5321 4.5.3.1.5: a reply line
constexpr std::size_t kMaxRecipients = 1000;  // more than we ever name

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool has_code(std::string_view line) {
  return line.size() >= 3 && is_digit(line[0]) && is_digit(line[1]) && is_digit(line[2]);
}

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

void SmtpReplies::client_sent(std::string_view bytes) {
  constexpr std::string_view kRecipient = "RCPT TO:<";
  if (bytes.substr(0, kRecipient.size()) == kRecipient) {
    command_ = Command::Recipient;
    bytes.remove_prefix(kRecipient.size());
    recipient_ = bytes.substr(0, std::min(bytes.find('>'), bytes.size()));
  } else {
    command_ = bytes.substr(0, 4) == "QUIT" ? Command::Quit : Command::Other;
  }
}

void SmtpReplies::server_sent(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t end = bytes.find('\n');
    std::size_t room = kMaxReplyText - std::min(kMaxReplyText, unfinished_line_.size());
    unfinished_line_ += bytes.substr(0, std::min(end, room));
    if (end == std::string_view::npos) return;
    take_line(without_line_end(unfinished_line_));
    unfinished_line_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void SmtpReplies::take_line(std::string_view line) {
  if (!has_code(line)) return;
  bool goes_on = line.size() > 3 && line[3] == '-';
  std::string_view words = line.substr(std::min<std::size_t>(4, line.size()));
  if (!text_.empty() && !words.empty()) text_ += ' ';
  if (text_.size() < kMaxReplyText) text_ += words;
  if (!goes_on) take_reply((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
}

void SmtpReplies::take_reply(long code) {
  std::string text = std::move(text_);
  text_.clear();
  if (command_ == Command::Quit) return;
  if (command_ == Command::Recipient && recipients_.size() < kMaxRecipients) {
    recipients_.push_back({recipient_, code, text});
  }
  last_code_ = code;
  last_text_ = std::move(text);
}

}  // namespace leakwarden::notifier
