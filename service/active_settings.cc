#include "service/active_settings.h"

#include <climits>
#include <cstdlib>

#include "service/intake/real_path.h"

namespace leakwarden::service {
namespace {

bool lies_in(const std::string& path, const std::string& folder) {
  return path == folder ||
         (path.size() > folder.size() && path.compare(0, folder.size(), folder) == 0 &&
          path[folder.size()] == '/');
}

}  // namespace

const WatchConfig* watch_of(const Config& config, const std::string& path) {
  const WatchConfig* best = nullptr;
  for (const WatchConfig& watch : config.watch) {
    if (!lies_in(path, real_path(watch.path))) continue;
    if (best == nullptr || watch.path.size() > best->path.size()) best = &watch;
  }
  return best;
}

AlertPlan alert_plan(const Config& config, const std::string& repository_name,
                     const std::string& repository_path) {
  const WatchConfig* watch = watch_of(config, repository_path);
  RepositorySettings settings =
      settings_for(config, repository_name, watch == nullptr ? "private" : watch->visibility);
  AlertPlan plan;
  plan.routes = config.routes;
  plan.channels = channel_names(config);
  plan.visibility = settings.visibility;
  plan.team = settings.team;
  plan.owners = settings.owners;
  plan.policy = settings.push;
  return plan;
}

AlertPlan alert_plan(const Config& config, const WatchConfig& watch) {
  AlertPlan plan;
  plan.routes = config.routes;
  plan.channels = channel_names(config);
  plan.visibility = watch.visibility;
  return plan;
}

}  // namespace leakwarden::service
