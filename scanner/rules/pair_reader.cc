#include "scanner/rules/pair_reader.h"

#include <string>

#include "scanner/rules/load.h"

namespace leakwarden::scanner {
namespace {

// `reach: file` or a number of bytes.
std::uint32_t read_reach(MappingReader& pair) {
  const YamlNode* reach = pair.find("reach", Presence::Required);
  const std::string* word = reach == nullptr ? nullptr : text_of(*reach);
  if (word != nullptr && *word == "file") return kWholeText;
  return pair.whole_number("reach", 1, kMaxPairReach);
}

void check_pattern(const std::string& text, MappingReader& pair, ByteSets& byte_sets) {
  const Result<PatternNode> pattern = parse_pattern(text, byte_sets);
  const TextPlace place = pair.place_of("pattern");
  if (!pattern.ok()) {
    pair.error(place, "'pattern' cannot be used: " + pattern.error().why, pattern.error().remedy);
  } else if (max_width(*pattern) > kMaxLocalWidth || min_width(*pattern) == 0) {
    pair.error(place, "'pattern' can match nothing, or too much",
               "bound its repeats, and ask for at least a few characters");
  } else if (text.find("(?P<id>") == std::string::npos) {
    pair.error(place, "'pattern' has no group named id", "put (?P<id>…) around the id");
  }
}

}  // namespace

PairedWith read_pair(MappingReader& keys, const RuleFile& file, ByteSets& byte_sets,
                     ProblemList* problems) {
  PairedWith with;
  const YamlNode* node = keys.find("pair");
  if (node == nullptr) return with;
  MappingReader pair(*node, "pair", file.name, {"with", "pattern", "reach", "needed"}, problems);
  with.with = pair.texts("with");
  with.pattern = pair.text("pattern");
  with.needed = pair.choice("needed", {"true", "false"}) == "true";
  with.reach = read_reach(pair);
  if (with.with.empty() == with.pattern.empty()) {
    pair.error(node->place, "'pair' needs either 'with' or 'pattern'",
               "name the rules that find the id, 'with: [rule-id]', or give 'pattern:' with a "
               "group (?P<id>…)");
  }
  if (!with.pattern.empty()) check_pattern(with.pattern, pair, byte_sets);
  return with;
}

}  // namespace leakwarden::scanner
