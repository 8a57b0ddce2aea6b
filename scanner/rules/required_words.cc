#include "scanner/rules/required_words.h"

#include <string_view>
#include <utility>

#include "scanner/rules/encoded_trigger.h"
#include "scanner/rules/spelling.h"

namespace leakwarden::scanner {
namespace {

bool add_words_of(std::string_view trigger, ByteSets& byte_sets, std::vector<RequiredWord>& words) {
  const Result<PatternNode> tree = parse_again(trigger, byte_sets);
  if (!tree.ok()) return false;
  std::optional<std::vector<Spelling>> spellings = spellings_of(*tree);
  if (!spellings) return false;
  for (Spelling& spelling : *spellings) words.push_back(std::move(spelling.bytes));
  return true;
}

}  // namespace

std::optional<std::vector<RequiredWord>> required_words(const Rule& rule) {
  ByteSets byte_sets;
  std::vector<RequiredWord> words;
  if (!add_words_of(rule.trigger, byte_sets, words)) return std::nullopt;
  for (const EncodedTrigger& encoded : encoded_triggers(rule, byte_sets))
    if (!add_words_of(encoded.expression, byte_sets, words)) return std::nullopt;
  return words;
}

}  // namespace leakwarden::scanner
