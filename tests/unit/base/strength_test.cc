#include "scanner/base/strength.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "scanner/base/sha256.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden {
namespace {

struct Vector {
  const char* value;
  Strength strength;
};

// FROZEN. Values made from parts of hashes or words; each row was worked out from the definition
// in strength.h by the independent Python implementation below.
const Vector kVectors[] = {
    {"", Strength::Weak},
    {"hunter2", Strength::Weak},
    {"changeme", Strength::Weak},
    {"123456789012345", Strength::Weak},                   // 15 bytes
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Strength::Weak},  // no entropy
    {"correcthorsebatterystaple", Strength::Weak},         // reads like words
    {"CorrectHorseBatteryStaple", Strength::Weak},
    {"my-database-password-2024", Strength::Weak},
    {"this_is_not_a_secret_value", Strength::Weak},
    {"0123456789abcdef", Strength::Weak},  // abcdef reads like a word
    {"is-it-on-or-off-by-me", Strength::Weak},
    {"q8Zr2LxV9tBn4KsW", Strength::Strong},
    {"d41d8cd98f00b204e9800998ecf8427e", Strength::Strong},
    {"7Hk9-mQ2x_Vb5&Zw", Strength::Strong},
};

TEST(Strength, FrozenVectors) {
  for (const Vector& vector : kVectors) {
    EXPECT_EQ(strength_of(vector.value), vector.strength) << vector.value;
  }
}

TEST(Strength, OnlyTheFirst4096BytesCount) {
  std::string noise;
  for (int i = 0; noise.size() < 4096; ++i) noise += sha256_hex(std::to_string(i));
  EXPECT_EQ(strength_of(std::string(4096, 'a') + noise), Strength::Weak);
  EXPECT_EQ(strength_of(noise + std::string(100'000, 'a')), Strength::Strong);
}

// The definition once more, in Python with exact big integers: floor(256 × log2 k) is the largest
// m with 2^m ≤ k^256.
constexpr const char* kOracle = R"PY(
import sys, re
def L(k): return (k**256).bit_length() - 1
def case_run(t):
    m = re.match(r'[a-z]+', t)
    if m: return m.end()
    m1, m2 = re.match(r'[A-Z]+', t), re.match(r'[A-Z][a-z]*', t)
    return max(m1.end(), m2.end()) if m1 else 0
def wordy(r):
    return len(r) >= 4 and all(re.search('[aeiouy]', r[i:i+4], re.I) for i in range(len(r)-3))
def strong(v):
    n = len(v)
    if n < 16: return False
    if n*L(n) - sum(v.count(c)*L(v.count(c)) for c in set(v)) < 56*256: return False
    bits, i = 0, 0
    while i < n:
        r = max(case_run(v[i:]), 1)
        if wordy(v[i:i+r]): bits += 8*256
        elif 2 <= r <= 3 and re.search('[aeiouy]', v[i:i+r], re.I): bits += 6*256
        else:
            for c in v[i:i+r]:
                bits += L(10) if c.isdigit() else L(26) if c.isalpha() else 256 if c in '-_. /:' else L(32)
        i += r
    return bits >= 56*256
for line in sys.stdin:
    print(int(strong(line.rstrip('\n'))))
)PY";

TEST(Strength, AgreesWithAnIndependentImplementation) {
  std::string input;
  std::vector<std::string> values;
  const char* const words[] = {"pass", "token", "XKcd",   "Zq",  "97",
                               "-",    "_",     "Secret", "bcd", "QQQ"};
  for (int i = 0; i < 2000; ++i) {
    std::string hash = sha256_hex(std::to_string(i));
    std::string value;
    for (std::size_t j = 0; j < 5 + static_cast<std::size_t>(i % 7); ++j) {
      value += i % 3 == 0 ? hash.substr(j * 3, 3) : words[static_cast<std::size_t>(hash[j]) % 10];
    }
    values.push_back(value);
    input += value + "\n";
  }
  testing::TemporaryFolder folder;
  std::string script = folder.write("oracle.py", kOracle);
  testing::ProgramResult oracle =
      testing::run_program({"python3", script}, {.folder = "", .environment = {}, .input = input});
  ASSERT_EQ(oracle.exit_code, 0) << oracle.errors;
  ASSERT_EQ(oracle.output.size(), values.size() * 2);
  std::size_t strong = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    bool expected = oracle.output[i * 2] == '1';
    strong += expected;
    EXPECT_EQ(strength_of(values[i]) == Strength::Strong, expected) << values[i];
  }
  EXPECT_GT(strong, 100u);
  EXPECT_LT(strong, 1900u);
}

}  // namespace
}  // namespace leakwarden
