#pragma once

// A real git client in a work tree of the test's own: no user or system configuration, a fixed
// author, fixed dates, so that object ids are the same on every run.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.h"

namespace leakwarden::testing {

class GitClient {
 public:
  // `folder` is made when it is not there; nothing is initialised yet.
  explicit GitClient(std::string folder);

  // Runs `git ARGUMENTS…` in the folder; the result whatever it is.
  ProgramResult run(const std::vector<std::string>& arguments, const std::string& input = "");
  // The same, for steps that must succeed: throws std::runtime_error with git's words.
  std::string must(const std::vector<std::string>& arguments, const std::string& input = "");

  void init();
  void init_bare();
  // Write `path`, add it, commit everything staged; returns the commit's id.
  std::string commit_file(std::string_view path, std::string_view content,
                          const std::string& message = "change");
  std::string commit(const std::string& message);
  void write(std::string_view path, std::string_view content);

  const std::string& folder() const { return folder_; }
  // Added to every call (GIT_SSH_COMMAND, LEAKWARDEN_ALLOW …); an empty value removes.
  std::map<std::string, std::string> environment;

 private:
  std::string folder_;
  int commits_ = 0;
};

// A bare repository at `path`, ready to be pushed to; default branch main.
void make_bare_repository(const std::string& path);

}  // namespace leakwarden::testing
