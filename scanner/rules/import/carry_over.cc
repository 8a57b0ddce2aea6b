#include "scanner/rules/import/carry_over.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/base/sanitize.h"
#include "scanner/rules/import/allowlist_values.h"
#include "scanner/rules/import/bounded_pattern.h"
#include "scanner/rules/import/keywords.h"
#include "scanner/rules/import/peer_names.h"
#include "scanner/rules/import/rule_text.h"
#include "scanner/rules/load.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kSeeded = 3;
constexpr std::size_t kOwnLetters = 3;
constexpr std::size_t kMostSentenceBytes = 300;

const PatternNode* secret_of(const PatternNode& node) {
  if (node.kind == PatternNode::Kind::Group && node.name == "secret") return &node;
  for (const PatternNode& child : node.children) {
    const PatternNode* found = secret_of(child);
    if (found != nullptr) return found;
  }
  return nullptr;
}

Advice plain_advice(const PeerRule& peer) {
  Advice advice;
  advice.opens = sanitize_for_header(peer.description, kMostSentenceBytes);
  advice.steps = {"Find out what it opens and who uses it; its rule was imported and does not say.",
                  "Revoke it where it was issued, and make a new one with the fewest rights.",
                  "Look at its last use for calls that were not yours."};
  return advice;
}

// What a placeholder of it looks like in a file: nothing may be found there.
std::vector<std::string> counter_examples_of(const Rule& rule) {
  std::string name;
  for (const char c : rule.id) {
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  }
  const re2::RE2 pattern(rule.pattern, pattern_options());
  std::vector<std::string> examples;
  for (std::string text : {name + "=${" + name + "}", name + ": <your-" + rule.id + ">"}) {
    if (!re2::RE2::PartialMatch(text, pattern)) examples.push_back(std::move(text));
  }
  return examples;
}

// One peer's rule; its ways to a value become rules one by one.
class RuleImport {
 public:
  RuleImport(const PeerRule& peer, const AllowedValues& everywhere, const ImportOptions& options,
             std::set<std::string>* taken)
      : peer_(peer), everywhere_(everywhere), options_(options), taken_(taken) {
    imported_.peer_id = peer.id;
    imported_.file = peer.file;
    imported_.place = peer.place;
  }

  ImportedRule run() {
    const std::string reason = cannot_be_carried();
    if (!reason.empty()) return left_out(reason);
    const Result<PeerPattern> pattern = parse_peer_pattern(peer_.regex);
    if (!pattern.ok()) return left_out(pattern.error().where + ": " + pattern.error().why);
    if (peer_.secret_group > pattern->captures) {
      return left_out(fmt::format("its secretGroup is {}, its regex has {} groups",
                                  peer_.secret_group, pattern->captures));
    }
    std::string whole_match;
    const std::vector<SecretChoice> choices =
        secret_choices(*pattern, peer_.secret_group, &whole_match);
    if (!whole_match.empty()) note(NoteKind::Changed, "the value is the whole match", whole_match);
    read_values();
    for (const SecretChoice& choice : choices) import_choice(choice);
    if (imported_.rules.empty()) return left_out(why_not_);
    if (!why_not_.empty()) note(NoteKind::Quieter, "one way to its value is missing", why_not_);
    if (imported_.rules.size() > 1) {
      note(NoteKind::Told, "became several rules, one for each group that can hold the value",
           std::to_string(imported_.rules.size()));
    }
    say_what_is_lost();
    return std::move(imported_);
  }

 private:
  void note(NoteKind kind, std::string what, std::string detail = "") {
    const bool said = std::any_of(
        imported_.notes.begin(), imported_.notes.end(),
        [&](const ImportNote& other) { return other.what == what && other.detail == detail; });
    if (!said) imported_.notes.push_back({kind, std::move(what), std::move(detail)});
  }

  ImportedRule left_out(const std::string& why) {
    imported_.notes = {{NoteKind::LeftOut, why}};
    imported_.rules.clear();
    return std::move(imported_);
  }

