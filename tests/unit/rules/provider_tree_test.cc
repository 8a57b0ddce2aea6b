#include "scanner/rules/provider_tree.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "scanner/rules/aligned_bytes.h"

namespace leakwarden::scanner {
namespace {

Rule assigned(std::vector<std::string> words) {
  Rule rule;
  rule.assigned = true;
  rule.context = {std::move(words), 100};
  return rule;
}

std::vector<std::uint32_t> numbers(std::span<const std::uint32_t> rules) {
  return {rules.begin(), rules.end()};
}

// The bytes and what looks into them.
struct Built {
  explicit Built(const std::vector<Rule>& rules)
      : bytes(std::string_view(ProviderTree::build(rules))), tree(bytes.view()) {}

  // The rules of the word that is spelled so, a blank for a gap; nothing where none is.
  std::optional<std::vector<std::uint32_t>> rules_of(std::string_view spelled) const {
    const ProviderTree::Node* node = &tree.root();
    for (const char c : spelled) {
      node = tree.child(*node, name_code(c));
      if (node == nullptr) return std::nullopt;
    }
    if (node->word == 0) return std::nullopt;
    return numbers(tree.rules_of(node->word));
  }

  bool may_start(std::string_view four) const {
    std::uint32_t codes = 0;
    for (const char c : four) codes = codes * ProviderTree::kCodes + name_code(c);
    return tree.may_start(codes);
  }

  AlignedBytes bytes;
  ProviderTree tree;
};

using Numbers = std::vector<std::uint32_t>;

TEST(ProviderTree, WordsAreThereInAnyCaseWithTheirRules) {
  const Built built({assigned({"Shodan", "new relic"}), assigned({"sho"}), assigned({"SHODAN"})});
  EXPECT_EQ(built.rules_of("shodan"), (Numbers{0, 2}));
  EXPECT_EQ(built.rules_of("SHO"), (Numbers{1}));
  EXPECT_EQ(built.rules_of("new relic"), (Numbers{0}));
  for (const char* other : {"shod", "shodans", "newrelic", "new", "x", ""})
    EXPECT_EQ(built.rules_of(other), std::nullopt) << other;
}

TEST(ProviderTree, RulesThatAreNotAssignedHaveNoWords) {
  Rule other = assigned({"shodan"});
  other.assigned = false;
  EXPECT_TRUE(Built({other}).tree.empty());
  EXPECT_EQ(Built({other}).rules_of("shodan"), std::nullopt);
}

TEST(ProviderTree, ANodeMayHaveEveryChild) {
  std::vector<Rule> rules;
  const std::string codes = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (const char c : codes) rules.push_back(assigned({std::string("q") + c}));
  rules.push_back(assigned({"q q"}));
  const Built built(rules);
  for (std::uint32_t i = 0; i < codes.size(); ++i)
    EXPECT_EQ(built.rules_of(std::string("q") + codes[i]), (Numbers{i})) << codes[i];
  EXPECT_EQ(built.rules_of("q q"), (Numbers{36}));
}

// What begins a word is never passed over; most of what does not is.
TEST(ProviderTree, StartsOfWordsAreMarked) {
  const Built built({assigned({"shodan"}), assigned({"new relic"}), assigned({"ab"})});
  for (const char* start : {"shod", "SHOD", "newr", "new-", "new_", "ab..", "abcd", "ab12"})
    EXPECT_TRUE(built.may_start(start)) << start;
  int passed = 0;
  for (const char* other : {"shoe", "next", "acme", "b..a", "relic", "hoda", "ne w", "0000"})
    passed += built.may_start(std::string_view(other).substr(0, 4)) ? 0 : 1;
  EXPECT_GE(passed, 7) << "two starts may share a bit, not all of them";
}

TEST(ProviderTree, FormsOfKeysAreThoseOfTheProvider) {
  const auto form = [](const char* provider) {
    Rule rule;
    rule.provider = provider;
    rule.severity = Severity::High;
    return rule;
  };
  std::vector<Rule> rules{form("Acme"), form("Other"), form("Acme"), form("Acme"), form("Acme")};
  rules[2].severity = Severity::Low;
  rules[3].pattern = "(?P<user>a)(?P<secret>b)";
  rules[4].assigned = true;
  rules[4].pattern = "(?P<secret>acme_[0-9a-f]{32})";
  rules.push_back(form("Acme"));
  rules.back().any_shape = true;
  rules.push_back(form("Nobody"));
  rules.back().any_shape = true;
  const Built built(rules);
  EXPECT_EQ(numbers(built.tree.forms_of(5)), (Numbers{0, 4}));
  EXPECT_TRUE(built.tree.forms_of(6).empty()) << "no forms of that provider";
  EXPECT_TRUE(built.tree.forms_of(0).empty()) << "a form itself";
  rules[4].pattern = "(?P<secret>[0-9a-f]{32})";
  EXPECT_EQ(numbers(Built(rules).tree.forms_of(5)), (Numbers{0, 4}));
  rules[4].confidence = Confidence::Low;
  EXPECT_EQ(numbers(Built(rules).tree.forms_of(5)), (Numbers{0})) << "its length is not known well";
}

TEST(ProviderTree, OfDamagedBytesThereIsNothing) {
  EXPECT_TRUE(ProviderTree().empty());
  const std::string bytes = ProviderTree::build(std::vector<Rule>{assigned({"shodan"})});
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, bytes.size() - 4}) {
    const AlignedBytes cut(std::string_view(bytes).substr(0, size));
    EXPECT_TRUE(ProviderTree(cut.view()).empty()) << size;
  }
  const AlignedBytes whole{std::string_view(bytes)};
  EXPECT_FALSE(ProviderTree(whole.view()).empty());
}

}  // namespace
}  // namespace leakwarden::scanner
