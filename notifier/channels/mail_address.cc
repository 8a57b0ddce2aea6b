#include "notifier/channels/mail_address.h"

#include <algorithm>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_atom_character(char c) {  // RFC 5322 atext
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string::npos;
}

template <typename Accepts>
bool is_dotted(std::string_view text, std::size_t longest_part, Accepts accepts) {
  std::size_t part = 0;
  for (char c : text) {
    if (c == '.') {
      if (part == 0) return false;
      part = 0;
    } else if (!accepts(c) || ++part > longest_part) {
      return false;
    }
  }
  return part > 0;
}

bool is_domain(std::string_view domain) {
  bool shaped = is_dotted(domain, 63, [](char c) { return is_alphanumeric(c) || c == '-'; });
  bool edged =
      domain.find("-.") == std::string_view::npos && domain.find(".-") == std::string_view::npos;
  return shaped && edged && domain.size() <= 253 && domain.front() != '-' && domain.back() != '-';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  }
  return result;
}

}  // namespace

bool is_valid_address(std::string_view address) {
  std::size_t at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || address.size() > 254) return false;
  return is_dotted(address.substr(0, at), 64, is_atom_character) &&
         is_domain(address.substr(at + 1));
}

std::optional<MailAddress> parse_mail_address(std::string_view text) {
  if (is_valid_address(text)) return MailAddress{"", std::string(text)};
  std::size_t open = text.rfind('<');
  if (open == std::string_view::npos || text.back() != '>') return std::nullopt;
  std::string_view address = text.substr(open + 1, text.size() - open - 2);
  if (!is_valid_address(address)) return std::nullopt;
  std::string display = sanitize_for_header(text.substr(0, open), 200);
  display.erase(0, std::min(display.find_first_not_of(" \""), display.size()));
  display.erase(display.find_last_not_of(" \"") + 1);
  return MailAddress{display, std::string(address)};
}

std::string domain_of(std::string_view address) {
  std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? "" : lower(address.substr(at + 1));
}

bool is_within(std::string_view address, const std::vector<std::string>& domains) {
  std::string domain = domain_of(address);
  return std::any_of(domains.begin(), domains.end(),
                     [&](const std::string& allowed) { return lower(allowed) == domain; });
}

void add_once(std::vector<std::string>& addresses, const std::string& address) {
  bool known = std::any_of(addresses.begin(), addresses.end(), [&](const std::string& other) {
    return lower(other) == lower(address);
  });
  if (!known) addresses.push_back(address);
}

}  // namespace leakwarden::notifier
