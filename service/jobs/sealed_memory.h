#pragma once

// Anonymous files in memory (memfd_create) to share with workers.

#include <cstdint>
#include <string_view>

#include "scanner/base/file.h"
#include "scanner/base/result.h"

namespace leakwarden::service {

// Holds `bytes`; nobody can change it any more, not even we.
Result<Descriptor> sealed_memory(std::string_view bytes);

// `size` zero bytes, writable; nobody can change its size, so that reading a map of it is safe.
Result<Descriptor> shared_memory(std::uint64_t size);

}  // namespace leakwarden::service
