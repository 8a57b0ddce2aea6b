#include "scanner/rules/encoded_trigger.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t kTakenBytes = 16;  // of longer letters the first
constexpr std::size_t kTakenForUtf16 = 8;
constexpr std::size_t kMinFixedCharacters = 4;
constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

std::size_t shortest(const Texts& texts) {
  std::size_t bytes = texts.empty() ? 0 : texts.front().size();
  for (const std::string& text : texts) bytes = std::min(bytes, text.size());
  return bytes;
}

Texts fixed_letters(const PatternNode& node);

// Every text of a node whose bytes are all certain; nullopt for classes and repeats that vary.
std::optional<Texts> exact_texts(const PatternNode& node) {
  Texts texts;
  switch (node.kind) {
    case PatternNode::Kind::Bytes:
      if (node.bytes.count() != 1) return std::nullopt;
      for (std::size_t byte = 0; byte < 256; ++byte) {
        if (node.bytes[byte]) texts.push_back(std::string(1, static_cast<char>(byte)));
      }
      return texts;
    case PatternNode::Kind::Alternate:
      for (const PatternNode& child : node.children) {
        std::optional<Texts> more = exact_texts(child);
        if (!more) return std::nullopt;
        texts.insert(texts.end(), more->begin(), more->end());
      }
      return texts;
    case PatternNode::Kind::Concat:
    case PatternNode::Kind::Group:
      texts = {""};
      for (const PatternNode& child : node.children) {
        std::optional<Texts> more = exact_texts(child);
        if (!more || texts.size() * more->size() > kMaxEncodedLiterals) return std::nullopt;
        Texts longer;
        for (const std::string& head : texts) {
          for (const std::string& tail : *more) longer.push_back(head + tail);
        }
        texts = std::move(longer);
      }
      return texts;
    default:
      return std::nullopt;
  }
}

// The best run of exact children of a concatenation.
Texts letters_of_concat(const PatternNode& node) {
  Texts best;
  Texts run = {""};
  for (const PatternNode& child : node.children) {
    std::optional<Texts> more = exact_texts(child);
    if (!more || run.size() * more->size() > kMaxEncodedLiterals) {
      run = {""};
      Texts inside = fixed_letters(child);
      if (shortest(inside) > shortest(best)) best = std::move(inside);
      continue;
    }
    Texts longer;
    for (const std::string& head : run) {
      for (const std::string& tail : *more) longer.push_back(head + tail);
    }
    run = std::move(longer);
    if (shortest(run) > shortest(best)) best = run;
  }
  return best;
}

