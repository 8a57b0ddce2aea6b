// Where findings come from, against git itself: `git ls-tree` of every commit, `git rev-list`,
// `git for-each-ref --contains` and `git log --find-object`, over random histories with merges,
// renames, copies, skewed clocks and commits that no ref reaches.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "scanner/scan.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

using namespace leakwarden::testing;

using Strings = std::set<std::string>;

// What git says about one history.
class Oracle {
 public:
  Oracle(GitSandbox& sandbox, const SecretHistory& history) : sandbox_(sandbox) {
    for (const SecretCommit& commit : history.commits()) {
      read_tree(commit.id);
      for (const std::string& ancestor : lines_of(sandbox.git({"rev-list", commit.id})))
        ancestors_[commit.id].insert(ancestor);
      ancestors_[commit.id].erase(commit.id);
    }
    for (const std::string& line : lines_of(
             sandbox.git({"for-each-ref", "--format=%(refname) %(objectname) %(*objectname)"}))) {
      const std::vector<std::string> fields = fields_of(line);
      tips_[fields.at(0)] = fields.size() > 2 && !fields[2].empty() ? fields[2] : fields.at(1);
    }
    for (const std::string& id : lines_of(sandbox.git({"rev-list", "--all"}))) reached_.insert(id);
    for (const std::string& id :
         lines_of(sandbox.git({"rev-list", "--branches", "--tags", "--remotes"})))
      shared_.insert(id);
  }

  // Paths of `blob` in `commit`.
  Strings paths(const std::string& commit, const std::string& blob) const {
    Strings found;
    for (const auto& [path, id] : trees_.at(commit)) {
      if (id == blob) found.insert(path);
    }
    return found;
  }

  bool holds(const std::string& commit, const std::string& blob) const {
    return !paths(commit, blob).empty();
  }

  Strings tip_paths(const std::string& blob) const {
    Strings found;
    for (const auto& [ref, commit] : tips_) found.merge(paths(commit, blob));
    return found;
  }

  Strings all_paths(const std::string& blob) const {
    Strings found;
    for (const auto& [commit, tree] : trees_) found.merge(paths(commit, blob));
    return found;
  }

  // 2: a branch or tag reaches a commit that holds it; 1: only another ref; 0: none.
  int reach_of(const std::string& blob) const {
    int best = 0;
    for (const auto& [commit, tree] : trees_) {
      if (holds(commit, blob)) best = std::max(best, reach_of_commit(commit));
    }
    return best;
  }

  int reach_of_commit(const std::string& commit) const {
    return shared_.count(commit) > 0 ? 2 : reached_.count(commit) > 0 ? 1 : 0;
  }

  const Strings& ancestors(const std::string& commit) const { return ancestors_.at(commit); }

  Strings refs_containing(const std::string& commit) const {
    const std::vector<std::string> lines =
        lines_of(sandbox_.git({"for-each-ref", "--format=%(refname)", "--contains", commit}));
    return {lines.begin(), lines.end()};
  }

  // Commits of `git log` whose change adds or removes the object.
  Strings log_of(const std::string& blob) const {
    const std::vector<std::string> lines = lines_of(sandbox_.git(
        {"log", "--all", "--no-renames", "-m", "--format=%H", "--find-object=" + blob}));
    return {lines.begin(), lines.end()};
  }

  std::string tip(const std::string& ref) const { return tips_.at(ref); }

  // Blobs whose bytes hold the token.
  Strings versions(const std::string& token) {
    Strings found;
    for (const auto& [commit, tree] : trees_) {
      for (const auto& [path, blob] : tree) {
        if (contents_.count(blob) == 0) contents_[blob] = sandbox_.git({"cat-file", "blob", blob});
        if (contents_[blob].find(token) != std::string::npos) found.insert(blob);
      }
    }
    return found;
  }

 private:
  void read_tree(const std::string& commit) {
    std::map<std::string, std::string>& tree = trees_[commit];
    for (const std::string& line : lines_of(sandbox_.git({"ls-tree", "-r", commit}))) {
      const std::size_t tab = line.find('\t');
      tree[line.substr(tab + 1)] = line.substr(tab - 40, 40);
    }
  }

  GitSandbox& sandbox_;
  std::map<std::string, std::map<std::string, std::string>> trees_;  // commit → path → blob
  std::map<std::string, Strings> ancestors_;                         // without itself
  std::map<std::string, std::string> tips_;                          // ref → commit
  std::map<std::string, std::string> contents_;                      // by blob
  Strings reached_;
  Strings shared_;
};

