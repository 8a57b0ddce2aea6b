#include "scanner/match/judge/vendor_starts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace leakwarden::scanner::judging {
namespace {

constexpr std::array<std::string_view, 72> kStarts{
    "AKIA",     "ASIA",       "AIza",      "ya29.",      "GOCSPX-",  "ghp_",      "gho_",
    "ghu_",     "ghs_",       "ghr_",      "github_pat_", "glpat-",  "gldt-",     "glrt-",
    "glptt-",   "xoxa-",      "xoxb-",     "xoxc-",      "xoxd-",    "xoxe-",     "xoxe.",
    "xoxp-",    "xoxr-",      "xoxs-",     "xoxt-",      "xapp-",    "sk_live_",  "sk_test_",
    "rk_live_", "rk_test_",   "pk_live_",  "pk_test_",   "whsec_",   "sk-ant-",   "sk-proj-",
    "sk-or-v1-", "hf_",       "npm_",      "pypi-",      "dapi",     "dop_v1_",   "doo_v1_",
    "SG.",      "EAACEdEose", "shpat_",    "shpca_",     "shppa_",   "shpss_",    "hvs.",
    "hvb.",     "lin_api_",   "PMAK-",     "NRAK-",      "NRII-",    "glsa_",     "glc_",
    "rubygems_", "tskey-",    "sq0atp-",   "sq0csp-",    "EAAAE",    "ops_eyJ",   "sha256~",
    "dckr_pat_", "oy2",       "pat-na1-",  "figd_",      "sntrys_",  "sbp_",      "ATATT3",
    "pscale_",  "AGE-SECRET-KEY-",
};

constexpr auto kSorted = [] {
  auto sorted = kStarts;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}();

// Of kSorted, by its first byte: the first one with it or a later one.
constexpr std::array<std::uint8_t, 257> kFirstOf = [] {
  std::array<std::uint8_t, 257> first{};
  for (std::size_t byte = 0, start = 0; byte <= 256; ++byte) {
    while (start < kSorted.size() && static_cast<unsigned char>(kSorted[start][0]) < byte) ++start;
    first[byte] = static_cast<std::uint8_t>(start);
  }
  return first;
}();

}  // namespace

bool has_vendor_start(std::string_view value) {
  if (value.empty()) return false;
  const std::size_t first = static_cast<unsigned char>(value[0]);
  return std::any_of(kSorted.begin() + kFirstOf[first], kSorted.begin() + kFirstOf[first + 1],
                     [&](std::string_view start) { return value.starts_with(start); });
}

}  // namespace leakwarden::scanner::judging
