#include "scanner/rules/rule_cache.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "scanner/base/private_folder.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kExtension = ".image";

std::string absolute_from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && value[0] == '/' ? value : "";
}

}  // namespace

std::string default_cache_folder() {
  const std::string cache = absolute_from_environment("XDG_CACHE_HOME");
  if (!cache.empty()) return cache + "/leakwarden";
  const std::string home = absolute_from_environment("HOME");
  return home.empty() ? "" : home + "/.cache/leakwarden";
}

std::optional<RuleCache> RuleCache::open(const std::string& folder) {
  const std::string chosen = folder.empty() ? default_cache_folder() : folder;
  if (chosen.empty() || !make_private_folder(chosen)) return std::nullopt;
  const std::string rules = chosen + "/rules";
  if (!make_private_folder(rules)) return std::nullopt;
  return RuleCache(rules);
}

std::string RuleCache::path_of(const std::string& key) const {
  return folder_ + "/" + key + kExtension;
}

Result<Descriptor> RuleCache::find(const std::string& key) const {
  return open_private_file(path_of(key));
}

Status RuleCache::store(const std::string& key, std::string_view image) const {
  LEAKWARDEN_CHECK(write_file_atomically(path_of(key), image, 0600));
  remove_oldest();
  return done();
}

void RuleCache::remove_oldest() const {
  using Entry = std::pair<std::filesystem::file_time_type, std::filesystem::path>;
  std::vector<Entry> images;
  std::error_code failure;
  std::filesystem::directory_iterator entry(folder_, failure);
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
    if (entry->path().extension() != kExtension) continue;
    std::error_code ignored;
    images.emplace_back(entry->last_write_time(ignored), entry->path());
  }
  if (images.size() <= kKeptImages) return;
  std::sort(images.begin(), images.end());
  for (std::size_t i = 0; i + kKeptImages < images.size(); i++) {
    std::filesystem::remove(images[i].second, failure);
  }
}

}  // namespace leakwarden::scanner
