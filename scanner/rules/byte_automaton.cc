// Subsets of positions (positions.h), then equal states merged. Worked example:
//
//   patterns  0: ab   1: a[bc]
//   columns   a | b | c | everything else
//   states    1 {} –a→ 2 {ab.1, a[bc].1} –b→ 3 accepts {0, 1};  2 –c→ 4 accepts {1}
//
// Dead is state 0, the start state 1.

#include "scanner/rules/byte_automaton.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstring>
#include <map>
#include <unordered_map>
#include <utility>

#include "scanner/rules/positions.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostPositions = 8192;
constexpr std::size_t kMostStatesOfTable = 65535;

using Set = std::vector<std::uint32_t>;  // ascending

struct SetHash {
  std::size_t operator()(const Set& set) const {
    std::size_t hash = 14695981039346656037u;
    for (std::uint32_t one : set) hash = (hash ^ one) * 1099511628211u;
    return hash;
  }
};

// All patterns as one set of positions.
struct Union {
  Positions positions;
  std::vector<std::uint64_t> accepts;  // by position
  bool may_be_empty = false;
};

std::optional<Union> union_of(const std::vector<PatternNode>& patterns) {
  Union all;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::optional<Positions> one = positions_of(patterns[i], kMostPositions);
    if (!one || all.positions.bytes.size() + one->bytes.size() > kMostPositions)
      return std::nullopt;
    const std::uint32_t offset = static_cast<std::uint32_t>(all.positions.bytes.size());
    const std::uint64_t bit = std::uint64_t{1} << i;
    all.positions.bytes.insert(all.positions.bytes.end(), one->bytes.begin(), one->bytes.end());
    all.accepts.resize(all.positions.bytes.size(), 0);
    for (std::uint32_t last : one->last) all.accepts[offset + last] |= bit;
    for (std::uint32_t first : one->first) all.positions.first.push_back(offset + first);
    for (Set after : one->follow) {
      for (std::uint32_t& position : after) position += offset;
      all.positions.follow.push_back(std::move(after));
    }
    all.may_be_empty |= one->may_be_empty;
  }
  return all;
}

// Bytes that every position takes alike share a column.
struct Columns {
  std::array<std::uint8_t, 256> of{};
  std::vector<unsigned> sample;  // a byte of each
};

Columns columns_of(const std::vector<ByteSet>& positions) {
  std::map<std::vector<bool>, std::uint8_t> known;
  Columns columns;
  for (unsigned byte = 0; byte < 256; ++byte) {
    std::vector<bool> taken;
    taken.reserve(positions.size());
    for (const ByteSet& bytes : positions) taken.push_back(bytes[byte]);
    const auto [at, is_new] =
        known.emplace(std::move(taken), static_cast<std::uint8_t>(columns.sample.size()));
    if (is_new) columns.sample.push_back(byte);
    columns.of[byte] = at->second;
  }
  return columns;
}

struct Table {
  std::size_t columns = 0;
  std::vector<std::uint32_t> next;     // state × columns + column
  std::vector<std::uint64_t> accepts;  // by state
  std::size_t states() const { return accepts.size(); }
};

// Columns as bits.
using ColumnSet = std::bitset<256>;

// What positions take; most take what many others do.
struct Takes {
  Takes(const std::vector<ByteSet>& positions, const Columns& columns) {
    std::unordered_map<ByteSet, std::uint32_t> known;
    for (const ByteSet& bytes : positions) {
      const auto [at, is_new] = known.emplace(bytes, static_cast<std::uint32_t>(sets.size()));
      of.push_back(at->second);
      if (!is_new) continue;
      ColumnSet& taken = sets.emplace_back();
      for (std::size_t column = 0; column < columns.sample.size(); ++column)
        taken[column] = bytes[columns.sample[column]];
    }
  }
  std::vector<std::uint32_t> of;  // by position: which of the sets
  std::vector<ColumnSet> sets;
};

class Subsets {
 public:
  Subsets(const Union& all, const Columns& columns, std::size_t most_states)
      : all_(all), takes_(all.positions.bytes, columns), most_states_(most_states) {
    table_.columns = columns.sample.size();
  }

