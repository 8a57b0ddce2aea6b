#include "tests/support/git_client.h"

#include <filesystem>
#include <stdexcept>

#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

constexpr std::int64_t kFirstCommit = 1'700'000'000;  // 2023-11-14, then a minute a commit

std::map<std::string, std::string> isolated_environment(int commits) {
  std::string date = std::to_string(kFirstCommit + 60 * commits) + " +0000";
  return {{"HOME", "/nonexistent"},
          {"XDG_CONFIG_HOME", "/nonexistent"},
          {"GIT_CONFIG_NOSYSTEM", "1"},
          {"GIT_CONFIG_GLOBAL", "/dev/null"},
          {"GIT_TERMINAL_PROMPT", "0"},
          {"GIT_AUTHOR_NAME", "Ana Author"},
          {"GIT_AUTHOR_EMAIL", "ana@example.com"},
          {"GIT_COMMITTER_NAME", "Ana Author"},
          {"GIT_COMMITTER_EMAIL", "ana@example.com"},
          {"GIT_AUTHOR_DATE", date},
          {"GIT_COMMITTER_DATE", date},
          {"LC_ALL", "C.UTF-8"},
          {"GIT_DIR", ""},
          {"GIT_INDEX_FILE", ""},
          {"GIT_WORK_TREE", ""}};
}

}  // namespace

GitClient::GitClient(std::string folder) : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
}

ProgramResult GitClient::run(const std::vector<std::string>& arguments, const std::string& input) {
  std::vector<std::string> command = {"git"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  ProgramOptions options;
  options.folder = folder_;
  options.environment = isolated_environment(commits_);
  for (const auto& [name, value] : environment) options.environment[name] = value;
  options.input = input;
  options.deadline = std::chrono::seconds(120);
  return run_program(command, options);
}

std::string GitClient::must(const std::vector<std::string>& arguments, const std::string& input) {
  ProgramResult result = run(arguments, input);
  if (result.exit_code != 0) {
    std::string words;
    for (const std::string& argument : arguments) words += " " + argument;
    throw std::runtime_error("git" + words + ": " + result.errors + result.output);
  }
  while (!result.output.empty() && result.output.back() == '\n') result.output.pop_back();
  return result.output;
}

void GitClient::init() {
  must({"init", "-q", "-b", "main"});
}
void GitClient::init_bare() {
  must({"init", "-q", "--bare", "-b", "main"});
}

void GitClient::write(std::string_view path, std::string_view content) {
  write_file(folder_ + "/" + std::string(path), content);
}

std::string GitClient::commit_file(std::string_view path, std::string_view content,
                                   const std::string& message) {
  write(path, content);
  must({"add", "--", std::string(path)});
  return commit(message);
}

std::string GitClient::commit(const std::string& message) {
  must({"commit", "-q", "--allow-empty", "-F", "-"}, message);
  ++commits_;
  return must({"rev-parse", "HEAD"});
}

void make_bare_repository(const std::string& path) {
  GitClient client(path);
  client.init_bare();
  client.must({"config", "http.receivepack", "true"});
}

}  // namespace leakwarden::testing
