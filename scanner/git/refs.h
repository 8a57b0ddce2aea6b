#pragma once

// Refs as files: HEAD, refs/** (one file a ref), packed-refs, and the HEADs of linked worktrees
// (gitrepository-layout(5)). Our own reader because a FIFO or a symlink in their place must not
// block or lead out, and a million of them must stay bounded.
//
// Symbolic refs ("ref: name", or the old kind that is a symlink into refs/) are resolved at most 5
// deep, as git does; one that points at nothing yet (an unborn branch) is no ref and no gap.
// Names are raw bytes: a hostile pusher chose them.

#include <optional>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

class RefStore {
 public:
  // `git_directory` holds HEAD, `common_directory` everything else; the same unless in a linked
  // worktree. Both must outlive this.
  RefStore(const Descriptor& git_directory, const Descriptor& common_directory, unsigned id_bytes,
           const Limits& limits)
      : git_directory_(git_directory),
        common_directory_(common_directory),
        id_bytes_(id_bytes),
        limits_(limits) {}

  // All refs, by name; HEADs of linked worktrees as "worktrees/<name>/HEAD". Broken ones are gaps.
  // TooLarge: more than max_refs.
  Result<std::vector<Ref>> all(std::vector<Gap>& gaps) const;

  // One name ("HEAD", "refs/heads/main") without reading the others; empty when it is not there or
  // unborn. Corrupt.
  Result<std::optional<ObjectId>> resolve(const std::string& name) const;

 private:
  struct Content {  // of one ref file: exactly one of the two
    std::optional<ObjectId> id;
    std::string target;
  };
  using Packed = std::vector<Ref>;  // by name

  const Descriptor& directory_of(const std::string& name) const;
  Result<Content> parse(const std::string& name, std::string_view text) const;
  Result<std::optional<Content>> read_link(const std::string& name) const;
  Result<std::optional<Content>> read_loose(const std::string& name) const;
  Result<std::optional<ObjectId>> resolve(const std::string& name, const Packed* packed) const;
  Result<std::optional<ObjectId>> find_packed(const std::string& name) const;
  Result<MappedFile> map_packed() const;  // empty when there is none
  Result<Packed> read_packed(std::vector<Gap>& gaps) const;
  Status list_loose(std::vector<std::string>& names, std::vector<Gap>& gaps) const;
  void list_worktrees(std::vector<std::string>& names, std::vector<Gap>& gaps) const;

  const Descriptor& git_directory_;
  const Descriptor& common_directory_;
  unsigned id_bytes_;
  const Limits& limits_;
};

}  // namespace leakwarden::scanner