  std::optional<Table> build() {
    add({}, 0);
    add({UINT32_MAX}, 0);  // the start: before the first byte
    for (std::uint32_t state = 0; state < sets_.size(); ++state) {
      if (sets_.size() > most_states_) return std::nullopt;
      gather_next(state);
      add_row();
    }
    return std::move(table_);
  }

 private:
  // Where the state leads, whatever the byte.
  void gather_next(std::uint32_t state) {
    next_.clear();
    if (state == ByteAutomaton::kStartState) {
      next_ = all_.positions.first;
    } else {
      for (std::uint32_t position : sets_[state]) {
        const Set& after = all_.positions.follow[position];
        next_.insert(next_.end(), after.begin(), after.end());
      }
    }
    std::sort(next_.begin(), next_.end());
    next_.erase(std::unique(next_.begin(), next_.end()), next_.end());
  }

  // Most columns lead where others do: a set is made once for all that do so.
  void add_row() {
    const std::size_t row = table_.next.size();
    table_.next.resize(row + table_.columns);
    const std::vector<ColumnSet> taken = taken_next();
    ColumnSet left = ~ColumnSet();
    for (std::size_t column = 0; column < table_.columns; ++column) {
      if (!left[column]) continue;
      const ColumnSet alike = alike_with(column, left, taken);
      const std::uint32_t state = after_column(column);
      for (std::size_t other = column; other < table_.columns; ++other)
        if (alike[other]) table_.next[row + other] = state;
      left &= ~alike;
    }
  }

  // What the next positions take, each once.
  std::vector<ColumnSet> taken_next() const {
    std::vector<bool> is_known(takes_.sets.size(), false);
    std::vector<ColumnSet> taken;
    for (std::uint32_t position : next_) {
      const std::uint32_t set = takes_.of[position];
      if (!is_known[set]) taken.push_back(takes_.sets[set]);
      is_known[set] = true;
    }
    return taken;
  }

  static ColumnSet alike_with(std::size_t column, ColumnSet alike,
                              const std::vector<ColumnSet>& taken) {
    for (const ColumnSet& columns : taken) alike &= columns[column] ? columns : ~columns;
    return alike;
  }

  std::uint32_t after_column(std::size_t column) {
    after_.clear();
    for (std::uint32_t position : next_)
      if (takes_.sets[takes_.of[position]][column]) after_.push_back(position);
    const auto known = numbers_.find(after_);
    if (known != numbers_.end()) return known->second;
    std::uint64_t accepts = 0;
    for (std::uint32_t position : after_) accepts |= all_.accepts[position];
    return add(after_, accepts);
  }

  std::uint32_t add(Set set, std::uint64_t accepts) {
    const std::uint32_t number = static_cast<std::uint32_t>(sets_.size());
    numbers_.emplace(set, number);
    sets_.push_back(std::move(set));
    table_.accepts.push_back(accepts);
    return number;
  }

  const Union& all_;
  Takes takes_;
  std::size_t most_states_;
  std::unordered_map<Set, std::uint32_t, SetHash> numbers_;
  std::vector<Set> sets_;
  Set next_;
  Set after_;
  Table table_;
};

// Which states no text tells apart: those that accept the same and lead to the same. Texts are of
// bounded length, so states lead on and never back (but for the dead one), and each is numbered
// after those it leads to.
class Classes {
 public:
  explicit Classes(const Table& table) : table_(table), of_(table.states(), kUnknown) {
    of_[ByteAutomaton::kDeadState] = 0;
    for (std::uint32_t state = 0; state < table.states(); ++state) visit(state);
  }
  std::vector<std::uint32_t> take() { return std::move(of_); }

 private:
  static constexpr std::uint32_t kUnknown = UINT32_MAX;

  std::uint32_t visit(std::uint32_t state) {
    if (of_[state] != kUnknown) return of_[state];
    std::vector<std::uint32_t> key;
    key.reserve(table_.columns + 2);
    for (std::size_t column = 0; column < table_.columns; ++column)
      key.push_back(visit(table_.next[state * table_.columns + column]));
    key.push_back(static_cast<std::uint32_t>(table_.accepts[state]));
    key.push_back(static_cast<std::uint32_t>(table_.accepts[state] >> 32));
    const bool leads_nowhere =
        std::all_of(key.begin(), key.end(), [](std::uint32_t one) { return one == 0; });
    of_[state] = leads_nowhere
                     ? 0
                     : known_.emplace(std::move(key), static_cast<std::uint32_t>(known_.size() + 1))
                           .first->second;
    return of_[state];
  }

