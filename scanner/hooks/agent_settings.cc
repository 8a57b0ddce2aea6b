#include "scanner/hooks/agent_settings.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/hooks/bounded_json.h"
#include "scanner/hooks/json_text.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostSettingsBytes = 4 << 20;
constexpr const char* kKeptSuffix = ".before-leakwarden";
constexpr int kSeconds = 10;  // what the agent gives us; our own deadline is shorter
constexpr unsigned kFileMode = 0644;

using Events = std::vector<const char*>;

// Each agent has its own form of an entry.
Json grouped(const std::string& command) {
  return {{"hooks", {{{"type", "command"}, {"command", command}, {"timeout", kSeconds}}}}};
}
Json gemini_entry(const std::string& command) {
  return {{"hooks",
           {{{"name", "leakwarden"},
             {"type", "command"},
             {"command", command},
             {"timeout", 1000 * kSeconds}}}}};
}
Json copilot_entry(const std::string& command) {
  return {{"type", "command"}, {"bash", command}, {"timeoutSec", kSeconds}};
}
Json cursor_entry(const std::string& command) {
  return {{"command", command}, {"timeout", kSeconds}, {"failClosed", true}};
}
Json windsurf_entry(const std::string& command) {
  return {{"command", command}, {"show_output", true}};
}

struct Agent {
  const char* name;
  const char* file;
  bool has_version;  // "version": 1 beside "hooks"
  Events events;
  Json (*entry)(const std::string& command);
};

const std::vector<Agent>& agents() {
  static const std::vector<Agent> kAgents = {
      {"claude",
       ".claude/settings.json",
       false,
       {"PreToolUse", "PostToolUse", "UserPromptSubmit"},
       grouped},
      {"codex",
       ".codex/hooks.json",
       false,
       {"PreToolUse", "PostToolUse", "UserPromptSubmit"},
       grouped},
      {"copilot",
       ".github/hooks/leakwarden.json",
       true,
       {"preToolUse", "postToolUse"},
       copilot_entry},
      {"cursor",
       ".cursor/hooks.json",
       true,
       {"preToolUse", "postToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile",
        "beforeSubmitPrompt"},
       cursor_entry},
      {"gemini",
       ".gemini/settings.json",
       false,
       {"BeforeTool", "AfterTool", "BeforeAgent"},
       gemini_entry},
      {"windsurf",
       ".windsurf/hooks.json",
       false,
       {"pre_write_code", "pre_run_command", "pre_mcp_tool_use", "pre_user_prompt"},
       windsurf_entry},
  };
  return kAgents;
}

Result<const Agent*> find_agent(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Agent& agent : agents()) {
    if (agent.name == name) return &agent;
    names.push_back(agent.name);
  }
  const std::string near(nearest_word(name, names));
  return Error::invalid("find the agent", name, "not one we know")
      .with_remedy("--agent " +
                   (near.empty() ? "claude, codex, copilot, cursor, gemini or windsurf" : near));
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : kFileMode;
}

Error wrong_shape(const std::string& path, const std::string& why) {
  return Error::invalid("read the agent's settings", path, why)
      .with_remedy("mend the file; it was left as it is");
}

