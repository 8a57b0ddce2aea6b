#pragma once

// A repository of the test's own, made by the real git: the oracle of all reading tests. No
// configuration of the machine has any influence; dates are fixed and advance a minute a command.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {

class GitSandbox {
 public:
  // Runs `git init` with these further arguments ("--bare", "--object-format=sha256").
  explicit GitSandbox(const std::vector<std::string>& init_arguments = {});

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  // Standard output; a failing command fails the test.
  std::string git(const std::vector<std::string>& arguments, const std::string& input = "");
  // The same below another folder.
  std::string git_in(const std::string& folder, const std::vector<std::string>& arguments,
                     const std::string& input = "");
  // As git(), without its last line feed.
  std::string git_line(const std::vector<std::string>& arguments, const std::string& input = "");
  // A command that may fail.
  ProgramResult try_git(const std::vector<std::string>& arguments, const std::string& input = "");

  void write(std::string_view name, std::string_view content);  // a file of the work tree
  // Stage everything and commit; the value is the commit's id.
  std::string commit_all(const std::string& message);
  // Further environment for all later commands ("GIT_COMMITTER_DATE").
  std::map<std::string, std::string> environment;

 private:
  ProgramResult run(const std::string& folder, const std::vector<std::string>& arguments,
                    const std::string& input);
  TemporaryFolder folder_;
  std::string path_;
  long long seconds_ = 1700000000;
};

std::vector<std::string> lines_of(const std::string& text);
// Fields of one line, split at `separator`.
std::vector<std::string> fields_of(const std::string& line, char separator = ' ');

// Small pseudo-random numbers, the same on every machine.
class Dice {
 public:
  explicit Dice(unsigned long long seed) : state_(seed * 2862933555777941757ull + 3037000493ull) {}
  // 0 … bound − 1
  unsigned long long below(unsigned long long bound);
  std::string bytes(std::size_t count);
  std::string text(std::size_t lines);

 private:
  unsigned long long next();
  unsigned long long state_;
};

}  // namespace leakwarden::testing