// Texts of which one stands in whatever `node` matches; empty where there are none.
Texts fixed_letters(const PatternNode& node) {
  if (std::optional<Texts> exact = exact_texts(node)) return *std::move(exact);
  if (node.kind == PatternNode::Kind::Concat) return letters_of_concat(node);
  if (node.kind == PatternNode::Kind::Group) return fixed_letters(node.children.front());
  if (node.kind != PatternNode::Kind::Alternate) return {};
  Texts all;
  for (const PatternNode& child : node.children) {
    Texts more = fixed_letters(child);
    if (more.empty()) return {};
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::string literal(std::string_view bytes) {
  std::string expression;
  for (char byte : bytes) {
    expression += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(byte));
  }
  return expression;
}

std::string base64_literal(std::string_view characters) {
  std::string expression;
  for (char character : characters) {
    if (character == '+')
      expression += "[+\\-]";
    else if (character == '/')
      expression += "[/_]";
    else
      expression += character;
  }
  return expression;
}

// The characters that `bytes` decide when `before` bytes of their first group stand before them.
struct FixedCharacters {
  std::string characters;
  std::size_t end = 0;  // how many characters of its group stand before their end
};

FixedCharacters fixed_characters(std::string_view bytes, std::size_t before) {
  std::string encoded = base64_encode(std::string(before, '\0') + std::string(bytes));
  std::size_t begin = (8 * before + 5) / 6;
  std::size_t end = 8 * (before + bytes.size()) / 6;
  return {encoded.substr(begin, end - begin), end % 4};
}

std::string utf16(std::string_view letters) {
  std::string bytes;
  for (char letter : letters.substr(0, kTakenForUtf16)) {
    if (!bytes.empty()) bytes.push_back('\0');
    bytes.push_back(letter);
  }
  return bytes;
}

EncodedForm form_after(EncodedForm first, std::size_t by) {
  return static_cast<EncodedForm>(static_cast<std::size_t>(first) + by);
}

class Encoder {
 public:
  Encoder(std::vector<EncodedTrigger>* triggers, bool twice) : triggers_(triggers), twice_(twice) {}

  void add(const std::string& letters) {
    std::string_view taken = std::string_view(letters).substr(0, kTakenBytes);
    add_base64(EncodedForm::Base64End0, taken);
    add_base64(EncodedForm::Base64OfUtf16End0, utf16(taken));
    for (std::size_t before = 0; before < 3 && twice_; ++before) {
      add_base64(EncodedForm::Base64TwiceEnd0, fixed_characters(taken, before).characters);
    }
    add_hex(taken);
    add_percent(taken);
    add_one(EncodedForm::Utf16, literal(utf16(taken)));
  }

 private:
  void add_one(EncodedForm form, std::string expression) {
    EncodedTrigger trigger{form, std::move(expression)};
    if (std::find(triggers_->begin(), triggers_->end(), trigger) == triggers_->end())
      triggers_->push_back(std::move(trigger));
  }

  void add_base64(EncodedForm first, std::string_view bytes) {
    for (std::size_t before = 0; before < 3; ++before) {
      FixedCharacters fixed = fixed_characters(bytes, before);
      if (fixed.characters.size() < kMinFixedCharacters) continue;
      add_one(form_after(first, fixed.end), base64_literal(fixed.characters));
    }
  }

  void add_hex(std::string_view letters) {
    std::string digits;
    for (char letter : letters) digits += fmt::format("{:02x}", static_cast<std::uint8_t>(letter));
    add_one(EncodedForm::Hex, "(?i:" + digits + ")");
  }

  void add_percent(std::string_view letters) {
    std::string all;
    std::string needed;
    for (char letter : letters) {
      std::string escape = fmt::format("%{:02x}", static_cast<std::uint8_t>(letter));
      all += escape;
      if (kUnreserved.find(letter) != std::string_view::npos)
        needed += literal({&letter, 1});
      else
        needed += letter == ' ' ? "(?:%20|\\+)" : "(?i:" + escape + ")";
    }
    add_one(EncodedForm::Percent, "(?i:" + all + ")");
    if (needed != literal(letters)) add_one(EncodedForm::Percent, needed);
  }

  std::vector<EncodedTrigger>* triggers_;
  bool twice_;  // base64 of base64 as well
};

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

std::vector<EncodedTrigger> encoded_triggers(const Rule& rule) {
  ByteSets byte_sets;
  return encoded_triggers(rule, byte_sets);
}

std::vector<EncodedTrigger> encoded_triggers(const Rule& rule, ByteSets& byte_sets) {
  if (!rule.context.words.empty() || rule.trigger.empty()) return {};
  if (rule.assigned || rule.judging != Judging::None) return {};
  Result<PatternNode> tree = parse_again(rule.trigger, byte_sets);
  if (!tree.ok()) return {};
  Texts letters = fixed_letters(*tree);
  if (letters.size() > kMaxEncodedLiterals || shortest(letters) < kMinEncodedLiteral) return {};
  if (!std::all_of(letters.begin(), letters.end(), is_ascii)) return {};
  std::vector<EncodedTrigger> triggers;
  Encoder encoder(&triggers, shortest(letters) >= kMinEncodedTwice);
  for (const std::string& one : letters) encoder.add(one);
  return triggers;
}

}  // namespace leakwarden::scanner