  std::string cannot_be_carried() const {
    if (peer_.skip_report) return "it reports nothing itself (skipReport), it only helps other rules";
    if (!peer_.regex.empty()) return "";
    if (!peer_.path.empty()) return "it looks at paths only; our rules look at what stands in files";
    return "it has no regex; it changes a rule of the file it extends: name that file first";
  }

  void read_values() {
    values_ = everywhere_;
    values_.notes.clear();
    values_.entropy = peer_.entropy;
    for (const PeerAllowlist& list : peer_.allowlists) add_allowlist(list, values_);
    add_filter(peer_.filter, values_);
    for (ImportNote& one : values_.notes) note(one.kind, one.what, one.detail);
  }

  void say_what_is_lost() {
    if (!peer_.path.empty()) {
      note(NoteKind::Louder, "its path is not asked any more, so it looks everywhere; confidence low");
    }
    if (!peer_.required.empty()) {
      note(NoteKind::Louder, "the rules it requires nearby are not asked; confidence low");
    }
    if (peer_.token_efficiency) note(NoteKind::Louder, "its token-efficiency test was left out");
    if (!peer_.validate.empty()) note(NoteKind::Told, "its validate expression was left out");
    if (peer_.specificity) note(NoteKind::Told, "its specificity was left out");
    for (const std::string& key : peer_.unknown_keys) {
      note(NoteKind::Told, "unknown key, left out", key);
    }
  }

  void import_choice(const SecretChoice& choice) {
    Result<BoundedPattern> pattern = bounded_pattern(choice);
    if (!pattern.ok()) {
      why_not_ = pattern.error().why;
      return;
    }
    Rule rule = described(*pattern);
    add_keywords(pattern->tree, rule);
    std::optional<Rule> loaded = read_back(rule);
    if (!loaded) return;
    for (const ImportNote& one : pattern->notes) note(one.kind, one.what, one.detail);
    take_advice_of_twin(*loaded);
    taken_->insert(loaded->id);
    imported_.rules.push_back(std::move(*loaded));
  }

  Rule described(const BoundedPattern& pattern) {
    Rule rule;
    rule.id = free_id();
    rule.name = name_from_id(peer_.id);
    rule.provider = provider_from_id(peer_.id);
    rule.pattern = pattern.text;
    if (pattern.max_bytes != 0) rule.locality = Locality::Object;
    rule.max_bytes = pattern.max_bytes;
    rule.severity = Severity::High;
    rule.confidence = confidence_of(pattern.tree);
    rule.entropy = values_.entropy;
    rule.placeholders = values_.placeholders;
    rule.seeded_examples = kSeeded;
    rule.advice = plain_advice(peer_);
    rule.counter_examples = counter_examples_of(rule);
    return rule;
  }

  std::string free_id() {
    const std::string wanted = id_from_peer(peer_.id);
    std::string id = wanted;
    if (options_.taken_ids.count(id) > 0) {
      id = wanted + "-imported";
      note(NoteKind::Changed, "its id is one of our rules' too, so it was changed", id);
    } else if (wanted != peer_.id) {
      note(NoteKind::Changed, "its id was changed to one of our form", wanted);
    }
    const std::string base = id;
    for (int number = 2; taken_->count(id) > 0; ++number) id = fmt::format("{}-{}", base, number);
    return id;
  }

  Confidence confidence_of(const PatternNode& tree) const {
    if (!peer_.path.empty() || !peer_.required.empty()) return Confidence::Low;
    const PatternNode* secret = secret_of(tree);
    if (secret != nullptr && every_match_holds_letters(*secret, kOwnLetters)) {
      return Confidence::High;
    }
    const std::vector<std::string>& words = peer_.keywords;
    const bool any_provider = !std::all_of(words.begin(), words.end(), names_no_provider);
    return any_provider ? Confidence::Medium : Confidence::Low;
  }

