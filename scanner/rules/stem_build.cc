#include "scanner/rules/stem_build.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "scanner/rules/items.h"
#include "scanner/rules/literals.h"
#include "scanner/rules/pivot.h"
#include "scanner/rules/positions.h"
#include "scanner/rules/rarity.h"
#include "scanner/rules/stem_trigger.h"
#include "scanner/rules/stem_writer.h"
#include "scanner/rules/word_build.h"

namespace leakwarden::scanner {
namespace {

using Kind = PatternNode::Kind;

constexpr std::size_t kLeastStemBytes = 2;
constexpr std::size_t kGoodStemBytes = 3;  // longer ones only where they are not more
constexpr std::size_t kMostStems = 64;     // of one run
// Of one automaton; families that need more together are given several.
constexpr std::size_t kMostStates = 24000;
constexpr std::size_t kMostStatesOfOne = 4000;
constexpr std::size_t kMostStatesBefore = 4000;

PatternNode concat(Items::const_iterator begin, Items::const_iterator end) {
  PatternNode node;
  if (begin == end) return node;
  node.kind = Kind::Concat;
  node.children.assign(begin, end);
  return node;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The stems of items first …: the texts of as many of them as spell few.
struct Run {
  std::size_t first = 0;
  std::vector<std::string> texts;
  std::size_t shortest() const {
    std::size_t bytes = texts.empty() ? 0 : texts.front().size();
    for (const std::string& text : texts) bytes = std::min(bytes, text.size());
    return bytes;
  }
};

std::size_t longest(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes = std::max(bytes, text.size());
  return bytes;
}

Run run_from(const Items& items, std::size_t first) {
  Run run{first, {""}};
  for (std::size_t i = first; i < items.size(); ++i) {
    std::vector<std::string> longer = run.texts;
    if (!append_literals(&longer, literals_of(items[i])) || longer.size() > kMostStems) break;
    if (run.shortest() >= kGoodStemBytes && longer.size() > run.texts.size()) break;
    if (longest(longer) > WordTable::kComparedBytes) break;
    run.texts = std::move(longer);
  }
  for (std::string& text : run.texts) text = lower(std::move(text));
  return run;
}

// The runs of a trigger that can be looked for.
std::vector<Run> runs_of(const Items& items) {
  std::vector<Run> runs;
  for (std::size_t first = 0; first < items.size(); ++first) {
    Run run = run_from(items, first);
    if (run.shortest() >= kLeastStemBytes) runs.push_back(std::move(run));
  }
  return runs;
}

// Without those that begin with another one: where they stand, that one stands.
std::vector<std::string> without_longer(std::vector<std::string> stems) {
  std::sort(stems.begin(), stems.end());
  std::vector<std::string> shortest;
  for (std::string& stem : stems) {
    if (shortest.empty() || stem.rfind(shortest.back(), 0) != 0)
      shortest.push_back(std::move(stem));
  }
  return shortest;
}

struct Family {
  std::uint32_t rule = 0;
  StemTrigger trigger;
};

struct Automaton {
  ByteAutomaton::Built built;
  std::vector<Family> families;  // by bit
  bool of_pivots = false;
};

// Does it read on through whatever stands in a text?
bool reads_prose(const PatternNode& node) {
  constexpr std::size_t kMostOfAllBytes = 40;
  constexpr std::uint32_t kLong = 16;
  if (node.kind == Kind::Repeat && node.most >= kLong &&
      node.children.front().kind == Kind::Bytes) {
    const ByteSet& bytes = node.children.front().bytes;
    return bytes.count() >= kMostOfAllBytes && bytes[' '] && bytes['e'];
  }
  return std::any_of(node.children.begin(), node.children.end(), reads_prose);
}

// What begins all of them: stems, and of each only those that no other one begins.
std::vector<std::string> stems_of(const std::vector<Family>& families) {
  std::vector<std::string> stems;
  for (const Family& family : families)
    stems.insert(stems.end(), family.trigger.stems.begin(), family.trigger.stems.end());
  return without_longer(std::move(stems));
}

// One automaton for all of them where it is small enough, else one for each half.
void build_automata(std::vector<Family> families, const std::vector<std::string>& stems,
                    std::vector<Automaton>& made) {
  std::vector<PatternNode> patterns;
  for (const Family& family : families) patterns.push_back(family.trigger.from_stem);
  std::optional<ByteAutomaton::Built> built = ByteAutomaton::build(patterns, kMostStates, stems);
  if (built) {
    made.push_back({*std::move(built), std::move(families), false});
  } else if (families.size() > 1) {
    const auto half = families.begin() + static_cast<std::ptrdiff_t>(families.size() / 2);
    build_automata({families.begin(), half}, stems, made);
    build_automata({half, families.end()}, stems, made);
  }
}

// password|secret|token|…, which stand everywhere, and not the words of one command or call.
bool is_of_names(const Family& family) {
  constexpr std::size_t kFewestNames = 4;
  return family.trigger.stems.size() >= kFewestNames;
}

// Families behind the same gate together, as they are passed over together, and those of names, so
// that few automata run behind each name; those that read on and have no gate each alone, or the
// others' states would be multiplied by theirs.
std::vector<Automaton> build_automata(const std::vector<Family>& families,
                                      const std::vector<std::string>& stems) {
  std::map<std::string, std::vector<Family>> by_gate;
  for (const Family& family : families) {
    const bool reads_on = family.trigger.gate.empty() && reads_prose(family.trigger.from_stem);
    const std::string alike = is_of_names(family) ? "names" : "words";
    by_gate[reads_on ? std::to_string(family.rule) : alike + family.trigger.gate].push_back(family);
  }
  std::vector<Automaton> made;
  for (auto& [gate, behind] : by_gate) build_automata(std::move(behind), stems, made);
  return made;
}

std::string bytes_of(const ByteSet& set) {
  std::string bytes;
  for (std::size_t byte = 0; byte < 256; ++byte)
    if (set[byte]) bytes += static_cast<char>(byte);
  return bytes;
}

// The rarest byte or few that must come behind what reads on.
void find_gate(StemTrigger& trigger) {
  constexpr std::uint32_t kMostReach = 128;
  std::uint32_t reach = 0;
  bool reads_on = false;
  double best = 0;
  for (const PatternNode& item : trigger.from_stem.children) {
    reach = reach > kMostReach ? reach : reach + std::min(max_width(item), kMostReach + 1);
    if (reach > kMostReach) return;
    reads_on |= reads_prose(item);
    if (!reads_on || item.kind != Kind::Bytes || item.bytes.count() > ByteGate::kMostBytes)
      continue;
    const double bits = rarity_bits(item.bytes);
    if (bits <= best) continue;
    best = bits;
    trigger.gate = bytes_of(item.bytes);
    trigger.gate_reach = reach;
  }
}

// Automata that read backwards, each once.
class Before {
 public:
  // 1 + its number; 0: nothing needs to stand before; nullopt: it is too large.
  std::optional<std::uint32_t> of(const PatternNode& before) {
    if (min_width(before) == 0) return 0;
    const auto known = numbers_.find(key_of(before));
    if (known != numbers_.end()) return known->second;
    std::optional<ByteAutomaton::Built> built =
        ByteAutomaton::build({reversed(before)}, kMostStatesBefore);
    if (!built) return std::nullopt;
    made_.push_back(std::move(built->bytes));
    const std::uint32_t number = static_cast<std::uint32_t>(made_.size());
    numbers_.emplace(key_of(before), number);
    return number;
  }
  const std::vector<std::string>& made() const { return made_; }

 private:
  static std::string key_of(const PatternNode& node);
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> made_;
};

std::string Before::key_of(const PatternNode& node) {
  std::string key = std::to_string(static_cast<int>(node.kind)) + node.bytes.to_string() +
                    std::to_string(node.least) + "," + std::to_string(node.most) + "(";
  for (const PatternNode& child : node.children) key += key_of(child);
  return key + ")";
}

// Each by itself, so that one that is large leaves the others alone.
bool are_small(const std::vector<StemTrigger>& parts, Before& before) {
  return std::all_of(parts.begin(), parts.end(), [&](const StemTrigger& part) {
    return before.of(part.before) && ByteAutomaton::build({part.from_stem}, kMostStatesOfOne);
  });
}

// How many families' runs spell a text. The same stems for many of them are few stems.
using Popularity = std::map<std::string, std::size_t>;

std::size_t popularity_of(const Run& run, const Popularity& popularity) {
  std::size_t all = 0;
  for (const std::string& text : run.texts) all += popularity.at(text);
  return all / run.texts.size();
}

// Rare stems are better than short ones ("hmac.new(", not its "w("); of these those that many
// families share, then the longest.
std::tuple<bool, std::size_t, std::size_t> worth_of(const Run& run, const Popularity& popularity) {
  constexpr std::size_t kRareBytes = 6;
  constexpr std::size_t kMany = 4;
  const std::size_t shared = popularity_of(run, popularity);
  return {run.shortest() >= kRareBytes, shared >= kMany ? shared : 0, run.shortest()};
}

// Nothing where a branch has no run.
std::optional<std::vector<StemTrigger>> take_apart(const std::vector<Items>& branches,
                                                   const Popularity& popularity) {
  std::vector<StemTrigger> triggers;
  for (const Items& items : branches) {
    const std::vector<Run> runs = runs_of(items);
    if (runs.empty()) return std::nullopt;
    const Run& best =
        *std::max_element(runs.begin(), runs.end(), [&](const Run& left, const Run& right) {
          return worth_of(left, popularity) < worth_of(right, popularity);
        });
    const auto stem = items.begin() + static_cast<std::ptrdiff_t>(best.first);
    StemTrigger trigger{best.texts, concat(items.begin(), stem), concat(stem, items.end()), "", 0};
    find_gate(trigger);
    triggers.push_back(std::move(trigger));
  }
  return triggers;
}

// A pattern that begins with the very words that its trigger is found by.
bool begins_match(const Rule& rule, const std::vector<Items>& branches, const StemTrigger& trigger,
                  ByteSets& byte_sets) {
  const Result<PatternNode> pattern = parse_again(rule.pattern, byte_sets);
  if (!pattern.ok() || branches.size() != 1 || trigger.before.kind != Kind::Empty) return false;
  const Items items = items_of(*pattern);
  if (items.empty()) return false;
  std::optional<std::vector<std::string>> words = literals_of(items.front());
  if (!words) return false;
  for (std::string& word : *words) word = lower(std::move(word));
  return !words->empty() && *words == trigger.stems;
}

std::map<std::uint32_t, std::vector<Items>> judged_triggers(const std::vector<Rule>& rules) {
  std::map<std::uint32_t, std::vector<Items>> triggers;
  ByteSets byte_sets;
  for (std::uint32_t index = 0; index < rules.size(); ++index) {
    const Rule& rule = rules[index];
    if (rule.assigned || rule.judging == Judging::None) continue;
    const Result<PatternNode> tree = parse_again(rule.trigger, byte_sets);
    if (tree.ok()) triggers.emplace(index, branches_of(*tree));
  }
  return triggers;
}

std::vector<Family> families_of(const std::vector<Rule>& rules, Before& before) {
  const std::map<std::uint32_t, std::vector<Items>> triggers = judged_triggers(rules);
  Popularity popularity;
  for (const auto& [rule, branches] : triggers) {
    for (const Items& items : branches) {
      for (const Run& run : runs_of(items)) {
        for (const std::string& text : run.texts) ++popularity[text];
      }
    }
  }
  std::vector<Family> families;
  ByteSets byte_sets;
  for (const auto& [rule, branches] : triggers) {
    std::optional<std::vector<StemTrigger>> parts = take_apart(branches, popularity);
    if (!parts || !are_small(*parts, before)) continue;
    for (StemTrigger& part : *parts)
      part.begins_match = begins_match(rules[rule], branches, part, byte_sets);
    for (StemTrigger& part : *parts) families.push_back({rule, std::move(part)});
  }
  return families;
}

void add_pivot_family(std::uint32_t rule, const Items& items, const Pivot& pivot, Before& before,
                      std::vector<Family>& families) {
  const auto at = items.begin() + static_cast<std::ptrdiff_t>(pivot.item);
  StemTrigger trigger{{}, concat(items.begin(), at), concat(at, items.end()), "", 0};
  for (char byte : pivot.bytes) trigger.stems.emplace_back(1, byte);
  trigger.plain = pivot.plain;
  if (are_small({trigger}, before)) families.push_back({rule, std::move(trigger)});
}

// Triggers that have no stems, but a pivot.
std::vector<Family> pivot_families_of(const std::vector<Rule>& rules,
                                      const std::vector<bool>& is_run_here, Before& before) {
  std::vector<Family> families;
  ByteSets byte_sets;
  for (std::uint32_t index = 0; index < rules.size(); ++index) {
    const Rule& rule = rules[index];
    if (rule.assigned) continue;
    if (!is_run_here[index] && rule.trigger_literal_bytes < kLeastStemBytes) {
      const Result<PatternNode> tree = parse_again(rule.trigger, byte_sets);
      const Items items = tree.ok() ? items_of(*tree) : Items();
      const std::optional<Pivot> pivot = pivot_of(items);
      if (pivot) add_pivot_family(index, items, *pivot, before, families);
    }
  }
  return families;
}

struct Entries {
  const std::vector<std::string>& stems;
  const std::vector<std::string>& pivots;
};

void write_states(const Automaton& one, const Entries& entries, StemWriter& writer) {
  const std::size_t others = one.of_pivots ? entries.stems.size() : entries.pivots.size();
  const auto write_others = [&] {
    for (std::size_t i = 0; i < others; ++i) writer.number(ByteAutomaton::kDeadState);
  };
  if (one.of_pivots) write_others();
  for (std::uint32_t state : one.built.entries) writer.number(state);
  if (!one.of_pivots) write_others();
}

void write_forward(const Automaton& one, const Entries& entries, Before& before,
                   StemWriter& writer) {
  writer.number(one.families.size());
  std::uint32_t reach = 0;
  for (const Family& family : one.families) {
    writer.number(family.rule);
    writer.number(before.of(family.trigger.before).value_or(0));
    writer.number(family.trigger.begins_match ? 1 : 0);
    reach = std::max(reach, family.trigger.gate_reach);
  }
  const std::string& gate = one.families.front().trigger.gate;
  writer.number(reach);
  writer.number(gate.size());
  for (char byte : gate) writer.number(static_cast<unsigned char>(byte));
  write_states(one, entries, writer);
  writer.table(one.built.bytes);
}

// Behind that pivot, whatever trigger it is of.
std::uint32_t plain_behind(const std::string& pivot, const std::vector<Automaton>& automata) {
  std::uint32_t plain = kMostPlain;
  for (const Automaton& one : automata) {
    if (!one.of_pivots) continue;
    for (const Family& family : one.families) {
      const std::vector<std::string>& stems = family.trigger.stems;
      if (std::find(stems.begin(), stems.end(), pivot) != stems.end())
        plain = std::min(plain, family.trigger.plain);
    }
  }
  return plain;
}

std::string bytes_of_all(const std::vector<Automaton>& automata, const Entries& entries,
                         const std::string& words, Before& before) {
  StemWriter writer;
  writer.number(entries.stems.size() + entries.pivots.size());
  for (const std::string& stem : entries.stems) writer.number(stem.size());
  for (const std::string& pivot : entries.pivots) writer.number(pivot.size());
  writer.number(entries.pivots.size());
  for (const std::string& pivot : entries.pivots) {
    writer.number(static_cast<unsigned char>(pivot.front()));
    writer.number(plain_behind(pivot, automata));
  }
  writer.table(words);
  writer.number(automata.size());
  for (const Automaton& one : automata) write_forward(one, entries, before, writer);
  writer.number(before.made().size());
  for (const std::string& one : before.made()) writer.table(one);
  return writer.take();
}

// How far from the stem's begin on triggers reach that are run from it.
std::uint32_t reach_of(const std::string& stem, const std::vector<Automaton>& automata) {
  std::uint32_t reach = 0;
  for (const Automaton& one : automata) {
    for (const Family& family : one.families) {
      for (const std::string& own : family.trigger.stems)
        if (own.starts_with(stem)) reach = std::max(reach, max_width(family.trigger.from_stem));
    }
  }
  return reach;
}

// The stems, and spellings of all that is left to Hyperscan.
std::string words_of(const std::vector<Rule>& rules, const std::vector<std::string>& stems,
                     const std::vector<bool>& is_run_here, const std::vector<Automaton>& automata) {
  WordBuilder words;
  for (std::uint32_t stem = 0; stem < stems.size(); ++stem)
    words.add_stem(stems[stem], stem, reach_of(stems[stem], automata));
  ByteSets byte_sets;
  for (std::size_t index = 0; index < rules.size(); ++index) {
    if (rules[index].assigned || is_run_here[index]) continue;
    const Result<PatternNode> tree = parse_again(rules[index].trigger, byte_sets);
    const std::optional<std::vector<Spelling>> spellings =
        tree.ok() ? spellings_of(*tree) : std::nullopt;
    if (!spellings)
      words.lack_one();
    else
      for (const Spelling& spelling : *spellings) words.add(spelling);
  }
  return words.take();
}

}  // namespace

struct StemBuild::State {
  const std::vector<Rule>& rules;
  Before before;
  std::vector<Family> families;
  std::vector<Family> by_pivot;
  std::vector<std::string> stems;
  std::vector<bool> is_run_here;
};

StemBuild::StemBuild(const std::vector<Rule>& rules)
    : state_(std::make_unique<State>(State{rules, {}, {}, {}, {}, {}})) {
  State& state = *state_;
  state.is_run_here.assign(rules.size(), false);
  state.families = families_of(rules, state.before);
  state.stems = stems_of(state.families);
  for (const Family& family : state.families) state.is_run_here[family.rule] = true;
  state.by_pivot = pivot_families_of(rules, state.is_run_here, state.before);
  for (const Family& family : state.by_pivot) state.is_run_here[family.rule] = true;
}

StemBuild::~StemBuild() = default;

const std::vector<bool>& StemBuild::is_run_here() const {
  return state_->is_run_here;
}

const std::vector<std::string>& StemBuild::stems() const {
  return state_->stems;
}

std::string StemBuild::bytes() {
  State& state = *state_;
  std::vector<Automaton> automata = build_automata(state.families, state.stems);
  const std::vector<std::string> pivots = stems_of(state.by_pivot);
  const std::size_t of_stems = automata.size();
  build_automata(state.by_pivot, pivots, automata);
  for (std::size_t i = of_stems; i < automata.size(); ++i) automata[i].of_pivots = true;
  const std::string words = words_of(state.rules, state.stems, state.is_run_here, automata);
  return bytes_of_all(automata, {state.stems, pivots}, words, state.before);
}

}  // namespace leakwarden::scanner
