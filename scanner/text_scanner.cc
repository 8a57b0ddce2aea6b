#include "scanner/text_scanner.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scanner/read/reader.h"
#include "scanner/suppress/inline_marker.h"

namespace leakwarden::scanner {
namespace {

// The same value, found in the bytes themselves as an encoded form of it. The reader knows more:
// the lines, and the comments beside it.
void drop_same(std::vector<Match>& kept, const Match& decoded) {
  std::erase_if(kept, [&decoded](const Match& raw) {
    return !raw.finding.decoded.empty() && raw.finding.fingerprint == decoded.finding.fingerprint &&
           raw.secret.begin < decoded.secret.end && decoded.secret.begin < raw.secret.end;
  });
}

// What stands in a decoded text is placed in the bytes it came from. Its dropped candidates are
// left out: their offsets are not the bytes'.
void add_decoded(JudgedObject& judged, JudgedObject more, const DecodedText& text) {
  for (Match& match : more.kept) {
    TextRange& range = match.finding.location.range;
    range = text.source_range(match.secret.begin, match.secret.end, range);
    match.secret =
        Span{text.source_offset(match.secret.begin), text.source_offset(match.secret.end)};
    drop_same(judged.kept, match);
    match.finding.decoded.insert(match.finding.decoded.begin(), text.reader());
    judged.kept.push_back(std::move(match));
  }
  for (std::string& reason : more.gap_reasons) judged.gap_reasons.push_back(std::move(reason));
  std::stable_sort(
      judged.kept.begin(), judged.kept.end(),
      [](const Match& left, const Match& right) { return left.secret.begin < right.secret.begin; });
}

void note_markers(std::string_view text, const std::vector<std::string>& more,
                  JudgedObject& judged) {
  for (Match& match : judged.kept) {
    std::optional<InlineMarker> marker = find_inline_marker(text, match.secret, more);
    if (!marker) continue;
    const std::string reason = marker->reason.empty() ? "" : ": " + marker->reason;
    match.finding.suppressed = Suppression{"inline", marker->name + reason, ""};
  }
}

}  // namespace

TextScanner::TextScanner(Matcher matcher, const ScanOptions& options)
    : matcher_(std::move(matcher)),
      keep_dropped_(options.on_dropped ? KeepDropped::Yes : KeepDropped::No),
      looks_for_markers_(options.inline_markers != InlineMarkers::Ignore),
      more_markers_(options.more_markers) {}

Result<TextScanner> TextScanner::create(const ScanOptions& options) {
  LEAKWARDEN_TRY(Matcher matcher,
                 Matcher::create(options.rules, options.limits, options.now_unix_seconds));
  return TextScanner(std::move(matcher), options);
}

JudgedObject TextScanner::judged(std::string_view text, LocalVerdicts verdicts) {
  if (verdicts.verdicts.empty() && verdicts.stormed_rules.empty() &&
      !verdicts.trigger_limit_reached) {
    return JudgedObject{};
  }
  JudgedObject judged = judge(matcher_.rules(), text, std::move(verdicts), keep_dropped_);
  if (looks_for_markers_) note_markers(text, more_markers_, judged);
  return judged;
}

Result<JudgedObject> TextScanner::find_in(std::string_view text) {
  LEAKWARDEN_TRY(LocalVerdicts verdicts, matcher_.find(text));
  return judged(text, std::move(verdicts));
}

Result<JudgedObject> TextScanner::find_in_version(std::string_view text, const Lineage& lineage) {
  const WantedVerdicts wanted =
      keep_dropped_ == KeepDropped::Yes ? WantedVerdicts::Always : WantedVerdicts::WhenKept;
  const AsBase as_base = lineage.known != nullptr ? AsBase::Yes : AsBase::No;
  LEAKWARDEN_TRY(FoundVerdicts all, matcher_.find(text, lineage.from, wanted, as_base));
  if (lineage.known != nullptr) *lineage.known = std::move(all.known);
  return judged(text, std::move(all.found));
}

Result<JudgedObject> TextScanner::find(std::string_view bytes) {
  const std::vector<DecodedText> texts = read_texts(bytes);
  LEAKWARDEN_TRY(JudgedObject judged, find_in(texts.front().text()));
  return with_decoded(texts, std::move(judged));
}

Result<JudgedObject> TextScanner::find(std::string_view bytes, const Lineage& lineage) {
  const std::vector<DecodedText> texts = read_texts(bytes);
  LEAKWARDEN_TRY(JudgedObject judged, find_in_version(texts.front().text(), lineage));
  return with_decoded(texts, std::move(judged));
}

// What readers made of the bytes is read whole.
Result<JudgedObject> TextScanner::with_decoded(const std::vector<DecodedText>& texts,
                                               JudgedObject judged) {
  for (std::size_t i = 1; i < texts.size(); ++i) {
    LEAKWARDEN_TRY(JudgedObject more, find_in(texts[i].text()));
    add_decoded(judged, std::move(more), texts[i]);
  }
  return judged;
}

std::string with_value_masked(std::string text, const Finding& finding) {
  return with_value_masked(with_value_masked(std::move(text), finding.secret), finding.written);
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
