#pragma once

// What commits introduce: the pure part of every push, hook and range scan.
//
// *Introduced* means: the blob is in no parent's version of any path of that commit. A merge is
// compared with all its parents, so that only merge-born content counts; a rename introduces
// a path and nothing else; a type change (file to symlink) does when the bytes are new. Trees are
// compared without recursion, each pair of equal ids skipped, bounded by Limits::max_tree_entries
// and max_tree_depth. A folder that is new at several places is entered at one of them; its own
// name is told at each.

#include <functional>
#include <string>
#include <vector>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct CommitInfo {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::string author_name;
  std::string author_email;
  std::string author_date;  // RFC 3339
  std::string author_line;  // raw "author …" value, scanned as text
  std::string committer_line;
  std::string other_headers;  // lines not named above (mergetag, gpgsig, …): text to scan
  std::string message;
};

Result<CommitInfo> parse_commit(const ObjectId& id, std::string_view bytes);

// The same as far as it costs nothing to know: views into the commit's bytes.
struct CommitText {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::string_view author_line;
  std::string_view committer_line;
  std::string_view message;
};

Result<CommitText> parse_commit_text(const ObjectId& id, std::string_view bytes);

struct TagInfo {
  ObjectId target;
  ObjectType target_type = ObjectType::Commit;
  std::string name;
  std::string tagger_line;
  std::string other_headers;
  std::string message;
};

Result<TagInfo> parse_tag(std::string_view bytes);

// A blob (a file's or a symlink target's bytes) that a commit introduces, with the paths it has
// there.
struct IntroducedBlob {
  ObjectId blob;
  std::string path;
  unsigned mode = 0;  // 0100644, 0120000 …
};

// A name that stands in no parent (or not in HEAD) at that place, of a file, symlink, folder or
// submodule, whatever it holds: a rename brings one too.
struct NewPath {
  std::string path;         // with the folders it is in, where it is not too long
  std::size_t name_at = 0;  // where the new name begins in it; a hostile one holds slashes

  friend auto operator<=>(const NewPath&, const NewPath&) = default;
};

// What `commit` changes against all its parents.
struct CommitChanges {
  std::vector<IntroducedBlob> introduced;  // blobs that are in no parent's version of any path
  std::vector<ObjectId> replaced;  // parents' blobs at paths that changed or vanished: where
                                   // an old, known value would stand
  std::vector<NewPath> new_paths;
};
Result<CommitChanges> commit_changes(Repository& repository, const CommitInfo& commit,
                                     std::vector<Gap>& gaps);

// Every entry of `tree` (blobs and symlinks), each path once, in path order. Folders that stand at
// several paths are listed at each of them for their first 100,000 repeated entries, after that
// only once: a hostile tree of 4 KB can have 10^10 paths.
Result<std::vector<IntroducedBlob>> tree_blobs(Repository& repository, const ObjectId& tree,
                                               std::vector<Gap>& gaps);

// Which code walks the history. Own: everywhere, and always in hooks. LibGit2: a second opinion for
// callers outside hooks (it costs 5–7 ms to start, and now and then takes an old commit for new,
// never the other way round); shallow and SHA-256 repositories, and those
// where libgit2 meets damage, are walked by our own all the same.
enum class WalkEngine { Own, LibGit2 };

// Commits reachable from `tips` and from none of `hidden`, newest first. Tags are peeled; tips that
// are trees or blobs are returned in `other_tips`; annotated tags met on the way in `tags`. A tip
// that is itself hidden (or is led to by a hidden tag) is known already and returned nowhere.
// Hidden ids that are absent are ignored; an absent tip is an error (in a hook: never "nothing").
struct NewCommits {
  std::vector<CommitInfo> commits;
  std::vector<ObjectId> tags;        // annotated tag objects to scan
  std::vector<ObjectId> other_tips;  // trees and blobs pointed at directly
  std::vector<Gap> gaps;             // missing parents, limits
  std::vector<std::string> notes;    // shallow borders
};
Result<NewCommits> new_commits(Repository& repository, const std::vector<ObjectId>& tips,
                               const std::vector<ObjectId>& hidden,
                               WalkEngine engine = WalkEngine::Own);

}  // namespace leakwarden::scanner
