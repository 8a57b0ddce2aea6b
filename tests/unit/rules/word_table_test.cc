#include "scanner/rules/word_table.h"

#include <gtest/gtest.h>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/word_build.h"

namespace leakwarden::scanner {
namespace {

std::string some_table() {
  WordBuilder builder;
  builder.add_stem("key", 0, 20);
  builder.add_stem("pw", 1, 30);
  Spelling spelling;
  for (const char letter : std::string_view("ghp_0"))
    spelling.bytes.push_back(ByteSet().set(static_cast<unsigned char>(letter)));
  spelling.bytes.push_back(ByteSet().set('0').set('1').set('2'));
  builder.add(spelling);
  return builder.take();
}

TEST(WordTable, CutOnesAreNotOpened) {
  const std::string table = some_table();
  const AlignedBytes bytes{std::string_view(table)};
  EXPECT_TRUE(WordTable::open(bytes.view(), 2).has_value());
  EXPECT_FALSE(WordTable::open(bytes.view(), 1).has_value());  // a stem that there is not
  for (std::size_t size = 0; size < table.size(); size += 1 + size / 50)
    EXPECT_FALSE(WordTable::open(bytes.view().substr(0, size), 2).has_value()) << size;
}

// Whatever is opened keeps to its own bytes.
TEST(WordTable, DamagedOnesAreRefusedOrHarmless) {
  const std::string whole = some_table();
  const std::string text = "a key = pw ghp_01 ghp_02 KEY";
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 1 + (at > 200 && at < 150'000 ? 97 : 0)) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(~damaged[at]);
    const AlignedBytes bytes{std::string_view(damaged)};
    const std::optional<WordTable> table = WordTable::open(bytes.view(), 2);
    refused += table ? 0 : 1;
    for (std::size_t place = 0; table && place + 4 <= text.size(); ++place) {
      table->words_at(
          gram_at(text.data() + place), text, place,
          [&](const WordTable::Word&, std::uint64_t begin) { EXPECT_LT(begin, text.size()); });
    }
  }
  EXPECT_GT(refused, 20u);
}

}  // namespace
}  // namespace leakwarden::scanner
