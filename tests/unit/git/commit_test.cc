// parse_commit and parse_tag.
#include <gtest/gtest.h>

#include "scanner/git/changes.h"
#include "scanner/git/repository.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitSandbox;

const std::string kTree(40, 'a');
const std::string kParent(40, 'b');

TEST(ParseCommit, TakesAllFields) {
  std::string text = "tree " + kTree + "\nparent " + kParent + "\nparent " + kTree +
                     "\nauthor Ada L <ada@example.com> 1700000000 +0130\n"
                     "committer Bob <bob@example.com> 1700000001 -0800\n"
                     "encoding ISO-8859-1\ngpgsig -----BEGIN\n line\n\nsubject\n\nbody\n";
  Result<CommitInfo> commit = parse_commit(ObjectId(), text);
  ASSERT_TRUE(commit.ok());
  EXPECT_EQ(commit->tree.hex(), kTree);
  ASSERT_EQ(commit->parents.size(), 2u);
  EXPECT_EQ(commit->parents[0].hex(), kParent);
  EXPECT_EQ(commit->author_name, "Ada L");
  EXPECT_EQ(commit->author_email, "ada@example.com");
  EXPECT_EQ(commit->author_date, "2023-11-14T23:43:20+01:30");
  EXPECT_EQ(commit->author_line, "Ada L <ada@example.com> 1700000000 +0130");
  EXPECT_EQ(commit->committer_line, "Bob <bob@example.com> 1700000001 -0800");
  EXPECT_EQ(commit->other_headers, "encoding ISO-8859-1\ngpgsig -----BEGIN\n line\n");
  EXPECT_EQ(commit->message, "subject\n\nbody\n");
}

TEST(ParseCommit, FormatsDatesAsGitDoes) {
  GitSandbox sandbox;
  for (const char* date : {"0 +0000", "951782399 +0000", "951782400 -1130", "4107542399 +1400",
                           "1234567890 -0001", "4102444800 +0530"}) {
    sandbox.environment["GIT_AUTHOR_DATE"] = std::string("@") + date;
    std::string id = sandbox.commit_all(date);
    std::string expected = sandbox.git_line({"log", "-1", "--format=%aI"});
    Result<CommitInfo> commit = parse_commit(ObjectId(), sandbox.git({"cat-file", "commit", id}));
    ASSERT_TRUE(commit.ok());
    // git writes UTC as "Z" only from 2.40 on.
    if (commit->author_date.back() == 'Z' && expected.size() > 6 && expected.back() != 'Z')
      expected = expected.substr(0, expected.size() - 6) + "Z";
    EXPECT_EQ(commit->author_date, expected) << date;
  }
}

TEST(ParseCommit, ToleratesOddPeople) {
  struct Case {
    std::string line;
    std::string name;
    std::string email;
    std::string date;
  };
  const Case cases[] = {
      {"Ada <ada@example.com>", "Ada", "ada@example.com", ""},
      {"<> 0 +0000", "", "", "1970-01-01T00:00:00Z"},
      {"no address at all 5", "no address at all 5", "", ""},
      {"A > B < C", "A > B < C", "", ""},
      {"A <b> <c> 12 junk", "A", "b> <c", "1970-01-01T00:00:12Z"},
      {"A <b> -5 +0000", "A", "b", ""},
      {"A <b> 99999999999999999999 +0000", "A", "b", ""},
      {"A <b> 10 +01", "A", "b", "1970-01-01T00:00:10Z"},
      {"A <b> 10 +0x00", "A", "b", "1970-01-01T00:00:10Z"},
      {"A <b> 0 -0100", "A", "b", "1969-12-31T23:00:00-01:00"},
  };
  for (const Case& odd : cases) {
    Result<CommitInfo> commit =
        parse_commit(ObjectId(), "tree " + kTree + "\nauthor " + odd.line + "\n\n");
    ASSERT_TRUE(commit.ok()) << odd.line;
    EXPECT_EQ(commit->author_name, odd.name) << odd.line;
    EXPECT_EQ(commit->author_email, odd.email) << odd.line;
    EXPECT_EQ(commit->author_date, odd.date) << odd.line;
  }
}

TEST(ParseCommit, RefusesWhatIsNoCommit) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("author A <a> 1 +0000\n\nmessage"),
        "tree " + kTree.substr(1) + "\n\n", "tree " + kTree + "\nparent xyz\n\n"}) {
    Result<CommitInfo> commit = parse_commit(ObjectId(), text);
    ASSERT_FALSE(commit.ok()) << text;
    EXPECT_EQ(commit.error().kind, ErrorKind::Corrupt);
  }
}

TEST(ParseCommit, NeedsNeitherPeopleNorMessage) {
  Result<CommitInfo> commit = parse_commit(ObjectId(), "tree " + kTree);
  ASSERT_TRUE(commit.ok());
  EXPECT_TRUE(commit->author_line.empty());
  EXPECT_TRUE(commit->message.empty());
}

TEST(ParseTag, TakesAllFields) {
  Result<TagInfo> tag = parse_tag(
      "object " + kTree + "\ntype blob\ntag v1\ntagger A <a@b> 1 +0000\nodd x\n\nmessage\n");
  ASSERT_TRUE(tag.ok());
  EXPECT_EQ(tag->target.hex(), kTree);
  EXPECT_EQ(tag->target_type, ObjectType::Blob);
  EXPECT_EQ(tag->name, "v1");
  EXPECT_EQ(tag->tagger_line, "A <a@b> 1 +0000");
  EXPECT_EQ(tag->other_headers, "odd x\n");
  EXPECT_EQ(tag->message, "message\n");
}

TEST(ParseTag, RefusesWhatIsNoTag) {
  for (const std::string& text :
       {std::string(), "object " + kTree + "\n\n", "object " + kTree + "\ntype nothing\n\n",
        "type commit\n\n" + kTree}) {
    Result<TagInfo> tag = parse_tag(text);
    ASSERT_FALSE(tag.ok()) << text;
    EXPECT_EQ(tag.error().kind, ErrorKind::Corrupt);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
