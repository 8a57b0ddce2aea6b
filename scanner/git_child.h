#pragma once

// The user's own git, asked where its configuration or a format of its own decides: hook folders,
// split and sparse indexes. Only for repositories the user works in; a worker never gets here.

#include <atomic>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

// Runs `git ARGUMENTS…` in `folder` ("" is the current one), with our environment and no standard
// input; gives its standard output, at most `max_bytes`. NotFound: no git. Refused: it failed;
// `why` is the first line of what it said. TooLarge. Timeout: `cancel` became true while it ran,
// which ends git too (SIGTERM, so that it cleans up behind itself).
Result<std::string> run_git(const std::string& folder, const std::vector<std::string>& arguments,
                            std::size_t max_bytes = 64u << 20,
                            const std::atomic<bool>* cancel = nullptr);

}  // namespace leakwarden::scanner
