#include "scanner/base/secret.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden {
namespace {

TEST(Secret, ComparesByContent) {
  EXPECT_TRUE(Secret::copy_of("abc") == Secret::copy_of("abc"));
  EXPECT_FALSE(Secret::copy_of("abc") == Secret::copy_of("abd"));
  EXPECT_FALSE(Secret::copy_of("abc") == Secret::copy_of("ab"));
  EXPECT_TRUE(Secret() == Secret::copy_of(""));
}

TEST(Secret, CopiesAndMoves) {
  Secret first = Secret::copy_of("value");
  Secret second = first;
  Secret third = std::move(first);
  EXPECT_TRUE(second == third);
  EXPECT_TRUE(first.empty());  // NOLINT: a moved-from secret is empty by contract
  const Secret& itself = third;
  third = itself;
  EXPECT_EQ(third.reveal(RevealFor::Matching), "value");
}

TEST(Secret, ConvertsToNoString) {
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string>));
  EXPECT_FALSE((std::is_convertible_v<Secret, std::string_view>));
  EXPECT_FALSE((std::is_constructible_v<std::string, Secret>));
}

TEST(Secret, MaskShowsAtMostFourCharactersAndAFifth) {
  EXPECT_EQ(Secret::copy_of("q8Zr2LxV9tBn4KsW").mask(), "q8Z…");  // 16 → 3
  EXPECT_EQ(Secret::copy_of("q8Zr2LxV9tBn4KsWq8Zr2LxV9tBn4KsW").mask(), "q8Zr…");
  EXPECT_EQ(Secret::copy_of("hunter2").mask(), "…");  // weak
  EXPECT_EQ(Secret().mask(), "…");
  EXPECT_EQ(Secret::copy_of("\x1b]q8Zr2LxV9tBn4KsW").mask(), "…");  // nothing printable first
  EXPECT_EQ(Secret::copy_of("-----BEGIN RSA q8Zr2LxV9tBn4KsW").mask(), "…");
}

TEST(Secret, WipeMemoryOverwrites) {
  char bytes[8] = {'s', 'e', 'c', 'r', 'e', 't', '!', '!'};
  wipe_memory(bytes, sizeof bytes);
  for (char c : bytes) EXPECT_EQ(c, 0);
}

// Negative compile tests: each snippet must be refused by the compiler, and the frame around it
// must compile when the snippet is harmless (so that a refusal is never a broken frame).
bool compiles(const std::string& snippet) {
  testing::TemporaryFolder folder;
  std::string source = folder.write("probe.cc", R"(
#include <iostream>
#include <sstream>
#include <fmt/core.h>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>
#include "scanner/base/finding.h"
void probe(const leakwarden::Secret& secret, const leakwarden::Finding& finding) {
  (void)secret; (void)finding;
)" + snippet + "\n}\n");
  testing::ProgramResult result = testing::run_program(
      {LEAKWARDEN_COMPILER, "-std=c++20", "-fsyntax-only", "-DFMT_HEADER_ONLY=1",
       "-DSPDLOG_FMT_EXTERNAL", "-I" LEAKWARDEN_SOURCE_DIR, source},
      {.folder = "", .environment = {}, .input = "", .deadline = std::chrono::seconds(120)});
  return result.exit_code == 0;
}

TEST(Secret, TheFrameOfTheNegativeTestsCompiles) {
  EXPECT_TRUE(
      compiles("std::cout << secret.mask(); spdlog::info(\"{}\", secret.mask());"
               "nlohmann::json json = secret.mask(); (void)json;"));
}

TEST(Secret, DoesNotCompileIntoALogCall) {
  EXPECT_FALSE(compiles("spdlog::info(\"{}\", secret);"));
  EXPECT_FALSE(compiles("spdlog::info(\"{}\", finding);"));
}

TEST(Secret, DoesNotCompileIntoAFormatString) {
  EXPECT_FALSE(compiles("fmt::print(\"{}\", secret);"));
  EXPECT_FALSE(compiles("(void)fmt::format(\"{}\", secret);"));
  EXPECT_FALSE(compiles("(void)fmt::format(\"{}\", fmt::streamed(secret));"));
}

TEST(Secret, DoesNotCompileIntoAStreamOrAString) {
  EXPECT_FALSE(compiles("std::cout << secret;"));
  EXPECT_FALSE(compiles("std::ostringstream text; text << secret;"));
  EXPECT_FALSE(compiles("std::string text = secret; (void)text;"));
  EXPECT_FALSE(compiles("std::string_view text(secret); (void)text;"));
}

TEST(Secret, DoesNotCompileIntoAJsonValue) {
  EXPECT_FALSE(compiles("nlohmann::json json = secret; (void)json;"));
  EXPECT_FALSE(compiles("nlohmann::json json; json[\"secret\"] = secret;"));
  EXPECT_FALSE(compiles("nlohmann::json json; json.push_back(secret);"));
}

}  // namespace
}  // namespace leakwarden
