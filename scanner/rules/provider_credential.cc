#include "scanner/rules/provider_credential.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace leakwarden::scanner {
namespace {

// What may stand between quotes and is no text: as wide as can be.
constexpr const char* kAnyValue = R"((?P<secret>[A-Za-z0-9!#$%&()*+,./:;<=>?@^_|~\\\[\]{}-]{6,400}))";
constexpr std::uint32_t kLongest = 400;
constexpr std::size_t kExampleBytes = 47;
constexpr std::uint32_t kReach = 64;  // in the value's own name, or the entry's around it

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// "Weights & Biases" → weights-biases
std::string id_of(std::string_view name, std::string_view gap = "-") {
  std::string id;
  bool is_apart = false;
  for (char one : name) {
    const char c = lower(one);
    if (is_id_character(c)) {
      if (is_apart && !id.empty()) id += gap;
      id += c;
    }
    is_apart = !is_id_character(c);
  }
  return id;
}

// "dune api", "dune token" → dune: what all these names are of. Empty of "access token".
std::string product_of(const std::string& name) {
  constexpr std::array<std::string_view, 9> kOfCredentials{
      "api", "key", "token", "secret", "access", "client", "auth", "app", "private"};
  std::string product;
  const std::string id = id_of(name);
  for (std::size_t begin = 0; begin < id.size();) {
    const std::size_t end = std::min(id.find('-', begin), id.size());
    const std::string_view word = std::string_view(id).substr(begin, end - begin);
    begin = end + 1;
    if (std::find(kOfCredentials.begin(), kOfCredentials.end(), word) != kOfCredentials.end())
      continue;
    product += (product.empty() ? "" : " ") + std::string(word);
  }
  return product;
}

// "open ai" is OpenAI's own name, "bitbucket" one of Atlassian's products.
bool is_own_name(const std::string& provider, const std::string& product) {
  const std::string owner = id_of(provider, "");
  const std::string word = id_of(product, "");
  return owner.find(word) != std::string::npos || word.find(owner) != std::string::npos;
}

// api_key = "…" under the name, with letters and digits that depend on the rule, as many as no
// shape of the catalogue has.
std::string example_of(const std::string& name, const std::string& seed_text) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::uint64_t state = 1469598103934665603u;
  for (char c : seed_text) state = (state ^ static_cast<unsigned char>(c)) * 1099511628211u;
  std::string value;
  for (std::size_t i = 0; i < kExampleBytes; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    value += kDigits[(state >> 33) % kDigits.size()];
  }
  std::string text = name;
  for (char& c : text)
    if (!is_id_character(c)) c = '_';
  return text + "_api_key = \"" + value + "\"";
}

Rule credential(const Rule& first, const std::string& who, std::vector<std::string> words) {
  Rule rule;
  rule.id = id_of(who) + "-credential";
  rule.name = who + " credential, by its name";
  rule.provider = first.provider;
  rule.homepage = first.homepage;
  rule.severity = first.severity;
  rule.confidence = Confidence::Low;
  rule.pattern = kAnyValue;
  rule.assigned = true;
  rule.any_shape = true;
  rule.width = rule.before = kLongest;
  for (std::string& word : words)
    for (char& c : word) c = lower(c);
  rule.context = {std::move(words), kReach};
  rule.examples = {example_of(rule.context.words[0], rule.id + "1"),
                   example_of(rule.context.words[0], rule.id + "2")};
  rule.counter_examples = {rule.context.words[0] + "_api_key = \"short\"",
                           rule.context.words[0] + " = "};
  rule.advice = first.advice;
  rule.source_file = first.source_file;
  return rule;
}

}  // namespace

std::vector<Rule> provider_credentials(const Rule& first, const std::vector<std::string>& names) {
  std::vector<std::string> own;
  std::vector<std::pair<std::string, std::vector<std::string>>> products;  // as they come
  for (const std::string& name : names) {
    const std::string product = product_of(name);
    if (is_own_name(first.provider, product)) {
      own.push_back(name);
      continue;
    }
    const auto known = std::find_if(products.begin(), products.end(),
                                    [&](const auto& one) { return one.first == product; });
    if (known != products.end())
      known->second.push_back(name);
    else
      products.push_back({product, {name}});
  }
  std::vector<Rule> rules;
  for (auto& [product, words] : products)
    rules.push_back(credential(first, first.provider + " " + product, std::move(words)));
  if (!own.empty()) rules.push_back(credential(first, first.provider, std::move(own)));
  return rules;
}

}  // namespace leakwarden::scanner
