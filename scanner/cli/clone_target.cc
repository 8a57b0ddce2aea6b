#include "scanner/cli/clone_target.h"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "scanner/cli/clone_url.h"
#include "scanner/git_child.h"

namespace leakwarden::scanner {
namespace {

constexpr std::array<std::string_view, 5> kTransports = {"https", "http", "ssh", "git", "file"};
constexpr std::size_t kMostOutput = 1 << 20;

// "https" of "https://…", "ssh" of "git@host:path".
std::string_view transport_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? "ssh" : url.substr(0, scheme);
}

void replace_all(std::string& text, std::string_view part, std::string_view with) {
  if (part.empty()) return;
  for (std::size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + with.size()))
    text.replace(at, part.size(), with);
}

// Git repeats the URL in what it says, and what a server answers may hold the password too.
std::string without_user(std::string text, const std::string& url) {
  const std::string_view part = user_of_url(url);
  replace_all(text, url, shown_clone_url(url));
  replace_all(text, part, "…");
  const std::size_t colon = part.find(':');
  if (colon != std::string_view::npos) replace_all(text, part.substr(colon + 1), "…");
  return text;
}

std::vector<std::string> clone_arguments(const std::string& url, const std::string& folder) {
  std::vector<std::string> arguments = {"-c", "protocol.allow=never", "-c",
                                        "core.hooksPath=/dev/null"};
  for (std::string_view transport : kTransports) {
    arguments.insert(arguments.end(),
                     {"-c", "protocol." + std::string(transport) + ".allow=always"});
  }
  // --no-local: a repository of this machine is fetched, not linked to.
  arguments.insert(arguments.end(), {"clone", "--mirror", "--quiet", "--no-local",
                                     "--template=", "--", url, folder});
  return arguments;
}

Result<std::string> make_folder() {
  const char* wished = std::getenv("TMPDIR");
  std::string pattern = std::string(wished == nullptr || *wished == '\0' ? "/tmp" : wished) +
                        "/leakwarden-clone-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr)
    return Error::from_errno("make a folder for the clone", pattern, errno);
  return pattern;
}

Status check_transport(const std::string& url) {
  const std::string_view transport = transport_of(url);
  if (std::find(kTransports.begin(), kTransports.end(), transport) != kTransports.end())
    return done();
  return Error::invalid("scan a clone URL", shown_clone_url(url), "not a transport we let through")
      .with_remedy("https, http, ssh, git or file; or clone it yourself and scan the clone");
}

}  // namespace

CloneTarget::CloneTarget(std::string folder)
    : folder_(std::move(folder)), repository_(folder_ + "/mirror.git") {}

CloneTarget::CloneTarget(CloneTarget&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), repository_(std::move(other.repository_)) {}

CloneTarget::~CloneTarget() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Result<CloneTarget> CloneTarget::make(const std::string& url, const std::atomic<bool>* cancel) {
  LEAKWARDEN_CHECK(check_transport(url));
  LEAKWARDEN_TRY(std::string folder, make_folder());
  CloneTarget target(std::move(folder));
  const Result<std::string> cloned =
      run_git("", clone_arguments(url, target.repository_), kMostOutput, cancel);
  if (cloned.ok()) return target;
  const ErrorKind kind = cloned.error().kind;
  if (kind == ErrorKind::NotFound || kind == ErrorKind::Timeout) return cloned.error();
  return Error::refused("clone", shown_clone_url(url), without_user(cloned.error().why, url))
      .with_remedy("see that git ls-remote reaches it");
}

}  // namespace leakwarden::scanner
