#include "scanner/rules/stem_trigger.h"

#include <emmintrin.h>

#include <algorithm>
#include <cstring>

#include "scanner/rules/pivot.h"

namespace leakwarden::scanner {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return failed_; }
  std::uint32_t number() {
    std::uint32_t word = 0;
    const std::string_view taken = take(sizeof word);
    if (!failed_) std::memcpy(&word, taken.data(), sizeof word);
    return word;
  }
  // A count of numbers.
  std::uint32_t count() {
    const std::uint32_t value = number();
    if (value > (bytes_.size() - at_) / sizeof value) failed_ = true;
    return failed_ ? 0 : value;
  }
  // The last stems are pivots, by their bytes.
  bool read_pivots(std::size_t stems, std::vector<PivotStem>& pivot_of) {
    const std::uint32_t pivots = count();
    if (pivots > stems) return false;
    if (pivots > 0) pivot_of.assign(256, {});
    for (std::uint32_t i = 0; i < pivots; ++i) {
      PivotStem& pivot = pivot_of[number() % 256];
      pivot.stem = static_cast<std::uint32_t>(stems - pivots + i);
      pivot.plain = number();
      failed_ = failed_ || pivot.plain > kMostPlain;
    }
    return !failed_;
  }
  ByteAutomaton automaton() {
    const std::optional<ByteAutomaton> opened = ByteAutomaton::open(table());
    if (!opened) failed_ = true;
    return opened.value_or(ByteAutomaton());
  }
  std::string_view table() {
    const std::uint32_t size = number();
    at_ = std::min((at_ + 7) / 8 * 8, bytes_.size());
    return take(size);
  }

 private:
  std::string_view take(std::size_t size) {
    if (failed_ || size > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<StemTriggers> StemTriggers::open(std::string_view bytes, std::size_t rule_count) {
  Reader reader(bytes);
  StemTriggers opened;
  opened.begins_match_.assign(rule_count, false);
  opened.length_of_.resize(reader.count());
  for (std::uint32_t& length : opened.length_of_) length = reader.number();
  if (!reader.read_pivots(opened.length_of_.size(), opened.pivot_of_)) return std::nullopt;
  const std::optional<WordTable> words = WordTable::open(reader.table(), opened.length_of_.size());
  if (!words) return std::nullopt;
  opened.words_ = *words;
  std::vector<std::vector<std::uint32_t>> states;  // by automaton, by stem
  std::uint32_t most_before = 0;
  for (std::uint32_t automata = reader.count(); automata > 0 && !reader.failed(); --automata) {
    Forward& forward = opened.forward_.emplace_back();
    const std::uint32_t families = reader.count();
    if (families > kMostAutomatonPatterns) return std::nullopt;
    for (std::uint32_t i = 0; i < families; ++i) {
      forward.rules.push_back(reader.number());
      forward.before.push_back(reader.number());
      if (forward.rules.back() >= rule_count) return std::nullopt;
      opened.begins_match_[forward.rules.back()] = reader.number() != 0;
      most_before = std::max(most_before, forward.before.back());
    }
    const std::uint32_t reach = reader.number();
    std::string gate(std::min<std::size_t>(reader.count(), ByteGate::kMostBytes), '\0');
    for (char& byte : gate) byte = static_cast<char>(reader.number());
    forward.gate = ByteGate(gate, reach);
    states.emplace_back(opened.length_of_.size());
    for (std::uint32_t& state : states.back()) state = reader.number();
    forward.automaton = reader.automaton();
  }
  for (std::uint32_t automata = reader.count(); automata > 0 && !reader.failed(); --automata)
    opened.before_.push_back(reader.automaton());
  if (reader.failed() || most_before > opened.before_.size()) return std::nullopt;
  opened.set_entries(states);
  return opened;
}

void StemTriggers::set_entries(const std::vector<std::vector<std::uint32_t>>& states) {
  for (std::size_t stem = 0; stem < length_of_.size(); ++stem) {
    first_entry_.push_back(static_cast<std::uint32_t>(entries_.size()));
    for (std::uint32_t forward = 0; forward < states.size(); ++forward) {
      const std::uint32_t state = states[forward][stem];
      if (state != ByteAutomaton::kDeadState) entries_.push_back({forward, state});
    }
  }
  first_entry_.push_back(static_cast<std::uint32_t>(entries_.size()));
}

ByteGate::ByteGate(std::string_view bytes, std::uint32_t reach)
    : reach_(bytes.empty() ? 0 : reach) {
  for (std::size_t i = 0; i < kMostBytes && !bytes.empty(); ++i)
    bytes_[i] = bytes[std::min(i, bytes.size() - 1)];
}

bool ByteGate::finds(std::string_view window) const {
  const char* at = window.data();
  std::size_t left = window.size();
  for (; left >= 16; at += 16, left -= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i found = _mm_cmpeq_epi8(block, _mm_set1_epi8(bytes_[0]));
    for (std::size_t i = 1; i < kMostBytes; ++i)
      found = _mm_or_si128(found, _mm_cmpeq_epi8(block, _mm_set1_epi8(bytes_[i])));
    if (_mm_movemask_epi8(found) != 0) return true;
  }
  return std::any_of(at, at + left, [this](char byte) {
    return std::find(bytes_.begin(), bytes_.end(), byte) != bytes_.end();
  });
}

// Bytes beyond ASCII are numbers below zero here, and so neither.
bool StemTriggers::is_plain(std::string_view behind, std::uint32_t count) {
  static_assert(kMostPlain == 8);
  if (behind.size() < count) return false;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, behind.data(), behind.size() < 8 ? count : 8);
  const __m128i all = _mm_cvtsi64_si128(static_cast<long long>(bytes));
  const auto is_within = [](__m128i of, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(of, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(of, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const __m128i letters = is_within(_mm_or_si128(all, _mm_set1_epi8(0x20)), 'a', 'z');
  const int plain = _mm_movemask_epi8(_mm_or_si128(is_within(all, '0', '9'), letters));
  const int wanted = (1 << count) - 1;
  return (plain & wanted) == wanted;
}

bool StemTriggers::stands_before(std::uint32_t automaton, std::string_view text,
                                 std::size_t begin) const {
  std::uint32_t state = ByteAutomaton::kStartState;
  for (std::size_t at = begin; at > 0;) {
    state = before_[automaton].next(state, text[--at]);
    if (state == ByteAutomaton::kDeadState) return false;
    if (before_[automaton].is_accepting(state)) return true;
  }
  return false;
}

std::vector<std::uint32_t> StemTriggers::rules_of_pivots() const {
  std::vector<std::uint32_t> rules;
  for (const auto& [stem, plain] : pivot_of_) {
    if (stem == kNoStem) continue;
    for (std::uint32_t entry = first_entry_[stem]; entry < first_entry_[stem + 1]; ++entry) {
      const std::vector<std::uint32_t>& some = forward_[entries_[entry].forward].rules;
      rules.insert(rules.end(), some.begin(), some.end());
    }
  }
  return rules;
}

std::size_t StemTriggers::states() const {
  std::size_t all = 0;
  for (const Forward& forward : forward_) all += forward.automaton.states();
  return all;
}

}  // namespace leakwarden::scanner
