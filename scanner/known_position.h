#pragma once

// Physical positions as keys of maps.

#include <cstddef>
#include <cstdint>
#include <functional>

#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

struct PositionHash {
  std::size_t operator()(const PhysicalPosition& position) const {
    return std::hash<std::uint64_t>()(position.offset * 64 + position.container);
  }
};

}  // namespace leakwarden::scanner
