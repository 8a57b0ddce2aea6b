#include "scanner/ignore_rules.h"

#include <optional>
#include <utility>

namespace leakwarden::scanner {
namespace {

// The verdict of one folder's patterns on a path relative to that folder.
std::optional<bool> verdict_of(const std::vector<IgnorePattern>& patterns, std::string_view path,
                               bool is_folder) {
  for (std::size_t i = patterns.size(); i-- > 0;) {
    if (patterns[i].matches(path, is_folder)) return !patterns[i].negated();
  }
  return std::nullopt;
}

}  // namespace

void IgnoreRules::add(const std::string& folder, std::string_view file_content) {
  std::vector<IgnorePattern>& patterns = patterns_[folder];
  if (file_content.substr(0, 3) == "\xEF\xBB\xBF") file_content.remove_prefix(3);
  while (!file_content.empty()) {
    const std::size_t end = file_content.find('\n');
    std::optional<IgnorePattern> pattern = IgnorePattern::parse(file_content.substr(0, end));
    if (pattern) patterns.push_back(std::move(*pattern));
    file_content.remove_prefix(end == std::string_view::npos ? file_content.size() : end + 1);
  }
}

bool IgnoreRules::ignored(std::string_view path, bool is_folder) const {
  std::size_t end = path.rfind('/');
  while (true) {
    const std::string_view folder = end == std::string_view::npos ? "" : path.substr(0, end);
    const std::string_view inside = end == std::string_view::npos ? path : path.substr(end + 1);
    const std::map<std::string, std::vector<IgnorePattern>, std::less<>>::const_iterator found =
        patterns_.find(folder);
    if (found != patterns_.end()) {
      const std::optional<bool> verdict = verdict_of(found->second, inside, is_folder);
      if (verdict) return *verdict;
    }
    if (end == std::string_view::npos) return false;
    end = end == 0 ? std::string_view::npos : path.rfind('/', end - 1);
  }
}

}  // namespace leakwarden::scanner
