#pragma once

namespace leakwarden::scanner {

// Loads what readers load when they first need it (libarchive), for a process that is about to lock
// itself in: afterwards it may load nothing.
void prepare_readers();

}  // namespace leakwarden::scanner
