#include "service/config.h"

#include <fcntl.h>

#include <cstdlib>
#include <memory>

#include "scanner/base/file.h"
#include "scanner/base/limits.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::service {
namespace {

std::string problem_line(const std::string& file, const ConfigProblem& problem) {
  std::string text = sanitize_for_terminal(file);
  if (problem.line > 0) {
    text += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  }
  text += ": " + problem.message;
  if (!problem.remedy.empty()) text += " (" + problem.remedy + ")";
  return text;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string_view without_git_suffix(std::string_view path) {
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  if (ends_with(path, "/.git")) return path.substr(0, path.size() - 5);
  if (ends_with(path, ".git") && path.size() > 4) return path.substr(0, path.size() - 4);
  return path;
}

std::string_view last_part(std::string_view path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// One element of a glob: a literal byte, ?, * or **.
struct GlobStep {
  enum class Kind { Literal, AnyOne, AnyWithin, AnyAcross } kind = Kind::Literal;
  char literal = 0;
};

std::vector<GlobStep> glob_steps(std::string_view pattern) {
  std::vector<GlobStep> steps;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    bool across = pattern.substr(i, 2) == "**";
    if (across) {
      steps.push_back({GlobStep::Kind::AnyAcross});
      ++i;
    } else if (pattern[i] == '*') {
      steps.push_back({GlobStep::Kind::AnyWithin});
    } else if (pattern[i] == '?') {
      steps.push_back({GlobStep::Kind::AnyOne});
    } else {
      steps.push_back({GlobStep::Kind::Literal, pattern[i]});
    }
  }
  return steps;
}

bool is_star(const GlobStep& step) {
  return step.kind == GlobStep::Kind::AnyWithin || step.kind == GlobStep::Kind::AnyAcross;
}

bool takes(const GlobStep& step, char character) {
  if (step.kind == GlobStep::Kind::Literal) return step.literal == character;
  return step.kind == GlobStep::Kind::AnyAcross || character != '/';
}

// The steps that may come next, stars being skippable.
void skip_stars(const std::vector<GlobStep>& steps, std::vector<bool>& alive) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (alive[i] && is_star(steps[i])) alive[i + 1] = true;
  }
}

}  // namespace

Result<ParsedConfig> read_config(const std::string& file) {
  // Links are followed: a Kubernetes ConfigMap is mounted as one.
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(file.c_str(), nullptr), &std::free);
  Result<std::string> text =
      read_regular_file(AT_FDCWD, real != nullptr ? real.get() : file, Limits().max_config_bytes);
  if (text.ok()) return parse_config(*text, file);
  Error error = std::move(text).error();
  error.what = "read configuration";
  error.where = file;
  if (error.kind != ErrorKind::NotFound) return error;
  return std::move(error).with_remedy(
      "name it with --config FILE or LEAKWARDEN_CONFIG; "
      "deploy/leakwarden.example.yaml is one to begin with");
}

std::string describe_problems(const ParsedConfig& parsed) {
  std::string text;
  for (const ConfigProblem& problem : parsed.problems) {
    text += problem_line(parsed.config.file, problem) + "\n";
  }
  return text;
}

Result<Config> load_config(const std::string& file) {
  LEAKWARDEN_TRY(ParsedConfig parsed, read_config(file));
  if (parsed.problems.empty()) return std::move(parsed.config);
  const ConfigProblem& first = parsed.problems.front();
  std::string why = first.message;
  if (parsed.problems.size() > 1) {
    why += " (and " + std::to_string(parsed.problems.size() - 1) + " more)";
  }
  std::string where = file + ":" + std::to_string(first.line) + ":" + std::to_string(first.column);
  return Error::invalid("read configuration", where, why).with_remedy(first.remedy);
}

const ListenerConfig* hook_listener(const std::vector<ListenerConfig>& listeners) {
  for (const ListenerConfig& listener : listeners) {
    if (listener.serves == std::vector<Serves>{Serves::HookSocket}) return &listener;
  }
  return nullptr;
}

std::string socket_path(const ListenerConfig& listener) {
  return listener.address.substr(std::string_view("unix:").size());
}

std::string default_config_path() {
  const char* named = std::getenv("LEAKWARDEN_CONFIG");
  return named != nullptr && *named != '\0' ? named : "/etc/leakwarden/leakwarden.yaml";
}

std::string repository_name(const WatchConfig& watch, std::string_view below) {
  while (!below.empty() && below.front() == '/') below.remove_prefix(1);
  std::string_view own =
      below.empty() ? last_part(without_git_suffix(watch.path)) : without_git_suffix(below);
  return watch.name.empty() ? std::string(own) : watch.name + "/" + std::string(own);
}

RepositorySettings settings_for(const Config& config, std::string_view repository_name,
                                std::string_view watch_visibility) {
  RepositorySettings settings;
  settings.visibility = watch_visibility;
  for (const RepositoryPolicy& policy : config.repositories) {
    if (!glob_matches(policy.match, repository_name)) continue;
    if (policy.visibility.has_value()) settings.visibility = *policy.visibility;
    if (policy.team.has_value()) settings.team = *policy.team;
    if (policy.owners.has_value()) settings.owners = *policy.owners;
    if (policy.push.has_value()) settings.push = *policy.push;
  }
  return settings;
}

// All positions of the pattern that are still possible, moved forward together byte by byte.
bool glob_matches(std::string_view pattern, std::string_view text) {
  std::vector<GlobStep> steps = glob_steps(pattern);
  std::vector<bool> alive(steps.size() + 1, false);
  alive[0] = true;
  skip_stars(steps, alive);
  for (char character : text) {
    std::vector<bool> next(steps.size() + 1, false);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (!alive[i] || !takes(steps[i], character)) continue;
      next[is_star(steps[i]) ? i : i + 1] = true;
    }
    skip_stars(steps, next);
    alive = std::move(next);
  }
  return alive[steps.size()];
}

std::vector<std::string> channel_names(const Config& config) {
  std::vector<std::string> names;
  for (const ChannelSpecification& channel : config.channels) names.push_back(channel.name);
  return names;
}

}  // namespace leakwarden::service