// Most branches go; what is left is branches, tags of both kinds, a remote's branch and a ref of a
// forge.
void thin_out_refs(GitSandbox& sandbox, const SecretHistory& history, unsigned long long seed) {
  Dice dice(seed);
  std::string commands;
  for (std::size_t n = 0; n < history.commits().size(); ++n) {
    const std::string& id = history.commits()[n].id;
    const std::string number = std::to_string(n);
    if (dice.below(6) != 0) commands += "delete refs/heads/c" + number + "\n";
    if (dice.below(12) == 0) commands += "create refs/remotes/origin/r" + number + " " + id + "\n";
    if (dice.below(12) == 0) commands += "create refs/tags/light" + number + " " + id + "\n";
    if (dice.below(9) == 0) commands += "create refs/pull/" + number + "/head " + id + "\n";
    if (dice.below(12) == 0) sandbox.git({"tag", "-a", "-m", "x", "heavy" + number, id});
  }
  sandbox.git({"update-ref", "--stdin"}, commands);
}

void expect_true_place(Oracle& oracle, const Finding& finding, const Strings& versions) {
  const Location& place = finding.location;
  SCOPED_TRACE(place.path + " of " + place.commit + ", blob " + place.blob);
  ASSERT_FALSE(place.commit.empty());
  // The blob is at that path: at the tip of the first ref, or in the introducing commit.
  ASSERT_TRUE(place.at_tip.has_value());
  if (*place.at_tip) {
    ASSERT_FALSE(place.refs.empty());
    EXPECT_EQ(oracle.paths(oracle.tip(place.refs.front()), place.blob).count(place.path), 1u);
  } else {
    EXPECT_TRUE(oracle.tip_paths(place.blob).empty());
  }
  // The commit brought a version in that stands (or stood) at this path, and nobody before it had.
  const auto is_here = [&](const std::string& blob) {
    const Strings tips = oracle.tip_paths(blob);
    return (tips.empty() ? oracle.all_paths(blob) : tips).count(place.path) > 0;
  };
  bool brought = false;
  for (const std::string& blob : versions) {
    if (!is_here(blob) || !oracle.holds(place.commit, blob)) continue;
    const Strings& before = oracle.ancestors(place.commit);
    brought |= std::none_of(before.begin(), before.end(), [&](const std::string& ancestor) {
      return oracle.holds(ancestor, blob);
    });
    // git agrees that it changed something about that blob (it walks what refs reach).
    if (brought && oracle.reach_of_commit(place.commit) > 0) {
      EXPECT_EQ(oracle.log_of(blob).count(place.commit), 1u);
    }
  }
  EXPECT_TRUE(brought);
  // A reader can get at it, where anybody can.
  EXPECT_GE(oracle.reach_of_commit(place.commit), oracle.reach_of(place.blob) == 0 ? 0 : 1);
  // Refs are those that contain the commit; before them may stand the one that holds the file.
  const Strings containing = oracle.refs_containing(place.commit);
  Strings named(place.refs.begin(), place.refs.end());
  EXPECT_TRUE(std::includes(named.begin(), named.end(), containing.begin(), containing.end()));
  for (const std::string& ref : named) {
    const bool holds = std::any_of(versions.begin(), versions.end(), [&](const std::string& blob) {
      return oracle.paths(oracle.tip(ref), blob).count(place.path) > 0;
    });
    EXPECT_TRUE(containing.count(ref) > 0 || holds) << ref;
  }
}

TEST(Provenance, IsWhatGitSays) {
  const unsigned long long seeds = std::getenv("LEAKWARDEN_LONG_TESTS") != nullptr ? 20 : 6;
  for (unsigned long long seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    GitSandbox sandbox;
    const SecretHistory history(sandbox, seed, 40, seed % 2 == 0 ? Clocks::Skewed : Clocks::Honest);
    thin_out_refs(sandbox, history, seed);
    if (seed % 3 == 0) sandbox.git({"repack", "-q", "-a", "-d", "--keep-unreachable"});
    Oracle oracle(sandbox, history);
    const Result<ScanReport> report =
        scan_history(*open_repository(sandbox.path()), builtin_options(seed % 2 == 0 ? 2 : 1));
    ASSERT_TRUE(report.ok());
    std::map<std::string, std::map<std::string, bool>> found;  // token → path → at a tip
    for (const Finding& finding : report->findings) {
      if (finding.location.kind != PlaceKind::Blob) continue;
      const std::string token = testing::value_of(finding);
      const bool is_new =
          found[token].emplace(finding.location.path, *finding.location.at_tip).second;
      EXPECT_TRUE(is_new) << "one place, reported twice";
      expect_true_place(oracle, finding, oracle.versions(token));
    }
    // Nothing is left out: each path at a tip, and some path of what stands nowhere any more.
    for (unsigned number = 0; number < SecretHistory::kTokens; ++number) {
      const std::string token = SecretHistory::token(number);
      for (const std::string& blob : oracle.versions(token)) {
        const Strings tips = oracle.tip_paths(blob);
        for (const std::string& path : tips)
          EXPECT_TRUE(found[token].count(path) > 0 && found[token][path]) << path;
        const Strings paths = oracle.all_paths(blob);
        const bool is_named = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
          return found[token].count(path) > 0;
        });
        EXPECT_TRUE(is_named) << blob;
      }
    }
  }
}

