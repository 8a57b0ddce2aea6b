#include "scanner/rules/import/keywords.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "scanner/rules/literals.h"

namespace leakwarden::scanner {
namespace {

using LiteralTest = std::function<bool(const std::string& literal)>;

bool all_pass(const std::vector<std::string>& literals, const LiteralTest& test) {
  return !literals.empty() && std::all_of(literals.begin(), literals.end(), test);
}

// Some run of children that spells few literals, each of which passes.
bool run_passes(const PatternNode& concat, const LiteralTest& test) {
  for (std::size_t begin = 0; begin < concat.children.size(); ++begin) {
    std::vector<std::string> literals = {""};
    for (std::size_t at = begin; at < concat.children.size(); ++at) {
      if (!append_literals(&literals, literals_of(concat.children[at]))) break;
      if (all_pass(literals, test)) return true;
    }
  }
  return false;
}

bool every_match_passes(const PatternNode& node, const LiteralTest& test) {
  const std::optional<std::vector<std::string>> literals = literals_of(node);
  if (literals && all_pass(*literals, test)) return true;
  const auto inner = [&](const PatternNode& child) { return every_match_passes(child, test); };
  switch (node.kind) {
    case PatternNode::Kind::Group:
      return inner(node.children.front());
    case PatternNode::Kind::Repeat:
      return node.least > 0 && inner(node.children.front());
    case PatternNode::Kind::Alternate:
      return std::all_of(node.children.begin(), node.children.end(), inner);
    case PatternNode::Kind::Concat:
      return std::any_of(node.children.begin(), node.children.end(), inner) ||
             run_passes(node, test);
    default:
      return false;
  }
}

}  // namespace

bool every_match_holds_one(const PatternNode& pattern, const std::vector<std::string>& keywords) {
  return every_match_passes(pattern, [&](const std::string& literal) {
    std::string lower = literal;
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return std::any_of(keywords.begin(), keywords.end(), [&](const std::string& keyword) {
      return lower.find(keyword) != std::string::npos;
    });
  });
}

bool every_match_holds_letters(const PatternNode& pattern, std::size_t bytes) {
  return every_match_passes(pattern,
                            [&](const std::string& literal) { return literal.size() >= bytes; });
}

bool names_no_provider(const std::string& keyword) {
  static const std::vector<std::string> kWords = {
      "access", "api",  "apikey",   "auth",   "bearer", "client", "cred",  "credential",
      "creds",  "key",  "passwd",   "passwort", "password", "pass", "pwd", "private",
      "secret", "token", "user",    "username", "login",  "authorization"};
  return std::find(kWords.begin(), kWords.end(), keyword) != kWords.end();
}

}  // namespace leakwarden::scanner
