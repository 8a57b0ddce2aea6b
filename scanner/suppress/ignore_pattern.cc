#include "scanner/suppress/ignore_pattern.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kFailed = std::string_view::npos;
constexpr std::size_t kMostBytes = 4096;

unsigned char byte_of(char c) {
  return static_cast<unsigned char>(c);
}

// Trailing blanks do not count unless escaped.
std::string_view without_trailing_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
    if (line.size() >= 2 && line[line.size() - 2] == '\\') break;
    line.remove_suffix(1);
  }
  return line;
}

using ClassTest = int (*)(int);
ClassTest posix_class(std::string_view name) {
  static constexpr std::pair<std::string_view, ClassTest> kClasses[] = {
      {"alnum", std::isalnum}, {"alpha", std::isalpha}, {"blank", std::isblank},
      {"cntrl", std::iscntrl}, {"digit", std::isdigit}, {"graph", std::isgraph},
      {"lower", std::islower}, {"print", std::isprint}, {"punct", std::ispunct},
      {"space", std::isspace}, {"upper", std::isupper}, {"xdigit", std::isxdigit}};
  for (const std::pair<std::string_view, ClassTest>& known : kClasses) {
    if (known.first == name) return known.second;
  }
  return nullptr;
}

// "[:digit:]" at `at`: adds it and returns where it ends; kFailed for an unknown name; `at` when it
// is none.
std::size_t add_posix_class(std::string_view pattern, std::size_t at, std::bitset<256>& set) {
  if (pattern.substr(at, 2) != "[:") return at;
  const std::size_t end = pattern.find(":]", at + 2);
  if (end == kFailed) return at;
  const ClassTest test = posix_class(pattern.substr(at + 2, end - at - 2));
  if (test == nullptr) return kFailed;
  for (int c = 0; c < 128; ++c) {
    if (test(c) != 0) set.set(static_cast<std::size_t>(c));
  }
  return end + 2;
}

}  // namespace

std::optional<IgnorePattern> IgnorePattern::parse(std::string_view line) {
  IgnorePattern pattern;
  line = without_trailing_blanks(line);
  if (line.empty() || line[0] == '#' || line.size() > kMostBytes) return std::nullopt;
  if (line[0] == '!') {
    pattern.negated_ = true;
    line.remove_prefix(1);
  }
  if (!line.empty() && line.back() == '/') {
    pattern.folders_only_ = true;
    line.remove_suffix(1);
  }
  pattern.anchored_ = line.find('/') != std::string_view::npos;
  if (!line.empty() && line[0] == '/') line.remove_prefix(1);
  if (line.empty() || !pattern.compile(line)) return std::nullopt;
  for (const Token& token : pattern.tokens_) {
    if (token.kind == Kind::Byte) pattern.bytes_ += token.byte;
  }
  return pattern;
}

bool IgnorePattern::compile(std::string_view pattern) {
  std::size_t at = 0;
  while (at < pattern.size()) {
    const char c = pattern[at];
    if (c == '*') {
      at = compile_stars(pattern, at);
    } else if (c == '[') {
      at = compile_class(pattern, at);
      if (at == kFailed) return false;
    } else if (c == '?') {
      tokens_.push_back(Token{Kind::AnyByte, 0, {}});
      ++at;
    } else if (c == '\\') {
      if (at + 1 == pattern.size()) return false;
      tokens_.push_back(Token{Kind::Byte, pattern[at + 1], {}});
      at += 2;
    } else {
      tokens_.push_back(Token{Kind::Byte, c, {}});
      ++at;
    }
  }
  return true;
}

std::size_t IgnorePattern::compile_stars(std::string_view pattern, std::size_t at) {
  std::size_t end = at;
  while (end < pattern.size() && pattern[end] == '*') ++end;
  const bool part_begins = at == 0 || pattern[at - 1] == '/';
  if (end - at == 2 && part_begins && end == pattern.size()) {
    tokens_.push_back(Token{Kind::Everything, 0, {}});
    return end;
  }
  if (end - at == 2 && part_begins && pattern[end] == '/') {
    tokens_.push_back(Token{Kind::FoldersBegin, 0, {}});
    tokens_.push_back(Token{Kind::FoldersInside, 0, {}});
    return end + 1;
  }
  tokens_.push_back(Token{Kind::Star, 0, {}});
  return end;
}

