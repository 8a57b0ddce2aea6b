#include <algorithm>

#include "scanner/match/passes.h"

namespace leakwarden::scanner {

void drop_stormed(const std::vector<std::uint32_t>& stormed_rules,
                  std::vector<LocalVerdict>& verdicts) {
  if (stormed_rules.empty()) return;
  std::vector<std::uint32_t> stormed = stormed_rules;
  std::sort(stormed.begin(), stormed.end());
  for (LocalVerdict& verdict : verdicts) {
    if (std::binary_search(stormed.begin(), stormed.end(), verdict.family)) {
      verdict.reason = Reason::Capped;
    }
  }
}

}  // namespace leakwarden::scanner
