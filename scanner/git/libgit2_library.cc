#include "scanner/git/libgit2_library.h"

#include <dlfcn.h>

namespace leakwarden::scanner {
namespace {

std::string library_name() {
  return "libgit2.so." + std::to_string(LIBGIT2_VER_MAJOR) + "." +
         std::to_string(LIBGIT2_VER_MINOR);
}

}  // namespace

template <typename Function>
void Libgit2Library::find(Function& function, const char* name) {
  void* symbol = ::dlsym(handle_, name);
  if (symbol == nullptr) missing_ = name;
  function = reinterpret_cast<Function>(symbol);
}

Status Libgit2Library::find_functions() {
  find(libgit2_init, "git_libgit2_init");
  find(libgit2_shutdown, "git_libgit2_shutdown");
  find(libgit2_opts, "git_libgit2_opts");
  find(libgit2_version, "git_libgit2_version");
  find(error_last, "git_error_last");
  find(error_set_str, "git_error_set_str");
  find(odb_new, "git_odb_new");
  find(odb_free, "git_odb_free");
  find(odb_add_backend, "git_odb_add_backend");
  find(odb_init_backend, "git_odb_init_backend");
  find(odb_backend_data_alloc, "git_odb_backend_data_alloc");
  find(repository_wrap_odb, "git_repository_wrap_odb");
  find(repository_free, "git_repository_free");
  find(revwalk_new, "git_revwalk_new");
  find(revwalk_free, "git_revwalk_free");
  find(revwalk_sorting, "git_revwalk_sorting");
  find(revwalk_push, "git_revwalk_push");
  find(revwalk_hide, "git_revwalk_hide");
  find(revwalk_next, "git_revwalk_next");
  if (missing_ == nullptr) return done();
  return Error::refused("load libgit2", library_name(), std::string("it has no ") + missing_);
}

Status Libgit2Library::start() {
  if (libgit2_init() < 0) return last_error("start libgit2");
  is_started_ = true;
  for (int level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG,
                    GIT_CONFIG_LEVEL_PROGRAMDATA})
    libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  return done();
}

Result<std::shared_ptr<const Libgit2Library>> Libgit2Library::load() {
  std::shared_ptr<Libgit2Library> library(new Libgit2Library());
  library->handle_ = ::dlopen(library_name().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library->handle_ == nullptr)
    return Error::not_found("load libgit2", library_name(), "not installed")
        .with_remedy("install the package libgit2-1.5");
  LEAKWARDEN_CHECK(library->find_functions());
  LEAKWARDEN_CHECK(library->start());
  return std::shared_ptr<const Libgit2Library>(std::move(library));
}

// The library stays loaded: its own dependencies do not like to be unloaded.
Libgit2Library::~Libgit2Library() {
  if (is_started_) libgit2_shutdown();
}

Error Libgit2Library::last_error(std::string what) const {
  const git_error* error = error_last();
  return Error::corrupt(std::move(what), "", error == nullptr ? "libgit2 failed" : error->message);
}

}  // namespace leakwarden::scanner
