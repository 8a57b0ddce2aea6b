#include "scanner/rules/generate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

constexpr int kMaxDraws = 64;
// Of a repeat without end, or a long one, so many more than it must have.
constexpr std::uint32_t kMaxExtra = 24;

// SplitMix64 (Steele, Lea, Flood 2014): tiny, and the same everywhere.
class Random {
 public:
  Random(const std::string& name, std::uint32_t index, int draw) {
    const Sha256Digest digest =
        sha256(name + ":" + std::to_string(index) + ":" + std::to_string(draw));
    for (std::size_t i = 0; i < 8; i++) state_ = (state_ << 8) | digest[i];
  }
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }

 private:
  std::uint64_t state_ = 0;
};

// Draws one text of a pattern, and remembers where its secret lies.
class Drawing {
 public:
  explicit Drawing(Random* random) : random_(random) {}

  void draw(const PatternNode& node) {
    switch (node.kind) {
      case PatternNode::Kind::Empty:
      case PatternNode::Kind::Assertion:
        return;
      case PatternNode::Kind::Bytes:
        return draw_byte(node.bytes);
      case PatternNode::Kind::Group:
        return draw_group(node);
      case PatternNode::Kind::Alternate:
        return draw(node.children[random_->below(node.children.size())]);
      case PatternNode::Kind::Repeat:
        return draw_repeat(node);
      case PatternNode::Kind::Concat:
        break;
    }
    for (const PatternNode& child : node.children) draw(child);
  }

  std::string text;
  std::size_t begin = 0;
  std::size_t size = 0;

 private:
  // Printable bytes where there are any: samples stand in messages.
  void draw_byte(const ByteSet& bytes) {
    std::vector<char> printable;
    std::vector<char> others;
    for (unsigned byte = 0; byte < 256; byte++) {
      if (!bytes[byte]) continue;
      (byte > 0x20 && byte < 0x7f ? printable : others).push_back(static_cast<char>(byte));
    }
    const std::vector<char>& chosen = printable.empty() ? others : printable;
    text += chosen[random_->below(chosen.size())];
  }

  void draw_group(const PatternNode& group) {
    const std::size_t start = text.size();
    draw(group.children.front());
    if (group.name != "secret") return;
    begin = start;
    size = text.size() - start;
  }

  void draw_repeat(const PatternNode& repeat) {
    const std::uint32_t extra = std::min(repeat.most - repeat.least, kMaxExtra);
    const std::size_t times = repeat.least + random_->below(extra + 1);
    for (std::size_t i = 0; i < times; i++) draw(repeat.children.front());
  }

  Random* random_;
};

}  // namespace

struct SampleSource::Parts {
  Parts(const Rule& rule_in, PatternNode tree_in)
      : rule(rule_in), tree(std::move(tree_in)), program(rule.pattern, pattern_options()) {
    const std::map<std::string, int>& groups = program.NamedCapturingGroups();
    const std::map<std::string, int>::const_iterator group = groups.find("secret");
    secret_group = group == groups.end() ? 0 : group->second;
  }

  // Where RE2 finds the secret in `text`; nothing when it finds none.
  std::optional<Sample> find(std::string text) const {
    if (rule.assigned) return find_value(std::move(text));
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(secret_group) + 1);
    if (!program.Match(text, 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                       static_cast<int>(groups.size()))) {
      return std::nullopt;
    }
    const re2::StringPiece& secret = groups.back();
    Sample sample;
    sample.begin = static_cast<std::size_t>(secret.data() - text.data());
    sample.size = secret.size();
    sample.match_begin = static_cast<std::size_t>(groups[0].data() - text.data());
    sample.match_end = sample.match_begin + groups[0].size();
    sample.text = std::move(text);
    return sample;
  }

  // A whole value between the last two quotes, as an assigned rule wants it.
  std::optional<Sample> find_value(std::string text) const {
    const std::size_t end = text.rfind('"');
    const std::size_t begin = text.rfind('"', end - 1) + 1;
    const re2::StringPiece value(text.data() + begin, end - begin);
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(secret_group) + 1);
    if (!program.Match(value, 0, value.size(), re2::RE2::ANCHOR_BOTH, groups.data(),
                       static_cast<int>(groups.size()))) {
      return std::nullopt;
    }
    Sample sample;
    sample.begin = static_cast<std::size_t>(groups.back().data() - text.data());
    sample.size = groups.back().size();
    sample.match_begin = begin;
    sample.match_end = end;
    sample.text = std::move(text);
    return sample;
  }

  // What stands before the value: a context word, and a name.
  std::string opening() const {
    if (rule.context.words.empty()) return "value = \"";
    const std::string& word = rule.context.words.front();
    if (!rule.assigned) return "# " + word + "\nvalue = \"";
    const bool is_name = std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return is_name ? word + "_api_key = \"" : "# " + word + "\napi_key = \"";
  }

  std::optional<Sample> draw(std::uint32_t index, int number) const {
    Random random(rule.id, index, number);
    Drawing drawing(&random);
    drawing.draw(tree);
    const std::string text = opening();
    const std::size_t begin = text.size() + drawing.begin;
    std::optional<Sample> sample = find(text + drawing.text + "\"\n");
    if (!sample || sample->begin != begin || sample->size != drawing.size) return std::nullopt;
    if (bits_a_byte(drawing.text.substr(drawing.begin, drawing.size)) < rule.entropy) {
      return std::nullopt;
    }
    return sample;
  }

  Rule rule;
  PatternNode tree;
  re2::RE2 program;
  int secret_group = 0;
};

double bits_a_byte(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (char c : text) counts[static_cast<unsigned char>(c)]++;
  double bits = 0;
  for (std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

Result<SampleSource> SampleSource::create(const Rule& rule) {
  ByteSets byte_sets;
  LEAKWARDEN_TRY(PatternNode tree, parse_pattern(rule.pattern, byte_sets));
  return SampleSource(std::make_shared<const Parts>(rule, std::move(tree)));
}

std::optional<Sample> SampleSource::example(std::uint32_t index) const {
  for (int number = 0; number < kMaxDraws; number++) {
    std::optional<Sample> sample = parts_->draw(index, number);
    if (sample) return sample;
  }
  return std::nullopt;
}

std::optional<std::string> SampleSource::near_miss(std::uint32_t index) const {
  const std::optional<Sample> sample = example(index);
  if (!sample || sample->size == 0) return std::nullopt;
  Random random(parts_->rule.id + ":near", index, 0);
  for (int number = 0; number < kMaxDraws; number++) {
    std::string text = sample->text;
    const std::size_t position = sample->begin + random.below(sample->size);
    switch (random.below(3)) {
      case 0:
        text[position] = static_cast<char>(0x21 + random.below(0x5e));
        break;
      case 1:
        text.erase(position, 1);
        break;
      default:
        text.insert(position, 1, text[position]);
        break;
    }
    if (!parts_->find(text)) return text;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
