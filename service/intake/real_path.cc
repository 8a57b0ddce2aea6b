#include "service/intake/real_path.h"

#include <cstdlib>
#include <memory>

namespace leakwarden::service {

std::string real_path(const std::string& path) {
  std::unique_ptr<char, void (*)(void*)> resolved(realpath(path.c_str(), nullptr), std::free);
  std::string result = resolved ? resolved.get() : path;
  while (result.size() > 1 && result.back() == '/') result.pop_back();
  return result;
}

}  // namespace leakwarden::service
