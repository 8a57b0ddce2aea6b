#pragma once

// Refs in the order people care about, each with the commit at its tip.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scanner/commit_graph.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct RefTip {
  std::string name;
  ObjectId id;                          // what the ref names: a commit, a tag, a tree, a blob
  ObjectId target;                      // that, tags peeled
  std::optional<std::uint32_t> commit;  // in the graph, where the target is one
};

// The checked-out branch, other branches, remotes' branches, tags, the rest. HEAD itself only when
// it is detached.
std::vector<RefTip> ref_tips(Repository& repository, const std::vector<Ref>& refs,
                             const CommitGraph& graph);

// For each of `commits`: which tips reach it, as indexes into `tips`, at most kMostRefsOfAFinding.
// Beyond kMostCommitsAsked commits the answer is empty.
using TipsOfCommits = std::map<std::uint32_t, std::vector<std::uint32_t>>;
TipsOfCommits tips_reaching(const CommitGraph& graph, const std::vector<RefTip>& tips,
                            const std::set<std::uint32_t>& commits);

// How soon a commit is named as somebody's that brought a value in. An amended or rebased commit is
// older than the one that took its place, and of no use to a reader who cannot reach it.
enum class Standing : std::uint8_t {
  Shared,  // a branch, a remote's branch or a tag reaches it
  Kept,    // only another ref does: a stash, a note, a pull request
  Lost,    // no ref does
};
std::vector<Standing> standing_of_commits(const CommitGraph& graph,
                                          const std::vector<RefTip>& tips);

inline constexpr std::size_t kMostRefsOfAFinding = 50;
inline constexpr std::size_t kMostCommitsAsked = 6400;

// What a chain of tags points at in the end; `id` itself when it is no tag.
ObjectId peeled(Repository& repository, const ObjectId& id);

}  // namespace leakwarden::scanner
