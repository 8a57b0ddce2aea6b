#include "scanner/match/judge/value_judge.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "scanner/base/base64.h"
#include "scanner/match/judge/feature.h"
#include "tests/support/slowdown.h"
#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

using testing::Marked;

const ValueJudge& judge() {
  return *ValueJudge::builtin();
}
Scores scores_of(const std::string& marked) {
  Marked text(marked);
  return judge().score(text.text, text.secret);
}
constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
std::string random_text(int seed, std::size_t size, std::string_view alphabet = kLettersAndDigits) {
  std::mt19937 random(static_cast<std::uint32_t>(seed));
  std::string text;
  while (text.size() < size) text += alphabet[random() % alphabet.size()];
  return text;
}

TEST(ValueJudge, IsBuiltIn) {
  ASSERT_NE(ValueJudge::builtin(), nullptr);
  EXPECT_LE(judge().calibration().medium, judge().calibration().high);
}

// Four words of a name were enough to doubt what was drawn at random and called an API key.
TEST(ValueJudge, ARandomKeyUnderALongNameIsMedium) {
  const std::string part = "q7Rk2vXw9LmZ";
  const std::string key = part + "4bTs8NcY3hJd" + part.substr(3) + "6FgP1zQx5Vt";
  EXPECT_GE(scores_of("accu_weather_api_key = \"«" + key + "»\"\n").strong,
            judge().calibration().medium);
  EXPECT_LT(scores_of("accu_weather_public_key = \"«" + key + "»\"\n").strong,
            judge().calibration().medium);
}

// How many of a hundred such values are medium; `before` and `behind` are the statement.
int medium_of_100(std::size_t size, std::string_view alphabet, const std::string& before,
                  const std::string& behind) {
  int medium = 0;
  for (int seed = 0; seed < 100; ++seed) {
    const std::string text = before + "«" + random_text(seed, size, alphabet) + "»" + behind;
    medium += scores_of(text).strong >= judge().calibration().medium ? 1 : 0;
  }
  return medium;
}

// Of 32 hex digits nine in a hundred were: most keys of weather, maps and mail are just that.
TEST(ValueJudge, RandomHexAndUrlSafeKeysUnderALongNameAreMedium) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const std::string url_safe = std::string(kLettersAndDigits) + "-_";
  const std::string name = "accu_weather_api_key = \"";
  EXPECT_GE(medium_of_100(32, kHex, name, "\"\n"), 95);
  EXPECT_GE(medium_of_100(40, kHex, "ACCU_WEATHER_API_KEY=", "\n"), 95);
  EXPECT_GE(medium_of_100(43, url_safe, name, "\"\n"), 70);
  EXPECT_GE(medium_of_100(40, kHex, "const accuWeatherStagingAccessToken = '", "';\n"), 95);
  EXPECT_EQ(medium_of_100(32, kHex, "accu_weather_api_key_hash = \"", "\"\n"), 0);
  EXPECT_EQ(medium_of_100(32, kHex, "cache_key = \"", "\"\n"), 0);
  EXPECT_GE(medium_of_100(44, kLettersAndDigits, "REDIS_CACHE_KEY=", "\n"), 80);
  EXPECT_GE(medium_of_100(44, kLettersAndDigits, "TURBO_CACHE_TOKEN=", "\n"), 80);
  for (const std::string other : {"hashed_api_key", "api_checksum_key", "api_commit_key",
                                  "public_api_key", "encrypted_api_key", "sha256_api_key"})
    EXPECT_LE(medium_of_100(40, kHex, other + " = \"", "\"\n"), 25) << other;
  EXPECT_EQ(medium_of_100(32, "abcdef", name, "\"\n"), 0);
}

// app.secret_key = b'\\x56\\xcc…' looks like no key to the models.
TEST(ValueJudge, EscapedBytesOfAKeyAreMedium) {
  const auto escaped = [](std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += fmt::format("\\x{:02x}", (i * 89 + 37) % 251);
    return text;
  };
  const std::int32_t medium = judge().calibration().medium;
  EXPECT_GE(scores_of("API_KEY = b'«" + escaped(16) + "»'\n").strong, medium);
  EXPECT_GE(scores_of("app.secret = b'«" + escaped(24) + "»'\n").strong, medium);
  EXPECT_LT(scores_of("banner = b'«" + escaped(16) + "»'\n").strong, medium);
}

