#include "scanner/match/encoded_run.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kBrokenLine = 48;  // base64 characters before a break that joins lines
constexpr std::size_t kMaxIndent = 64;
constexpr std::uint64_t kSlack = kBrokenLine + kMaxIndent;

int hex_value(char character) {
  if (is_digit(character)) return character - '0';
  char lower = ascii_lower(character);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_base64(char character) {
  return is_alphanumeric(character) || character == '+' || character == '/' || character == '-' ||
         character == '_';
}

int base64_value(char character) {
  if (is_upper(character)) return character - 'A';
  if (is_lower(character)) return character - 'a' + 26;
  if (is_digit(character)) return character - '0' + 52;
  return character == '+' || character == '-' ? 62 : 63;
}

// One character of a run, and where it stands.
struct Symbol {
  char character = 0;
  Span source;
};

// "%2B" at `at`.
std::optional<char> escape_at(std::string_view text, std::uint64_t at) {
  if (at + 3 > text.size() || text[at] != '%') return std::nullopt;
  int high = hex_value(text[at + 1]);
  int low = hex_value(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

// Text between `begin` and `end`, read as base64 in both directions from a place.
class Base64Symbols {
 public:
  Base64Symbols(std::string_view text, Span window) : text_(text), window_(window) {}

  std::optional<Symbol> before(std::uint64_t at) {
    at = skip_break_before(at);
    if (at >= window_.begin + 3) {
      std::optional<char> escape = escape_at(text_, at - 3);
      if (escape) {
        if (!is_base64(*escape)) return std::nullopt;
        escaped_ = true;
        return Symbol{*escape, {at - 3, at}};
      }
    }
    if (at <= window_.begin || !is_base64(text_[at - 1])) return std::nullopt;
    return Symbol{text_[at - 1], {at - 1, at}};
  }

  std::optional<Symbol> after(std::uint64_t at) {
    at = skip_break_after(at);
    if (at + 3 <= window_.end) {
      std::optional<char> escape = escape_at(text_, at);
      if (escape) {
        if (!is_base64(*escape)) return std::nullopt;
        escaped_ = true;
        return Symbol{*escape, {at, at + 3}};
      }
    }
    if (at >= window_.end || !is_base64(text_[at])) return std::nullopt;
    return Symbol{text_[at], {at, at + 1}};
  }

  bool escaped() const { return escaped_; }

 private:
  bool ends_long_line(std::uint64_t at) const {
    if (at < window_.begin + kBrokenLine) return false;
    std::string_view line = text_.substr(at - kBrokenLine, kBrokenLine);
    return std::all_of(line.begin(), line.end(), is_base64);
  }

  // A break that ends before `at`, with the next line's indent: where it begins; else `at`.
  std::uint64_t skip_break_before(std::uint64_t at) const {
    std::uint64_t begin = at;
    while (begin > window_.begin && at - begin < kMaxIndent && is_blank(text_[begin - 1])) --begin;
    std::uint64_t line_end = begin;
    while (line_end > window_.begin && is_break(text_[line_end - 1])) --line_end;
    while (line_end >= window_.begin + 2 && is_escaped_break(line_end - 2)) line_end -= 2;
    return line_end != begin && ends_long_line(line_end) ? line_end : at;
  }

  std::uint64_t skip_break_after(std::uint64_t at) const {
    std::uint64_t end = at;
    while (end < window_.end && is_break(text_[end])) ++end;
    while (end + 2 <= window_.end && is_escaped_break(end)) end += 2;
    if (end == at || !ends_long_line(at)) return at;
    std::uint64_t indent = end;
    while (indent < window_.end && indent - end < kMaxIndent && is_blank(text_[indent])) ++indent;
    return indent;
  }

  static bool is_break(char character) { return character == '\n' || character == '\r'; }
  bool is_escaped_break(std::uint64_t at) const {
    return text_[at] == '\\' && (text_[at + 1] == 'n' || text_[at + 1] == 'r');
  }

  std::string_view text_;
  Span window_;
  bool escaped_ = false;
};

struct Symbols {
  std::vector<Symbol> all;
  std::size_t end = 0;  // how many of them stand before the trigger's end
  bool escaped = false;
};

Symbols base64_symbols(std::string_view text, std::uint64_t at, Span window) {
  Base64Symbols reader(text, window);
  Symbols symbols;
  std::uint64_t left = at;
  while (std::optional<Symbol> symbol = reader.before(left)) {
    left = symbol->source.begin;
    symbols.all.push_back(*symbol);
  }
  std::reverse(symbols.all.begin(), symbols.all.end());
  symbols.end = symbols.all.size();
  std::uint64_t right = at;
  while (std::optional<Symbol> symbol = reader.after(right)) {
    right = symbol->source.end;
    symbols.all.push_back(*symbol);
  }
  symbols.escaped = reader.escaped();
  return symbols;
}

// Groups of four, of which one begins `in_group` symbols before the trigger's end.
DecodedRun base64_bytes(const Symbols& symbols, std::size_t in_group) {
  DecodedRun run;
  if (symbols.end < in_group) return run;
  std::size_t first = (symbols.end - in_group) % 4;
  std::uint32_t bits = 0;
  int held = 0;
  std::size_t begin = first;
  for (std::size_t at = first; at < symbols.all.size(); ++at) {
    bits =
        (bits << 6 | static_cast<std::uint32_t>(base64_value(symbols.all[at].character))) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    run.bytes.push_back(static_cast<char>(bits >> held & 0xff));
    run.sources.push_back({symbols.all[begin].source.begin, symbols.all[at].source.end});
    begin = held == 0 ? at + 1 : at;
    if (at < symbols.end) run.end = run.bytes.size();
  }
  if (symbols.escaped) run.chain.push_back("percent");
  run.chain.push_back("base64");
  return run;
}

Span window_around(std::string_view text, std::uint64_t at, EncodedReach reach) {
  return {at - std::min(at, reach.left),
          at + std::min<std::uint64_t>(text.size() - at, reach.right)};
}

// The same over bytes that were decoded before: their sources are the text's.
DecodedRun rebased(DecodedRun inner, const DecodedRun& outer) {
  for (Span& source : inner.sources) {
    source = {outer.sources[source.begin].begin, outer.sources[source.end - 1].end};
  }
  inner.chain.insert(inner.chain.begin(), outer.chain.begin(), outer.chain.end());
  return inner;
}

std::vector<DecodedRun> base64_twice(const DecodedRun& outer) {
  std::vector<DecodedRun> runs;
  Symbols symbols = base64_symbols(outer.bytes, outer.end, {0, outer.bytes.size()});
  for (std::size_t in_group = 0; in_group < 4; ++in_group) {
    runs.push_back(rebased(base64_bytes(symbols, in_group), outer));
  }
  return runs;
}

bool is_text_byte(char byte) {
  return (byte >= 0x20 && byte < 0x7f) || (byte >= '\t' && byte <= '\r');
}

// Every second byte is a character, `at` one past one of them; those between are zeros.
DecodedRun utf16_bytes(std::string_view text, std::uint64_t at, Span window) {
  DecodedRun run;
  if (at == 0 || at > text.size()) return run;
  std::uint64_t first = at - 1;
  if (!is_text_byte(text[first])) return run;
  while (first >= window.begin + 2 && text[first - 1] == 0 && is_text_byte(text[first - 2]))
    first -= 2;
  std::uint64_t place = first;
  for (;; place += 2) {
    run.bytes.push_back(text[place]);
    run.sources.push_back({place, place + 1});
    if (place < at) run.end = run.bytes.size();
    if (place + 2 >= window.end || text[place + 1] != 0 || !is_text_byte(text[place + 2])) break;
  }
  // Little: a zero behind the last, or none before the first (ASCII may follow without a gap).
  bool little =
      (place + 1 < text.size() && text[place + 1] == 0) || first == 0 || text[first - 1] != 0;
  for (Span& source : run.sources) {
    if (little)
      source.end = std::min<std::uint64_t>(source.end + 1, text.size());
    else
      --source.begin;
  }
  run.chain = {little ? "utf-16le" : "utf-16be"};
  return run;
}

DecodedRun base64_of_utf16(const DecodedRun& outer) {
  std::uint64_t end = outer.end;
  if (end > 0 && outer.bytes[end - 1] == 0) --end;
  return rebased(utf16_bytes(outer.bytes, end, {0, outer.bytes.size()}), outer);
}

DecodedRun hex_bytes(std::string_view text, std::uint64_t at, Span window) {
  DecodedRun run;
  std::uint64_t begin = at;
  while (begin >= window.begin + 2 && hex_value(text[begin - 1]) >= 0 &&
         hex_value(text[begin - 2]) >= 0)
    begin -= 2;
  for (std::uint64_t place = begin; place + 2 <= window.end; place += 2) {
    int high = hex_value(text[place]);
    int low = hex_value(text[place + 1]);
    if (high < 0 || low < 0) break;
    run.bytes.push_back(static_cast<char>(high * 16 + low));
    run.sources.push_back({place, place + 2});
    if (place < at) run.end = run.bytes.size();
  }
  run.chain = {"hex"};
  return run;
}

bool is_percent_run(char character) {
  return is_alphanumeric(character) || std::string_view("-._~%+*!").find(character) < 8;
}

DecodedRun percent_bytes(std::string_view text, std::uint64_t at, Span window, bool plus_is_space) {
  DecodedRun run;
  std::uint64_t begin = at;
  while (begin > window.begin && is_percent_run(text[begin - 1])) --begin;
  for (std::uint64_t place = begin; place < window.end && is_percent_run(text[place]);) {
    std::optional<char> escape = place + 3 <= window.end ? escape_at(text, place) : std::nullopt;
    std::uint64_t size = escape ? 3 : 1;
    char character = text[place] == '+' && plus_is_space ? ' ' : text[place];
    run.bytes.push_back(escape.value_or(character));
    run.sources.push_back({place, place + size});
    place += size;
    if (place <= at) run.end = run.bytes.size();
  }
  run.chain = {"percent"};
  return run;
}

struct Widening {
  std::uint64_t numerator;
  std::uint64_t denominator;
};

// Bytes of the text that one decoded byte may take, breaks and escapes included.
Widening widening_of(EncodedForm form) {
  if (form <= EncodedForm::Base64End3) return {3, 2};
  if (form <= EncodedForm::Base64OfUtf16End3) return {3, 1};
  if (form <= EncodedForm::Base64TwiceEnd3) return {9, 4};
  return form == EncodedForm::Percent ? Widening{3, 1} : Widening{2, 1};
}

std::size_t in_group(EncodedForm form) {
  return (static_cast<std::size_t>(form) - 1) % 4;
}

std::vector<DecodedRun> readings(std::string_view text, std::uint64_t at, EncodedForm form,
                                 Span window) {
  switch (form) {
    case EncodedForm::Plain:
      return {};
    case EncodedForm::Hex:
      return {hex_bytes(text, at, window)};
    case EncodedForm::Percent:
      return {percent_bytes(text, at, window, false), percent_bytes(text, at, window, true)};
    case EncodedForm::Utf16:
      return {utf16_bytes(text, at, window)};
    default:
      break;
  }
  DecodedRun outer = base64_bytes(base64_symbols(text, at, window), in_group(form));
  if (form <= EncodedForm::Base64End3) return {std::move(outer)};
  if (form <= EncodedForm::Base64OfUtf16End3) return {base64_of_utf16(outer)};
  return base64_twice(outer);
}

}  // namespace

EncodedReach encoded_reach(const Rule& rule, EncodedForm form) {
  std::uint64_t width = rule.locality == Locality::Object ? rule.max_bytes : rule.width;
  std::uint64_t before = std::max(rule.before, rule.trigger_width);
  Widening widening = widening_of(form);
  std::uint64_t left = std::min<std::uint64_t>(before + 2, kMaxDecodedBytes);
  std::uint64_t right = std::min<std::uint64_t>(width + 2, kMaxDecodedBytes);
  return {left * widening.numerator / widening.denominator + kSlack,
          right * widening.numerator / widening.denominator + kSlack};
}

std::vector<DecodedRun> decode_around(std::string_view text, std::uint64_t trigger_end,
                                      EncodedForm form, EncodedReach reach) {
  std::vector<DecodedRun> runs =
      readings(text, trigger_end, form, window_around(text, trigger_end, reach));
  std::erase_if(runs, [](const DecodedRun& run) { return run.end == 0; });
  return runs;
}

}  // namespace leakwarden::scanner
