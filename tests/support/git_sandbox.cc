#include "tests/support/git_sandbox.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace leakwarden::testing {

GitSandbox::GitSandbox(const std::vector<std::string>& init_arguments) {
  path_ = folder_ / "repository";
  std::vector<std::string> arguments{"init", "-q", "--initial-branch=main"};
  arguments.insert(arguments.end(), init_arguments.begin(), init_arguments.end());
  arguments.push_back(path_);
  git_in(folder_.path(), arguments);
}

ProgramResult GitSandbox::run(const std::string& folder, const std::vector<std::string>& arguments,
                              const std::string& input) {
  seconds_ += 60;
  std::string date = std::to_string(seconds_) + " +0100";
  ProgramOptions options;
  options.folder = folder;
  options.input = input;
  options.environment = {
      {"HOME", folder_.path()},
      {"GIT_CONFIG_NOSYSTEM", "1"},
      {"GIT_CONFIG_GLOBAL", "/dev/null"},
      {"GIT_AUTHOR_NAME", "Ada Example"},
      {"GIT_AUTHOR_EMAIL", "ada@example.com"},
      {"GIT_COMMITTER_NAME", "Bob Example"},
      {"GIT_COMMITTER_EMAIL", "bob@example.com"},
      {"GIT_AUTHOR_DATE", date},
      {"GIT_COMMITTER_DATE", date},
      {"LC_ALL", "C"},
      {"GIT_DIR", ""},
      {"GIT_INDEX_FILE", ""},
      {"GIT_WORK_TREE", ""},
      {"GIT_OBJECT_DIRECTORY", ""},
  };
  for (const std::pair<const std::string, std::string>& setting : environment)
    options.environment[setting.first] = setting.second;
  std::vector<std::string> all{"git", "-c", "protocol.file.allow=always", "-c", "gc.auto=0"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run_program(all, options);
}

std::string GitSandbox::git_in(const std::string& folder, const std::vector<std::string>& arguments,
                               const std::string& input) {
  ProgramResult result = run(folder, arguments, input);
  EXPECT_EQ(result.exit_code, 0) << "git " << arguments[0] << ": " << result.errors;
  return result.output;
}

std::string GitSandbox::git(const std::vector<std::string>& arguments, const std::string& input) {
  return git_in(path_, arguments, input);
}

std::string GitSandbox::git_line(const std::vector<std::string>& arguments,
                                 const std::string& input) {
  std::string output = git(arguments, input);
  if (!output.empty() && output.back() == '\n') output.pop_back();
  return output;
}

ProgramResult GitSandbox::try_git(const std::vector<std::string>& arguments,
                                  const std::string& input) {
  return run(path_, arguments, input);
}

void GitSandbox::write(std::string_view name, std::string_view content) {
  write_file(*this / name, content);
}

std::string GitSandbox::commit_all(const std::string& message) {
  git({"add", "-A", "."});
  git({"commit", "-q", "--allow-empty", "-m", message});
  return git_line({"rev-parse", "HEAD"});
}

std::vector<std::string> lines_of(const std::string& text) {
  return fields_of(text, '\n');
}

std::vector<std::string> fields_of(const std::string& line, char separator) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin < line.size();) {
    std::size_t end = std::min(line.find(separator, begin), line.size());
    fields.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return fields;
}

unsigned long long Dice::next() {
  state_ ^= state_ << 13;
  state_ ^= state_ >> 7;
  state_ ^= state_ << 17;
  return state_;
}

unsigned long long Dice::below(unsigned long long bound) {
  return (next() >> 11) % bound;
}

std::string Dice::bytes(std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes.push_back(static_cast<char>(below(256)));
  return bytes;
}

std::string Dice::text(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    for (unsigned long long words = 1 + below(9); words > 0; --words)
      text += "w" + std::to_string(below(5000)) + " ";
    text += "\n";
  }
  return text;
}

}  // namespace leakwarden::testing
