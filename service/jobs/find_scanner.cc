#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>

#include "service/jobs/worker_process.h"

namespace leakwarden::service {
namespace {

std::string own_folder() {
  std::array<char, PATH_MAX> path{};
  ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  std::string executable(path.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return executable.substr(0,
                           executable.rfind('/') == std::string::npos ? 0 : executable.rfind('/'));
}

}  // namespace

Result<std::string> find_scanner() {
  const char* named = std::getenv("LEAKWARDEN_SCANNER");
  std::vector<std::string> places;
  if (named != nullptr && *named != '\0') {
    places = {named};
  } else {
    std::string folder = own_folder();
    places = {folder + "/leakwarden", folder + "/../libexec/leakwarden/leakwarden",
              folder + "/../bin/leakwarden"};
  }
  std::string tried;
  for (const std::string& place : places) {
    if (access(place.c_str(), X_OK) == 0) return place;
    tried += (tried.empty() ? "" : ", ") + place;
  }
  return Error::not_found("find the scanner's executable", tried, "not there, or not executable")
      .with_remedy("install the leakwarden package, or set LEAKWARDEN_SCANNER");
}

}  // namespace leakwarden::service
