#include "scanner/match/judge/value_statistics.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/fixed_log.h"

namespace leakwarden::scanner::judging {
namespace {

enum Class { Lower, Upper, Digit, Symbol, High };

Class class_of(char c) {
  if (is_lower(c)) return Lower;
  if (is_upper(c)) return Upper;
  if (is_digit(c)) return Digit;
  return static_cast<unsigned char>(c) >= 0x80 ? High : Symbol;
}

bool is_vowel(char c) {
  return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos;
}
bool is_base64(char c) {
  return is_alphanumeric(c) || std::string_view("+/=-_").find(c) != std::string_view::npos;
}
bool all_of(std::string_view value, bool (*holds)(char)) {
  return std::all_of(value.begin(), value.end(), holds);
}

template <typename Holds>
std::int64_t longest_stretch(std::string_view value, Holds holds) {
  std::int64_t longest = 0;
  std::int64_t run = 0;
  for (char c : value) {
    run = holds(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

void add_lengths(std::string_view whole, Features& features) {
  std::size_t size = whole.size();
  features.set(Feature::length, static_cast<std::int64_t>(size));
  features.set(Feature::length_log,
               log2_fixed(static_cast<std::uint32_t>(std::min<std::size_t>(size, 1u << 20))));
  features.set(Feature::is_long, size > 512);
  constexpr std::array<std::size_t, 10> kTypical{16, 20, 22, 24, 32, 36, 40, 43, 44, 64};
  bool typical = std::find(kTypical.begin(), kTypical.end(), size) != kTypical.end();
  features.set(Feature::typical_length, typical);
  features.set(Feature::padded, size >= 8 && size % 4 == 0 && whole.ends_with('='));
  bool hex_typical = size == 32 || size == 40 || size == 64 || size == 128;
  features.set(Feature::hex_typical, hex_typical && all_of(whole, is_hex));
}

void add_classes(std::string_view value, Features& features) {
  std::array<std::int64_t, 5> counts{};
  std::int64_t changes = 0;
  std::int64_t letter_digit = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    Class here = class_of(value[i]);
    ++counts[here];
    if (i == 0) continue;
    Class last = class_of(value[i - 1]);
    changes += here != last;
    letter_digit +=
        (is_letter(value[i]) && last == Digit) || (is_letter(value[i - 1]) && here == Digit);
  }
  features.set(Feature::lowers, counts[Lower]);
  features.set(Feature::uppers, counts[Upper]);
  features.set(Feature::digits, counts[Digit]);
  features.set(Feature::symbols, counts[Symbol]);
  features.set(Feature::high_bytes, counts[High]);
  features.set(Feature::classes, std::count_if(counts.begin(), counts.end(),
                                               [](std::int64_t count) { return count > 0; }));
  features.set(Feature::class_changes, changes);
  features.set(Feature::letter_digit_changes, letter_digit);
}

void add_symbols(std::string_view value, Features& features) {
  auto count = [&](char wanted) { return std::count(value.begin(), value.end(), wanted); };
  features.set(Feature::slashes, count('/'));
  features.set(Feature::dots, count('.'));
  features.set(Feature::dashes, count('-'));
  features.set(Feature::underscores, count('_'));
  features.set(Feature::pluses, count('+'));
  features.set(Feature::equals, count('='));
  features.set(Feature::colons, count(':'));
  features.set(Feature::blanks, count(' ') + count('\t'));
  features.set(Feature::commas, count(',') + count(';'));
  features.set(Feature::backslashes, count('\\'));
  features.set(Feature::brackets, std::count_if(value.begin(), value.end(), [](char c) {
                 return std::string_view("()[]{}<>").find(c) != std::string_view::npos;
               }));
}

void add_ends(std::string_view value, Features& features) {
  if (value.empty()) return;
  char first = value.front();
  char last = value.back();
  features.set(Feature::first_letter, is_letter(first));
  features.set(Feature::first_digit, is_digit(first));
  features.set(Feature::first_marker,
               std::string_view("$%@#*&<{[(").find(first) != std::string_view::npos);
  features.set(Feature::first_symbol, class_of(first) == Symbol);
  features.set(Feature::last_letter, is_letter(last));
  features.set(Feature::last_digit, is_digit(last));
  features.set(Feature::last_symbol, class_of(last) == Symbol);
}

// abc123def456: of the letters and digits, those that count on from the last of their kind; in
// hundredths.
std::int64_t counted_share(std::string_view value) {
  int letter = -1;
  int digit = -1;
  std::int64_t counted = 0;
  std::int64_t all = 0;
  for (char c : value) {
    if (!is_alphanumeric(c)) continue;
    int& last = is_digit(c) ? digit : letter;
    int here = is_digit(c) ? c - '0' : ascii_lower(c) - 'a';
    counted += last >= 0 && (here == last + 1 || (is_digit(c) && here == (last + 1) % 10));
    last = here;
    ++all;
  }
  return all == 0 ? 0 : counted * 100 / all;
}

void add_stretches(std::string_view value, Features& features) {
  features.set(Feature::longest_digits, longest_stretch(value, is_digit));
  features.set(Feature::longest_letters, longest_stretch(value, is_letter));
  features.set(Feature::longest_consonants,
               longest_stretch(value, [](char c) { return is_letter(c) && !is_vowel(c); }));
  std::int64_t run = value.empty() ? 0 : 1;
  std::int64_t longest = run;
  std::int64_t steps = 0;
  for (std::size_t i = 1; i < value.size(); ++i) {
    run = value[i] == value[i - 1] ? run + 1 : 1;
    longest = std::max(longest, run);
    int step = value[i] - value[i - 1];
    steps += is_alphanumeric(value[i]) && (step == 1 || step == -1);
  }
  features.set(Feature::counted_share, counted_share(value));
  features.set(Feature::longest_run, longest);
  features.set(Feature::sequence_steps, steps);
}

void add_alphabets(std::string_view value, Features& features) {
  features.set(Feature::hex_only, all_of(value, is_hex));
  features.set(Feature::base64_only, all_of(value, is_base64));
  features.set(Feature::digits_only, all_of(value, is_digit));
  features.set(Feature::letters_only, all_of(value, is_letter));
  features.set(Feature::lower_only, all_of(value, is_lower));
  features.set(Feature::upper_only, all_of(value, is_upper));
  std::int64_t letters = std::count_if(value.begin(), value.end(), is_letter);
  std::int64_t vowels = std::count_if(value.begin(), value.end(), is_vowel);
  features.set(Feature::vowel_share, letters == 0 ? 0 : vowels * 256 / letters);
}

std::size_t bigram_at(std::string_view value, std::size_t at) {
  return static_cast<unsigned char>(value[at - 1]) * 256u + static_cast<unsigned char>(value[at]);
}

// Afterwards nothing is seen again: to forget a few is cheaper than to begin with a new set.
std::int64_t repeated_bigrams(std::string_view value) {
  thread_local std::bitset<65536> seen;
  std::int64_t repeats = 0;
  for (std::size_t i = 1; i < value.size(); ++i) {
    repeats += seen.test(bigram_at(value, i));
    seen.set(bigram_at(value, i));
  }
  for (std::size_t i = 1; i < value.size(); ++i) seen.reset(bigram_at(value, i));
  return repeats;
}

void add_spread(std::string_view value, Features& features) {
  std::bitset<256> seen;
  for (char c : value) seen.set(static_cast<unsigned char>(c));
  std::int32_t entropy = entropy_fixed(value);
  features.set(Feature::distinct, static_cast<std::int64_t>(seen.count()));
  features.set(Feature::entropy, entropy);
  features.set(Feature::information, static_cast<std::int64_t>(entropy) *
                                         static_cast<std::int64_t>(value.size()) / kLogUnit);
  features.set(Feature::bigram_repeats, repeated_bigrams(value));
}

}  // namespace

std::int32_t entropy_fixed(std::string_view value) {
  value = value.substr(0, kLogTableSize - 1);
  if (value.empty()) return 0;
  std::array<std::uint16_t, 256> counts{};
  for (char c : value) ++counts[static_cast<unsigned char>(c)];
  std::int64_t size = static_cast<std::int64_t>(value.size());
  std::int64_t sum = size * kLogTable[value.size()];
  for (char c : value) {  // each once; what is 0 adds nothing
    std::uint16_t& count = counts[static_cast<unsigned char>(c)];
    sum -= std::int64_t{count} * kLogTable[count];
    count = 0;
  }
  return static_cast<std::int32_t>(sum / size);
}

void add_value_statistics(std::string_view whole, std::string_view value, Features& features) {
  add_lengths(whole, features);
  add_classes(value, features);
  add_symbols(value, features);
  add_ends(value, features);
  add_stretches(value, features);
  add_alphabets(value, features);
  add_spread(value, features);
}

}  // namespace leakwarden::scanner::judging
