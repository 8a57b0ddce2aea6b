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
  std::optional<std::uint32_t> commit;  // in the graph, tags peeled
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

inline constexpr std::size_t kMostRefsOfAFinding = 50;
inline constexpr std::size_t kMostCommitsAsked = 6400;

// What a chain of tags points at in the end; `id` itself when it is no tag.
ObjectId peeled(Repository& repository, const ObjectId& id);

}  // namespace leakwarden::scanner