// Found below medium in settings of servers, whatever had drawn them.
TEST(ValueJudge, RandomPasswordsAndKeysOfCiphersAreMedium) {
  const std::int32_t medium = ValueJudge::builtin()->calibration().medium;
  const auto is_medium = [&](const std::string& marked) {
    const testing::Marked text(marked);
    return ValueJudge::builtin()->score(text.text, text.secret).strong >= medium;
  };
  EXPECT_TRUE(is_medium("ansible_ssh_pass='«42^rQnzx4_x~Mp»'\n"));
  EXPECT_TRUE(is_medium("password = «dFwCs3UwjiYaZ8bQ»\n"));
  EXPECT_TRUE(
      is_medium("FIELD_ENCRYPTION_KEY = b'«4EuAsR83MDhu5OkGAhfhxjRam1DiXfx+c87VkfBc7ko=»'\n"));
  EXPECT_FALSE(is_medium("hashed_password = «dFwCs3UwjiYaZ8bQ»\n"));
  EXPECT_FALSE(is_medium("password = 'summer'\ntitle = '«password for all»'\n"));
}

// Four words of dice were an identifier, and not said at all.
TEST(ValueJudge, WordsThatDiceDrewAreNoIdentifier) {
  const std::int32_t low = ValueJudge::builtin()->calibration().low;
  const auto credential_of = [](const std::string& marked) {
    const testing::Marked text(marked);
    return ValueJudge::builtin()->score(text.text, text.secret).credential;
  };
  EXPECT_GE(credential_of("SESSION_SECRET=\"«unplug6-coherent-outlast-undergo-plow»\"\n"), low);
  EXPECT_GE(credential_of("CMD_SESSION_SECRET=«discolor-subtitle-seducing-ceramics»\n"), low);
  EXPECT_LT(credential_of("sessionSecret: «coherent-outlast-undergo-plow-ref»\n"), low + 2000);
  EXPECT_LT(credential_of("CLIENT_SECRET=«outlast-app-client-secret»\n"), low + 2000)
      << "the name of one";
}

TEST(ValueJudge, TellsAKeyFromAReference) {
  std::string key = random_text(5, 40);
  Scores yes = scores_of("api_secret_key = \"«" + key + "»\"\n");
  EXPECT_GE(yes.credential, judge().calibration().low);
  EXPECT_GT(yes.strong, scores_of("api_secret_key = \"«config.secretKeyName»\"\n").strong);
  EXPECT_LT(scores_of("password_label = \"«Enter your password»\"\n").credential,
            judge().calibration().low);
  EXPECT_LT(scores_of("etag = \"«" + key + "»\"\n").strong, yes.strong);
}

// Table and program in Python (tests/accuracy/table.py), features drawn by both from the same seed.
TEST(ValueJudge, AgreesWithPythonOnTheSameTable) {
  std::ifstream vectors(LEAKWARDEN_SOURCE_DIR "/tests/unit/match/judge/score_vectors.txt");
  std::optional<Model> credential = Model::open(builtin_table()->section(Section::Credential));
  std::optional<Model> strong = Model::open(builtin_table()->section(Section::Strong));
  std::uint64_t seed = 0;
  Scores expected;
  int count = 0;
  while (vectors >> seed >> expected.credential >> expected.strong) {
    Features features;
    std::uint64_t state = seed;
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      constexpr std::uint64_t kRanges[] = {2, 8, 400, 2100};
      features.set(static_cast<Feature>(i),
                   static_cast<std::int64_t>((state >> 33) % kRanges[i % 4]));
    }
    EXPECT_EQ(credential->score(features), expected.credential) << seed;
    EXPECT_EQ(strong->score(features), expected.strong) << seed;
    ++count;
  }
  EXPECT_GE(count, 100);
}

