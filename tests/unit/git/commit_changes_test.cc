// commit_changes against brute force over `git ls-tree` and `git diff-tree`.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "scanner/git/changes.h"
#include "scanner/git/sha1.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/random_history.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::fields_of;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::lines_of;
using leakwarden::testing::ModelCommit;

std::shared_ptr<Repository> open(const std::string& path, OpenOptions options = {}) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(path, options);
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

CommitInfo commit_of(Repository& repository, const std::string& hex) {
  ObjectId id = *ObjectId::from_hex(hex);
  Result<ObjectBytes> object = repository.objects().read(id);
  EXPECT_TRUE(object.ok());
  Result<CommitInfo> commit = parse_commit(id, object->bytes);
  EXPECT_TRUE(commit.ok());
  return *commit;
}

struct ListedFile {
  std::string path;
  std::string blob;
  std::string mode;
  friend auto operator<=>(const ListedFile&, const ListedFile&) = default;
};

std::set<ListedFile> files_by_git(GitSandbox& sandbox, const std::string& commit) {
  std::set<ListedFile> files;
  for (const std::string& record : fields_of(sandbox.git({"ls-tree", "-r", "-z", commit}), '\0')) {
    std::size_t tab = record.find('\t');
    std::vector<std::string> fields = fields_of(record.substr(0, tab));
    if (fields.at(1) == "blob") files.insert({record.substr(tab + 1), fields.at(2), fields.at(0)});
  }
  return files;
}

// The definition, taken literally.
std::set<ListedFile> introduced_by_definition(GitSandbox& sandbox, const std::string& commit,
                                              const std::vector<std::string>& parents) {
  std::set<std::string> known;
  for (const std::string& parent : parents) {
    for (const ListedFile& file : files_by_git(sandbox, parent)) known.insert(file.blob);
  }
  std::set<ListedFile> introduced;
  for (const ListedFile& file : files_by_git(sandbox, commit)) {
    if (known.count(file.blob) == 0) introduced.insert(file);
  }
  return introduced;
}

// Old sides of the differences between each parent and the commit.
std::set<std::string> replaced_by_git(GitSandbox& sandbox, const std::string& commit,
                                      const std::vector<std::string>& parents) {
  std::set<std::string> replaced;
  for (const std::string& parent : parents) {
    for (const std::string& line :
         lines_of(sandbox.git({"diff-tree", "-r", "--raw", "--no-renames", parent, commit}))) {
      std::vector<std::string> fields = fields_of(line);
      bool was_file = fields.at(0) != ":000000" && fields.at(0) != ":160000";
      if (was_file && fields.at(2) != fields.at(3)) replaced.insert(fields.at(2));
    }
  }
  return replaced;
}

// Files, symlinks, folders and submodules.
std::set<std::string> names_by_git(GitSandbox& sandbox, const std::string& commit) {
  std::set<std::string> names;
  for (const std::string& name :
       fields_of(sandbox.git({"ls-tree", "-r", "-t", "-z", "--name-only", commit}), '\0')) {
    if (!name.empty()) names.insert(name);
  }
  return names;
}

std::set<std::string> new_names_by_git(GitSandbox& sandbox, const std::string& commit,
                                       const std::vector<std::string>& parents) {
  std::set<std::string> names = names_by_git(sandbox, commit);
  for (const std::string& parent : parents) {
    for (const std::string& known : names_by_git(sandbox, parent)) names.erase(known);
  }
  return names;
}

std::set<std::string> paths_of(const std::vector<NewPath>& new_paths) {
  std::set<std::string> paths;
  for (const NewPath& path : new_paths) {
    EXPECT_EQ(path.name_at, path.path.rfind('/') + 1) << path.path;
    EXPECT_TRUE(paths.insert(path.path).second) << path.path;
  }
  return paths;
}

std::set<std::string> last_names(const std::set<std::string>& paths) {
  std::set<std::string> names;
  for (const std::string& path : paths) names.insert(path.substr(path.rfind('/') + 1));
  return names;
}

std::string mode_text(unsigned mode) {
  char text[16];
  std::snprintf(text, sizeof text, "%06o", mode);
  return text;
}

TEST(CommitChanges, AgreeWithTheDefinitionOnRandomHistories) {
  for (unsigned long long seed : {1, 2, 3}) {
    GitSandbox sandbox({"--bare"});
    std::vector<ModelCommit> history =
        make_random_history(sandbox, seed, 80, leakwarden::testing::Clocks::Honest);
    std::shared_ptr<Repository> repository = open(sandbox.path());
    std::size_t merges_with_own_content = 0;
    for (const ModelCommit& model : history) {
      std::vector<std::string> parents;
      for (std::size_t parent : model.parents) parents.push_back(history[parent].id);
      std::vector<Gap> gaps;
      Result<CommitChanges> changes =
          commit_changes(*repository, commit_of(*repository, model.id), gaps);
      ASSERT_TRUE(changes.ok());
      EXPECT_TRUE(gaps.empty());
      std::set<ListedFile> introduced;
      for (const IntroducedBlob& blob : changes->introduced)
        introduced.insert({blob.path, blob.blob.hex(), mode_text(blob.mode)});
      EXPECT_EQ(introduced.size(), changes->introduced.size());
      std::set<ListedFile> expected = introduced_by_definition(sandbox, model.id, parents);
      EXPECT_TRUE(introduced == expected) << "seed " << seed << " commit " << model.id;
      const std::set<std::string> told = paths_of(changes->new_paths);
      const std::set<std::string> names = new_names_by_git(sandbox, model.id, parents);
      EXPECT_TRUE(std::includes(names.begin(), names.end(), told.begin(), told.end()));
      // A folder that is new at two places is entered at one of them.
      EXPECT_EQ(last_names(told), last_names(names)) << "seed " << seed << " commit " << model.id;
      if (parents.size() > 1 && introduced.empty()) continue;
      if (parents.size() > 1) ++merges_with_own_content;
      std::set<std::string> replaced;
      for (const ObjectId& id : changes->replaced) replaced.insert(id.hex());
      EXPECT_TRUE(replaced == replaced_by_git(sandbox, model.id, parents))
          << "seed " << seed << " commit " << model.id;
    }
    EXPECT_GT(merges_with_own_content, 3u);
  }
}

