#include "scanner/rules/rule_set.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <hs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "scanner/rules/rule_image.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;

using Ends = std::vector<std::pair<std::string, std::uint64_t>>;
using Loaded = Result<std::shared_ptr<const RuleSet>>;

std::string rule_text(const std::string& id, const std::string& pattern) {
  return "  - id: " + id + "\n    name: Example\n    severity: high\n    confidence: high\n" +
         "    pattern: '" + pattern + "'\n    examples: {seeded: 1}\n" +
         "    revoke: {url: 'https://example.com/keys', steps: [Delete the key]}\n";
}

std::string file_text(const std::string& rules) {
  return "provider: Example\nhomepage: https://example.com\nrules:\n" + rules;
}

std::string abc_file() {
  return file_text(rule_text("abc-key", "(?P<secret>ABC-[0-9a-f]{16})"));
}

std::string postman_key() {
  return "PMAK" + std::string("-") + "64f1a2b3c4d5e6f708192a3b" + "-" +
         "0123456789abcdef0123456789abcdef01";
}

// Every trigger end in `text`, as (rule id, offset), by Hyperscan on the set's database.
Ends triggers(const RuleSet& rules, const std::string& text) {
  struct Found {
    const RuleSet& rules;
    Ends ends;
  } found{rules, {}};
  hs_scratch_t* scratch = nullptr;
  EXPECT_EQ(hs_alloc_scratch(rules.database(), &scratch), HS_SUCCESS);
  const hs_error_t code = hs_scan(
      rules.database(), text.data(), static_cast<unsigned>(text.size()), 0, scratch,
      [](unsigned id, unsigned long long, unsigned long long end, unsigned, void* context) {
        Found* all = static_cast<Found*>(context);
        all->ends.emplace_back(all->rules.rules().at(id).id, end);
        return 0;
      },
      &found);
  EXPECT_EQ(code, HS_SUCCESS);
  hs_free_scratch(scratch);
  return found.ends;
}

long count_of(const Ends& ends, const std::string& id) {
  return std::count_if(ends.begin(), ends.end(),
                       [&](const Ends::value_type& end) { return end.first == id; });
}

class RuleSetTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "leakwarden-rules-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << text;
    return path;
  }
  std::string cache() const { return folder_ + "/cache"; }
  std::string folder_;
};

TEST_F(RuleSetTest, BuiltinHoldsPostmanAndFindsItsTrigger) {
  const Loaded rules = RuleSet::builtin();
  ASSERT_TRUE(rules.ok()) << rules.error().message();
  EXPECT_GE((*rules)->rules().size(), 60U);
  const Rule* rule = (*rules)->find("postman-api-key");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->width, 64U);  // PMAK-, 24, -, 34, counted by hand
  EXPECT_FALSE(rule->advice.steps.empty());
  EXPECT_EQ((*rules)->find("postman-api"), nullptr);
  EXPECT_EQ(count_of(triggers(**rules, "key = " + postman_key() + "\n"), "postman-api-key"), 1);
}

TEST_F(RuleSetTest, BuiltinImageIsWhatTheCatalogueSays) {
  const Loaded builtin = RuleSet::builtin();
  ASSERT_TRUE(builtin.ok());
  // Checked here, once, so that a start may leave it out.
  ASSERT_TRUE(open_rule_image((*builtin)->image(), Verify::Everything).ok());
  const Loaded loaded =
      RuleSet::load({std::string(LEAKWARDEN_SOURCE_DIR) + "/rules/catalog"}, cache());
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  EXPECT_EQ((*loaded)->digest(), (*builtin)->digest());
  EXPECT_EQ((*loaded)->rules().size(), (*builtin)->rules().size());
}

TEST_F(RuleSetTest, RulesAreOrderedByIdAndFoundByIt) {
  const std::string path =
      write("r.yaml", file_text(rule_text("zed-key", "(?P<secret>ZED-[0-9a-f]{16})") +
                                rule_text("abc-key", "(?P<secret>ABC-[0-9a-f]{16})")));
  const Loaded rules = RuleSet::load({path}, cache());
  ASSERT_TRUE(rules.ok()) << rules.error().message();
  ASSERT_EQ((*rules)->rules().size(), 2U);
  EXPECT_EQ((*rules)->rules()[0].id, "abc-key");
  const Rule* const zed = (*rules)->find("zed-key");
  ASSERT_NE(zed, nullptr);
  EXPECT_EQ(zed->advice.steps, (*rules)->rules()[1].advice.steps);
  EXPECT_EQ((*rules)->find("zed-key"), zed);
  EXPECT_EQ((*rules)->index_of("zed-key"), 1U);
  for (const char* unknown : {"", "a", "abc-kez", "zzz"})
    EXPECT_EQ((*rules)->find(unknown), nullptr);
  const Ends ends = triggers(**rules, "x ZED-0123456789abcdef y");
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_EQ(ends[0].first, "zed-key");
}

