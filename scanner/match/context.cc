#include "scanner/match/context.h"

#include <algorithm>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

bool contains(std::string_view text, std::string_view lower_word) {
  return std::search(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                     [](char c, char wanted) { return ascii_lower(c) == wanted; }) != text.end();
}

// Bytes of scheme and host, where the secret is an address; they are no secret.
std::size_t open_bytes(std::string_view secret) {
  for (std::string_view scheme : {"https://", "http://"}) {
    if (secret.substr(0, scheme.size()) != scheme) continue;
    return std::min(secret.find_first_of("/?#@", scheme.size()), secret.size());
  }
  return 0;
}

}  // namespace

std::optional<std::string_view> find_context_word(const ContextWords& context,
                                                  std::string_view text, Span match, Span secret) {
  std::uint64_t from = match.begin - std::min<std::uint64_t>(match.begin, context.reach);
  std::uint64_t to = match.end + std::min<std::uint64_t>(text.size() - match.end, context.reach);
  std::string_view left =
      text.substr(from, secret.begin - from + open_bytes(text.substr(secret.begin, secret.size())));
  std::string_view right = text.substr(secret.end, to - secret.end);
  for (const std::string& word : context.words) {
    if (contains(left, word) || contains(right, word)) return word;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
