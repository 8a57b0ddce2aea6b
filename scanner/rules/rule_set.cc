#include "scanner/rules/rule_set.h"

#include <utility>

#include "scanner/rules/rule_codec.h"
#include "scanner/rules/rule_set_state.h"

namespace leakwarden::scanner {
namespace {

// No rule set of ours comes near it. Answers: a descriptor that is no image at all.
constexpr std::uint64_t kMaxImageBytes = 512ull << 20;

bool is_ordered(const RuleImage& image) {
  for (std::uint64_t i = 1; i < image.rule_count; ++i) {
    if (id_in_table(image.verdict_fields, image.rule_count, i - 1) >=
        id_in_table(image.verdict_fields, image.rule_count, i)) {
      return false;
    }
  }
  return true;
}

Status check_tables(const RuleImage& image) {
  LEAKWARDEN_CHECK(check_verdict_fields(image.verdict_fields, image.rule_count));
  LEAKWARDEN_CHECK(check_descriptions(image.descriptions, image.rule_count));
  if (is_ordered(image)) return done();
  return Error::corrupt("open the rule image", "rule table", "its rules are not in order");
}

}  // namespace

RuleSet::RuleSet() = default;
RuleSet::~RuleSet() = default;

Result<std::shared_ptr<const RuleSet>> RuleSet::open(std::unique_ptr<State> state, Verify verify) {
  LEAKWARDEN_TRY(state->image, open_rule_image(state->bytes, verify));
  const RuleImage& image = state->image;
  if (verify == Verify::Everything) LEAKWARDEN_CHECK(check_tables(image));
  if (image.rule_count == 0) {
    return Error::corrupt("open the rule image", "rule table", "there are no rules in it");
  }
  const ValueShapes shapes(image.shapes);
  const ProviderTree providers(image.providers);
  state->verdict_rules.emplace(image.verdict_fields, image.descriptions, image.rule_count,
                               DecodedRules::Fields::OfVerdicts, shapes, providers);
  state->described_rules.emplace(image.verdict_fields, image.descriptions, image.rule_count,
                                 DecodedRules::Fields::All, shapes, providers);
  state->stems = StemTriggers::open(image.stems, image.rule_count);
  if (!state->stems) return Error::corrupt("open the rule image", "stems", "they are damaged");
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

RuleList RuleSet::verdict_rules() const {
  return RuleList(*state_->verdict_rules);
}

std::size_t RuleSet::size() const {
  return state_->verdict_rules->size();
}

// What open() checked cannot fail here, nor what is built into the program.
const std::vector<Rule>& RuleSet::rules() const {
  std::call_once(state_->described, [this] {
    const RuleImage& image = state_->image;
    Result<std::vector<Rule>> all = decode_verdict_fields(image.verdict_fields, image.rule_count);
    if (!all.ok()) return;
    state_->rules = *std::move(all);
    static_cast<void>(decode_descriptions(image.descriptions, &state_->rules));
  });
  return state_->rules;
}

std::optional<std::uint32_t> RuleSet::index_of(std::string_view id) const {
  const RuleImage& image = state_->image;
  const auto id_at = [&](std::uint64_t index) {
    return id_in_table(image.verdict_fields, image.rule_count, index);
  };
  std::uint64_t first = 0;
  for (std::uint64_t end = image.rule_count; first < end;) {
    const std::uint64_t middle = first + (end - first) / 2;
    if (id_at(middle) < id)
      first = middle + 1;
    else
      end = middle;
  }
  if (first == image.rule_count || id_at(first) != id) return std::nullopt;
  return static_cast<std::uint32_t>(first);
}

const Rule* RuleSet::find(std::string_view id) const {
  const std::optional<std::uint32_t> index = index_of(id);
  return index ? &(*state_->described_rules)[*index] : nullptr;
}

const StemTriggers* RuleSet::stem_triggers() const {
  return &*state_->stems;
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