bool is_link(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

struct Settings {
  std::string text;  // "" when there is no file
  Json tree = Json::object();

  bool is_blank() const { return text.find_first_not_of(" \t\r\n") == std::string::npos; }
};

Result<Settings> read_settings(const std::string& path) {
  Settings settings;
  if (!exists(path)) return settings;
  if (is_link(path)) {
    return Error::refused("read the agent's settings", path,
                          "a symbolic link; where it leads was not touched")
        .with_remedy(
            "put a file of its own there, or add the command leakwarden hook run agent to "
            "the one it leads to");
  }
  LEAKWARDEN_TRY(settings.text, read_regular_file(AT_FDCWD, path, kMostSettingsBytes));
  if (settings.is_blank()) return settings;
  Result<Json> tree = read_bounded_json(settings.text, "read the agent's settings", path);
  if (!tree.ok()) {
    return std::move(tree).error().with_remedy("mend the file; it was left as it is");
  }
  if (!tree->is_object()) return wrong_shape(path, "it is not a JSON object");
  settings.tree = std::move(*tree);
  return settings;
}

bool is_our_command(const Json& entry) {
  for (const char* name : {"command", "bash"}) {
    const Json::const_iterator found = entry.find(name);
    if (found == entry.end() || !found->is_string()) continue;
    const std::string& command = found->get_ref<const std::string&>();
    if (command.find("leakwarden") != std::string::npos &&
        command.find("hook run agent") != std::string::npos) {
      return true;
    }
  }
  return false;
}

// Takes our entries out, of a tree and of the text it was read from.
class Remover {
 public:
  explicit Remover(Settings& settings) : settings_(settings) {}

  // Out of all events; an event or a list of hooks that is empty then goes too. How many.
  std::size_t run() {
    if (!settings_.tree.contains("hooks") || !settings_.tree["hooks"].is_object()) return 0;
    Json& hooks = settings_.tree["hooks"];
    std::size_t removed = 0;
    for (Json::iterator at = hooks.begin(); at != hooks.end();) {
      const JsonPath path = {"hooks", at.key()};
      const std::size_t here = at->is_array() ? out_of(*at, path) : 0;
      removed += here;
      const bool is_empty = here > 0 && at->empty();
      if (is_empty) cut(path);
      at = is_empty ? hooks.erase(at) : std::next(at);
    }
    if (removed > 0 && hooks.empty()) {
      cut({"hooks"});
      settings_.tree.erase("hooks");
    }
    return removed;
  }

 private:
  void cut(const JsonPath& path) { settings_.text = remove_value(std::move(settings_.text), path); }

  // And groups that held nothing else.
  std::size_t out_of(Json& list, const JsonPath& path) {
    std::size_t removed = 0;
    for (Json::iterator at = list.begin(); at != list.end();) {
      JsonPath here = path;
      here.emplace_back(std::in_place_type<std::size_t>, at - list.begin());
      bool is_ours = at->is_object() && is_our_command(*at);
      if (at->is_object() && at->contains("hooks") && (*at)["hooks"].is_array()) {
        JsonPath inner = here;
        inner.emplace_back(std::in_place_type<std::string>, "hooks");
        const std::size_t inside = out_of((*at)["hooks"], inner);
        is_ours = inside > 0 && (*at)["hooks"].empty();
        removed += is_ours ? 0 : inside;
      }
      removed += is_ours ? 1 : 0;
      if (is_ours) cut(here);
      at = is_ours ? list.erase(at) : std::next(at);
    }
    return removed;
  }

  Settings& settings_;
};

std::size_t remove_from_settings(Settings& settings) {
  return Remover(settings).run();
}

// Sets a member that is not there.
void add_member(Settings& settings, Json& object, const JsonPath& path, const std::string& name,
                Json value) {
  settings.text = append_member(std::move(settings.text), path, name, value);
  object[name] = std::move(value);
}

Status add_to_settings(Settings& settings, const Agent& agent, const std::string& command,
                       const std::string& path) {
  if (settings.is_blank()) settings.text = "{}\n";
  Json& tree = settings.tree;
  if (agent.has_version && !tree.contains("version")) add_member(settings, tree, {}, "version", 1);
  if (!tree.contains("hooks")) add_member(settings, tree, {}, "hooks", Json::object());
  Json& hooks = tree["hooks"];
  if (!hooks.is_object()) return wrong_shape(path, "\"hooks\" is not an object");
  for (const char* event : agent.events) {
    if (!hooks.contains(event)) add_member(settings, hooks, {"hooks"}, event, Json::array());
    Json& list = hooks[event];
    if (!list.is_array())
      return wrong_shape(path, "\"hooks\" holds no list of " + std::string(event));
    const Json entry = agent.entry(command);
    settings.text = append_element(std::move(settings.text), {"hooks", event}, entry);
    list.push_back(entry);
  }
  return done();
}

Status keep_copy(const std::string& path) {
  const std::string kept = path + kKeptSuffix;
  if (!exists(path) || exists(kept)) return done();
  LEAKWARDEN_TRY(const std::string text, read_regular_file(AT_FDCWD, path, kMostSettingsBytes));
  return write_file_atomically(kept, text, mode_of(path));
}

// What was changed as text must mean what was changed as a tree.
Status write_settings(const std::string& path, const Settings& settings) {
  const Result<Json> written = read_bounded_json(settings.text, "write the agent's settings", path);
  if (!written.ok() || *written != settings.tree) {
    return Error::refused("write the agent's settings", path,
                          "it is written in a way that cannot be changed in place")
        .with_remedy("add the command leakwarden hook run agent by hand; it was left as it is");
  }
  return write_file_atomically(path, settings.text, mode_of(path));
}

bool says_nothing(const Json& settings) {
  return settings.empty() || (settings.size() == 1 && settings.contains("version"));
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return done();
  return Error::from_errno("remove the agent's settings", path, errno);
}

// The settings without our entries: the very file of before, none, or a new one.
Status put_back(const std::string& path, const Settings& settings) {
  const std::string kept = path + kKeptSuffix;
  const Result<Settings> before = read_settings(kept);
  if (exists(kept) && before.ok() && before->tree == settings.tree) {
    if (::rename(kept.c_str(), path.c_str()) == 0) return done();
    return Error::from_errno("put the agent's settings back", path, errno);
  }
  if (!exists(kept) && says_nothing(settings.tree)) return remove_file(path);
  return write_settings(path, settings);
}

std::string path_of(const std::string& work_tree, const Agent& agent) {
  return work_tree + "/" + agent.file;
}

}  // namespace