TEST_F(RuleSetTest, NoRulesIsAnError) {
  const std::vector<std::string> empty_file = {write("empty.yaml", file_text("  []\n"))};
  for (const std::vector<std::string>& sources : {std::vector<std::string>{}, empty_file}) {
    const Loaded rules = RuleSet::load(sources, cache());
    ASSERT_FALSE(rules.ok());
    EXPECT_EQ(rules.error().kind, ErrorKind::Invalid);
    EXPECT_NE(rules.error().message().find("not one rule"), std::string::npos);
  }
}

TEST_F(RuleSetTest, MissingFileIsNotFoundAndNamed) {
  const Loaded rules = RuleSet::load({folder_ + "/none.yaml"}, cache());
  ASSERT_FALSE(rules.ok());
  EXPECT_EQ(rules.error().kind, ErrorKind::NotFound);
  EXPECT_NE(rules.error().where.find("none.yaml"), std::string::npos);
}

TEST_F(RuleSetTest, FolderWithoutRulesIsAnError) {
  fs::create_directory(folder_ + "/none");
  std::ofstream(folder_ + "/none/README.md") << "no rules";
  const Loaded rules = RuleSet::load({folder_ + "/none"}, cache());
  ASSERT_FALSE(rules.ok());
  EXPECT_EQ(rules.error().kind, ErrorKind::Invalid);
}

TEST_F(RuleSetTest, FolderIsReadInNameOrderAndLinksAreFollowed) {
  fs::create_directory(folder_ + "/set");
  write("outside.yaml", abc_file());
  fs::create_symlink(folder_ + "/outside.yaml", folder_ + "/set/a.yaml");
  write("set/b.yml", file_text(rule_text("bcd-key", "(?P<secret>BCD-[0-9a-f]{16})")));
  write("set/.hidden.yaml", "not: [valid");
  const Loaded rules = RuleSet::load({folder_ + "/set"}, cache());
  ASSERT_TRUE(rules.ok()) << rules.error().message();
  EXPECT_EQ((*rules)->rules().size(), 2U);
}

TEST_F(RuleSetTest, MistakesNameThePlace) {
  const std::string path =
      write("r.yaml", file_text(rule_text("abc-key", "(?P<secret>ABC-[0-9a-f]+)")));
  const Loaded rules = RuleSet::load({path}, cache());
  ASSERT_FALSE(rules.ok());
  EXPECT_EQ(rules.error().kind, ErrorKind::Invalid);
  EXPECT_EQ(rules.error().where, path + ":8:14");
  EXPECT_FALSE(rules.error().remedy.empty());
}

TEST_F(RuleSetTest, BuiltinAndUserRulesTogether) {
  const std::string path = write("r.yaml", abc_file());
  const Loaded rules = RuleSet::load({"builtin", path}, cache());
  ASSERT_TRUE(rules.ok()) << rules.error().message();
  const Loaded builtin = RuleSet::builtin();
  EXPECT_EQ((*rules)->rules().size(), (*builtin)->rules().size() + 1);
  EXPECT_NE((*rules)->digest(), (*builtin)->digest());
  const Ends ends = triggers(**rules, "ABC-0123456789abcdef " + postman_key());
  EXPECT_EQ(count_of(ends, "abc-key"), 1);
  EXPECT_EQ(count_of(ends, "postman-api-key"), 1);
}

TEST_F(RuleSetTest, IdOfABuiltinRuleIsTaken) {
  const std::string path =
      write("r.yaml", file_text(rule_text("postman-api-key", "(?P<secret>ABC-[0-9a-f]{16})")));
  const Loaded rules = RuleSet::load({"builtin", path}, cache());
  ASSERT_FALSE(rules.ok());
  EXPECT_EQ(rules.error().where, path + ":4:9");
  EXPECT_NE(rules.error().why.find("builtin:postman.yaml"), std::string::npos);
}

TEST_F(RuleSetTest, DigestFollowsVerdictsOnly) {
  const std::string text = abc_file();
  const std::string path = write("r.yaml", text);
  const std::string digest = (*RuleSet::load({path}, cache()))->digest();
  EXPECT_EQ(digest.size(), 64U);
  std::string renamed = text;
  renamed.replace(renamed.find("name: Example"), 13, "name: Another");
  write("r.yaml", renamed);
  EXPECT_EQ((*RuleSet::load({path}, cache()))->digest(), digest);
  std::string changed = text;
  changed.replace(changed.find("{16}"), 4, "{17}");
  write("r.yaml", changed);
  EXPECT_NE((*RuleSet::load({path}, cache()))->digest(), digest);
}

TEST_F(RuleSetTest, ImageGoesToAWorkerAsAFile) {
  const Loaded rules = RuleSet::builtin();
  ASSERT_TRUE(rules.ok());
  const std::string path = write("image", std::string((*rules)->image()));
  const Result<Descriptor> file = open_regular_file(AT_FDCWD, path);
  ASSERT_TRUE(file.ok());
  const Loaded again = RuleSet::from_file(*file);
  ASSERT_TRUE(again.ok()) << again.error().message();
  EXPECT_EQ((*again)->digest(), (*rules)->digest());
  EXPECT_FALSE(triggers(**again, postman_key() + "\n").empty());
}

}  // namespace
}  // namespace leakwarden::scanner
