#include "scanner/git/extra_texts.h"

#include "scanner/git/folder.h"
#include "scanner/git/reflog.h"

namespace leakwarden::scanner {
namespace {

// Of the common directory, and of each work tree (gitrepository-layout(5)): URLs with credentials,
// messages that were typed and never committed.
constexpr const char* kCommonFiles[] = {"config",          "description", "info/exclude",
                                        "info/attributes", "info/grafts", "shallow"};
constexpr const char* kWorkTreeFiles[] = {"config.worktree",
                                          "COMMIT_EDITMSG",
                                          "MERGE_MSG",
                                          "SQUASH_MSG",
                                          "TAG_EDITMSG",
                                          "NOTES_EDITMSG",
                                          "EDIT_DESCRIPTION",
                                          "FETCH_HEAD",
                                          "BRANCH_DESCRIPTION",
                                          "rebase-merge/message",
                                          "rebase-apply/final-commit"};

class TextCollector {
 public:
  TextCollector(Repository& repository, std::vector<Gap>& gaps)
      : repository_(repository), gaps_(gaps) {}

  void add_file(const Descriptor& directory, const std::string& path) {
    Result<std::string> text =
        read_regular_file(directory.get(), path, repository_.limits().max_config_bytes);
    if (text.ok())
      texts.push_back({PlaceKind::Config, path, std::move(text).value()});
    else if (text.error().kind != ErrorKind::NotFound)
      gaps_.push_back(gap_from_error(path, text.error()));
  }

  void add_work_tree_files(const Descriptor& directory, const std::string& prefix) {
    for (const char* name : kWorkTreeFiles) add_file(directory, prefix + name);
  }

  void add_linked_work_trees() {
    const Descriptor& common = repository_.common_directory();
    Result<std::vector<FolderEntry>> worktrees = list_folder(common.get(), "worktrees");
    if (!worktrees.ok()) return;
    for (const FolderEntry& worktree : *worktrees)
      add_work_tree_files(common, "worktrees/" + worktree.name + "/");
  }

  void add_ref_names() {
    Result<std::vector<Ref>> refs = repository_.refs(gaps_);
    if (!refs.ok()) {
      gaps_.push_back(gap_from_error("refs", refs.error()));
      return;
    }
    for (Ref& ref : *refs) texts.push_back({PlaceKind::RefName, ref.name, ref.name});
  }

  void add_reflogs() {
    for (Reflog& reflog : read_reflogs(repository_, gaps_))
      texts.push_back({PlaceKind::Reflog, "logs/" + reflog.name, std::move(reflog.text)});
  }

  std::vector<ExtraText> texts;

 private:
  Repository& repository_;
  std::vector<Gap>& gaps_;
};

}  // namespace

std::vector<ExtraText> extra_texts(Repository& repository, std::vector<Gap>& gaps) {
  TextCollector collector(repository, gaps);
  for (const char* name : kCommonFiles) collector.add_file(repository.common_directory(), name);
  collector.add_work_tree_files(repository.common_directory(), "");
  collector.add_linked_work_trees();
  collector.add_ref_names();
  collector.add_reflogs();
  return std::move(collector.texts);
}

}  // namespace leakwarden::scanner