std::vector<std::string> known_agents() {
  std::vector<std::string> names;
  for (const Agent& agent : agents()) names.emplace_back(agent.name);
  return names;
}

Result<AgentStatus> install_agent(const std::string& work_tree, const std::string& name,
                                  const std::string& command) {
  LEAKWARDEN_TRY(const Agent* agent, find_agent(name));
  const std::string path = path_of(work_tree, *agent);
  LEAKWARDEN_TRY(Settings settings, read_settings(path));
  const Json before = settings.tree;
  remove_from_settings(settings);
  LEAKWARDEN_CHECK(add_to_settings(settings, *agent, command, path));
  // Also where an entry of ours was changed by hand.
  if (settings.tree != before) LEAKWARDEN_CHECK(keep_copy(path));
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (error) return Error::from_errno("make the agent's folder", path, error.value());
  LEAKWARDEN_CHECK(write_settings(path, settings));
  return agent_status(work_tree, name);
}

Result<AgentStatus> uninstall_agent(const std::string& work_tree, const std::string& name) {
  LEAKWARDEN_TRY(const Agent* agent, find_agent(name));
  const std::string path = path_of(work_tree, *agent);
  LEAKWARDEN_TRY(Settings settings, read_settings(path));
  if (remove_from_settings(settings) > 0) LEAKWARDEN_CHECK(put_back(path, settings));
  return agent_status(work_tree, name);
}

AgentStatus agent_status(const std::string& work_tree, const std::string& name) {
  AgentStatus status;
  status.agent = name;
  const Result<const Agent*> agent = find_agent(name);
  if (!agent.ok()) return status;
  status.file = (*agent)->file;
  Result<Settings> settings = read_settings(path_of(work_tree, **agent));
  if (!settings.ok()) {
    status.state = AgentState::Unreadable;
    status.detail = settings.error().why;
  } else if (remove_from_settings(*settings) > 0) {
    status.state = AgentState::Installed;
  }
  return status;
}

}  // namespace leakwarden::scanner
