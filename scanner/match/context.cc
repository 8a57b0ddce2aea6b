#include "scanner/match/context.h"

#include <algorithm>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

bool contains(std::string_view text, std::string_view lower_word) {
  return std::search(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                     [](char c, char wanted) { return ascii_lower(c) == wanted; }) != text.end();
}

}  // namespace

std::optional<std::string_view> find_context_word(const ContextWords& context,
                                                  std::string_view text, Span match, Span secret) {
  std::uint64_t from = match.begin - std::min<std::uint64_t>(match.begin, context.reach);
  std::uint64_t to = match.end + std::min<std::uint64_t>(text.size() - match.end, context.reach);
  std::string_view left = text.substr(from, secret.begin - from);
  std::string_view right = text.substr(secret.end, to - secret.end);
  for (const std::string& word : context.words) {
    if (contains(left, word) || contains(right, word)) return word;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
