#include "scanner/ignore_rules.h"

#include <random>

#include "tests/support/git_client.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitClient;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::TemporaryFolder;

TEST(IgnoreRules, TheDeepestFolderAndTheLastPatternDecide) {
  IgnoreRules rules;
  rules.add("", "*.log\n!keep.log\nbuild/\n");
  rules.add("a", "!*.log\nsecret.log\n");
  EXPECT_TRUE(rules.ignored("x.log", false));
  EXPECT_FALSE(rules.ignored("keep.log", false));
  EXPECT_FALSE(rules.ignored("a/x.log", false));
  EXPECT_TRUE(rules.ignored("a/secret.log", false));
  EXPECT_TRUE(rules.ignored("a/b/secret.log", false));
  EXPECT_TRUE(rules.ignored("a/build", true));
  EXPECT_FALSE(rules.ignored("a/build", false));
  EXPECT_FALSE(rules.ignored("other", false));
}

TEST(IgnoreRules, AByteOrderMarkAndDosLineEndsDoNotMatter) {
  IgnoreRules rules;
  rules.add("", "\xEF\xBB\xBF*.tmp\r\n*.bak");
  EXPECT_TRUE(rules.ignored("a.tmp", false));
  EXPECT_TRUE(rules.ignored("a.bak", false));
}

std::string pick(std::mt19937& random, const std::vector<std::string>& parts, std::size_t most) {
  std::string text;
  for (std::size_t i = random() % most + 1; i-- > 0;) text += parts[random() % parts.size()];
  return text;
}

// The oracle is git itself, on random patterns and paths (no folder of a path is itself ignored:
// that is the walk's part).
TEST(IgnoreRules, AgreesWithGitOnRandomPatterns) {
  const TemporaryFolder folder;
  GitClient git(folder / "work");
  git.init();
  std::mt19937 random(20261);
  const std::vector<std::string> pattern_parts = {"a",    "b",   "*",   "**",  "/",     "?", "[ab]",
                                                  "[!a]", "**/", "/**", "\\a", "[a-b]", ".", "!"};
  const std::vector<std::string> path_parts = {"a", "b", ".", "ab"};
  for (int round = 0; round < 60; ++round) {
    const std::string line = pick(random, pattern_parts, 5);
    git.write(".gitignore", line + "\n");
    IgnoreRules rules;
    rules.add("", line + "\n");
    std::string input;
    std::vector<std::string> paths;
    for (int i = 0; i < 60; ++i) {
      std::string path = pick(random, path_parts, 3);
      for (std::size_t depth = random() % 3; depth-- > 0;)
        path += "/" + pick(random, path_parts, 2);
      if (path.find("..") != std::string::npos ||
          ("/" + path + "/").find("/./") != std::string::npos)
        continue;
      paths.push_back(path);
      input += path + '\0';
    }
    const ProgramResult result =
        git.run({"check-ignore", "--no-index", "-z", "--stdin", "-v", "-n"}, input);
    std::size_t at = 0;
    for (const std::string& path : paths) {
      // source NUL line NUL pattern NUL path NUL
      std::vector<std::string> fields;
      for (int i = 0; i < 4; ++i) {
        const std::size_t end = result.output.find('\0', at);
        ASSERT_NE(end, std::string::npos);
        fields.push_back(result.output.substr(at, end - at));
        at = end + 1;
      }
      ASSERT_EQ(fields[3], path);
      bool ours = rules.ignored(path, false);
      for (std::size_t slash = path.find('/'); slash != std::string::npos;
           slash = path.find('/', slash + 1)) {
        if (rules.ignored(path.substr(0, slash), true)) {
          ours = true;
          break;
        }
      }
      const bool theirs = !fields[2].empty() && fields[2][0] != '!';
      EXPECT_EQ(ours, theirs) << "pattern '" << line << "' path '" << path << "'";
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
