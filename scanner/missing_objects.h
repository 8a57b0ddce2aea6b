#pragma once

// Objects that a repository names and does not hold: promised ones of a partial clone, damage, and
// LFS content that was never fetched. They were asked for and not scanned, so they are gaps (or
// notes, where the user said --allow-missing).

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scanner/git/pack_index.h"
#include "scanner/git/repository.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Reasons of gaps and notes.
inline constexpr const char* kNotInThisClone = "not in this clone (--allow-missing)";
inline constexpr const char* kNamedAndAbsent = "named by this repository and not in it";

// Which ids were delivered. 8 bytes an object; one per worker.
class PresentIds {
 public:
  void add(const ObjectId& id);
  void add_all(const PackIndex& index);
  void take(PresentIds& other);  // and leave it empty
  void sort();
  bool may_have(const ObjectId& id) const;  // after sort()

 private:
  std::vector<std::uint64_t> prefixes_;
  std::vector<std::uint32_t> begins_;  // by a prefix's first bits: where those begin; and the end
};

// Those of `references` that were not delivered, in order, each once.
std::vector<ObjectId> not_delivered(const std::vector<ObjectId>& references,
                                    const PresentIds& present);
// One gap for all of them that are not in the database.
void report_missing(Repository& repository, ScanJob& job,
                    const std::vector<ObjectId>& not_delivered);

// Git LFS pointers met in blobs (git-lfs's docs/spec.md), and the content they stand for.
class LfsPointers {
 public:
  using Pointers = std::unordered_map<std::string, ObjectId>;  // content's SHA-256 in hex → a blob

  // Takes over what another one met.
  void add(const Pointers& pointers);
  Pointers take() { return std::exchange(pointers_, {}); }
  // Looks at a blob; remembers it when it is a pointer. Any thread.
  void look_at(const ObjectId& blob, std::string_view bytes);
  // Whether one was met that stands for `content` (its SHA-256 in hex). After all were looked at.
  bool names(const std::string& content) const { return pointers_.count(content) > 0; }
  // Scans the content that lies in <git folder>/lfs/objects; reports the rest as missing.
  void scan(Repository& repository, ScanJob& job);

 private:
  std::mutex mutex_;
  void remember(const std::string& content, const ObjectId& blob);
  Pointers pointers_;
};

}  // namespace leakwarden::scanner