// What the history engine relies on: bytes beyond the reach change nothing.
TEST(ValueJudge, ReadsNothingBeyondItsReach) {
  std::mt19937 random(11);
  std::string near = "token: " + random_text(1, 30) + "\nuser = x\n";
  for (int i = 0; i < 50; ++i) {
    std::string before = random_text(static_cast<int>(random()), kReach) + "\n";
    std::string middle = before.substr(before.size() - kReach) + near;
    std::string after(kReach, i % 2 == 0 ? '\n' : 'q');
    Span secret{kReach + 7, kReach + 37};

    std::string far = random_text(static_cast<int>(random()), 500);
    Scores padded = judge().score(far.substr(0, 100) + middle + after + far,
                                  {secret.begin + 100, secret.end + 100});
    // The left window begins later when bytes stand before it: same kReach bytes before the value.
    Scores again = judge().score(far.substr(200, 100) + middle + after,
                                 {secret.begin + 100, secret.end + 100});
    EXPECT_EQ(padded.credential, again.credential);
    EXPECT_EQ(padded.strong, again.strong);
  }
}

TEST(ValueJudge, WhatPassesByItselfIsNeverMedium) {
  std::string value = random_text(9, 40);
  for (const char* name : {"session_id", "csrf_token", "nonce", "PHPSESSID", "Set-Cookie",
                           "csrfmiddlewaretoken", "_token"})
    EXPECT_LT(scores_of(std::string(name) + " = \"«" + value + "»\"").strong,
              judge().calibration().medium);
}

std::string url64(const std::string& bytes) {
  return base64_encode(bytes, Base64Alphabet::Url, Base64Padding::No);
}

TEST(ValueJudge, ASignedTokenIsHighWhateverItsName) {
  std::string token =
      url64("{\"alg\":\"HS256\"}") + "." + url64("{\"sub\":\"1\"}") + "." + random_text(3, 43);
  Scores scores = scores_of("label = \"«" + token + "»\"");
  EXPECT_GE(scores.strong, judge().calibration().high);
  EXPECT_GE(scores.credential, judge().calibration().low);
}

TEST(ValueJudge, WhatNobodyComesInWithIsNeverMedium) {
  EXPECT_LT(
      scores_of("secret_key = \"«ssh-rsa AAAAB3NzaC1yc2E" + random_text(4, 60) + "»\"").strong,
      judge().calibration().medium);
  EXPECT_LT(scores_of("password = \"«$2a$10$" + random_text(5, 53) + "»\"").strong,
            judge().calibration().medium);
  EXPECT_LT(scores_of("client_id = \"«" + random_text(6, 32) + "»\"").strong,
            judge().calibration().medium);
}

TEST(ValueJudge, WhatIsMadeUpIsNeverMedium) {
  for (const char* value :
       {"xxxxxxxxxxxxxxxxxxxxxxxx", "your-api-token-goes-here", "xoxb-1234-abcdefgh"})
    EXPECT_LT(scores_of("api_token = \"«" + std::string(value) + "»\"").strong,
              judge().calibration().medium);
}

TEST(ValueJudge, HostileTextsTakeBoundedTime) {
  auto start = std::chrono::steady_clock::now();
  for (const std::string& piece : {std::string("("), std::string("\""), std::string("a.b_c-"),
                                   std::string("\n"), std::string("\\"), std::string("é")}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    for (std::uint64_t at = 0; at < 100; ++at)
      judge().score(text, {at * 1000, at * 1000 + 100'000});
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start,
            leakwarden::testing::kSlowdown * std::chrono::seconds(20));
}

TEST(ValueJudge, SaysWhyInWordsWithoutTheValue) {
  std::string key = random_text(5, 40);
  Marked text("api_secret_key = \"«" + key + "»\"\n");
  std::vector<std::string> reasons = judge().reasons(text.text, text.secret);
  ASSERT_FALSE(reasons.empty());
  for (const std::string& reason : reasons) {
    EXPECT_EQ(reason.find(key), std::string::npos);
    EXPECT_NE(reason.back(), '.');
  }
}

TEST(ValueJudge, IsNotMadeOfHalfATable) {
  std::string bytes = testing::block("");
  EXPECT_FALSE(ValueJudge::create(Table::open(bytes).value()).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner::judging
