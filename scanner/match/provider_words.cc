// A trie over the words, walked from each place where a word of a name begins. Most places are
// passed over by their first four bytes, without a walk.

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

constexpr char kGap = ' ';
constexpr std::string_view kGapCharacters = "-_. /:";

// What follows a provider's name in one word, all in one case: "shodankey", "SHODANAPIKEY".
constexpr std::array<std::string_view, 18> kFollowers{
    "key", "token", "secret", "api",     "pass",    "pwd",    "auth",  "client", "access",
    "app", "id",    "cred",   "account", "private", "public", "admin", "user",   "webhook",
};

// 0 for what is no letter or digit.
constexpr std::uint32_t kCodes = 37;
constexpr int kStartBytes = 4;
constexpr int kStartBits = 16;

// Two starts may share a place; then a few more walks are tried.
constexpr std::uint32_t start_place(std::uint32_t codes) {
  return codes * 0x9e3779b1u >> (32 - kStartBits);
}

constexpr std::uint32_t code_of(char c) {
  if (is_digit(c)) return static_cast<std::uint32_t>(1 + c - '0');
  return is_letter(c) ? static_cast<std::uint32_t>(11 + ascii_lower(c) - 'a') : 0;
}

constexpr std::array<std::uint8_t, 256> code_table() {
  std::array<std::uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c)
    table[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(code_of(static_cast<char>(c)));
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

ProviderWords::ProviderWords(const RuleList& rules)
    : nodes_(1), starts_(std::size_t{1} << kStartBits, false), first_{}, rules_of_(1) {
  nodes_.reserve(8 * rules.size());
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    if (!rules[rule].assigned) continue;
    for (const std::string& word : rules[rule].context.words) add(word, rule);
  }
  mark_starts(0, 0, 0);
}

// A gap is a byte without a code, or none at all; what ends early may be followed by anything.
void ProviderWords::mark_starts(std::uint32_t node, std::uint32_t codes, int count) {
  const bool is_whole = nodes_[node].word != 0;
  if (count == kStartBytes || is_whole) {
    std::uint32_t wide = 1;
    for (int i = count; i < kStartBytes; ++i) wide *= kCodes;
    for (std::uint32_t i = 0; i < wide; ++i) starts_[start_place(codes * wide + i)] = true;
    return;
  }
  const std::uint32_t first = nodes_[node].first_child;
  for (std::uint32_t at = first; at != 0; at = nodes_[at].next_sibling) {
    mark_starts(at, codes * kCodes + code_of(nodes_[at].step), count + 1);
    if (nodes_[at].step == kGap) mark_starts(at, codes, count);
  }
}

bool ProviderWords::may_start(std::string_view text, std::uint64_t at, std::uint64_t border) const {
  std::uint32_t codes = 0;
  for (std::uint64_t i = at; i < at + kStartBytes; ++i)
    codes = codes * kCodes + (i < border ? kCodeOf[static_cast<unsigned char>(text[i])] : 0);
  return starts_[start_place(codes)];
}

void ProviderWords::add(std::string_view word, std::uint32_t rule) {
  std::uint32_t node = 0;
  bool gap = false;
  for (char c : word) {
    if (!is_alphanumeric(c)) {
      gap = node != 0;
      continue;
    }
    if (gap) node = child_or_new(node, kGap);
    node = child_or_new(node, ascii_lower(c));
    gap = false;
  }
  if (node == 0) return;
  if (nodes_[node].word == 0) {
    nodes_[node].word = static_cast<std::uint32_t>(rules_of_.size());
    rules_of_.emplace_back();
  }
  rules_of_[nodes_[node].word].push_back(rule);
}

std::uint32_t ProviderWords::child(std::uint32_t node, char step) const {
  if (node == 0) return first_[static_cast<unsigned char>(step) & 127];
  std::uint32_t at = nodes_[node].first_child;
  while (at != 0 && nodes_[at].step != step) at = nodes_[at].next_sibling;
  return at;
}

std::uint32_t ProviderWords::child_or_new(std::uint32_t node, char step) {
  const std::uint32_t known = child(node, step);
  if (known != 0) return known;
  const std::uint32_t made = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({step, 0, nodes_[node].first_child, 0});
  nodes_[node].first_child = made;
  if (node == 0) first_[static_cast<unsigned char>(step) & 127] = made;
  return made;
}

void ProviderWords::walk(std::string_view text, Span rest, std::uint32_t node, std::uint64_t begin,
                         std::vector<ProviderWord>* found) const {
  while (true) {
    const std::uint32_t word = nodes_[node].word;
    if (word != 0 && ends_word(text, rest.begin, rest.end)) {
      found->push_back({{begin, rest.begin}, &rules_of_[word]});
    }
    if (rest.begin >= rest.end) return;
    const std::uint32_t gap = child(node, kGap);
    if (gap != 0) {
      const bool is_gap = kGapCharacters.find(text[rest.begin]) != std::string_view::npos;
      walk(text, {rest.begin + (is_gap ? 1 : 0), rest.end}, gap, begin, found);
    }
    if (!is_alphanumeric(text[rest.begin])) return;
    node = child(node, ascii_lower(text[rest.begin]));
    if (node == 0) return;
    ++rest.begin;
  }
}

// Places are looked at in blocks, of which each knows where a name's word may begin: after what is
// none, between letters and digits, and at capitals.
void ProviderWords::find(std::string_view text, Span window,
                         std::vector<ProviderWord>* found) const {
  for (std::uint64_t block = window.begin; block < window.end; block += kBlock) {
    const std::uint64_t size = std::min<std::uint64_t>(window.end - block, kBlock);
    for (std::uint64_t begins = possible_begins(text, block, size); begins != 0;
         begins &= begins - 1) {
      const std::uint64_t at = block + static_cast<std::uint64_t>(std::countr_zero(begins));
      if (!may_start(text, at, window.end) || !begins_word(text, at)) continue;
      const std::uint32_t first = child(0, ascii_lower(text[at]));
      if (first != 0) walk(text, {at + 1, window.end}, first, at, found);
    }
  }
}

}  // namespace leakwarden::scanner
