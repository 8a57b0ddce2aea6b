#include "scanner/text_scanner.h"

#include <utility>

namespace leakwarden::scanner {
namespace {

bool share_a_line(const TextRange& left, const TextRange& right) {
  return left.start_line <= right.end_line && right.start_line <= left.end_line;
}

// `kept` is in order of offset, so the matches that share a line stand next to each other.
void mask_neighbours(std::vector<Match>& kept) {
  for (std::size_t first = 0; first < kept.size(); ++first) {
    for (std::size_t second = first + 1; second < kept.size(); ++second) {
      Finding& one = kept[first].finding;
      Finding& other = kept[second].finding;
      if (!share_a_line(one.location.range, other.location.range)) break;
      one.masked_line = with_value_masked(std::move(one.masked_line), other.secret);
      other.masked_line = with_value_masked(std::move(other.masked_line), one.secret);
    }
  }
}

}  // namespace

Result<TextScanner> TextScanner::create(const ScanOptions& options) {
  LEAKWARDEN_TRY(Matcher matcher,
                 Matcher::create(options.rules, options.limits, options.now_unix_seconds));
  return TextScanner(std::move(matcher), options.on_dropped ? KeepDropped::Yes : KeepDropped::No);
}

Result<JudgedObject> TextScanner::find(std::string_view text) {
  LEAKWARDEN_TRY(LocalVerdicts verdicts, matcher_.find(text));
  if (verdicts.verdicts.empty() && verdicts.stormed_rules.empty() &&
      !verdicts.trigger_limit_reached) {
    return JudgedObject{};
  }
  JudgedObject judged = judge(matcher_.rules(), text, std::move(verdicts), keep_dropped_);
  mask_neighbours(judged.kept);
  return judged;
}

std::string with_value_masked(std::string text, const Secret& secret) {
  if (secret.empty()) return text;
  const std::string_view value = secret.reveal(RevealFor::Matching);
  std::size_t at = text.find(value);
  if (at == std::string::npos) return text;
  const std::string mask = secret.mask();
  while (at != std::string::npos) {
    text.replace(at, value.size(), mask);
    at = text.find(value, at + mask.size());
  }
  return text;
}

}  // namespace leakwarden::scanner
