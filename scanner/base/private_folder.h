#pragma once

// Files that only we may write: caches whose content is believed.

#include <string>

#include "scanner/base/file.h"

namespace leakwarden {

// Belongs to the effective user, and nobody else may write it.
bool is_ours_alone(const Descriptor& file);

// The folder, made with mode 0700 where it is missing (and its parents where they may be made).
// False when it is not there or not ours alone. A link is taken for what it points to; what counts
// is who owns that.
bool make_private_folder(const std::string& path);

// A regular file that is ours alone. NotFound, Refused, Io.
Result<Descriptor> open_private_file(const std::string& path);

}  // namespace leakwarden
