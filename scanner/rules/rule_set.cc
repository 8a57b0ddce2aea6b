#include "scanner/rules/rule_set.h"

#include <algorithm>
#include <utility>

#include "scanner/rules/rule_codec.h"
#include "scanner/rules/rule_set_state.h"

namespace leakwarden::scanner {
namespace {

// No rule set of ours comes near it. Answers: a descriptor that is no image at all.
constexpr std::uint64_t kMaxImageBytes = 512ull << 20;

bool is_ordered(const std::vector<Rule>& rules) {
  return std::adjacent_find(rules.begin(), rules.end(), [](const Rule& left, const Rule& right) {
           return left.id >= right.id;
         }) == rules.end();
}

}  // namespace

RuleSet::RuleSet() = default;
RuleSet::~RuleSet() = default;

Result<std::shared_ptr<const RuleSet>> RuleSet::open(std::unique_ptr<State> state, Verify verify) {
  LEAKWARDEN_TRY(state->image, open_rule_image(state->bytes, verify));
  LEAKWARDEN_TRY(state->verdict_rules,
                 decode_verdict_fields(state->image.verdict_fields, state->image.rule_count));
  if (verify == Verify::Everything) {
    LEAKWARDEN_CHECK(check_descriptions(state->image.descriptions, state->image.rule_count));
  }
  if (state->verdict_rules.empty() || !is_ordered(state->verdict_rules)) {
    return Error::corrupt("open the rule image", "rule table", "its rules are not in order");
  }
  state->digest = state->image.digest;
  std::shared_ptr<RuleSet> rules(new RuleSet());
  rules->state_ = std::move(state);
  return std::shared_ptr<const RuleSet>(std::move(rules));
}

Result<std::shared_ptr<const RuleSet>> RuleSet::from_image(std::string_view bytes) {
  std::unique_ptr<State> state = std::make_unique<State>();
  state->bytes = bytes;
  return open(std::move(state), Verify::Everything);
}

Result<std::shared_ptr<const RuleSet>> RuleSet::from_file(const Descriptor& file) {
  std::unique_ptr<State> state = std::make_unique<State>();
  LEAKWARDEN_TRY(state->file, MappedFile::map(file, "rule image", kMaxImageBytes));
  state->bytes = state->file.bytes();
  return open(std::move(state), Verify::Everything);
}

const std::vector<Rule>& RuleSet::verdict_rules() const {
  return state_->verdict_rules;
}

std::size_t RuleSet::size() const {
  return state_->verdict_rules.size();
}

// What open() checked cannot fail here, nor what is built into the program.
const std::vector<Rule>& RuleSet::rules() const {
  std::call_once(state_->described, [this] {
    state_->rules = state_->verdict_rules;
    static_cast<void>(decode_descriptions(state_->image.descriptions, &state_->rules));
  });
  return state_->rules;
}

const Rule* RuleSet::find(std::string_view id) const {
  const std::vector<Rule>& all = rules();
  const std::vector<Rule>::const_iterator found =
      std::lower_bound(all.begin(), all.end(), id,
                       [](const Rule& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != all.end() && found->id == id ? &*found : nullptr;
}

const hs_database* RuleSet::encoded_database() const {
  return state_->image.encoded_database;
}

const hs_database* RuleSet::database() const {
  return state_->image.database;
}
const std::string& RuleSet::digest() const {
  return state_->digest;
}
std::string_view RuleSet::image() const {
  return state_->bytes;
}

}  // namespace leakwarden::scanner
