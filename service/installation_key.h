#pragma once

// The installation's key: found by reference, or made at the first start.
//
// Thread rules: call from one thread; two processes at a first start agree on one key.

#include <string>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"
#include "service/config.h"

namespace leakwarden::service {

// 64 hex digits as they stand in the file. Errors: see Sealing::open.
Result<Secret> read_installation_key(const Config& config);

// The default key file of a data folder.
std::string installation_key_path(const std::string& data_dir);

}  // namespace leakwarden::service
