#pragma once

// The blobs that new commits introduce: each scanned once, reported at each place it was brought
// to. The names they bring are collected on the same way.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/object_scanner.h"
#include "scanner/pushed_paths.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

class PushedBlobs {
 public:
  struct Introduction {
    std::uint32_t commit = 0;  // index into the commits given to collect()
    std::string path;
  };

  PushedBlobs(Repository& repository, ScanJob& job) : repository_(repository), job_(job) {}

  // What each of `commits` (oldest first) changes against all its parents.
  void collect(const std::vector<CommitInfo>& commits);
  // A blob or everything below a tree that a tag names directly; `refs` name it.
  void add_tip(const ObjectId& id, const std::vector<std::string>& refs);

  // Blobs are read one by one, small ones first, or, when they are many, in one sweep over the
  // database, large ones afterwards.
  Status scan(ObjectScanner& scanner);

  // Where a blob was brought to by commits; empty for one that only a tag names.
  const std::vector<Introduction>& introductions(const ObjectId& blob) const;
  // The names that come with them, and with renames that bring no blob.
  const PushedPaths& paths() const { return paths_; }

 private:
  struct Blob {
    std::vector<Introduction> introductions;
    std::string tip_path;
    std::vector<std::string> tip_refs;
  };

  bool is_better_swept();
  void scan_one(ObjectScanner& scanner, unsigned worker, const ObjectId& id);
  // The value is those that the sweep did not scan.
  Result<std::vector<ObjectId>> sweep(ObjectScanner& scanner);
  Location place_of(const ObjectId& id) const;

  Repository& repository_;
  ScanJob& job_;
  PushedPaths paths_;
  std::unordered_map<ObjectId, Blob> blobs_;
  std::vector<ObjectId> order_;
};

}  // namespace leakwarden::scanner