  const Table& table_;
  std::vector<std::uint32_t> of_;
  std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, SetHash> known_;
};

// The table with equal states merged.
struct Merged {
  Merged(const Table& table, const std::vector<std::uint32_t>& classes)
      : start(classes[ByteAutomaton::kStartState]) {
    columns = table.columns;
    const std::size_t count = 1 + *std::max_element(classes.begin(), classes.end());
    next.assign(count * columns, 0);
    accepts.assign(count, 0);
    for (std::size_t state = 0; state < table.states(); ++state) {
      accepts[classes[state]] = table.accepts[state];
      for (std::size_t column = 0; column < columns; ++column)
        next[classes[state] * columns + column] = classes[table.next[state * columns + column]];
    }
  }
  std::uint32_t after(std::uint32_t state, std::size_t column) const {
    return next[state * columns + column];
  }
  std::size_t states() const { return accepts.size(); }

  std::uint32_t start;
  std::size_t columns = 0;
  std::vector<std::uint32_t> next;
  std::vector<std::uint64_t> accepts;
};

std::uint32_t state_after(const Merged& table, const Columns& columns, const std::string& entry) {
  std::uint32_t state = table.start;
  for (char c : entry) {
    const bool is_letter = c >= 'a' && c <= 'z';
    const std::uint32_t small = table.after(state, columns.of[static_cast<unsigned char>(c)]);
    if (is_letter && small != table.after(state, columns.of[static_cast<unsigned char>(c - 32)]))
      return table.start;
    state = small;
  }
  return state;
}

std::vector<bool> reached_from(const Merged& table, const std::vector<std::uint32_t>& entries) {
  std::vector<bool> reached(table.states(), false);
  std::vector<std::uint32_t> waiting = entries;
  while (!waiting.empty()) {
    const std::uint32_t state = waiting.back();
    waiting.pop_back();
    if (reached[state]) continue;
    reached[state] = true;
    for (std::size_t column = 0; column < table.columns; ++column)
      waiting.push_back(table.after(state, column));
  }
  return reached;
}

// Numbers as they are written: dead, start, then those that accept nothing, then the others.
struct Order {
  std::vector<std::uint32_t> number_of;
  std::vector<std::uint32_t> states;  // by number
  std::uint32_t first_accepting = 0;
};

Order order_of(const Merged& table, const std::vector<bool>& reached) {
  Order order;
  order.number_of.assign(table.states(), UINT32_MAX);
  const auto number = [&](std::uint32_t state) {
    if (order.number_of[state] != UINT32_MAX) return;
    order.number_of[state] = static_cast<std::uint32_t>(order.states.size());
    order.states.push_back(state);
  };
  number(ByteAutomaton::kDeadState);
  number(table.start);
  for (std::uint32_t state = 0; state < table.states(); ++state)
    if (reached[state] && table.accepts[state] == 0) number(state);
  order.first_accepting = static_cast<std::uint32_t>(order.states.size());
  for (std::uint32_t state = 0; state < table.states(); ++state)
    if (reached[state]) number(state);
  return order;
}

// Columns that no written state tells apart are one; the start state counts only where it is
// reached.
Columns fewer_columns(const Merged& table, const Columns& columns,
                      const std::vector<bool>& reached) {
  std::map<std::vector<std::uint32_t>, std::uint8_t> known;
  Columns fewer;
  std::vector<std::uint8_t> fewer_of;  // by column
  for (std::size_t column = 0; column < columns.sample.size(); ++column) {
    std::vector<std::uint32_t> after;
    for (std::uint32_t state = 0; state < table.states(); ++state)
      if (reached[state]) after.push_back(table.after(state, column));
    const auto [at, is_new] =
        known.emplace(std::move(after), static_cast<std::uint8_t>(fewer.sample.size()));
    if (is_new) fewer.sample.push_back(columns.sample[column]);
    fewer_of.push_back(at->second);
  }
  for (std::size_t byte = 0; byte < 256; ++byte) fewer.of[byte] = fewer_of[columns.of[byte]];
  return fewer;
}

