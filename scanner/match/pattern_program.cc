#include "scanner/match/pattern_program.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "scanner/match/ascii.h"
#include "scanner/match/pattern_classes.h"

namespace leakwarden::scanner {
namespace {

using Kind = PatternOp::Kind;

// Jumps are relative, so that a part can be repeated by writing it down again.
struct Part {
  std::vector<PatternOp> ops;
  bool may_be_empty = true;
  bool has_name = false;
};

PatternOp op_of(Kind kind) {
  PatternOp op;
  op.kind = kind;
  return op;
}

PatternOp jump_of(Kind kind, std::size_t from, std::size_t to) {
  PatternOp op = op_of(kind);
  op.jump = static_cast<std::int32_t>(to) - static_cast<std::int32_t>(from);
  return op;
}

struct Count {
  std::uint32_t least = 1;
  std::uint32_t most = 1;
  bool lazy = false;
};

// Every function that finds what it does not know gives up, and then there is no program.
class Reader {
 public:
  explicit Reader(std::string_view pattern) : rest_(pattern) {}

  std::optional<PatternProgram> read() {
    bool caseless = false;
    Part whole = alternatives(caseless, 0);
    if (given_up_ || !rest_.empty()) return std::nullopt;
    whole.ops.push_back(op_of(Kind::Matched));
    program_.ops = std::move(whole.ops);
    return std::move(program_);
  }