std::size_t IgnorePattern::compile_class(std::string_view pattern, std::size_t at) {
  Token token{Kind::Class, 0, {}};
  ++at;
  const bool inverted = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (inverted) ++at;
  bool first = true;
  int previous = -1;
  for (;; first = false) {
    if (at >= pattern.size()) return kFailed;
    char c = pattern[at];
    if (c == ']' && !first) break;
    const std::size_t after_class = add_posix_class(pattern, at, token.set);
    if (after_class == kFailed) return kFailed;
    if (after_class != at) {
      at = after_class;
      previous = -1;
      continue;
    }
    const bool range =
        c == '-' && previous >= 0 && at + 1 < pattern.size() && pattern[at + 1] != ']';
    if (range) c = pattern[++at];
    if (c == '\\') {
      if (++at >= pattern.size()) return kFailed;
      c = pattern[at];
    }
    for (int b = range ? previous : byte_of(c); b <= byte_of(c); ++b) {
      token.set.set(static_cast<std::size_t>(b));
    }
    previous = range ? -1 : byte_of(c);
    ++at;
  }
  if (inverted) token.set.flip();
  token.set.reset('/');
  tokens_.push_back(token);
  return at + 1;
}

// The positions where the pattern may stand, each once, while a text goes by.
class IgnorePattern::Walk {
 public:
  explicit Walk(const IgnorePattern& pattern)
      : tokens_(pattern.tokens_), seen_(tokens_.size() + 1) {
    begin();
  }

  void begin() {
    now_.clear();
    reach(0, now_);
    forget(now_);
  }

  bool is_over() const { return now_.empty(); }
  bool has_matched() const {
    return std::find(now_.begin(), now_.end(), tokens_.size()) != now_.end();
  }

  void take(char c) {
    next_.clear();
    for (const std::size_t position : now_) {
      if (position < tokens_.size()) step(position, c);
    }
    forget(next_);
    now_.swap(next_);
  }

 private:
  using Positions = std::vector<std::size_t>;

  void forget(const Positions& positions) {
    for (const std::size_t position : positions) seen_[position] = 0;
  }

  void reach(std::size_t position, Positions& positions) {
    for (; seen_[position] == 0; ++position) {
      seen_[position] = 1;
      positions.push_back(position);
      if (position == tokens_.size()) return;
      const Kind kind = tokens_[position].kind;
      if (kind == Kind::FoldersBegin) reach(position + 2, positions);
      if (kind != Kind::Star && kind != Kind::Everything) return;
    }
  }

  void step(std::size_t position, char c) {
    const Token& token = tokens_[position];
    switch (token.kind) {
      case Kind::Byte:
        if (c == token.byte) reach(position + 1, next_);
        break;
      case Kind::AnyByte:
        if (c != '/') reach(position + 1, next_);
        break;
      case Kind::Class:
        if (token.set.test(byte_of(c))) reach(position + 1, next_);
        break;
      case Kind::Star:
        if (c != '/') reach(position, next_);
        break;
      case Kind::Everything:
        reach(position, next_);
        break;
      case Kind::FoldersBegin:
        reach(c == '/' ? position + 2 : position + 1, next_);
        break;
      case Kind::FoldersInside:
        reach(position, next_);
        if (c == '/') reach(position + 1, next_);
        break;
    }
  }

  const std::vector<Token>& tokens_;
  std::vector<unsigned char> seen_;  // while one set is made
  Positions now_;
  Positions next_;
};

bool IgnorePattern::matches(std::string_view path, bool is_folder) const {
  if (folders_only_ && !is_folder) return false;
  if (!anchored_) path = path.substr(path.rfind('/') + 1);
  Walk walk(*this);
  for (const char c : path) {
    walk.take(c);
    if (walk.is_over()) return false;
  }
  return walk.has_matched();
}

bool IgnorePattern::bytes_stand_in(std::string_view path) const {
  std::size_t at = 0;
  for (const char byte : bytes_) {
    at = path.find(byte, at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

bool IgnorePattern::matches_or_holds(std::string_view path) const {
  if (!bytes_stand_in(path)) return false;
  Walk walk(*this);
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] == '/' && at > 0 && walk.has_matched()) return true;
    if (path[at] == '/' && !anchored_) {
      walk.begin();
      continue;
    }
    walk.take(path[at]);
    if (!walk.is_over()) continue;
    // Nothing can come of it any more, but the next part of the path may fit from its beginning.
    const std::size_t slash = anchored_ ? std::string_view::npos : path.find('/', at);
    if (slash == std::string_view::npos) return false;
    at = slash - 1;
  }
  return !folders_only_ && walk.has_matched();
}

}  // namespace leakwarden::scanner
