#include "scanner/rules/rule_list.h"

#include "scanner/rules/rule_codec.h"

namespace leakwarden::scanner {

DecodedRules::DecodedRules(std::string_view verdict_fields, std::string_view descriptions,
                           std::size_t count, Fields fields, const ValueShapes& shapes,
                           const ProviderTree& providers)
    : verdict_fields_(verdict_fields),
      descriptions_(descriptions),
      count_(count),
      fields_(fields),
      shapes_(shapes),
      providers_(providers),
      slots_(std::make_unique<std::atomic<const Rule*>[]>(count)) {}

DecodedRules::~DecodedRules() {
  for (std::size_t i = 0; i < count_; ++i) delete slots_[i].load(std::memory_order_relaxed);
}

// Two threads may decode the same rule; the first one's stays.
const Rule& DecodedRules::decode(std::size_t index) const {
  std::unique_ptr<Rule> made =
      std::make_unique<Rule>(decode_verdict_rule(verdict_fields_, count_, index));
  if (fields_ == Fields::All) add_description(descriptions_, count_, index, made.get());
  const Rule* known = nullptr;
  if (!slots_[index].compare_exchange_strong(known, made.get(), std::memory_order_acq_rel))
    return *known;
  return *made.release();
}

}  // namespace leakwarden::scanner
