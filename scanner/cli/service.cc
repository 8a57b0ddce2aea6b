#include "scanner/cli/service.h"

#include <limits.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "scanner/base/result.h"
#include "scanner/cli/console.h"

namespace leakwarden::scanner {

std::string own_program() {
  char path[PATH_MAX];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  return size <= 0 ? "leakwarden" : std::string(path, static_cast<std::size_t>(size));
}

std::optional<std::string> find_service() {
  const char* given = std::getenv("LEAKWARDEN_SERVICE");
  if (given != nullptr && *given != '\0') return given;
  const std::string program = own_program();
  const std::string folder = program.substr(0, program.rfind('/') + 1);
  for (const char* place : {"leakwarden-service", "../libexec/leakwarden/leakwarden-service"}) {
    const std::string candidate = folder + place;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

int service_command(const std::vector<std::string>& words) {
  const std::optional<std::string> program = find_service();
  if (!program) {
    return usage_error(
        Error::not_found(
            "run " + words.front(), "leakwarden-service",
            "it is not beside this program, not in libexec, and LEAKWARDEN_SERVICE is not set")
            .with_remedy("install the package leakwarden-service"));
  }
  std::vector<char*> arguments = {const_cast<char*>(program->c_str())};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(program->c_str(), arguments.data());
  return usage_error(Error::from_errno("run", *program, errno));
}

}  // namespace leakwarden::scanner
