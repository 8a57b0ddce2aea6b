#pragma once

// Which commits are reachable from some tips and from no hidden commit: our own walk, so that hooks
// need no libgit2, and so that damaged or shallow history ends as a gap.
//
// Two colours are painted down the history, newest committer date first: "new" from the tips,
// "hidden" from the hidden commits; hidden paint covers new paint, also where it arrives late.
//
//   T ─ c ─ b ─ a        T is a tip, H hidden: T and c are new; b is reached by both, so hidden.
//   H ───── b
//
// The walk ends when no commit of the queue is new any more and every queued commit is older than
// the oldest new one. With honest clocks nothing hidden can then reach a new commit. With wrong
// clocks (a child dated before its parent) it might, so the walk goes on for kSlop more commits.
// What is painted new is never missed: a clock skewed over more than kSlop generations can only
// make old commits count as new, which scans them again.

#include <cstdint>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

class CommitWalk {
 public:
  static constexpr unsigned kSlop = 256;  // git itself goes 5 further

  explicit CommitWalk(Repository& repository) : repository_(repository) {}

  // The commit must be readable: Corrupt, NotFound.
  Status add_tip(const ObjectId& commit);
  // An absent hidden commit hides nothing.
  void add_hidden(const ObjectId& commit);
  // New commits, newest first. Call once.
  std::vector<ObjectId> run(std::vector<Gap>& gaps, std::vector<std::string>& notes);

 private:
  struct Node {
    ObjectId id;
    std::int64_t date = 0;
    std::uint32_t parents_begin = 0;  // in parents_
    std::uint32_t parents_end = 0;
    bool is_loaded = false;
    bool is_hidden = false;
    bool is_queued = false;  // waiting in the queue
    bool is_expanded = false;
  };
  struct Queued {
    std::int64_t date;
    std::uint32_t order;  // first come first served among equals, as git
    std::uint32_t node;
    friend bool operator<(const Queued& left, const Queued& right) {
      return left.date != right.date ? left.date < right.date : left.order > right.order;
    }
  };

  std::uint32_t node_of(const ObjectId& id);
  Status load(std::uint32_t number);
  void enqueue(std::uint32_t number);
  void hide(std::uint32_t number);
  void expand(std::uint32_t number, std::vector<Gap>& gaps);
  bool finished();
  std::uint32_t pop();

  Repository& repository_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> parents_;
  std::unordered_map<ObjectId, std::uint32_t> numbers_;
  std::priority_queue<Queued> queue_;
  std::vector<std::uint32_t> output_;
  std::uint32_t next_order_ = 0;
  std::uint64_t new_in_queue_ = 0;
  std::int64_t oldest_new_ = 0;
  unsigned slop_ = kSlop;
  std::uint64_t shallow_borders_ = 0;
};

}  // namespace leakwarden::scanner
