#pragma once

// Where objects and names come from, and where they still stand.
//
// From what the scan noted of commits and trees:
//   1. TreeLeads: the trees that lead to them.
//   2. Commits, parents first, those of branches and tags before others (ref_tips.h, Standing):
//      each walks its tree through leads not walked before. The first commit that reaches an object
//      introduced it: none of its ancestors has it.
//   3. Refs, most useful first: each walks its tip's tree. Every path that leads to an object there
//      is a place where it stands.
//
// Worked example: main = A ← B ← C. A adds the key as a.env, B renames it to b.env, C copies it to
// c.env. The blob comes from A at a.env; it stands at b.env and c.env, both at main.
//
// Costs: kMostPaths paths an object are kept (a tree of ten folders that are one has 10^10).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/commit_graph.h"
#include "scanner/git/repository.h"
#include "scanner/ref_tips.h"
#include "scanner/scan_job.h"
#include "scanner/tree_leads.h"

namespace leakwarden::scanner {

// What the scan has noted on its way.
struct ScannedOrigins {
  CommitGraph commits;  // all, not sorted
  TreeLogs trees;
};

inline constexpr std::uint32_t kNowhere = UINT32_MAX;

struct TipPath {
  std::string path;              // "" where a ref names the object itself
  std::uint32_t tip = kNowhere;  // the first one that has it there
};

struct Origin {
  std::string path;                 // where `commit` has it; a bare name where no commit has it
  std::uint32_t commit = kNowhere;  // in the graph
  std::vector<TipPath> at_tips;     // different paths
};

class ObjectOrigins {
 public:
  // `ids`: blobs and trees; `names`: of files and folders, without the folders above them.
  // Errors only where the database as a whole cannot be read.
  static Result<ObjectOrigins> find(Repository& repository, ScanJob& job,
                                    const std::vector<Ref>& refs, const std::vector<ObjectId>& ids,
                                    const std::vector<std::string>& names, ScannedOrigins scanned);

  // Null for what was not asked for.
  const Origin* of_object(const ObjectId& id) const;
  const Origin* of_name(const std::string& name) const;

  const CommitGraph& graph() const { return graph_; }
  const std::vector<RefTip>& tips() const { return tips_; }
  // Smaller for the one that is rather named as where a value comes from.
  std::uint32_t rank(std::uint32_t commit) const { return ranks_[commit]; }

  static constexpr std::size_t kMostPaths = 100;

 private:
  void rank_commits();
  void walk_commits();
  void name_what_no_commit_holds(const std::vector<bool>& walked);
  void walk_tips();
  void walk_tip(std::uint32_t tip, std::vector<std::vector<std::string>>& seen);
  std::string joined(const std::string& folder, const std::string& name) const;
  const Origin* origin_at(std::optional<std::uint32_t> node) const;

  std::size_t max_path_bytes_ = 0;
  CommitGraph graph_;
  TreeLeads leads_;
  std::vector<RefTip> tips_;
  std::vector<std::uint32_t> ranks_;    // by commit
  std::vector<std::uint32_t> by_rank_;  // commits
  std::vector<Origin> origins_;         // by node
  bool has_more_paths_ = false;
};

}  // namespace leakwarden::scanner
