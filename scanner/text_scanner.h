#pragma once

// Bytes in, findings without a place out: readers, matcher and judge in one call.
//
// Everything that is scanned, whatever it was (blob, message, file, path), comes through here.
// Thread rules: one per thread (it owns a Matcher).

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/inheriting_finder.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "scanner/read/decoded_text.h"
#include "scanner/read/read_budget.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

// Told of texts that readers made of what is scanned, before these are looked at.
class ReadTextListener {
 public:
  virtual ~ReadTextListener() = default;
  virtual void on_read_text(const DecodedText& text) = 0;
};

// A text among the versions of a file.
struct Lineage {
  Inheritance from;
  // Where to put what its own versions inherit; nothing is put where they must not. nullptr: none.
  std::optional<KnownVerdicts>* known = nullptr;
  ReadTextListener* listener = nullptr;  // nullptr: none
};

// Whether readers are asked what they make of a text, or the caller has done so.
enum class Readers { Asked, NotNeeded };

class TextScanner {
 public:
  static Result<TextScanner> create(const ScanOptions& options);

  // Matches in order of offset, each with its rule, secret, range and masked line, and `suppressed`
  // where the options ask for inline markers. What a reader found (read/reader.h) says so in
  // Finding::decoded; a match in a member of an archive has an empty `secret` span. Errors: Io when
  // the matcher itself fails.
  Result<JudgedObject> find(std::string_view bytes, Readers readers = Readers::Asked);
  // The same of a version that has much from another one, and may be one that others have much
  // from.
  Result<JudgedObject> find(std::string_view bytes, const Lineage& lineage);

  // Whether any rule's trigger is there or in what readers make of it, or there is more than is
  // looked at. Budgets count triggers, with candidates or without.
  Result<bool> has_triggers(std::string_view bytes, const Lineage& lineage);

  const RuleSet& rules() const { return matcher_.rules(); }

 private:
  TextScanner(Matcher matcher, const ScanOptions& options);

  class Texts;  // takes what readers make, and finds in it
  class AnyTrigger;

  // In the text alone, without readers.
  Result<JudgedObject> find_in(std::string_view text, const std::vector<Mark>& marks);
  Result<JudgedObject> find_in_version(std::string_view text, const Lineage& lineage);
  JudgedObject judged(std::string_view text, LocalVerdicts verdicts);
  // In the text and in what readers make of it.
  Result<JudgedObject> find_at(std::string_view bytes, const std::vector<Mark>& marks,
                               ReadBudget& budget);
  // What was found in the text, and what is in that which readers make of it.
  Result<JudgedObject> with_readers(std::string_view bytes, JudgedObject judged,
                                    ReadBudget& budget);
  Result<bool> has_triggers_at(std::string_view bytes, ReadBudget& budget);
  Result<bool> has_triggers_inside(std::string_view bytes, ReadBudget& budget);
  void add_marks(const std::vector<Mark>& marks, std::size_t size, LocalVerdicts& verdicts) const;

  Matcher matcher_;
  ReadTextListener* listener_ = nullptr;  // of the running scan
  std::shared_ptr<const KnownValue> known_;
  KeepDropped keep_dropped_;
  bool looks_for_markers_;
  std::vector<std::string> more_markers_;
};

// Puts the mask of the finding's secret wherever its value stands in `text`, encoded too.
std::string with_value_masked(std::string text, const Finding& finding);
// Puts the mask of `secret` wherever its value stands in `text`.
std::string with_value_masked(std::string text, const Secret& secret);

}  // namespace leakwarden::scanner