TEST(CommitChanges, CountARenamedOrCopiedFileAsOld) {
  GitSandbox sandbox;
  sandbox.write("a/one", "content one");
  sandbox.write("b/two", "content two");
  sandbox.commit_all("first");
  sandbox.git({"mv", "a/one", "moved"});
  sandbox.write("c/copy", "content two");
  sandbox.write("fresh", "fresh");
  std::string id = sandbox.commit_all("second");
  std::shared_ptr<Repository> repository = open(sandbox.path());
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  ASSERT_EQ(changes.introduced.size(), 1u);
  EXPECT_EQ(changes.introduced[0].path, "fresh");
  ASSERT_EQ(changes.replaced.size(), 1u);
  EXPECT_EQ(changes.replaced[0], object_id_of(ObjectType::Blob, "content one", 20));
}

TEST(CommitChanges, NameWhatARenameOfAFileOrFolderBrings) {
  GitSandbox sandbox;
  sandbox.write("a/one", "content one");
  sandbox.write("b/deep/two", "content two");
  sandbox.commit_all("first");
  sandbox.git({"mv", "a/one", "a/renamed"});
  sandbox.git({"mv", "b", "c"});
  sandbox.git({"update-index", "--add", "--cacheinfo", "160000," + std::string(40, '1') + ",sub"});
  const std::string id = sandbox.git_line(
      {"commit-tree", sandbox.git_line({"write-tree"}), "-p", "HEAD", "-m", "second"});
  std::vector<Gap> gaps;
  std::shared_ptr<Repository> repository = open(sandbox.path());
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  EXPECT_TRUE(changes.introduced.empty());
  EXPECT_EQ(paths_of(changes.new_paths),
            (std::set<std::string>{"a/renamed", "c", "c/deep", "c/deep/two", "sub"}));
}

TEST(CommitChanges, NameEveryNewFolderAlsoWhereItsContentRepeats) {
  GitSandbox sandbox;
  for (const char* folder : {"one", "two", "three"})
    sandbox.write(std::string(folder) + "/file", "the same");
  const std::string id = sandbox.commit_all("first");
  std::vector<Gap> gaps;
  std::shared_ptr<Repository> repository = open(sandbox.path());
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  const std::set<std::string> paths = paths_of(changes.new_paths);
  for (const char* folder : {"one", "two", "three"}) EXPECT_EQ(paths.count(folder), 1u) << folder;
}

TEST(CommitChanges, CountACopyAsNewWhenTheSearchIsTooLong) {
  GitSandbox sandbox;
  sandbox.write("a/one", "content");
  sandbox.commit_all("first");
  sandbox.write("copy", "content");
  std::string id = sandbox.commit_all("second");
  OpenOptions options;
  options.limits.max_copy_search_entries = 1;
  std::shared_ptr<Repository> repository = open(sandbox.path(), options);
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  ASSERT_EQ(changes.introduced.size(), 1u);
  EXPECT_TRUE(gaps.empty());
}

TEST(CommitChanges, ReportAMissingParent) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  std::string tree = sandbox.git_line({"rev-parse", "HEAD^{tree}"});
  std::string id = sandbox.git_line({"hash-object", "-t", "commit", "-w", "--stdin", "--literally"},
                                    "tree " + tree + "\nparent " + std::string(40, '1') +
                                        "\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nm\n");
  std::shared_ptr<Repository> repository = open(sandbox.path());
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  EXPECT_EQ(changes.introduced.size(), 1u) << "all of it, since nothing is known of the parent";
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].what, "commit " + std::string(40, '1'));
}

TEST(CommitChanges, TakeAShallowBorderForARoot) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.write("b", "2");
  std::string id = sandbox.commit_all("second");
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git(
      {"clone", "-q", "--bare", "--depth=1", "file://" + sandbox.path(), folder / "shallow"});
  std::shared_ptr<Repository> repository = open(folder / "shallow");
  ASSERT_TRUE(repository->is_shallow());
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  EXPECT_EQ(changes.introduced.size(), 2u);
  EXPECT_TRUE(gaps.empty());
}

TEST(CommitChanges, StopAtTheLimitOfEntries) {
  GitSandbox sandbox;
  for (int i = 0; i < 50; ++i)
    sandbox.write("folder" + std::to_string(i) + "/file", std::to_string(i));
  std::string id = sandbox.commit_all("first");
  OpenOptions options;
  options.limits.max_tree_entries = 60;
  std::shared_ptr<Repository> repository = open(sandbox.path(), options);
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_of(*repository, id), gaps);
  EXPECT_EQ(changes.introduced.size(), 10u);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_TRUE(gaps[0].caused_by_content);
}

}  // namespace
}  // namespace leakwarden::scanner