  void add_keywords(const PatternNode& tree, Rule& rule) {
    std::vector<std::string> words;
    for (std::string word : peer_.keywords) {
      for (char& c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      }
      if (!word.empty()) words.push_back(std::move(word));
    }
    if (words.empty() || every_match_holds_one(tree, words)) return;
    rule.context = {std::move(words), kMaxContextReach};
    note(NoteKind::Quieter,
         fmt::format("a keyword could stand anywhere in the file; now one must stand within {} "
                     "bytes, outside the value",
                     kMaxContextReach));
  }

  // Our own reader has the last word.
  std::optional<Rule> read_back(const Rule& rule) {
    LoadedRules loaded = load_rules({{"imported", rule_file_text(rule.provider, {rule}, "")}});
    if (loaded.problems.has_errors() || loaded.rules.size() != 1) {
      why_not_ = loaded.problems.all().empty() ? "it does not load"
                                               : loaded.problems.all().front().what;
      return std::nullopt;
    }
    return std::move(loaded.rules.front());
  }

  void take_advice_of_twin(Rule& rule) {
    const Rule* twin = options_.twin ? options_.twin(rule) : nullptr;
    if (twin == nullptr) return;
    note(NoteKind::Told, "one of our own rules finds its values already", twin->id);
    rule.provider = twin->provider;
    rule.severity = twin->severity;
    rule.advice = twin->advice;
  }

  const PeerRule& peer_;
  const AllowedValues& everywhere_;
  const ImportOptions& options_;
  std::set<std::string>* taken_;
  AllowedValues values_;
  ImportedRule imported_;
  std::string why_not_;
};

bool is_for(const PeerAllowlist& list, const std::string& id) {
  const std::vector<std::string>& targets = list.target_rules;
  return targets.empty() || std::find(targets.begin(), targets.end(), id) != targets.end();
}

// Global allowlists and filters that hold for one rule.
AllowedValues global_values(const PeerConfig& config, const std::string& id) {
  AllowedValues values;
  for (const PeerAllowlist& list : config.allowlists) {
    if (is_for(list, id)) add_allowlist(list, values);
  }
  add_filter(config.filter, values);
  return values;
}

ImportNotes notes_about(const PeerConfig& config) {
  ImportNotes notes;
  AllowedValues values;
  for (const PeerAllowlist& list : config.allowlists) add_allowlist(list, values);
  add_filter(config.filter, values);
  for (const ImportNote& note : values.notes) {
    notes.push_back({note.kind, "for all rules: " + note.what, note.detail});
  }
  if (!config.prefilter.empty()) {
    notes.push_back({NoteKind::Louder, "for all rules: the prefilter was left out, so files and "
                                       "commits it skipped are looked at"});
  }
  if (config.extends_default) {
    notes.push_back({NoteKind::Quieter, "it extends the tool's own rules: use 'builtin' beside it, "
                                        "or name the tool's rule file before this one"});
  }
  if (!config.extends_path.empty()) {
    notes.push_back({NoteKind::Quieter, "it extends a file: name that one before it",
                     config.extends_path});
  }
  if (!config.extends_url.empty()) {
    notes.push_back({NoteKind::Quieter, "it extends an address, which is not fetched",
                     config.extends_url});
  }
  for (const std::string& key : config.unknown_keys) {
    notes.push_back({NoteKind::Told, "unknown key, left out", key});
  }
  return notes;
}

}  // namespace

Imported import_rules(const PeerConfig& config, const ImportOptions& options) {
  Imported imported;
  imported.notes = notes_about(config);
  const bool targeted =
      std::any_of(config.allowlists.begin(), config.allowlists.end(),
                  [](const PeerAllowlist& list) { return !list.target_rules.empty(); });
  AllowedValues everywhere = global_values(config, "");
  std::set<std::string> taken;
  for (const PeerRule& peer : config.rules) {
    if (targeted) everywhere = global_values(config, peer.id);
    imported.rules.push_back(RuleImport(peer, everywhere, options, &taken).run());
  }
  return imported;
}

bool changed_meaning(const ImportedRule& rule) {
  return std::any_of(rule.notes.begin(), rule.notes.end(),
                     [](const ImportNote& note) { return note.kind != NoteKind::Told; });
}

}  // namespace leakwarden::scanner