 private:
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  char next() {
    if (rest_.empty()) {
      give_up();
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  void give_up() {
    given_up_ = true;
    rest_ = {};
  }

  void append(Part& part, const Part& more) {
    if (part.ops.size() + more.ops.size() >= PatternProgram::kMostOps) return give_up();
    part.ops.insert(part.ops.end(), more.ops.begin(), more.ops.end());
    part.may_be_empty = part.may_be_empty && more.may_be_empty;
    part.has_name = part.has_name || more.has_name;
  }

  // split → one, jump → end, split → two, jump → end, three
  Part alternatives(bool& caseless, int depth) {
    if (depth > kMaxPatternDepth) give_up();
    std::vector<Part> all = {sequence(caseless, depth)};
    while (take("|")) all.push_back(sequence(caseless, depth));
    if (all.size() == 1) return std::move(all.front());
    std::size_t size = 0;
    for (const Part& part : all) size += part.ops.size() + 2;
    size -= 2;
    if (size >= PatternProgram::kMostOps) give_up();
    Part either;
    either.may_be_empty = false;
    for (std::size_t i = 0; i < all.size() && !given_up_; ++i) {
      const std::size_t begin = either.ops.size();
      const bool is_last = i + 1 == all.size();
      if (!is_last)
        either.ops.push_back(jump_of(Kind::Split, begin, begin + all[i].ops.size() + 2));
      either.ops.insert(either.ops.end(), all[i].ops.begin(), all[i].ops.end());
      if (!is_last) either.ops.push_back(jump_of(Kind::Jump, either.ops.size(), size));
      either.may_be_empty = either.may_be_empty || all[i].may_be_empty;
      either.has_name = either.has_name || all[i].has_name;
    }
    return either;
  }

  Part sequence(bool& caseless, int depth) {
    Part all;
    while (!rest_.empty() && !at('|') && !at(')')) append(all, counted(atom(caseless, depth)));
    return all;
  }

  Part atom(bool& caseless, int depth) {
    if (take("(")) return group(caseless, depth);
    if (take("^")) return border(Kind::TextBegin);
    if (take("$")) return border(Kind::TextEnd);
    if (take("\\")) return escape(caseless);
    if (take(".")) return byte_of(~byte_set_of('\n'));
    if (take("[")) return byte_of(character_class(caseless));
    if (at('*') || at('+') || at('?') || is_count()) give_up();
    const ByteSet bytes = byte_set_of(next());
    return byte_of(caseless ? in_any_case(bytes) : bytes);
  }

  static Part border(Kind kind) {
    Part part;
    part.ops.push_back(op_of(kind));
    return part;
  }

  Part byte_of(const ByteSet& bytes) {
    const auto known = std::find(program_.sets.begin(), program_.sets.end(), bytes);
    PatternOp op = op_of(Kind::Byte);
    op.set = static_cast<std::uint16_t>(known - program_.sets.begin());
    if (known == program_.sets.end()) program_.sets.push_back(bytes);
    Part part;
    part.ops.push_back(op);
    part.may_be_empty = false;
    return part;
  }

  // (…) (?:…) (?P<name>…) (?i:…) (?i)
  Part group(bool& caseless, int depth) {
    bool inside = caseless;
    if (take("?P<")) return named(inside, depth);
    if (take("?")) {
      if (take("i")) inside = true;
      if (inside && take(")")) {
        caseless = inside;
        return {};
      }
      if (!take(":")) give_up();
    }
    return closed(alternatives(inside, depth + 1));
  }
  Part closed(Part inside) {
    if (!take(")")) give_up();
    return inside;
  }

  Part named(bool caseless, int depth) {
    const std::size_t end = rest_.find('>');
    if (end == std::string_view::npos || program_.names.size() == PatternProgram::kMostNames) {
      give_up();
      return {};
    }
    const std::size_t slot = 2 * program_.names.size();
    program_.names.emplace_back(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    Part part = border(Kind::Save);
    part.ops[0].slot = static_cast<std::uint16_t>(slot);
    append(part, closed(alternatives(caseless, depth + 1)));
    Part last = border(Kind::Save);
    last.ops[0].slot = static_cast<std::uint16_t>(slot + 1);
    append(part, last);
    part.has_name = true;
    return part;
  }

  Part escape(bool caseless) {
    const char letter = next();
    if (letter == 'b') return border(Kind::WordBorder);
    if (letter == 'B') return border(Kind::NoWordBorder);
    if (letter == 'A') return border(Kind::TextBegin);
    if (letter == 'z') return border(Kind::TextEnd);
    if (const std::optional<ByteSet> known = perl_class(letter)) return byte_of(*known);
    const ByteSet bytes = byte_set_of(escaped(letter));
    return byte_of(caseless ? in_any_case(bytes) : bytes);
  }

  char escaped(char letter) {
    const std::optional<char> found = letter == 'x' ? hexadecimal() : escaped_character(letter);
    if (!found) give_up();
    return found.value_or('\0');
  }

  std::optional<char> hexadecimal() {
    if (rest_.size() < 2) return std::nullopt;
    unsigned value = 0;
    const auto read = std::from_chars(rest_.data(), rest_.data() + 2, value, 16);
    if (read.ptr != rest_.data() + 2) return std::nullopt;
    rest_.remove_prefix(2);
    return static_cast<char>(value);
  }

  // Letters of any case are added before what is left out is taken.
  ByteSet character_class(bool caseless) {
    const bool negated = take("^");
    ByteSet set;
    for (bool first = true; !rest_.empty() && (first || !at(']')); first = false) {
      if (rest_.starts_with("[:")) give_up();
      set |= class_part();
    }
    if (!take("]")) give_up();
    if (caseless) set = in_any_case(set);
    return negated ? ~set : set;
  }

  ByteSet class_part() {
    char low = next();
    if (low == '\\') {
      const char letter = next();
      if (const std::optional<ByteSet> known = perl_class(letter)) return *known;
      low = escaped(letter);
    }
    char high = low;
    if (rest_.size() >= 2 && at('-') && rest_[1] != ']') {
      next();
      high = next();
      if (high == '\\') high = escaped(next());
    }
    if (static_cast<unsigned char>(high) < static_cast<unsigned char>(low)) give_up();
    return byte_range(low, high);
  }

  // Takes * + ? {n} {n,} {n,m} behind a part, and the ? that asks for the shortest; one of them.
  Part counted(Part one) {
    if (!is_repeat()) return one;
    const Count count = take_count();
    if (is_repeat()) give_up();
    if (given_up_) return {};
    if (one.ops.size() == 1 && one.ops[0].kind == Kind::Byte) return run_of(one, count);
    if (count.most > 1 && (one.may_be_empty || one.has_name)) give_up();
    return given_up_ ? Part{} : repeated(one, count);
  }
  bool is_repeat() const { return at('*') || at('+') || at('?') || is_count(); }
  bool is_count() const {
    if (rest_.size() < 3 || rest_[0] != '{' || !is_digit(rest_[1])) return false;
    return rest_.find_first_not_of("0123456789,", 1) == rest_.find('}');
  }

  Count take_count() {
    Count count;
    const char sign = next();
    if (sign == '{') {
      count.least = count.most = number();
      if (take(",")) count.most = at('}') ? kUnbounded : number();
      if (!take("}") || count.most < count.least) give_up();
    } else {
      count.least = sign == '+' ? 1 : 0;
      count.most = sign == '?' ? 1 : kUnbounded;
    }
    count.lazy = take("?");
    return count;
  }
  std::uint32_t number() {
    constexpr std::uint32_t kMost = 1000;  // RE2 takes no more
    std::uint32_t value = 0;
    while (!rest_.empty() && is_digit(rest_.front()))
      value = std::min(kMost + 1, value * 10 + static_cast<std::uint32_t>(next() - '0'));
    if (value > kMost) give_up();
    return value;
  }

  static Part run_of(Part one, const Count& count) {
    one.ops[0].kind = Kind::Run;
    one.ops[0].least = count.least;
    one.ops[0].most = count.most;
    one.ops[0].lazy = count.lazy;
    one.may_be_empty = count.least == 0;
    return one;
  }

  // one one one (split → end, one) (split → end, one)        {3,5}
  // one (split → end, one, jump → split)                     {1,}
  Part repeated(const Part& one, const Count& count) {
    Part all;
    for (std::uint32_t i = 0; i < count.least && !given_up_; ++i) append(all, one);
    const bool is_endless = count.most == kUnbounded;
    const std::size_t more = is_endless ? 1 : count.most - count.least;
    const std::size_t step = one.ops.size() + (is_endless ? 2 : 1);
    const std::size_t end = all.ops.size() + more * step;
    if (end >= PatternProgram::kMostOps) give_up();
    for (std::size_t i = 0; i < more && !given_up_; ++i) {
      const std::size_t begin = all.ops.size();
      all.ops.push_back(jump_of(Kind::Split, begin, end));
      all.ops.back().lazy = count.lazy;
      all.ops.insert(all.ops.end(), one.ops.begin(), one.ops.end());
      if (is_endless) all.ops.push_back(jump_of(Kind::Jump, all.ops.size(), begin));
    }
    all.may_be_empty = count.least == 0 || one.may_be_empty;
    all.has_name = one.has_name;
    return all;
  }

  std::string_view rest_;
  bool given_up_ = false;
  PatternProgram program_;
};

}  // namespace

std::optional<PatternProgram> PatternProgram::of(std::string_view pattern) {
  std::optional<PatternProgram> program = Reader(pattern).read();
  if (program) program->note_begins();
  return program;
}

// From the last op to the first: what is behind an op is known by then, but for the way back of a
// loop, of which nothing is said.
void PatternProgram::note_begins() {
  begins.resize(ops.size());
  may_end.resize(ops.size(), true);
  const auto add = [this](std::size_t op, std::size_t next) {
    begins[op] |= begins[next];
    if (next <= op || may_end[next]) may_end[op] = true;
  };
  for (std::size_t op = ops.size(); op-- > 0;) {
    const PatternOp& here = ops[op];
    const std::size_t jump = op + static_cast<std::size_t>(here.jump);
    may_end[op] = here.kind == Kind::Matched;
    if (here.kind == Kind::Byte || here.kind == Kind::Run) begins[op] = sets[here.set];
    const bool may_pass = here.kind != Kind::Byte && (here.kind != Kind::Run || here.least == 0);
    if (here.kind == Kind::Jump || here.kind == Kind::Split) add(op, jump);
    if (may_pass && here.kind != Kind::Jump && here.kind != Kind::Matched) add(op, op + 1);
  }
}

}  // namespace leakwarden::scanner
