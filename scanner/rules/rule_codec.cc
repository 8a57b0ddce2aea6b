#include "scanner/rules/rule_codec.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <type_traits>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

// Appends fields to a string.
class Writer {
 public:
  explicit Writer(std::string* bytes) : bytes_(bytes) {}

  template <typename Number>
  void number(const Number& value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    bytes_->append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void count(std::size_t value) { number(static_cast<std::uint32_t>(value)); }
  void text(const std::string& value) {
    count(value.size());
    bytes_->append(value);
  }
  void list(const std::vector<std::string>& values) {
    count(values.size());
    for (const std::string& value : values) text(value);
  }
  void words(const std::map<std::string, std::string>& values) {
    count(values.size());
    for (const std::map<std::string, std::string>::value_type& value : values) {
      text(value.first);
      text(value.second);
    }
  }

 private:
  std::string* bytes_;
};

// Takes fields from a view; after the first that does not fit, failed() and every value is empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return failed_; }
  bool at_end() const { return bytes_.empty(); }
  std::size_t left() const { return bytes_.size(); }

  template <typename Number>
  void number(Number& value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    const std::string_view taken = take(sizeof value);
    if (!failed_) std::memcpy(&value, taken.data(), sizeof value);
  }
  void text(std::string& value) { value = view(); }
  std::string_view view() { return take(count(1)); }
  void list(std::vector<std::string>& values) {
    values.resize(count(sizeof(std::uint32_t)));
    for (std::string& value : values) text(value);
  }
  void words(std::map<std::string, std::string>& values) {
    const std::size_t size = count(2 * sizeof(std::uint32_t));
    for (std::size_t i = 0; i < size && !failed_; i++) {
      std::string key;
      text(key);
      text(values[key]);
    }
  }
  // A count of things that take at least `least_bytes` each.
  std::size_t count(std::size_t least_bytes) {
    std::uint32_t value = 0;
    number(value);
    if (value > bytes_.size() / least_bytes) failed_ = true;
    return failed_ ? 0 : value;
  }

