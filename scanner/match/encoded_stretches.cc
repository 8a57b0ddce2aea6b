#include "scanner/match/encoded_stretches.h"

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kBlock = 64;  // bytes looked at together

constexpr bool is_member(char c) {
  return is_letter(c) || (c >= '*' && c <= '9') || c == '%' || c == '_';
}

// is_member() of sixteen bytes: a bit for each. What is added moves a range to the lowest numbers.
inline unsigned members_of_16(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
  const __m128i letters =
      _mm_cmplt_epi8(_mm_add_epi8(lower, _mm_set1_epi8(static_cast<char>(-128 - 'a'))),
                     _mm_set1_epi8(static_cast<char>(-128 + 26)));
  const __m128i digits =
      _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(static_cast<char>(-128 - '*'))),
                     _mm_set1_epi8(static_cast<char>(-128 + 16)));
  const __m128i signs = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('%')),
                                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
  return static_cast<unsigned>(
      _mm_movemask_epi8(_mm_or_si128(signs, _mm_or_si128(letters, digits))));
}

inline std::uint64_t members_of_block(const char* at) {
  const std::uint64_t first = members_of_16(at) | members_of_16(at + 16) << 16;
  const std::uint64_t second = members_of_16(at + 32) | members_of_16(at + 48) << 16;
  return first | second << 32;
}

__extension__ using Bits = unsigned __int128;

// Where stretches of members begin, as bits: a block with the bytes before it that a stretch which
// reaches into it may have.
class CharacterStretches {
 public:
  CharacterStretches(std::string_view text, std::vector<Span>& stretches)
      : text_(text), stretches_(stretches) {}

  void add_all() {
    std::size_t at = 0;
    for (; at + kBlock <= text_.size(); at += kBlock) add_of(text_.data() + at, at);
    std::array<char, kBlock> rest{};
    if (at == text_.size()) return;
    std::memcpy(rest.data(), text_.data() + at, text_.size() - at);
    add_of(rest.data(), at);
  }

 private:
  static constexpr std::size_t kBefore = kShortestStretch - 1;

  void add_of(const char* block, std::size_t at) {
    if (at + kBlock <= done_) {  // inside of one
      before_ = ~std::uint64_t{0} >> (64 - kBefore);
      return;
    }
    const std::uint64_t members = members_of_block(block);
    Bits begins = begins_of(static_cast<Bits>(members) << kBefore | before_);
    before_ = members >> (kBlock - kBefore);
    while (begins != 0) {
      const std::size_t begin = at + lowest(begins) - kBefore;
      if (begin >= done_) add_from(begin);
      const std::size_t next = done_ + kBefore - at;
      if (next >= kBlock + kBefore) return;
      begins = begins >> next << next;
    }
  }

  // Bits with kBefore more behind them.
  static Bits begins_of(Bits members) {
    static_assert(kShortestStretch == 2 + 2 + 4 + 8 + 11);
    Bits runs = members & members >> 1;
    runs &= runs >> 2;
    runs &= runs >> 4;
    runs &= runs >> 8;
    return runs & runs >> 11;
  }

  static std::size_t lowest(Bits bits) {
    const std::uint64_t low = static_cast<std::uint64_t>(bits);
    if (low != 0) return static_cast<std::size_t>(std::countr_zero(low));
    return 64 + static_cast<std::size_t>(std::countr_zero(static_cast<std::uint64_t>(bits >> 64)));
  }

  void add_from(std::size_t begin) {
    done_ = end_of_members(begin + kShortestStretch);
    stretches_.push_back({begin, done_});
  }

  std::size_t end_of_members(std::size_t at) const {
    while (at + kBlock <= text_.size()) {
      const int members = std::countr_one(members_of_block(text_.data() + at));
      at += static_cast<std::size_t>(members);
      if (members < static_cast<int>(kBlock)) return at;
    }
    while (at < text_.size() && is_member(text_[at])) ++at;
    return at;
  }

  std::string_view text_;
  std::vector<Span>& stretches_;
  std::uint64_t before_ = 0;  // of the last kBefore bytes before a block, which are members
  std::size_t done_ = 0;      // where the last stretch ends
};

// Zeros no more than two bytes apart, and the bytes beside them.
void add_of_zeros(std::string_view text, std::vector<Span>& stretches) {
  for (std::size_t zero = text.find('\0'); zero != std::string_view::npos;) {
    const std::size_t begin = zero - std::min<std::size_t>(zero, 1);
    std::size_t last = zero;
    while (last + 1 < text.size() && (text[last + 1] == '\0' ||
                                      (last + 2 < text.size() && text[last + 2] == '\0'))) {
      last += text[last + 1] == '\0' ? 1 : 2;
    }
    const std::size_t end = std::min(last + 2, text.size());
    if (end - begin >= kShortestStretch) stretches.push_back({begin, end});
    zero = text.find('\0', last + 1);
  }
}

}  // namespace

void find_encoded_stretches(std::string_view text, std::vector<Span>& stretches) {
  CharacterStretches(text, stretches).add_all();
  add_of_zeros(text, stretches);
}

}  // namespace leakwarden::scanner
