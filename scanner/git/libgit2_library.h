#pragma once

// libgit2, loaded when it is first asked for.
//
// Linked in, it would cost every hook 3 ms for loading its TLS, SSH and Kerberos libraries;
// statically linked it still needs those. Nothing of the machine's or a repository's configuration
// is read: the search paths are emptied before any use.
//
// Thread rules: the functions are libgit2's; see git2.h.

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <memory>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

class Libgit2Library {
 public:
  // NotFound: not installed. Refused: another major version, whose structures differ.
  static Result<std::shared_ptr<const Libgit2Library>> load();
  ~Libgit2Library();

  // What libgit2 says about its last failure in this thread.
  Error last_error(std::string what) const;

  // The names are libgit2's own.
  decltype(&::git_libgit2_init) libgit2_init = nullptr;
  decltype(&::git_libgit2_shutdown) libgit2_shutdown = nullptr;
  decltype(&::git_libgit2_opts) libgit2_opts = nullptr;
  decltype(&::git_libgit2_version) libgit2_version = nullptr;
  decltype(&::git_error_last) error_last = nullptr;
  decltype(&::git_error_set_str) error_set_str = nullptr;
  decltype(&::git_odb_new) odb_new = nullptr;
  decltype(&::git_odb_free) odb_free = nullptr;
  decltype(&::git_odb_add_backend) odb_add_backend = nullptr;
  decltype(&::git_odb_init_backend) odb_init_backend = nullptr;
  decltype(&::git_odb_backend_data_alloc) odb_backend_data_alloc = nullptr;
  decltype(&::git_repository_wrap_odb) repository_wrap_odb = nullptr;
  decltype(&::git_repository_free) repository_free = nullptr;
  decltype(&::git_revwalk_new) revwalk_new = nullptr;
  decltype(&::git_revwalk_free) revwalk_free = nullptr;
  decltype(&::git_revwalk_sorting) revwalk_sorting = nullptr;
  decltype(&::git_revwalk_push) revwalk_push = nullptr;
  decltype(&::git_revwalk_hide) revwalk_hide = nullptr;
  decltype(&::git_revwalk_next) revwalk_next = nullptr;

 private:
  Libgit2Library() = default;
  Status find_functions();
  template <typename Function>
  void find(Function& function, const char* name);
  Status start();

  void* handle_ = nullptr;
  bool is_started_ = false;
  const char* missing_ = nullptr;
};

}  // namespace leakwarden::scanner
