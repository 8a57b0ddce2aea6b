// The file as a whole: its top-level keys, in the order in which the documentation shows them.

#include <set>

#include "scanner/base/sanitize.h"
#include "service/config_sections.h"

namespace leakwarden::service {
namespace {

std::string folder_of(const std::string& file) {
  std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? "." : file.substr(0, slash);
}

void read_store(MapReader& map) {
  std::string store;
  if (!map.text("store", store) || store == "sqlite") return;
  bool postgresql = store.rfind("postgresql", 0) == 0 || store.rfind("postgres:", 0) == 0;
  map.problems().add(map.mark_of("store"),
                     postgresql ? "'store': postgresql is not available in this version"
                                : "'store': expected sqlite",
                     "sqlite");
}

void read_data_dir(MapReader& map, Config& config) {
  if (!map.text("data_dir", config.data_dir)) return;
  while (config.data_dir.size() > 1 && config.data_dir.back() == '/') config.data_dir.pop_back();
  if (config.data_dir.front() == '/') return;
  map.problems().add(map.mark_of("data_dir"),
                     "'data_dir': expected a whole path, beginning with /");
}

void read_rules(MapReader& map, Config& config) {
  config.rules = {"builtin"};
  if (!map.texts("rules", config.rules)) return;
  for (std::string& rule : config.rules) {
    if (rule != "builtin" && rule.front() != '/') rule = folder_of(config.file) + "/" + rule;
  }
}

void read_values(MapReader& map, Config& config) {
  std::string values = "sealed";
  map.choice("values", values, {"sealed", "fingerprints"});
  config.values = values == "sealed" ? ValuesMode::Sealed : ValuesMode::Fingerprints;
  map.credential("sealing_key", config.sealing_key);
}

// Routes name channels; both must agree.
void check_routes(MapReader& map, Config& config) {
  std::set<std::string> known;
  for (const ChannelSpecification& channel : config.channels) known.insert(channel.name);
  std::set<std::string> routed;
  for (const notifier::Route& route : config.routes) {
    for (const std::string& name : route.channels) {
      routed.insert(name);
      if (known.count(name) > 0) continue;
      map.problems().add(map.mark_of("routes"), "a route names the channel '" +
                                                    sanitize_for_terminal(name, 60) +
                                                    "', which is not among the channels");
    }
  }
  if (config.routes.empty()) return;
  for (const std::string& name : known) {
    if (routed.count(name) == 0) {
      config.warnings.push_back("channel '" + name + "' is in no route and gets nothing");
    }
  }
}

void warn(Config& config) {
  if (config.channels.empty()) {
    config.warnings.push_back("there are no channels: nobody is told of what is found");
  }
  if (config.watch.empty()) {
    config.warnings.push_back("nothing is watched: there is no watch entry");
  }
}

void read_top(Problems& problems, const YAML::Node& root, Config& config) {
  MapReader map(problems, root, "");
  read_data_dir(map, config);
  read_store(map);
  read_rules(map, config);
  read_values(map, config);
  map.each("watch", [&](const YAML::Node& node, const std::string& place) {
    read_watch(problems, node, place, config);
  });
  map.each("repositories", [&](const YAML::Node& node, const std::string& place) {
    read_repository(problems, node, place, config);
  });
  map.not_available("forges", "watch the folder that holds the repositories instead (watch:)");
  map.each("listeners", [&](const YAML::Node& node, const std::string& place) {
    read_listener(problems, node, place, config);
  });
  map.each("channels", [&](const YAML::Node& node, const std::string& place) {
    read_channel(problems, node, place, config);
  });
  map.each("routes", [&](const YAML::Node& node, const std::string& place) {
    read_route(problems, node, place, config);
  });
  if (std::optional<YAML::Node> outgoing = map.take("outgoing")) {
    read_outgoing(problems, *outgoing, config);
  }
  check_routes(map, config);
  map.finish();
}

}  // namespace

ParsedConfig parse_config(std::string_view text, const std::string& file) {
  ParsedConfig parsed;
  parsed.config.file = file;
  Problems problems(file);
  try {
    YAML::Node root = YAML::Load(std::string(text));
    if (root.IsNull()) {
      problems.add(YAML::Mark::null_mark(), "the file is empty",
                   "deploy/leakwarden.example.yaml is one to begin with");
    } else {
      read_top(problems, root, parsed.config);
    }
  } catch (const YAML::Exception& exception) {
    problems.add(exception.mark, "not readable as YAML: " + exception.msg);
  }
  parsed.problems = problems.take();
  warn(parsed.config);
  return parsed;
}

}  // namespace leakwarden::service
