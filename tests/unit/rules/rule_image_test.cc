#include "scanner/rules/rule_image.h"

#include <gtest/gtest.h>
#include <hs.h>

#include <random>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_codec.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

std::vector<Rule> two_rules() {
  std::string text = "provider: Example\nrules:\n";
  for (const char* name : {"ABC", "XYZ"}) {
    text += std::string("  - {id: key-") + (name[0] == 'A' ? "a" : "b") +
            ", name: n, severity: high, confidence: high, pattern: '(?P<secret>" + name +
            "-[0-9a-f]{16})', examples: {seeded: 1}, revoke: {url: 'https://e.com', steps: [x]}}\n";
  }
  LoadedRules loaded = load_rules({{"r.yaml", text}});
  EXPECT_FALSE(loaded.problems.has_errors()) << loaded.problems.text();
  return loaded.rules;
}

std::string image_of_two() {
  const Result<std::string> image = build_rule_image(two_rules());
  EXPECT_TRUE(image.ok());
  return *image;
}

unsigned count_matches(const hs_database* database, const std::string& text) {
  hs_scratch_t* scratch = nullptr;
  EXPECT_EQ(hs_alloc_scratch(database, &scratch), HS_SUCCESS);
  unsigned count = 0;
  EXPECT_EQ(hs_scan(
                database, text.data(), static_cast<unsigned>(text.size()), 0, scratch,
                [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
                  ++*static_cast<unsigned*>(context);
                  return 0;
                },
                &count),
            HS_SUCCESS);
  hs_free_scratch(scratch);
  return count;
}

TEST(RuleImage, IsUsedWhereItLies) {
  const AlignedBytes bytes(image_of_two());
  const Result<RuleImage> image = open_rule_image(bytes.view(), Verify::Everything);
  ASSERT_TRUE(image.ok()) << image.error().message();
  EXPECT_EQ(image->rule_count, 2U);
  EXPECT_EQ(image->digest, digest_of(two_rules()));
  const char* database = reinterpret_cast<const char*>(image->database);
  EXPECT_GT(database, bytes.view().data());
  EXPECT_LT(database, bytes.view().data() + bytes.view().size());
  EXPECT_EQ(count_matches(image->database, "ABC-0123456789abcdef XYZ-0123456789abcdef"), 2U);
}

TEST(RuleImage, IsTheSameEveryTime) {
  EXPECT_EQ(image_of_two(), image_of_two());
}

TEST(RuleImage, NeedsRules) {
  const Result<std::string> image = build_rule_image({});
  ASSERT_FALSE(image.ok());
  EXPECT_EQ(image.error().kind, ErrorKind::Invalid);
}

TEST(RuleImage, TriggerHyperscanRefusesIsNamed) {
  std::vector<Rule> rules = two_rules();
  rules[1].trigger = "(?<=x)y";
  const Result<std::string> image = build_rule_image(rules);
  ASSERT_FALSE(image.ok());
  EXPECT_EQ(image.error().kind, ErrorKind::Invalid);
  EXPECT_EQ(image.error().where, "r.yaml:4");
  EXPECT_NE(image.error().what.find("key-b"), std::string::npos);
}

TEST(RuleImage, EveryFlippedByteIsNoticed) {
  const std::string good = image_of_two();
  AlignedBytes bytes(good);
  ASSERT_TRUE(RuleSet::from_image(bytes.view()).ok());
  std::mt19937 random(1);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < 256; i++) places.push_back(i);
  for (int i = 0; i < 2000; i++) places.push_back(random() % good.size());
  for (std::size_t place : places) {
    const char before = bytes.data()[place];
    bytes.data()[place] = static_cast<char>(before ^ (1 << (random() % 8)));
    ASSERT_FALSE(RuleSet::from_image(bytes.view()).ok()) << place;
    bytes.data()[place] = before;
  }
}

// Without the checksum, as the built-in image is opened: header damage must still not crash.
TEST(RuleImage, DamagedHeaderNeverCrashes) {
  const std::string good = image_of_two();
  AlignedBytes bytes(good);
  for (std::size_t place = 0; place < 256; place++) {
    for (int bit = 0; bit < 8; bit++) {
      const char before = bytes.data()[place];
      bytes.data()[place] = static_cast<char>(before ^ (1 << bit));
      const Result<RuleImage> image = open_rule_image(bytes.view(), Verify::HeaderOnly);
      if (image.ok()) {
        static_cast<void>(decode_verdict_fields(image->verdict_fields, image->rule_count));
        static_cast<void>(check_descriptions(image->descriptions, image->rule_count));
      }
      bytes.data()[place] = before;
    }
  }
  EXPECT_TRUE(open_rule_image(bytes.view(), Verify::Everything).ok());
}

TEST(RuleImage, CutImageIsCorrupt) {
  const std::string good = image_of_two();
  for (std::size_t size :
       {std::size_t{0}, std::size_t{7}, std::size_t{100}, good.size() / 2, good.size() - 1}) {
    const AlignedBytes bytes(std::string_view(good).substr(0, size));
    const Result<std::shared_ptr<const RuleSet>> rules = RuleSet::from_image(bytes.view());
    ASSERT_FALSE(rules.ok());
    EXPECT_EQ(rules.error().kind, ErrorKind::Corrupt);
  }
}

TEST(RuleImage, OtherVersionsAreRefused) {
  const std::string good = image_of_two();
  for (const char* text : {"LWRULES\n", "5.4."}) {
    AlignedBytes bytes(good);
    const std::size_t place = good.find(text);
    ASSERT_NE(place, std::string::npos);
    // The version number stands behind the magic, Hyperscan's is a text.
    bytes.data()[text[0] == 'L' ? place + 8 : place] ^= 0x7f;
    const Result<RuleImage> image = open_rule_image(bytes.view(), Verify::HeaderOnly);
    ASSERT_FALSE(image.ok());
    EXPECT_EQ(image.error().kind, ErrorKind::Refused);
  }
}

TEST(RuleImage, MisplacedImageIsRefused) {
  const std::string good = image_of_two();
  AlignedBytes bytes(good.size() + 8);
  good.copy(bytes.data() + 8, good.size());
  EXPECT_FALSE(open_rule_image(bytes.view().substr(8), Verify::HeaderOnly).ok());
}

TEST(AccidentChecksum, SeesEveryByteAndOrder) {
  std::string bytes;
  for (int i = 0; i < 100; i++) bytes += static_cast<char>(i * 7);
  const std::uint64_t sum = accident_checksum(bytes);
  for (std::size_t i = 0; i < bytes.size(); i++) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] + 1);
    EXPECT_NE(accident_checksum(changed), sum) << i;
  }
  EXPECT_NE(accident_checksum(bytes + std::string(1, '\0')), sum);
  EXPECT_NE(accident_checksum(bytes.substr(32) + bytes.substr(0, 32)), sum);
}

}  // namespace
}  // namespace leakwarden::scanner
