#include "scanner/suppress/secrets_baseline.h"

#include "tests/support/finding_testing.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

using testing::finding_at;
using testing::planted_postman_key;

// The oracle: coreutils.
std::string sha1_by_coreutils(const std::string& text) {
  testing::ProgramOptions options;
  options.input = text;
  return testing::run_program({"sha1sum"}, options).output.substr(0, 40);
}

std::string hashed(std::string_view bytes) {
  return sha1_by_coreutils(std::string(bytes));
}

std::string entry(const std::string& value, const std::string& more = "") {
  return "{\"type\": \"Secret Keyword\", \"filename\": \"a.py\", \"hashed_secret\": \"" +
         sha1_by_coreutils(value) + "\", \"is_verified\": false, \"line_number\": 3" + more + "}";
}

std::string file(const std::string& entries, const std::string& version = "1.4.0") {
  return "{\n  \"version\": \"" + version +
         "\",\n  \"plugins_used\": [{\"name\": \"AWSKeyDetector\"}],\n  \"filters_used\": [],\n"
         "  \"results\": {\n    \"a.py\": [" +
         entries +
         "]\n  },\n"
         "  \"generated_at\": \"2026-01-01T00:00:00Z\"\n}\n";
}

std::shared_ptr<const Speaker> parsed(const std::string& bytes) {
  Result<std::shared_ptr<const Speaker>> speaker = parse_secrets_baseline(bytes, "f", hashed);
  EXPECT_TRUE(speaker.ok()) << speaker.error().message();
  return speaker.ok() ? *speaker : nullptr;
}

TEST(SecretsBaseline, ValuesOfItsFileOnWhateverLine) {
  const std::string key = planted_postman_key(1);
  const std::shared_ptr<const Speaker> speaker = parsed(file(entry(key)));
  const Finding moved = finding_at("a.py", 90, key);
  EXPECT_EQ(speaker->speaking_for(Subject{moved, "a.py"}).size(), 1u);
  EXPECT_TRUE(speaker->speaking_for(Subject{moved, "b.py"}).empty());
  const Finding other = finding_at("a.py", 3, planted_postman_key(2));
  EXPECT_TRUE(speaker->speaking_for(Subject{other, "a.py"}).empty());
}

TEST(SecretsBaseline, WhatWasAuditedAsASecretStaysReported) {
  const std::string real = planted_postman_key(1);
  const std::string wrong = planted_postman_key(2);
  const std::shared_ptr<const Speaker> speaker = parsed(
      file(entry(real, ", \"is_secret\": true") + "," + entry(wrong, ", \"is_secret\": false")));
  const Finding is_real = finding_at("a.py", 3, real);
  EXPECT_TRUE(speaker->speaking_for(Subject{is_real, "a.py"}).empty());
  const Finding is_wrong = finding_at("a.py", 3, wrong);
  EXPECT_EQ(speaker->speaking_for(Subject{is_wrong, "a.py"}).size(), 1u);
  EXPECT_EQ(speaker->statements()[0].reason, "audited: not a secret");
  EXPECT_EQ(speaker->remarks().size(), 1u);
}

TEST(SecretsBaseline, IsToldByItsContent) {
  EXPECT_TRUE(looks_like_secrets_baseline(file("")));
  EXPECT_FALSE(looks_like_secrets_baseline("[]"));
  EXPECT_FALSE(looks_like_secrets_baseline("{\"results\": []}"));
}

TEST(SecretsBaseline, MistakesAndOtherVersions) {
  const auto where = [](const std::string& bytes) {
    const Result<std::shared_ptr<const Speaker>> speaker =
        parse_secrets_baseline(bytes, "f", hashed);
    return speaker.ok() ? "" : speaker.error().where;
  };
  EXPECT_EQ(where(file("")), "");
  EXPECT_EQ(where(file("", "2.0")), "f:2:3");
  EXPECT_EQ(where("{\n\"version\": \"1.0\", oops}").substr(0, 4), "f:2:");
  EXPECT_NE(where(std::string(100'000, '[')), "");
}

}  // namespace
}  // namespace leakwarden::scanner
