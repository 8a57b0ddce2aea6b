#include "scanner/rules/rule_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "scanner/rules/automaton_size.h"
#include "scanner/rules/derive.h"
#include "scanner/rules/mapping_reader.h"
#include "scanner/rules/names.h"
#include "scanner/rules/pair_reader.h"
#include "scanner/rules/rarity.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kMaxSeeded = 100;
constexpr std::size_t kMaxIdBytes = 64;
constexpr std::string_view kAssignment = "assignment";

std::vector<std::string_view> rule_keys() {
  return {"id",
          "name",
          "provider",
          "severity",
          "confidence",
          "opens",
          "pattern",
          "trigger",
          "judge",
          "width",
          "locality",
          "max_bytes",
          "context",
          "pair",
          "half",
          "checksum",
          "decode",
          "entropy",
          "placeholders",
          "examples",
          "counter_examples",
          "verify",
          "revoke",
          "docs"};
}

bool is_id(const std::string& text) {
  if (text.empty() || text.size() > kMaxIdBytes || text.front() == '-' || text.back() == '-') {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// The `secret` group: there, once, and never empty or skipped in a match.
enum class SecretGroup { Missing, Optional, Empty, Good };

SecretGroup find_secret(const PatternNode& node, bool certain) {
  if (node.kind == PatternNode::Kind::Group && node.name == "secret") {
    if (min_width(node) == 0) return SecretGroup::Empty;
    return certain ? SecretGroup::Good : SecretGroup::Optional;
  }
  const bool skippable = node.kind == PatternNode::Kind::Alternate ||
                         (node.kind == PatternNode::Kind::Repeat && node.least == 0);
  for (const PatternNode& child : node.children) {
    const SecretGroup found = find_secret(child, certain && !skippable);
    if (found != SecretGroup::Missing) return found;
  }
  return SecretGroup::Missing;
}

class RuleReader {
 public:
  RuleReader(const YamlNode& node, const RuleFile& file, ByteSets& byte_sets, ProblemList* problems)
      : node_(node),
        file_(file),
        byte_sets_(byte_sets),
        problems_(problems),
        keys_(node, name_of(node), file.name, rule_keys(), problems) {}

  ReadRule read() {
    read_names();
    read_matching();
    read_tests();
    check_assigned();
    read_examples();
    read_verify();
    read_advice();
    remember_places();
    return {std::move(rule_), std::move(places_)};
  }

 private:
  static std::string name_of(const YamlNode& node) {
    const YamlNode* id = node.find("id");
    const std::string* text = id == nullptr ? nullptr : text_of(*id);
    return text == nullptr ? "a rule" : fmt::format("rule '{}'", text->substr(0, kMaxIdBytes));
  }

  void read_names() {
    rule_.id = keys_.text("id", Presence::Required);
    if (!rule_.id.empty() && !is_id(rule_.id)) {
      keys_.error(keys_.place_of("id"), fmt::format("'{}' is no rule id", rule_.id),
                  "use provider-kind in lower-case letters, digits and '-', at most 64 of them");
    }
    rule_.name = keys_.text("name", Presence::Required);
    rule_.provider = keys_.text("provider");
    if (rule_.provider.empty()) rule_.provider = file_.provider;
    rule_.homepage = file_.homepage;
    rule_.severity =
        severity_from_name(
            keys_.choice("severity", {"low", "medium", "high", "critical"}, Presence::Required))
            .value_or(Severity::High);
    rule_.confidence = confidence_from_name(keys_.choice("confidence", {"low", "medium", "high"},
                                                         Presence::Required))
                           .value_or(Confidence::Medium);
  }

  void read_matching() {
    const std::string locality = keys_.choice("locality", {"local", "object"});
    rule_.locality = locality == "object" ? Locality::Object : Locality::Local;
    const std::string judge = keys_.choice("judge", {"credential", "place", "provider"});
    rule_.placed = judge == "place";
    if (judge == "credential" || rule_.placed) rule_.judging = Judging::Credential;
    if (judge == "provider") rule_.judging = Judging::Provider;
    rule_.max_bytes = keys_.whole_number("max_bytes", 1, kMaxObjectBytes);
    if (rule_.max_bytes != 0 && rule_.locality == Locality::Local) {
      keys_.error(keys_.place_of("max_bytes"), "'max_bytes' is for object rules",
                  "add 'locality: object', or leave it out");
    }
    rule_.pattern = keys_.text("pattern", Presence::Required);
    if (rule_.pattern.empty()) return;
    Result<PatternNode> pattern = parse_pattern(rule_.pattern, byte_sets_);
    if (!pattern.ok()) return report("pattern", pattern.error());
    if (!check_secret_group(*pattern)) return;
    read_width(*pattern);
    read_trigger(*pattern);
  }

  // "the pattern cannot be used: character 5: why".
  void report(std::string_view key, const Error& error) {
    std::string what = fmt::format("'{}' cannot be used: ", key);
    if (error.where.rfind("character", 0) == 0) what += error.where + ": ";
    keys_.error(keys_.place_of(key), what + error.why, error.remedy);
  }

  bool check_secret_group(const PatternNode& pattern) {
    const TextPlace place = keys_.place_of("pattern");
    const SecretGroup found = find_secret(pattern, true);
    if (found == SecretGroup::Missing) {
      keys_.error(place, "'pattern' has no group named secret",
                  "put (?P<secret>…) around the value");
    } else if (found == SecretGroup::Optional) {
      keys_.error(place, "'pattern' can match without its group secret",
                  "move the alternation or the ? into the group, or write two rules");
    } else if (found == SecretGroup::Empty) {
      keys_.error(place, "'pattern' can match an empty secret",
                  "ask for at least a few characters: {8,64} in place of *");
    }
    return found == SecretGroup::Good;
  }

  void read_width(const PatternNode& pattern) {
    rule_.width = max_width(pattern);
    const TextPlace place = keys_.place_of("pattern");
    if (rule_.locality == Locality::Object) return read_object_width(place);
    const std::uint32_t wanted = keys_.whole_number("width", 1, kMaxLocalWidth);
    if (rule_.width == kUnbounded && wanted != 0) {
      rule_.width = wanted;
    } else if (rule_.width == kUnbounded) {
      keys_.error(place, "'pattern' has no longest match",
                  "bound its repeats ({0,40} in place of * or +), say with 'width:' how far to look, "
                  "or make it an object rule with 'locality: object' and 'max_bytes:'");
    } else if (rule_.width > kMaxLocalWidth) {
      keys_.error(place,
                  fmt::format("'pattern' can match {} bytes, a local rule at most {}", rule_.width,
                              kMaxLocalWidth),
                  "tighten its repeats, or make it an object rule with 'locality: object' and "
                  "'max_bytes:'");
    }
    if (wanted == 0 || rule_.width > kMaxLocalWidth) return;
    if (wanted < rule_.width) {
      keys_.error(
          keys_.place_of("width"),
          fmt::format("'width' is {}, but the pattern can match {} bytes", wanted, rule_.width),
          "leave it out; it is derived");
    }
    rule_.width = std::max(rule_.width, wanted);
  }

  void read_object_width(TextPlace place) {
    if (keys_.find("width") != nullptr) {
      keys_.error(keys_.place_of("width"), "'width' is for local rules", "use 'max_bytes:'");
    }
    if (rule_.max_bytes == 0) {
      if (rule_.width > kMaxObjectBytes) {
        keys_.error(place, "'pattern' has no longest match and 'max_bytes' is missing",
                    fmt::format("add 'max_bytes:', at most {}", kMaxObjectBytes));
      }
      rule_.max_bytes = std::min(rule_.width, kMaxObjectBytes);
    }
    rule_.width = std::min(rule_.width, rule_.max_bytes);
  }

  void read_trigger(const PatternNode& pattern) {
    const std::string written = keys_.text("trigger");
    rule_.assigned = written == kAssignment;
    if (rule_.assigned) return read_assigned(pattern);
    rule_.trigger_overridden = !written.empty();
    if (written.empty()) return take_trigger("pattern", derive_trigger(pattern));
    const Result<PatternNode> trigger = parse_pattern(written, byte_sets_);
    if (!trigger.ok()) return report("trigger", trigger.error());
    take_trigger("trigger", check_trigger(*trigger, pattern));
  }

  void read_assigned(const PatternNode& pattern) {
    rule_.before = rule_.width;
    rule_.trigger_bits = rarity_bits(pattern);
  }

  // An assigned rule names what other rules find, so all it has is words and a shape.
  void check_assigned() {
    if (!rule_.assigned) return;
    const TextPlace place = keys_.place_of("trigger");
    if (rule_.locality == Locality::Object) {
      keys_.error(place, "an assigned rule is no object rule", "leave 'locality' out");
    }
    if (rule_.judging != Judging::None) {
      keys_.error(keys_.place_of("judge"), "'judge' is for the rules that find an assigned value",
                  "leave 'judge' out");
    }
    if (rule_.context.words.empty()) {
      keys_.error(place, "an assigned rule needs words that name its provider",
                  fmt::format("add 'context: {{words: [name], reach: {}}}'", kJudgeReach / 2));
    } else if (rule_.context.reach > kJudgeReach) {
      keys_.error(keys_.place_of("context"),
                  fmt::format("an assigned rule's 'reach' is {} at most", kJudgeReach),
                  "a provider's name stands in the name of its key or a line or two away");
    }
  }

  void take_trigger(std::string_view key, const Result<Trigger>& trigger) {
    if (!trigger.ok()) return report(key, trigger.error());
    if (automaton_edges(trigger->tree) > kMostAutomatonEdges) {
      return keys_.error(keys_.place_of(key), "its trigger asks for too large an automaton",
                         "repeat fewer alternatives, or give a simpler 'trigger:'");
    }
    rule_.trigger = trigger->expression;
    rule_.trigger_width = trigger->width;
    rule_.before = std::min(trigger->before, std::max(rule_.width, rule_.max_bytes));
    rule_.trigger_literal_bytes = static_cast<std::uint32_t>(trigger->literal_bytes);
    rule_.trigger_bits = trigger->bits;
  }

  void read_tests() {
    read_context();
    std::vector<std::string_view> checksums = checksum_names();
    checksums.push_back("none");
    rule_.checksum = keys_.choice("checksum", checksums);
    if (rule_.checksum == "none") rule_.checksum.clear();
    rule_.decode = keys_.choice("decode", decoder_names());
    rule_.id_half = keys_.choice("half", {"id", "secret"}) == "id";
    rule_.pair = read_pair(keys_, file_, byte_sets_, problems_);
    if (rule_.id_half && keys_.find("pair") != nullptr) {
      keys_.error(keys_.place_of("half"), "a rule with 'pair' is the secret half",
                  "leave 'half' out");
    }
    rule_.entropy = keys_.number("entropy", 0, 8);
    rule_.placeholders = keys_.texts("placeholders");
  }

  void read_context() {
    const YamlNode* node = keys_.find("context");
    if (node == nullptr) return;
    MappingReader context(*node, "context", file_.name, {"words", "reach"}, problems_);
    for (const std::string& word : context.texts("words")) {
      rule_.context.words.push_back(lower_case(word));
    }
    const YamlNode* words = context.find("words");
    if (words == nullptr || (words->kind == YamlNode::Kind::Sequence && words->items.empty())) {
      context.error(node->place, "'context' has no words", "add 'words: [name, of, provider]'");
    }
    context.find("reach", Presence::Required);
    rule_.context.reach = context.whole_number("reach", 1, kMaxContextReach);
  }

  // examples: {seeded: 3}, or a list of texts and {seeded: 3}.
  void read_examples() {
    const YamlNode* node = keys_.find("examples", Presence::Required);
    if (node != nullptr && node->kind == YamlNode::Kind::Sequence) {
      for (const YamlNode& item : node->items) read_example(item);
    } else if (node != nullptr) {
      read_example(*node);
    }
    rule_.counter_examples = keys_.texts("counter_examples", &places_.counter_examples);
  }

  void read_example(const YamlNode& item) {
    const std::string* text = text_of(item);
    if (text != nullptr && !text->empty()) {
      rule_.examples.push_back(*text);
      places_.examples.push_back(item.place);
      return;
    }
    MappingReader example(item, "examples", file_.name, {"seeded"}, problems_);
    if (item.kind != YamlNode::Kind::Mapping) return;
    example.find("seeded", Presence::Required);
    rule_.seeded_examples = example.whole_number("seeded", 0, kMaxSeeded);
  }

  void read_verify() {
    const YamlNode* node = keys_.find("verify");
    if (node == nullptr) return;
    MappingReader verify(*node, "verify", file_.name,
                         {"method", "url", "headers", "body", "live", "dead", "hosts"}, problems_);
    rule_.verify.method = verify.choice("method", {"GET", "HEAD", "POST"}, Presence::Required);
    rule_.verify.url = verify.url("url", Presence::Required);
    rule_.verify.headers = read_words(verify, "headers", Presence::Optional);
    rule_.verify.body = verify.text("body");
    rule_.verify.live = read_words(verify, "live", Presence::Required);
    rule_.verify.dead = read_words(verify, "dead", Presence::Required);
    rule_.verify.hosts = verify.texts("hosts");
    if (rule_.verify.hosts.empty()) {
      verify.error(node->place, "'hosts' is missing in verify",
                   "list the hosts the secret may be sent to");
    }
  }

  // A mapping of free words; a list value is joined by commas: {status: [200, 403]}.
  std::map<std::string, std::string> read_words(MappingReader& verify, std::string_view key,
                                                Presence presence) {
    std::map<std::string, std::string> words;
    const YamlNode* node = verify.find(key, presence);
    if (node == nullptr) return words;
    std::vector<std::string_view> any;
    for (const YamlEntry& entry : node->entries) any.push_back(entry.key);
    const MappingReader reader(*node, std::string(key), file_.name, any, problems_);
    for (const YamlEntry& entry : node->entries) words[entry.key] = joined(entry.value);
    return words;
  }

  static std::string joined(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::Scalar) return node.text;
    std::string text;
    for (const YamlNode& item : node.items) text += (text.empty() ? "" : ",") + item.text;
    return text;
  }

  void read_advice() {
    rule_.advice.opens = keys_.text("opens");
    rule_.advice.docs = keys_.url("docs");
    const YamlNode* node = keys_.find("revoke", Presence::Required);
    if (node == nullptr) return;
    MappingReader revoke(*node, "revoke", file_.name, {"url", "steps"}, problems_);
    rule_.advice.revoke_url = revoke.url("url");
    rule_.advice.steps = revoke.texts("steps");
    if (rule_.advice.steps.empty()) {
      revoke.error(
          node->place, "'revoke' has no steps",
          "list what a person does, in order: delete the key, make a new one, check its use");
    }
  }

  void remember_places() {
    places_.rule = keys_.place();
    for (const YamlEntry& entry : node_.entries) places_.keys[entry.key] = entry.value.place;
    rule_.source_file = file_.name;
    rule_.source_line = node_.place.line;
  }

  const YamlNode& node_;
  const RuleFile& file_;
  ByteSets& byte_sets_;
  ProblemList* problems_;
  MappingReader keys_;
  Rule rule_;
  RulePlaces places_;
};

}  // namespace

std::optional<ReadRule> read_rule(const YamlNode& node, const RuleFile& file, ByteSets& byte_sets,
                                  ProblemList* problems) {
  const std::size_t errors = problems->errors();
  ReadRule read = RuleReader(node, file, byte_sets, problems).read();
  if (problems->errors() != errors) return std::nullopt;
  return read;
}

}  // namespace leakwarden::scanner
