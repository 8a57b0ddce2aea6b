#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

struct Seen {
  std::vector<std::string> texts;
  std::vector<std::int64_t> numbers;
  std::vector<std::int64_t> columns;
};

Status walk(const std::string& bytes, Seen& seen) {
  return each_line(bytes, "f", [&seen](const TextLine& line) {
    seen.texts.emplace_back(line.text);
    seen.numbers.push_back(line.number);
    seen.columns.push_back(line.column);
    return done();
  });
}

TEST(TextLines, NumbersAndColumnsOfWhatIsThere) {
  Seen seen;
  ASSERT_TRUE(walk("\xef\xbb\xbf"
                   "a\r\n\n  \t\n  b c \nlast",
                   seen)
                  .ok());
  EXPECT_EQ(seen.texts, (std::vector<std::string>{"a", "b c", "last"}));
  EXPECT_EQ(seen.numbers, (std::vector<std::int64_t>{1, 4, 5}));
  EXPECT_EQ(seen.columns, (std::vector<std::int64_t>{1, 3, 1}));
}

TEST(TextLines, NothingIsNoLine) {
  Seen seen;
  ASSERT_TRUE(walk("", seen).ok());
  EXPECT_TRUE(seen.texts.empty());
}

// The signs as git writes them, with merge.conflictStyle diff3 too.
TEST(TextLines, AnUnfinishedMergeIsSaidAtItsLine) {
  for (const char* sign : {"<<<<<<< HEAD", "=======", ">>>>>>> side", "||||||| 1f2e3d4"}) {
    Seen seen;
    const Status walked = walk(std::string("a\n") + sign + "\nb\n", seen);
    ASSERT_FALSE(walked.ok()) << sign;
    EXPECT_EQ(walked.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(walked.error().where, "f:2:1");
    EXPECT_NE(walked.error().why.find("merge"), std::string::npos);
    EXPECT_EQ(seen.texts.size(), 1u);
  }
  Seen seen;
  EXPECT_TRUE(walk("========\n<<<<<<<<\n", seen).ok());
}

// What a redirection of PowerShell writes.
TEST(TextLines, Utf16IsAnError) {
  Seen seen;
  const Status walked = walk(std::string("\xff\xfe"
                                         "a\0\n\0",
                                         6),
                             seen);
  ASSERT_FALSE(walked.ok());
  EXPECT_EQ(walked.error().where, "f:1:1");
  EXPECT_FALSE(walk(std::string("\xfe\xff\0a", 4), seen).ok());
}

TEST(TextLines, LongLinesAndManyAreErrors) {
  Seen seen;
  EXPECT_TRUE(walk(std::string(kMostLineBytes, 'a'), seen).ok());
  const Status longer = walk("\n" + std::string(kMostLineBytes + 1, 'a'), seen);
  ASSERT_FALSE(longer.ok());
  EXPECT_EQ(longer.error().where, "f:2:1");
  const std::string many(static_cast<std::size_t>(kMostSuppressionLines), '\n');
  EXPECT_TRUE(walk(many, seen).ok());
  EXPECT_FALSE(walk(many + "x", seen).ok());
}

}  // namespace
}  // namespace leakwarden::scanner
