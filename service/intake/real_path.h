#pragma once

// A watched path without symbolic links, so that the store knows a folder by one name.

#include <string>

namespace leakwarden::service {

// `path` itself, without trailing slashes, where it cannot be resolved (it is not there now).
std::string real_path(const std::string& path);

}  // namespace leakwarden::service
