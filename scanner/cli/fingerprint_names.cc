#include "scanner/cli/fingerprint_names.h"

#include <set>

#include <fmt/core.h>

#include "scanner/base/fingerprint.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostListed = 5;
constexpr std::size_t kLongest = 35;  // "s1-" and 32 digits
constexpr std::size_t kShortest = 7;  // "s1-" and 4 digits
constexpr std::size_t kMoreDigits = 6;

Error no_fingerprint(const std::string& name) {
  return Error::invalid("look up a fingerprint", name, "it is none")
      .with_remedy("s1- and at least 4 digits, or all of w1-…; leakwarden scan shows them");
}

bool is_whole_or_beginning(const std::string& name) {
  if (is_fingerprint(name)) return true;
  return is_of_strong_value(name) && name.size() >= kShortest && name.size() <= kLongest &&
         name.find_first_not_of("0123456789abcdef", 3) == std::string::npos;
}

Error ambiguous(const std::string& name, const std::set<std::string>& fingerprints) {
  std::string list;
  std::size_t listed = 0;
  for (const std::string& one : fingerprints) {
    if (listed++ == kMostListed) break;
    list += (list.empty() ? "" : ", ") + one.substr(0, name.size() + kMoreDigits);
  }
  if (fingerprints.size() > kMostListed) {
    list += fmt::format(" and {} more", fingerprints.size() - kMostListed);
  }
  return Error::invalid("look up a fingerprint", name, "several begin so: " + list)
      .with_remedy("more of its digits");
}

}  // namespace

bool looks_like_fingerprint(const std::string& text) {
  return is_of_strong_value(text) || is_of_weak_value(text);
}

Result<std::vector<const Finding*>> findings_named(const std::string& name,
                                                   const std::vector<Finding>& findings) {
  if (!is_whole_or_beginning(name)) return no_fingerprint(name);
  std::vector<const Finding*> named;
  std::set<std::string> fingerprints;
  for (const Finding& finding : findings) {
    if (!fingerprint_has_prefix(finding.fingerprint, name)) continue;
    named.push_back(&finding);
    fingerprints.insert(finding.fingerprint);
  }
  if (fingerprints.size() > 1) return ambiguous(name, fingerprints);
  if (named.empty()) {
    return Error::not_found("look up a fingerprint", name, "no finding of that name here")
        .with_remedy("leakwarden scan --confidence low lists what is here");
  }
  return named;
}

}  // namespace leakwarden::scanner
