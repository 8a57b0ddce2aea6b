#pragma once

// libgit2 over our own readers.
//
// Debian's libgit2 1.5.1 overflows its heap on one kind of hostile loose object and loops for ever
// on two kinds of packs (shared/design/reliability.md). So it never opens a repository here: it
// gets an object database with one backend, which asks our ObjectSource, and a repository wrapped
// around that, which has no folder, no configuration, no refs and no alternates.
//
// git_libgit2_init() costs 5–7 ms, so nothing that runs in a hook may come here.

#include <memory>

#include "scanner/git/libgit2_library.h"
#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

// `objects` must outlive it.
// Thread rules: one thread at a time.
class Libgit2Repository {
 public:
  // NotFound: libgit2 is not installed.
  static Result<std::unique_ptr<Libgit2Repository>> wrap(ObjectSource& objects);
  ~Libgit2Repository();
  Libgit2Repository(const Libgit2Repository&) = delete;
  Libgit2Repository& operator=(const Libgit2Repository&) = delete;

  const Libgit2Library& library() const { return *library_; }
  git_repository* get() const { return repository_; }

 private:
  explicit Libgit2Repository(std::shared_ptr<const Libgit2Library> library);
  std::shared_ptr<const Libgit2Library> library_;
  git_repository* repository_ = nullptr;
};

}  // namespace leakwarden::scanner
