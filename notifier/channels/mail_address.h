#pragma once

// Mail addresses, strictly: RFC 5321 dot-string @ LDH domain, ASCII, no quoting, no comments, no
// source route. What is stranger than that is refused, because addresses of authors and pushers are
// attacker-controlled and end in SMTP commands and headers.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::notifier {

struct MailAddress {
  std::string display;  // may be empty; any safe UTF-8
  std::string address;  // local@domain
};

bool is_valid_address(std::string_view address);
// "a@b", "<a@b>" or "Name <a@b>"; the name is made safe for a header.
std::optional<MailAddress> parse_mail_address(std::string_view text);
std::string domain_of(std::string_view address);  // lower case

// Is the domain one of `domains`, case aside? Subdomains are others' and do not count.
bool is_within(std::string_view address, const std::vector<std::string>& domains);

// Adds the address unless it is there already, case aside.
void add_once(std::vector<std::string>& addresses, const std::string& address);

}  // namespace leakwarden::notifier
