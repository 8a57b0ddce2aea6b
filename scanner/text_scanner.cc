#include "scanner/text_scanner.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "scanner/found_texts.h"
#include "scanner/known_value.h"
#include "scanner/read/reader.h"
#include "scanner/suppress/inline_marker.h"

namespace leakwarden::scanner {
namespace {

std::string joined(const std::vector<std::string>& places) {
  std::string text;
  for (const std::string& place : places) text += (text.empty() ? "" : " > ") + place;
  return text;
}

bool has_any(const LocalVerdicts& here) {
  return !here.verdicts.empty() || !here.stormed_rules.empty() || here.trigger_limit_reached;
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
      known_(options.known),
      keep_dropped_(options.on_dropped ? KeepDropped::Yes : KeepDropped::No),
      looks_for_markers_(options.inline_markers != InlineMarkers::Ignore),
      more_markers_(options.more_markers) {}

Result<TextScanner> TextScanner::create(const ScanOptions& options) {
  LEAKWARDEN_TRY(Matcher matcher,
                 Matcher::create(options.rules, options.limits, options.now_unix_seconds));
  return TextScanner(std::move(matcher), options);
}

// Readers push, findings gather; a text inside a text comes through here again.
class TextScanner::Texts final : public TextSink {
 public:
  Texts(TextScanner& scanner, ReadBudget& budget, FoundTexts& found)
      : scanner_(scanner), budget_(budget), found_(found) {}

  bool take(const DecodedText& text) override {
    if (!budget_.take_text(text.text().size())) {
      budget_.add_gap(joined(text.places()) + ": more text than is read of one file");
      return false;
    }
    const std::size_t gaps = budget_.gap_count();
    if (scanner_.listener_ != nullptr) scanner_.listener_->on_read_text(text);
    budget_.hold(text.text().size());
    Result<JudgedObject> inside = scanner_.find_at(text.text(), text.marks(), budget_);
    budget_.release(text.text().size());
    if (!inside.ok()) {
      error_ = inside.error();
      return false;
    }
    for (std::string& reason : inside->gap_reasons) budget_.add_gap(std::move(reason));
    budget_.name_gaps_since(gaps, joined(text.places()));
    found_.add(text, std::move(*inside));
    return true;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  TextScanner& scanner_;
  ReadBudget& budget_;
  FoundTexts& found_;
  std::optional<Error> error_;
};

// What a reader marked is kept as if its rule had matched it; overlaps with other rules are settled
// as always.
void TextScanner::add_marks(const std::vector<Mark>& marks, std::size_t size,
                            LocalVerdicts& verdicts) const {
  std::string_view id;
  std::optional<std::uint32_t> rule;
  for (const Mark& mark : marks) {
    if (mark.rule_id != id) {
      id = mark.rule_id;
      rule = matcher_.rules().index_of(id);
    }
    if (!rule) continue;  // the user's own rules, without ours
    LocalVerdict verdict;
    verdict.rule = verdict.family = *rule;
    verdict.trigger_end = mark.end;
    verdict.interval = Span{0, size};
    verdict.match = verdict.secret = Span{mark.begin, mark.end};
    verdicts.verdicts.push_back(std::move(verdict));
  }
  std::stable_sort(verdicts.verdicts.begin(), verdicts.verdicts.end(),
                   [](const LocalVerdict& left, const LocalVerdict& right) {
                     return std::tie(left.trigger_end, left.family) <
                            std::tie(right.trigger_end, right.family);
                   });
}

JudgedObject TextScanner::judged(std::string_view text, LocalVerdicts verdicts) {
  if (!has_any(verdicts)) return JudgedObject{};
  JudgedObject judged = judge(matcher_.rules(), text, std::move(verdicts), keep_dropped_);
  if (looks_for_markers_) note_markers(text, more_markers_, judged);
  return judged;
}

Result<JudgedObject> TextScanner::find_in(std::string_view text, const std::vector<Mark>& marks) {
  if (known_) return known_->find(text);
  LEAKWARDEN_TRY(LocalVerdicts verdicts, matcher_.find(text));
  if (!marks.empty()) add_marks(marks, text.size(), verdicts);
  return judged(text, std::move(verdicts));
}

Result<JudgedObject> TextScanner::find_in_version(std::string_view text, const Lineage& lineage) {
  if (known_) return known_->find(text);  // there are no verdicts to inherit
  const WantedVerdicts wanted =
      keep_dropped_ == KeepDropped::Yes ? WantedVerdicts::Always : WantedVerdicts::WhenKept;
  const AsBase as_base = lineage.known != nullptr ? AsBase::Yes : AsBase::No;
  LEAKWARDEN_TRY(FoundVerdicts all, matcher_.find(text, lineage.from, wanted, as_base));
  if (lineage.known != nullptr) *lineage.known = std::move(all.known);
  return judged(text, std::move(all.found));
}

Result<JudgedObject> TextScanner::find_at(std::string_view bytes, const std::vector<Mark>& marks,
                                          ReadBudget& budget) {
  LEAKWARDEN_TRY(JudgedObject judged, find_in(bytes, marks));
  return with_readers(bytes, std::move(judged), budget);
}

Result<JudgedObject> TextScanner::with_readers(std::string_view bytes, JudgedObject judged,
                                               ReadBudget& budget) {
  if (!needs_reader(bytes)) return judged;
  if (!budget.enter()) {
    budget.add_gap("nested deeper than is read");
    return judged;
  }
  FoundTexts found(matcher_.rules(), bytes, std::move(judged));
  Texts texts(*this, budget, found);
  read_texts(bytes, budget, texts);
  budget.leave();
  if (texts.error()) return *texts.error();
  return std::move(found).finish();
}

Result<JudgedObject> TextScanner::find(std::string_view bytes, Readers readers) {
  if (readers == Readers::NotNeeded) return find_in(bytes, {});
  ReadBudget budget(bytes.size());
  LEAKWARDEN_TRY(JudgedObject judged, find_at(bytes, {}, budget));
  for (std::string& reason : budget.take_gaps()) judged.gap_reasons.push_back(std::move(reason));
  return judged;
}

Result<JudgedObject> TextScanner::find(std::string_view bytes, const Lineage& lineage) {
  ReadBudget budget(bytes.size());
  LEAKWARDEN_TRY(JudgedObject judged, find_in_version(bytes, lineage));
  listener_ = lineage.listener;
  Result<JudgedObject> all = with_readers(bytes, std::move(judged), budget);
  listener_ = nullptr;
  LEAKWARDEN_TRY(judged, std::move(all));
  for (std::string& reason : budget.take_gaps()) judged.gap_reasons.push_back(std::move(reason));
  return judged;
}

// The way of Texts, until the first trigger. A mark is one, whichever rules there are.
class TextScanner::AnyTrigger final : public TextSink {
 public:
  AnyTrigger(TextScanner& scanner, ReadBudget& budget) : scanner_(scanner), budget_(budget) {}

  bool take(const DecodedText& text) override {
    budget_.hold(text.text().size());
    any_ = text.marks().empty() ? scanner_.has_triggers_at(text.text(), budget_) : true;
    budget_.release(text.text().size());
    return any_.ok() && !*any_;
  }

  const Result<bool>& any() const { return any_; }

 private:
  TextScanner& scanner_;
  ReadBudget& budget_;
  Result<bool> any_ = false;
};

// Here every trigger has a verdict, NoMatch too.
Result<bool> TextScanner::has_triggers_at(std::string_view bytes, ReadBudget& budget) {
  LEAKWARDEN_TRY(const LocalVerdicts here, matcher_.find(bytes));
  if (has_any(here)) return true;
  return has_triggers_inside(bytes, budget);
}

Result<bool> TextScanner::has_triggers_inside(std::string_view bytes, ReadBudget& budget) {
  if (!needs_reader(bytes)) return false;
  if (!budget.enter()) return true;
  AnyTrigger inside(*this, budget);
  read_texts(bytes, budget, inside);
  budget.leave();
  return inside.any();
}

Result<bool> TextScanner::has_triggers(std::string_view bytes, const Lineage& lineage) {
  const AsBase as_base = lineage.known != nullptr ? AsBase::Yes : AsBase::No;
  LEAKWARDEN_TRY(FoundVerdicts here,
                 matcher_.find(bytes, lineage.from, WantedVerdicts::WhenKept, as_base));
  if (lineage.known != nullptr) *lineage.known = std::move(here.known);
  if (here.any_end) return true;
  ReadBudget budget(bytes.size());
  LEAKWARDEN_TRY(const bool any, has_triggers_inside(bytes, budget));
  return any || budget.gap_count() > 0;
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
