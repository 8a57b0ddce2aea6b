// Rule files: whatever stands in one, loading ends with rules or with problems that name a place.

#include <filesystem>

#include "scanner/rules/lint.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_codec.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::fuzz {
namespace {

using namespace scanner;

void run_rule_file(std::string_view bytes) {
  const LoadedRules loaded = load_rules({{"fuzz.yaml", std::string(bytes)}});
  require(loaded.rules.size() == loaded.places.size(), "each rule has its places");
  for (const RuleProblem& problem : loaded.problems.all()) {
    require(problem_text(problem).starts_with("fuzz.yaml:"), "each problem names its place");
  }
  if (loaded.problems.errors() > 0) return;
  lint_rules(loaded);
  const std::string encoded = encode_verdict_fields(loaded.rules);
  const std::string described = encode_descriptions(loaded.rules);
  Result<std::vector<Rule>> decoded = decode_verdict_fields(encoded, loaded.rules.size());
  require(decoded.ok() && decode_descriptions(described, &*decoded).ok(), "rules can be read back");
  require(encode_verdict_fields(*decoded) == encoded && encode_descriptions(*decoded) == described,
          "rules survive their image");
}

std::vector<std::string> rule_file_seeds() {
  std::vector<std::string> seeds;
  const std::string catalog = std::string(LEAKWARDEN_SOURCE_DIR) + "/rules/catalog/";
  for (const char* name : {"postman.yaml", "asana.yaml", "zulip.yaml"}) {
    seeds.push_back(testing::read_file(catalog + name));
  }
  return seeds;
}

void run_rule_image(std::string_view bytes) {
  if (bytes.empty()) return;
  const std::uint64_t count = static_cast<unsigned char>(bytes[0]) % 8;
  const std::string_view table = bytes.substr(1);
  const Result<std::vector<Rule>> decoded = decode_verdict_fields(table, count);
  if (decoded.ok()) require(decoded->size() == count, "as many rules as were asked for");
  std::vector<Rule> rules(count);
  const bool is_good = check_descriptions(table, count).ok();
  require(is_good == decode_descriptions(table, &rules).ok(), "what is checked is what is read");
}

std::vector<std::string> rule_image_seeds() {
  std::vector<std::string> seeds;
  for (const std::string& text : rule_file_seeds()) {
    const LoadedRules loaded = load_rules({{"seed.yaml", text}});
    const char count = static_cast<char>(loaded.rules.size());
    seeds.push_back(count + encode_verdict_fields(loaded.rules));
    seeds.push_back(count + encode_descriptions(loaded.rules));
  }
  return seeds;
}

}  // namespace

std::vector<FuzzTarget> rule_targets() {
  return {{"rule_file", run_rule_file, rule_file_seeds},
          {"rule_image", run_rule_image, rule_image_seeds}};
}

}  // namespace leakwarden::fuzz
