// The tree is walked from each place where a word of a name begins. Most places are passed over by
// their first four bytes, without a walk.

#include "scanner/match/provider_words.h"

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kGapCharacters = "-_. /:";

// What follows a provider's name in one word, all in one case: "shodankey", "SHODANAPIKEY".
constexpr std::array<std::string_view, 18> kFollowers{
    "key", "token", "secret", "api",     "pass",    "pwd",    "auth",  "client", "access",
    "app", "id",    "cred",   "account", "private", "public", "admin", "user",   "webhook",
};

constexpr std::array<std::uint8_t, 256> code_table() {
  std::array<std::uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c)
    table[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(name_code(static_cast<char>(c)));
  return table;
}
constexpr std::array<std::uint8_t, 256> kCodeOf = code_table();

// Does a name's word begin at text[at]? It is a letter or digit.
bool begins_word(std::string_view text, std::uint64_t at) {
  if (at == 0) return true;
  const char before = text[at - 1];
  const char first = text[at];
  if (!is_alphanumeric(before) || is_digit(before) != is_digit(first)) return true;
  if (!is_upper(first)) return false;
  return is_lower(before) || (at + 1 < text.size() && is_lower(text[at + 1]));
}

constexpr std::uint64_t kBlock = 64;

struct Kinds {
  std::uint64_t letters = 0;
  std::uint64_t digits = 0;
  std::uint64_t capitals = 0;
};

__m128i in_range(__m128i bytes, char first, char count) {
  const __m128i from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
  return _mm_cmpeq_epi8(_mm_min_epu8(from_first, _mm_set1_epi8(static_cast<char>(count - 1))),
                        from_first);
}

Kinds kinds_of(const std::array<char, kBlock>& bytes) {
  Kinds kinds;
  for (std::uint64_t i = 0; i < kBlock; i += 16) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + i));
    const auto bits = [i](__m128i found) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << i;
    };
    kinds.letters |= bits(in_range(_mm_or_si128(here, _mm_set1_epi8(0x20)), 'a', 26));
    kinds.digits |= bits(in_range(here, '0', 10));
    kinds.capitals |= bits(in_range(here, 'A', 26));
  }
  return kinds;
}

// begins_word() holds nowhere else among text[at] … text[at + size): a bit for each.
std::uint64_t possible_begins(std::string_view text, std::uint64_t at, std::uint64_t size) {
  std::array<char, kBlock> bytes{};
  std::memcpy(bytes.data(), text.data() + at, size);
  const Kinds kinds = kinds_of(bytes);
  const std::uint64_t inside_letters = kinds.letters & kinds.letters << 1 & ~kinds.capitals;
  const std::uint64_t inside_digits = kinds.digits & kinds.digits << 1;
  return (kinds.letters | kinds.digits) & ~inside_letters & ~inside_digits;
}

// Does it end before text[end]? `border` is where reading stops.
bool ends_word(std::string_view text, std::uint64_t end, std::uint64_t border) {
  if (end >= text.size()) return true;
  const char last = text[end - 1];
  const char next = text[end];
  if (!is_alphanumeric(next) || is_digit(last) != is_digit(next)) return true;
  if (is_lower(last) && is_upper(next)) return true;
  const std::string_view rest = text.substr(end, border - std::min(border, end));
  return std::any_of(kFollowers.begin(), kFollowers.end(), [&](std::string_view follower) {
    return equal_in_any_case(rest.substr(0, follower.size()), follower);
  });
}

}  // namespace

ProviderWords::ProviderWords(const RuleList& rules) : tree_(rules.providers()) {
  if (rules.is_of_image()) return;
  made_ = AlignedBytes(std::string_view(ProviderTree::build(rules.whole())));
  tree_ = ProviderTree(made_.view());
}

bool ProviderWords::may_start(std::string_view text, std::uint64_t at, std::uint64_t border) const {
  std::uint32_t codes = 0;
  for (std::uint64_t i = at; i < at + ProviderTree::kStartBytes; ++i)
    codes = codes * ProviderTree::kCodes +
            (i < border ? kCodeOf[static_cast<unsigned char>(text[i])] : 0);
  return tree_.may_start(codes);
}

void ProviderWords::walk(std::string_view text, Span rest, const ProviderTree::Node* node,
                         std::uint64_t begin, std::vector<ProviderWord>* found) const {
  while (true) {
    if (node->word != 0 && ends_word(text, rest.begin, rest.end))
      found->push_back({{begin, rest.begin}, tree_.rules_of(node->word)});
    if (rest.begin >= rest.end) return;
    if (const ProviderTree::Node* gap = tree_.child(*node, 0); gap != nullptr) {
      const bool is_gap = kGapCharacters.find(text[rest.begin]) != std::string_view::npos;
      walk(text, {rest.begin + (is_gap ? 1 : 0), rest.end}, gap, begin, found);
    }
    const std::uint32_t code = kCodeOf[static_cast<unsigned char>(text[rest.begin])];
    if (code == 0) return;
    node = tree_.child(*node, code);
    if (node == nullptr) return;
    ++rest.begin;
  }
}

// Places are looked at in blocks, of which each knows where a name's word may begin: after what is
// none, between letters and digits, and at capitals.
void ProviderWords::find(std::string_view text, Span window,
                         std::vector<ProviderWord>* found) const {
  if (tree_.empty()) return;
  for (std::uint64_t block = window.begin; block < window.end; block += kBlock) {
    const std::uint64_t size = std::min<std::uint64_t>(window.end - block, kBlock);
    for (std::uint64_t begins = possible_begins(text, block, size); begins != 0;
         begins &= begins - 1) {
      const std::uint64_t at = block + static_cast<std::uint64_t>(std::countr_zero(begins));
      if (!may_start(text, at, window.end) || !begins_word(text, at)) continue;
      walk(text, {at, window.end}, &tree_.root(), at, found);
    }
  }
}

}  // namespace leakwarden::scanner
