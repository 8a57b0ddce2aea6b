#include "scanner/match/placeholder.h"

#include "scanner/base/sha256.h"
#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kGap = "…";
constexpr std::string_view kDigestMark = "sha256:";

bool ends_in_any_case(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() &&
         equal_in_any_case(text.substr(text.size() - tail.size()), tail);
}

// `pattern` is parts with gaps between them; a gap stands for any bytes, also none. The parts are
// taken leftmost first; only the last must end where the value ends.
bool matches_gaps(std::string_view pattern, std::string_view value) {
  std::size_t gap = pattern.find(kGap);
  if (gap == std::string_view::npos) return equal_in_any_case(pattern, value);
  if (!equal_in_any_case(value.substr(0, gap), pattern.substr(0, gap))) return false;
  value.remove_prefix(gap);
  pattern.remove_prefix(gap + kGap.size());
  for (gap = pattern.find(kGap); gap != std::string_view::npos; gap = pattern.find(kGap)) {
    std::size_t at = find_in_any_case(value, pattern.substr(0, gap));
    if (at == std::string_view::npos) return false;
    value.remove_prefix(at + gap);
    pattern.remove_prefix(gap + kGap.size());
  }
  return ends_in_any_case(value, pattern);
}

bool matches_entry(std::string_view entry, std::string_view value) {
  if (entry.substr(0, kDigestMark.size()) == kDigestMark) {
    return equal_in_any_case(entry.substr(kDigestMark.size()), sha256_hex(value));
  }
  return matches_gaps(entry, value);
}

}  // namespace

std::string_view placeholder_words(PlaceholderKind kind) {
  switch (kind) {
    case PlaceholderKind::None:
      return "";
    case PlaceholderKind::Listed:
      return "its rule lists it as a documentation value";
    case PlaceholderKind::Reference:
      return "it names where the value comes from, such as a variable";
    case PlaceholderKind::Filler:
      return "it is a filler, such as one character repeated or 123456";
    case PlaceholderKind::Word:
      return "it says that it is an example or must be replaced";
    case PlaceholderKind::UrlStandIn:
      return "it is what documentation writes where a password goes";
  }
  return "";
}

bool is_listed_placeholder(const std::vector<std::string>& listed, std::string_view value) {
  for (const std::string& entry : listed) {
    if (matches_entry(entry, value)) return true;
  }
  return false;
}

PlaceholderKind placeholder_kind(const std::vector<std::string>& listed, std::string_view value) {
  if (is_listed_placeholder(listed, value)) return PlaceholderKind::Listed;
  if (is_reference(value)) return PlaceholderKind::Reference;
  if (is_filler(value)) return PlaceholderKind::Filler;
  if (says_placeholder(value)) return PlaceholderKind::Word;
  return PlaceholderKind::None;
}

}  // namespace leakwarden::scanner
