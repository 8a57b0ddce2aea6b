#include "scanner/match/url_facts.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "scanner/match/ascii.h"
#include "scanner/match/encoded_structure.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kAwsPrefix = 4;
constexpr std::size_t kAwsBody = 16;

int hex_value(char character) {
  std::size_t digit = std::string_view("0123456789abcdef").find(ascii_lower(character));
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool escape = text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
                  hex_value(text[at + 2]) >= 0;
    if (escape) {
      result.push_back(static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2])));
      at += 2;
    } else {
      result.push_back(text[at]);
    }
  }
  return result;
}

// The first parameter of that name, in any case; HTML's "&amp;" is read as "&".
std::string parameter(std::string_view url, std::string_view name) {
  for (std::size_t at = 0; at < url.size();) {
    std::size_t end = url.find_first_of("?&;#", at);
    if (end == std::string_view::npos) end = url.size();
    std::string_view one = url.substr(at, end - at);
    bool found = one.size() > name.size() && one[name.size()] == '=' &&
                 equal_in_any_case(one.substr(0, name.size()), name);
    if (found) return percent_decoded(one.substr(name.size() + 1));
    at = end + 1;
  }
  return "";
}

void add_time(Facts& facts, const char* name, const std::string& text) {
  std::optional<std::int64_t> seconds = seconds_of_time(text);
  if (seconds) add_time_fact(facts, name, *seconds);
}

void add_key(Facts& facts, const std::string& credential) {
  std::string key = credential.substr(0, credential.find('/'));
  add_text_fact(facts, "key", key);
  add_text_fact(facts, "account", aws_account_of(key));
}

// "X-Amz-" and "X-Goog-": a date, and seconds from it.
void add_dated(Facts& facts, std::string_view url, const std::string& prefix) {
  std::optional<std::int64_t> begin = seconds_of_time(parameter(url, prefix + "Date"));
  std::optional<std::int64_t> lasts = seconds_of_digits(parameter(url, prefix + "Expires"));
  if (begin) add_time_fact(facts, "created", *begin);
  if (begin && lasts) add_time_fact(facts, "expires", *begin + *lasts);
  add_key(facts, parameter(url, prefix + "Credential"));
}

}  // namespace

std::string aws_account_of(std::string_view key_id) {
  if (key_id.size() != kAwsPrefix + kAwsBody) return "";
  std::string_view body = key_id.substr(kAwsPrefix);
  // Ids made before 2019 begin with I or J and hold no account.
  if (body[0] == 'I' || body[0] == 'J') return "";
  std::uint64_t bits = 0;
  for (char character : body.substr(0, 10)) {
    std::size_t digit = kBase32.find(character);
    if (digit == std::string_view::npos) return "";
    bits = bits << 5 | digit;
  }
  // The 10 characters are 50 bits; the account stands 1 bit below the top, in 40 of the first 48.
  std::uint64_t first_six_bytes = bits >> 2;
  std::string digits = std::to_string((first_six_bytes & 0x7fffffffff80) >> 7);
  if (digits.size() > 12) return "";
  return std::string(12 - digits.size(), '0') + digits;
}

Facts presigned_facts(std::string_view value) {
  std::string url = presigned_url(value).value_or(std::string(value));
  Facts facts;
  add_dated(facts, url, "X-Goog-");
  add_dated(facts, url, "X-Amz-");
  add_key(facts, parameter(url, "AWSAccessKeyId"));
  std::optional<std::int64_t> end = seconds_of_digits(parameter(url, "Expires"));
  if (end) add_time_fact(facts, "expires", *end);
  add_time(facts, "created", parameter(url, "st"));
  add_time(facts, "expires", parameter(url, "se"));
  add_text_fact(facts, "rights", parameter(url, "sp"));
  return facts;
}

}  // namespace leakwarden::scanner