std::string line_with(std::uint64_t seed) {
  return "K=" + planted_github_token(seed) + "\n";
}

ScanReport history_of(const GitSandbox& sandbox) {
  Result<ScanReport> report = scan_history(*open_repository(sandbox.path()), builtin_options());
  EXPECT_TRUE(report.ok());
  return report.ok() ? std::move(*report) : ScanReport{};
}

TEST(Provenance, ARenamedFileIsWhereItIsNow) {
  GitSandbox sandbox;
  sandbox.write("old.env", line_with(1));
  const std::string added = sandbox.commit_all("add");
  sandbox.git({"mv", "old.env", "new.env"});
  sandbox.commit_all("rename");
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const Result<ScanReport> report = scan_repository(*repository, builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"blob new.env:1"});
  EXPECT_EQ(report->findings[0].location.commit, added);
}

TEST(Provenance, ACopiedFileIsNamedAtEachPath) {
  GitSandbox sandbox;
  for (const char* path : {"a.env", "b/c.env", "b/d/e.env"}) sandbox.write(path, line_with(1));
  sandbox.commit_all("add");
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const Result<ScanReport> report = scan_repository(*repository, builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings),
            (std::vector<std::string>{"blob a.env:1", "blob b/c.env:1", "blob b/d/e.env:1"}));
}

TEST(Provenance, AnAmendedCommitGivesWayToTheOneThatTookItsPlace) {
  GitSandbox sandbox;
  sandbox.write("a.env", line_with(1));
  sandbox.commit_all("first try");
  sandbox.git({"commit", "-q", "--amend", "-m", "second try"});
  const ScanReport report = history_of(sandbox);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].location.commit, sandbox.git_line({"rev-parse", "HEAD"}));
  EXPECT_EQ(report.findings[0].location.refs, std::vector<std::string>{"refs/heads/main"});
}

TEST(Provenance, ANameComesFromTheFirstCommitThatHasIt) {
  GitSandbox sandbox;
  sandbox.write("d/" + planted_github_token(1), "x\n");
  const std::string added = sandbox.commit_all("add");
  for (int i = 0; i < 3; ++i) {
    sandbox.write("d/other" + std::to_string(i), "x\n");
    sandbox.commit_all("beside it");
  }
  for (bool packed : {false, true}) {
    if (packed) sandbox.git({"repack", "-q", "-a", "-d"});
    const ScanReport report = history_of(sandbox);
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].location.kind, PlaceKind::Path);
    EXPECT_EQ(report.findings[0].location.commit, added);
    EXPECT_EQ(report.findings[0].location.at_tip, std::optional<bool>(true));
  }
}

TEST(Provenance, WhatATagNamesItselfStandsThere) {
  GitSandbox sandbox;
  const std::string blob = sandbox.git_line({"hash-object", "-w", "--stdin"}, line_with(1));
  sandbox.git({"tag", "-a", "-m", "x", "of-blob", blob});
  const std::string inside = sandbox.git_line({"hash-object", "-w", "--stdin"}, line_with(3));
  sandbox.git(
      {"tag", "of-tree", sandbox.git_line({"mktree"}, "100644 blob " + inside + "\ta.env\n")});
  const ScanReport report = history_of(sandbox);
  std::map<std::string, Location> places;
  for (const Finding& finding : report.findings)
    places[testing::value_of(finding)] = finding.location;
  EXPECT_EQ(places[planted_github_token(1)].refs, std::vector<std::string>{"refs/tags/of-blob"});
  EXPECT_EQ(places[planted_github_token(3)].refs, std::vector<std::string>{"refs/tags/of-tree"});
  EXPECT_EQ(places[planted_github_token(3)].path, "a.env");
}

// Ten folders that are all the same one, ten deep: 10^10 paths.
TEST(Provenance, MorePathsThanAnybodyWillRead) {
  GitSandbox sandbox;
  std::string tree = sandbox.git_line(
      {"mktree"}, "100644 blob " +
                      sandbox.git_line({"hash-object", "-w", "--stdin"}, line_with(1)) +
                      "\ta.env\n");
  for (int depth = 0; depth < 10; ++depth) {
    std::string entries;
    for (char name = 'a'; name < 'k'; ++name)
      entries += "040000 tree " + tree + "\t" + std::string(1, name) + "\n";
    tree = sandbox.git_line({"mktree"}, entries);
  }
  sandbox.git(
      {"update-ref", "refs/heads/main", sandbox.git_line({"commit-tree", tree, "-m", "x"})});
  const ScanReport report = history_of(sandbox);
  EXPECT_EQ(report.findings.size(), 100u);
  ASSERT_EQ(report.coverage.notes.size(), 1u);
  EXPECT_NE(report.coverage.notes[0].find("100 paths"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
