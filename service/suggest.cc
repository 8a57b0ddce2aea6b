#include "service/suggest.h"

#include "scanner/rules/suggest.h"

namespace leakwarden::service {

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
  return std::string(scanner::nearest_word(word, {known.begin(), known.end()}));
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace leakwarden::service
