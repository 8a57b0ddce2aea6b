#include "scanner/match/judge/vocabulary.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kMostBytes = 256;
constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongest = 14;
constexpr std::uint32_t kHashStart = 2166136261u;

std::uint32_t hash_step(std::uint32_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * 16777619u;
}
// 0 marks an empty place of the table.
std::uint32_t finished(std::uint32_t hash) {
  hash ^= hash >> 15;
  return hash == 0 ? 1 : hash;
}

bool holds(std::string_view words, std::uint32_t hash) {
  std::size_t places = words.size() / 4;
  if (places == 0) return false;
  for (std::size_t at = hash & (places - 1), tries = 0; tries < places; ++tries) {
    std::uint32_t here = read_u32(words, at * 4);
    if (here == hash) return true;
    if (here == 0) return false;
    at = (at + 1) & (places - 1);
  }
  return false;
}

// The best cover of the first i letters: most letters covered, then fewest words.
struct Best {
  std::int16_t covered = 0;
  std::int16_t words = 0;
  std::int16_t from = -1;  // where the last word begins; −1: the last letter is in none
};

class RunCover {
 public:
  RunCover(const Table& table, std::string_view run) : words_(table.words()), run_(run) {
    for (std::size_t i = 0; i < run.size(); ++i) lower_[i] = ascii_lower(run[i]);
    for (std::size_t begin = 0; begin < run.size(); ++begin) extend(begin);
  }

  void add_to(Coverage& coverage, std::array<bool, kMostBytes>& marks, std::size_t offset) const {
    coverage.covered += best_[run_.size()].covered;
    coverage.words += best_[run_.size()].words;
    for (std::size_t end = run_.size(); end > 0;) {
      if (best_[end].from < 0) {
        --end;
        continue;
      }
      std::size_t from = static_cast<std::size_t>(best_[end].from);
      coverage.longest_word =
          std::max(coverage.longest_word, static_cast<std::int32_t>(end - from));
      std::fill(marks.begin() + offset + from, marks.begin() + offset + end, true);
      end = from;
    }
  }

 private:
  // Positions are visited from left to right, so best_[begin] is final when it is extended.
  void extend(std::size_t begin) {
    std::uint32_t hash = kHashStart;
    for (std::size_t end = begin + 1; end <= run_.size() && end - begin <= kLongest; ++end) {
      hash = hash_step(hash, lower_[end - 1]);
      if (end - begin < kShortest || !holds(words_, finished(hash))) continue;
      Best longer{static_cast<std::int16_t>(best_[begin].covered + (end - begin)),
                  static_cast<std::int16_t>(best_[begin].words + 1),
                  static_cast<std::int16_t>(begin)};
      if (better(longer, best_[end])) best_[end] = longer;
    }
    Best& next = best_[begin + 1];
    Best open{best_[begin].covered, best_[begin].words, -1};
    if (better(open, next) || next.from < 0) next = open;
  }
  static bool better(const Best& left, const Best& right) {
    if (left.covered != right.covered) return left.covered > right.covered;
    return left.words < right.words;
  }

  std::string_view words_;
  std::string_view run_;
  std::array<char, kMostBytes> lower_{};
  std::array<Best, kMostBytes + 1> best_{};
};

}  // namespace

bool in_vocabulary(const Table& table, std::string_view lower_word) {
  std::uint32_t hash = kHashStart;
  for (char c : lower_word) hash = hash_step(hash, c);
  return holds(table.words(), finished(hash));
}

Coverage cover_with_words(const Table& table, std::string_view text) {
  text = text.substr(0, kMostBytes);
  Coverage coverage;
  std::array<bool, kMostBytes> marks{};
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end - begin >= kShortest)
      RunCover(table, text.substr(begin, end - begin)).add_to(coverage, marks, begin);
    begin = end + 1;
  }
  std::int32_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool open = is_alphanumeric(text[i]) && !marks[i];
    coverage.uncovered += open;
    run = open ? run + 1 : 0;
    coverage.uncovered_run = std::max(coverage.uncovered_run, run);
  }
  return coverage;
}

void add_words(const Table& table, std::string_view value, Features& features) {
  Coverage coverage = cover_with_words(table, value);
  features.set(Feature::uncovered, coverage.uncovered);
  features.set(Feature::covered, coverage.covered);
  std::int32_t all = coverage.covered + coverage.uncovered;
  features.set(Feature::covered_share, all == 0 ? 0 : coverage.covered * 256 / all);
  features.set(Feature::word_count, coverage.words);
  features.set(Feature::longest_word, coverage.longest_word);
  features.set(Feature::uncovered_run, coverage.uncovered_run);
}

}  // namespace leakwarden::scanner::judging
