#include "scanner/rules/import/peer_names.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostIdBytes = 48;  // room for "-imported-12"

constexpr std::string_view kWrittenLarge[] = {"api", "aws", "db",  "gcp", "http", "id",
                                              "jwt", "pat", "pem", "sas", "ssh",  "url"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

std::vector<std::string> words_of(const std::string& id) {
  std::vector<std::string> words(1);
  for (const char c : id_from_peer(id)) {
    if (c == '-') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::string capital(std::string word) {
  if (!word.empty()) word[0] = upper(word[0]);
  return word;
}

}  // namespace

std::string id_from_peer(const std::string& id) {
  std::string result;
  for (const char c : id) {
    const char small = lower(c);
    const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (plain) {
      result += small;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
    if (result.size() == kMostIdBytes) break;
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.empty() ? "imported" : result;
}

std::string name_from_id(const std::string& id) {
  std::string name;
  for (std::string word : words_of(id)) {
    const bool large = std::find(std::begin(kWrittenLarge), std::end(kWrittenLarge), word) !=
                       std::end(kWrittenLarge);
    if (large) std::transform(word.begin(), word.end(), word.begin(), upper);
    name += name.empty() ? capital(word) : " " + word;
  }
  return name;
}

std::string provider_from_id(const std::string& id) {
  return capital(words_of(id).front());
}

}  // namespace leakwarden::scanner