struct Header {
  std::uint32_t states;
  std::uint32_t first_accepting;
  std::uint32_t column_bits;
  std::uint32_t zero;
};

template <typename Number>
void append(std::string& bytes, const Number& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string written(const Merged& table, const Columns& columns, const Columns& fewer,
                    const Order& order) {
  const std::uint32_t bits = static_cast<std::uint32_t>(std::bit_width(fewer.sample.size() - 1));
  std::string bytes;
  append(bytes,
         Header{static_cast<std::uint32_t>(order.states.size()), order.first_accepting, bits, 0});
  for (std::uint8_t column : fewer.of) append(bytes, column);
  for (std::size_t i = order.first_accepting; i < order.states.size(); ++i)
    append(bytes, table.accepts[order.states[i]]);
  for (std::uint32_t state : order.states) {
    for (std::size_t column = 0; column < (std::size_t{1} << bits); ++column) {
      const unsigned byte = fewer.sample[std::min(column, fewer.sample.size() - 1)];
      const std::uint32_t number = order.number_of[table.after(state, columns.of[byte])];
      append(bytes, static_cast<std::uint16_t>(number == UINT32_MAX ? 0 : number));
    }
  }
  bytes.resize((bytes.size() + 7) / 8 * 8, '\0');
  return bytes;
}

ByteAutomaton::Built finished(const Merged& table, const Columns& columns,
                              const std::vector<std::string>& entries) {
  std::vector<std::uint32_t> states;
  for (const std::string& entry : entries) states.push_back(state_after(table, columns, entry));
  const std::vector<bool> reached =
      reached_from(table, entries.empty() ? std::vector<std::uint32_t>{table.start} : states);
  const Order order = order_of(table, reached);
  ByteAutomaton::Built built;
  built.bytes = written(table, columns, fewer_columns(table, columns, reached), order);
  for (std::uint32_t state : states) built.entries.push_back(order.number_of[state]);
  return built;
}

}  // namespace

std::optional<ByteAutomaton::Built> ByteAutomaton::build(const std::vector<PatternNode>& patterns,
                                                         std::size_t most_states,
                                                         const std::vector<std::string>& entries) {
  if (patterns.empty() || patterns.size() > kMostAutomatonPatterns) return std::nullopt;
  const std::optional<Union> all = union_of(patterns);
  if (!all || all->may_be_empty || all->positions.first.empty()) return std::nullopt;
  const Columns columns = columns_of(all->positions.bytes);
  const std::optional<Table> table =
      Subsets(*all, columns, std::min(most_states, kMostStatesOfTable)).build();
  if (!table) return std::nullopt;
  return finished(Merged(*table, Classes(*table).take()), columns, entries);
}

std::optional<ByteAutomaton> ByteAutomaton::open(std::string_view bytes) {
  Header header{};
  if (bytes.size() < sizeof header + 256) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.states < 2 || header.states > kMostStatesOfTable || header.column_bits > 8 ||
      header.first_accepting > header.states) {
    return std::nullopt;
  }
  const std::size_t accepting = header.states - header.first_accepting;
  const std::size_t accepts_at = sizeof header + 256;
  const std::size_t next_at = accepts_at + accepting * sizeof(std::uint64_t);
  const std::size_t cells = std::size_t{header.states} << header.column_bits;
  if (bytes.size() < next_at + cells * sizeof(std::uint16_t)) return std::nullopt;
  ByteAutomaton opened;
  opened.states_ = header.states;
  opened.first_accepting_ = header.first_accepting;
  opened.column_bits_ = header.column_bits;
  opened.column_of_ = reinterpret_cast<const std::uint8_t*>(bytes.data() + sizeof header);
  opened.accepts_ = reinterpret_cast<const std::uint64_t*>(bytes.data() + accepts_at);
  opened.next_ = reinterpret_cast<const std::uint16_t*>(bytes.data() + next_at);
  return opened;
}

}  // namespace leakwarden::scanner