 private:
  std::string_view take(std::size_t size) {
    if (failed_ || size > bytes_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
  bool failed_ = false;
};

// Passes over fields: what a Reader would fail at fails here; of a rule only numbers are filled in.
class Skipper {
 public:
  explicit Skipper(std::string_view bytes) : reader_(bytes) {}
  bool failed() const { return reader_.failed(); }
  bool at_end() const { return reader_.at_end(); }

  template <typename Number>
  void number(Number& value) {
    reader_.number(value);
  }
  void text(const std::string&) { reader_.view(); }
  void list(const std::vector<std::string>&) { skip(1); }
  void words(const std::map<std::string, std::string>&) { skip(2); }
  std::size_t left() const { return reader_.left(); }

 private:
  void skip(std::size_t texts_each) {
    const std::size_t size = texts_each * reader_.count(texts_each * sizeof(std::uint32_t));
    for (std::size_t i = 0; i < size && !failed(); i++) reader_.view();
  }
  Reader reader_;
};

// The same list of fields writes and reads. What a verdict depends on stands in the first.
template <typename Codec, typename SomeRule>
void verdict_fields(Codec& codec, SomeRule& rule) {
  codec.text(rule.id);
  codec.text(rule.provider);  // "Generic" yields to others
  codec.number(rule.severity);
  codec.number(rule.confidence);
  codec.text(rule.pattern);
  codec.number(rule.locality);
  codec.number(rule.judging);
  codec.number(rule.placed);
  codec.number(rule.assigned);
  codec.number(rule.any_shape);
  codec.text(rule.trigger);
  codec.number(rule.trigger_width);
  codec.number(rule.trigger_bits);  // ranks assigned rules
  codec.number(rule.before);
  codec.number(rule.width);
  codec.number(rule.max_bytes);
  codec.list(rule.context.words);
  codec.number(rule.context.reach);
  codec.list(rule.pair.with);
  codec.text(rule.pair.pattern);
  codec.number(rule.pair.reach);
  codec.number(rule.pair.needed);
  codec.number(rule.id_half);
  codec.text(rule.checksum);
  codec.text(rule.decode);
  codec.number(rule.entropy);
  codec.list(rule.placeholders);
}

template <typename Codec, typename SomeRule>
void description_fields(Codec& codec, SomeRule& rule) {
  codec.text(rule.name);
  codec.text(rule.homepage);
  codec.number(rule.trigger_overridden);
  codec.number(rule.trigger_literal_bytes);
  codec.number(rule.seeded_examples);
  codec.list(rule.examples);
  codec.list(rule.counter_examples);
  codec.text(rule.verify.method);
  codec.text(rule.verify.url);
  codec.words(rule.verify.headers);
  codec.text(rule.verify.body);
  codec.words(rule.verify.live);
  codec.words(rule.verify.dead);
  codec.list(rule.verify.hosts);
  codec.text(rule.advice.opens);
  codec.text(rule.advice.revoke_url);
  codec.list(rule.advice.steps);
  codec.text(rule.advice.docs);
  codec.text(rule.source_file);
  codec.number(rule.source_line);
}

bool enumerators_are_valid(const Rule& rule) {
  return rule.severity >= Severity::Low && rule.severity <= Severity::Critical &&
         rule.confidence >= Confidence::Low && rule.confidence <= Confidence::High &&
         (rule.locality == Locality::Local || rule.locality == Locality::Object) &&
         rule.judging >= Judging::None && rule.judging <= Judging::Provider;
}

// A rule takes at least this many bytes in either table, whatever it says.
constexpr std::uint64_t kLeastRuleBytes = 60;

Error damaged(const char* table) {
  return Error::corrupt("read the rule image", table, "it is damaged");
}

constexpr const char* kRuleTable = "rule table";
constexpr const char* kDescriptions = "descriptions";

using Offset = std::uint32_t;

// Writes the fields of each rule, and before them where each begins.
template <typename WriteRule>
std::string encode(const std::vector<Rule>& rules, WriteRule write) {
  std::string fields;
  std::string bytes;
  Writer writer(&fields);
  Writer offsets(&bytes);
  for (const Rule& rule : rules) {
    offsets.count(rules.size() * sizeof(Offset) + fields.size());
    write(writer, rule);
  }
  return bytes + fields;
}

Offset offset_of(std::string_view bytes, std::uint64_t index) {
  Offset offset = 0;
  std::memcpy(&offset, bytes.data() + index * sizeof offset, sizeof offset);
  return offset;
}

// The bytes from a rule's fields on; empty where the table is none.
std::string_view fields_from(std::string_view bytes, std::uint64_t count, std::uint64_t index) {
  if (count > bytes.size() / kLeastRuleBytes) return {};
  return bytes.substr(std::min<std::size_t>(offset_of(bytes, index), bytes.size()));
}

// Passes over `count` rules with a Reader or Skipper; each begins where the table says.
template <typename Codec, typename Pass>
Status pass_over(const char* table, std::string_view bytes, std::uint64_t count, Pass pass) {
  if (count > bytes.size() / kLeastRuleBytes) return damaged(table);
  Codec codec(bytes.substr(count * sizeof(Offset)));
  for (std::uint64_t i = 0; i < count; i++) {
    if (offset_of(bytes, i) != bytes.size() - codec.left()) return damaged(table);
    if (!pass(codec, i) || codec.failed()) return damaged(table);
  }
  return codec.at_end() ? done() : damaged(table);
}

}  // namespace

std::string encode_verdict_fields(const std::vector<Rule>& rules) {
  return encode(rules, [](Writer& writer, const Rule& rule) { verdict_fields(writer, rule); });
}

std::string encode_descriptions(const std::vector<Rule>& rules) {
  return encode(rules, [](Writer& writer, const Rule& rule) { description_fields(writer, rule); });
}

Result<std::vector<Rule>> decode_verdict_fields(std::string_view bytes, std::uint64_t count) {
  if (count > bytes.size() / kLeastRuleBytes) return damaged(kRuleTable);
  std::vector<Rule> rules(static_cast<std::size_t>(count));
  LEAKWARDEN_CHECK(
      pass_over<Reader>(kRuleTable, bytes, count, [&](Reader& reader, std::uint64_t i) {
        verdict_fields(reader, rules[i]);
        return enumerators_are_valid(rules[i]);
      }));
  return rules;
}

Status check_verdict_fields(std::string_view bytes, std::uint64_t count) {
  Rule rule;
  return pass_over<Skipper>(kRuleTable, bytes, count, [&](Skipper& skipper, std::uint64_t) {
    verdict_fields(skipper, rule);
    return enumerators_are_valid(rule);
  });
}

Status decode_descriptions(std::string_view bytes, std::vector<Rule>* rules) {
  return pass_over<Reader>(kDescriptions, bytes, rules->size(),
                           [&](Reader& reader, std::uint64_t i) {
                             description_fields(reader, (*rules)[i]);
                             return true;
                           });
}

Status check_descriptions(std::string_view bytes, std::uint64_t count) {
  Rule rule;
  return pass_over<Skipper>(kDescriptions, bytes, count, [&](Skipper& skipper, std::uint64_t) {
    description_fields(skipper, rule);
    return true;
  });
}

Rule decode_verdict_rule(std::string_view bytes, std::uint64_t count, std::uint64_t index) {
  Rule rule;
  Reader reader(fields_from(bytes, count, index));
  verdict_fields(reader, rule);
  return rule;
}

void add_description(std::string_view bytes, std::uint64_t count, std::uint64_t index, Rule* rule) {
  Reader reader(fields_from(bytes, count, index));
  description_fields(reader, *rule);
}

std::string_view id_in_table(std::string_view bytes, std::uint64_t count, std::uint64_t index) {
  return Reader(fields_from(bytes, count, index)).view();
}

std::string digest_of(const std::vector<Rule>& rules) {
  std::string bytes = "leakwarden:rules:2";
  Writer writer(&bytes);
  for (const Rule& rule : rules) verdict_fields(writer, rule);
  return sha256_hex(bytes);
}

}  // namespace leakwarden::scanner
