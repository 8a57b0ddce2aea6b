#include "scanner/match/owner_hosts.h"

#include <algorithm>
#include <array>

#include "scanner/match/ascii.h"
#include "scanner/match/owner_blocks.h"

namespace leakwarden::scanner {
namespace {

bool is_header(std::string_view before) {
  return equal_in_any_case(trimmed(before), "host:");
}

}  // namespace

DottedName dotted_name_at(std::string_view text, const Span& line, const Span& word) {
  const auto is_part = [](char c) { return is_alphanumeric(c) || is_of(c, "-."); };
  std::uint64_t begin = word.begin;
  while (begin > line.begin && is_part(text[begin - 1])) --begin;
  std::uint64_t end = word.end;
  while (end < line.end && is_part(text[end])) ++end;
  return {text.substr(line.begin, begin - line.begin), text.substr(begin, end - begin),
          text.substr(end, line.end - end)};
}

bool is_host(const DottedName& one) {
  return one.name.find('.') != std::string_view::npos &&
         (one.before.ends_with("://") || is_header(one.before));
}

bool is_host_of_interface(const DottedName& one) {
  constexpr std::array<std::string_view, 12> kLabels{"api",   "apis", "rest",   "hooks",
                                                     "auth",  "smtp", "ingest", "events",
                                                     "graph", "mqtt", "oauth2", "gateway"};
  constexpr std::array<std::string_view, 6> kPaths{"/api", "/v1", "/v2", "/v3", "/rest", "/oauth"};
  if (is_header(one.before)) return true;
  for (std::string_view rest = one.name; !rest.empty();) {
    const std::string_view label = rest.substr(0, rest.find_first_of(".-"));
    if (std::find(kLabels.begin(), kLabels.end(), label) != kLabels.end()) return true;
    rest.remove_prefix(std::min(label.size() + 1, rest.size()));
  }
  return std::any_of(kPaths.begin(), kPaths.end(),
                     [&](std::string_view path) { return one.behind.starts_with(path); });
}

bool is_keeper_of_sources(const DottedName& one) {
  constexpr std::array<std::string_view, 5> kKeepers{"github.com", "com.github", "io.github",
                                                     "gitlab.com", "com.gitlab"};
  return std::any_of(kKeepers.begin(), kKeepers.end(), [&](std::string_view keeper) {
    return one.name.find(keeper) != std::string_view::npos;
  });
}

}  // namespace leakwarden::scanner
