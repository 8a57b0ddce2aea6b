#include "scanner/rules/rule_codec.h"

#include <gtest/gtest.h>

#include <cstring>

namespace leakwarden::scanner {
namespace {

// A rule with a value of its own in every field.
Rule full_rule(const std::string& id) {
  Rule rule;
  rule.id = id;
  rule.name = "name";
  rule.provider = "provider";
  rule.homepage = "https://home";
  rule.severity = Severity::Critical;
  rule.confidence = Confidence::Low;
  rule.pattern = "pattern";
  rule.locality = Locality::Object;
  rule.judging = Judging::Credential;
  rule.assigned = true;
  rule.trigger = "trigger";
  rule.trigger_overridden = true;
  rule.trigger_width = 11;
  rule.trigger_literal_bytes = 12;
  rule.trigger_bits = 13.5;
  rule.before = 14;
  rule.width = 15;
  rule.max_bytes = 16;
  rule.context = {{"one", "two"}, 17};
  rule.pair = {{"other"}, "(?P<id>x)", 20, true};
  rule.id_half = true;
  rule.checksum = "luhn";
  rule.decode = "ulid";
  rule.entropy = 3.25;
  rule.placeholders = {"p", ""};
  rule.seeded_examples = 18;
  rule.examples = {std::string("a\0b", 3)};
  rule.counter_examples = {"c", "d", "e"};
  rule.verify.method = "GET";
  rule.verify.url = "https://v";
  rule.verify.headers = {{"k", "v"}, {"l", "w"}};
  rule.verify.body = "body";
  rule.verify.live = {{"status", "200"}};
  rule.verify.dead = {{"status", "401"}};
  rule.verify.hosts = {"v"};
  rule.advice = {"opens", "https://revoke", {"s1", "s2"}, "https://docs"};
  rule.source_file = "f.yaml";
  rule.source_line = 19;
  return rule;
}

void expect_same(const Rule& left, const Rule& right) {
  EXPECT_EQ(left.id, right.id);
  EXPECT_EQ(left.name, right.name);
  EXPECT_EQ(left.provider, right.provider);
  EXPECT_EQ(left.homepage, right.homepage);
  EXPECT_EQ(left.severity, right.severity);
  EXPECT_EQ(left.confidence, right.confidence);
  EXPECT_EQ(left.pattern, right.pattern);
  EXPECT_EQ(left.locality, right.locality);
  EXPECT_EQ(left.judging, right.judging);
  EXPECT_EQ(left.assigned, right.assigned);
  EXPECT_EQ(left.trigger, right.trigger);
  EXPECT_EQ(left.trigger_overridden, right.trigger_overridden);
  EXPECT_EQ(left.trigger_width, right.trigger_width);
  EXPECT_EQ(left.trigger_literal_bytes, right.trigger_literal_bytes);
  EXPECT_EQ(left.trigger_bits, right.trigger_bits);
  EXPECT_EQ(left.before, right.before);
  EXPECT_EQ(left.width, right.width);
  EXPECT_EQ(left.max_bytes, right.max_bytes);
  EXPECT_EQ(left.context.words, right.context.words);
  EXPECT_EQ(left.context.reach, right.context.reach);
  EXPECT_EQ(left.pair.with, right.pair.with);
  EXPECT_EQ(left.pair.pattern, right.pair.pattern);
  EXPECT_EQ(left.pair.reach, right.pair.reach);
  EXPECT_EQ(left.pair.needed, right.pair.needed);
  EXPECT_EQ(left.id_half, right.id_half);
  EXPECT_EQ(left.checksum, right.checksum);
  EXPECT_EQ(left.decode, right.decode);
  EXPECT_EQ(left.entropy, right.entropy);
  EXPECT_EQ(left.placeholders, right.placeholders);
  EXPECT_EQ(left.seeded_examples, right.seeded_examples);
  EXPECT_EQ(left.examples, right.examples);
  EXPECT_EQ(left.counter_examples, right.counter_examples);
  EXPECT_EQ(left.verify.method, right.verify.method);
  EXPECT_EQ(left.verify.url, right.verify.url);
  EXPECT_EQ(left.verify.headers, right.verify.headers);
  EXPECT_EQ(left.verify.body, right.verify.body);
  EXPECT_EQ(left.verify.live, right.verify.live);
  EXPECT_EQ(left.verify.dead, right.verify.dead);
  EXPECT_EQ(left.verify.hosts, right.verify.hosts);
  EXPECT_EQ(left.advice.opens, right.advice.opens);
  EXPECT_EQ(left.advice.revoke_url, right.advice.revoke_url);
  EXPECT_EQ(left.advice.steps, right.advice.steps);
  EXPECT_EQ(left.advice.docs, right.advice.docs);
  EXPECT_EQ(left.source_file, right.source_file);
  EXPECT_EQ(left.source_line, right.source_line);
}

struct Tables {
  explicit Tables(const std::vector<Rule>& rules)
      : verdict_fields(encode_verdict_fields(rules)), descriptions(encode_descriptions(rules)) {}
  std::string verdict_fields;
  std::string descriptions;
};

Result<std::vector<Rule>> decode(const Tables& tables, std::uint64_t count) {
  LEAKWARDEN_TRY(std::vector<Rule> rules, decode_verdict_fields(tables.verdict_fields, count));
  const Status checked = check_descriptions(tables.descriptions, count);
  const Status decoded = decode_descriptions(tables.descriptions, &rules);
  EXPECT_EQ(checked.ok(), decoded.ok());  // what is checked beforehand cannot fail later
  LEAKWARDEN_CHECK(decoded);
  return rules;
}

TEST(RuleCodec, EveryFieldComesBack) {
  const std::vector<Rule> rules = {full_rule("a"), Rule{}, full_rule("c")};
  const Result<std::vector<Rule>> decoded = decode(Tables(rules), 3);
  ASSERT_TRUE(decoded.ok()) << decoded.error().message();
  ASSERT_EQ(decoded->size(), 3U);
  for (std::size_t i = 0; i < 3; i++) expect_same((*decoded)[i], rules[i]);
}

TEST(RuleCodec, CutBytesAreCorrupt) {
  const Tables whole({full_rule("a"), full_rule("b")});
  for (std::string Tables::*table : {&Tables::verdict_fields, &Tables::descriptions}) {
    const std::string bytes = whole.*table;
    for (std::size_t size = 0; size < bytes.size(); size++) {
      Tables cut = whole;
      (cut.*table).resize(size);
      const Result<std::vector<Rule>> decoded = decode(cut, 2);
      ASSERT_FALSE(decoded.ok()) << size;
      ASSERT_EQ(decoded.error().kind, ErrorKind::Corrupt);
    }
    Tables longer = whole;
    longer.*table += "x";
    EXPECT_FALSE(decode(longer, 2).ok());
  }
  EXPECT_FALSE(decode(whole, 1).ok());
  EXPECT_FALSE(decode(whole, 1ull << 60).ok());
  EXPECT_FALSE(check_descriptions(whole.descriptions, 1ull << 60).ok());
}

TEST(RuleCodec, FlippedBytesNeverCrash) {
  const Tables whole({full_rule("a"), full_rule("b")});
  for (std::string Tables::*table : {&Tables::verdict_fields, &Tables::descriptions}) {
    std::size_t refused = 0;
    for (std::size_t i = 0; i < (whole.*table).size(); i++) {
      for (unsigned flip : {0x01U, 0x80U, 0xffU}) {
        Tables damaged = whole;
        char& byte = (damaged.*table)[i];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ flip);
        if (!decode(damaged, 2).ok()) refused++;
      }
    }
    EXPECT_GT(refused, (whole.*table).size() / 4);
  }
}

TEST(RuleCodec, DigestFollowsWhatAVerdictDependsOn) {
  const Rule rule = full_rule("a");
  const std::string digest = digest_of({rule});
  EXPECT_EQ(digest.size(), 64U);
  EXPECT_EQ(digest_of({rule}), digest);
  std::vector<Rule> changed(13, rule);
  changed[0].id = "b";
  changed[1].pattern += "x";
  changed[2].trigger += "x";
  changed[3].before++;
  changed[4].width++;
  changed[5].context.words.push_back("x");
  changed[6].context.reach++;
  changed[7].checksum.clear();
  changed[8].entropy += 0.5;
  changed[9].placeholders.push_back("x");
  changed[10].locality = Locality::Local;
  changed[11].confidence = Confidence::High;
  changed[12].provider = "Generic";
  for (const Rule& other : changed) EXPECT_NE(digest_of({other}), digest);
  Rule renamed = rule;
  renamed.name = "other";
  renamed.advice.steps.push_back("s3");
  renamed.examples.clear();
  renamed.source_line++;
  EXPECT_EQ(digest_of({renamed}), digest);
}

}  // namespace
}  // namespace leakwarden::scanner
