#include "scanner/match/masked_line.h"

#include <algorithm>
#include <cstring>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::size_t kShortestLooked = 3;  // shorter values are everywhere

std::uint64_t piece_at(std::string_view text, std::size_t at) {
  std::uint64_t piece = 0;
  std::memcpy(&piece, text.data() + at, LineMasker::kPieceBytes);
  return piece;
}

bool hides(Reason reason) {
  return reason != Reason::NoMatch && reason != Reason::Placeholder;
}

// UTF-8 continuation byte: a cut before it would tear a character apart.
bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

LineMasker::LineMasker(std::string_view text, const LocalVerdicts& verdicts) : text_(text) {
  surroundings_ = verdicts.stormed_rules.empty() && !verdicts.trigger_limit_reached;
  for (const LocalVerdict& verdict : verdicts.verdicts) {
    if (hides(verdict.reason)) spans_.push_back(verdict.secret);
  }
  merge_spans();
  for (const Span& span : spans_) add_pieces(text.substr(span.begin, span.size()));
  for (const LocalVerdict& verdict : verdicts.verdicts) {
    if (hides(verdict.reason) && verdict.decoded) add_pieces(value_of(text, verdict));
  }
  std::sort(pieces_.begin(), pieces_.end());
  pieces_.erase(std::unique(pieces_.begin(), pieces_.end()), pieces_.end());
  std::sort(shorts_.begin(), shorts_.end());
  shorts_.erase(std::unique(shorts_.begin(), shorts_.end()), shorts_.end());
}

void LineMasker::merge_spans() {
  std::sort(spans_.begin(), spans_.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> merged;
  for (const Span& span : spans_) {
    if (!merged.empty() && span.begin < merged.back().end)
      merged.back().end = std::max(merged.back().end, span.end);
    else
      merged.push_back(span);
  }
  spans_ = std::move(merged);
}

void LineMasker::add_pieces(std::string_view value) {
  if (!surroundings_) return;
  if (value.size() < kPieceBytes) {
    if (value.size() >= kShortestLooked) shorts_.push_back(value);
    return;
  }
  std::size_t count = value.size() - kPieceBytes + 1;
  surroundings_ = pieces_.size() + count <= kMaxPieces && shorts_.size() < kMaxPieces;
  if (!surroundings_) return;
  for (std::size_t at = 0; at < count; ++at) pieces_.push_back(piece_at(value, at));
}

std::string LineMasker::masked_line(const Span& secret, const std::string& mask) const {
  if (!surroundings_) return mask;
  Span shown = window(secret, mask.size());
  std::string line;
  std::uint64_t at = shown.begin;
  std::vector<Span>::const_iterator next = std::partition_point(
      spans_.begin(), spans_.end(), [&shown](const Span& span) { return span.end <= shown.begin; });
  for (; next != spans_.end() && next->begin < shown.end; ++next) {
    if (next->begin > at) append_plain({at, next->begin}, line);
    bool target = next->begin <= secret.begin && secret.end <= next->end;
    line += target ? std::string_view(mask) : kEllipsis;
    at = next->end;
  }
  if (at < shown.end) append_plain({at, shown.end}, line);
  return line;
}

// The line around the secret, at most kShownBytes of it beside the mask; what one side does not
// need the other may have.
Span LineMasker::window(const Span& secret, std::uint64_t mask_bytes) const {
  std::uint64_t budget = kShownBytes - std::min(kShownBytes, mask_bytes);
  std::uint64_t left = 0;
  while (left < budget && left < secret.begin && text_[secret.begin - left - 1] != '\n') ++left;
  std::uint64_t right = 0;
  while (right < budget && secret.end + right < text_.size() && text_[secret.end + right] != '\n')
    ++right;
  left = std::min(left, std::max(budget / 2, budget - right));
  right = std::min(right, budget - left);
  while (left > 0 && continues(text_[secret.begin - left])) --left;
  while (right > 0 && secret.end + right < text_.size() && continues(text_[secret.end + right]))
    --right;
  return {secret.begin - left, secret.end + right};
}

std::vector<bool> LineMasker::telltale_bytes(std::string_view plain) const {
  std::vector<bool> telltale(plain.size(), false);
  for (std::size_t at = 0; at + kPieceBytes <= plain.size(); ++at) {
    if (!std::binary_search(pieces_.begin(), pieces_.end(), piece_at(plain, at))) continue;
    std::fill_n(telltale.begin() + static_cast<std::ptrdiff_t>(at), kPieceBytes, true);
  }
  for (std::string_view value : shorts_) {
    for (std::size_t at = plain.find(value); at != std::string_view::npos;
         at = plain.find(value, at + 1)) {
      std::fill_n(telltale.begin() + static_cast<std::ptrdiff_t>(at), value.size(), true);
    }
  }
  return telltale;
}

void LineMasker::append_plain(const Span& span, std::string& line) const {
  std::string_view plain = text_.substr(span.begin, span.size());
  std::vector<bool> telltale = telltale_bytes(plain);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (!telltale[i])
      line += plain[i];
    else if (i == 0 || !telltale[i - 1])
      line += kEllipsis;
  }
}

}  // namespace leakwarden::scanner
