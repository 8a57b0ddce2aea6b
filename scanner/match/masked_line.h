#pragma once

// The line a secret stands on, safe to show: for hooks, reports and messages.
//
//   text    export API_KEY=PMAK-64f1…(59 more) # and GH=ghp_q7Rk…
//   shown   export API_KEY=PMAK… # and GH=ghp_…
//
// Shown are the mask and at most 160 bytes of the line around it. Every other secret of the object
// is masked too, also those that a judge dropped (all but placeholders), and so is each place where
// six bytes in a row of any of them, or a whole shorter one, stand by chance or by copy; of encoded
// ones in either form. Where the object has more secrets than can be looked for, only the mask is
// shown.
//
// The bytes are as hostile as the object: sanitise where they are printed.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

class LineMasker {
 public:
  static constexpr std::uint64_t kShownBytes = 160;
  static constexpr std::size_t kPieceBytes = 6;  // as many secret bytes in a row are never shown
  static constexpr std::size_t kMaxPieces = 1'000'000;

  // All verdicts of the object, which must live as long as this; kept ones show their mask, others
  // "…". When rules stormed, their secrets are not among the verdicts: then only masks are shown.
  LineMasker(std::string_view text, const LocalVerdicts& verdicts);

  // `secret` is one of the kept ones; `mask` is what stands for it.
  std::string masked_line(const Span& secret, const std::string& mask) const;

 private:
  void add_pieces(std::string_view value);
  void merge_spans();
  Span window(const Span& secret, std::uint64_t mask_bytes) const;
  void append_plain(const Span& span, std::string& line) const;
  std::vector<bool> telltale_bytes(std::string_view plain) const;

  std::string_view text_;
  bool surroundings_ = true;
  std::vector<Span> spans_;               // to be masked: disjoint, by begin
  std::vector<std::uint64_t> pieces_;     // all pieces of kPieceBytes, sorted
  std::vector<std::string_view> shorts_;  // values shorter than a piece
};

}  // namespace leakwarden::scanner
