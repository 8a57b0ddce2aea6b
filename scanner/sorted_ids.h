#pragma once

#include <vector>

#include "scanner/base/object_id.h"

namespace leakwarden::scanner {

// In order, each once. A history names a million of them: they are told apart by their first eight
// bytes where those differ, which is always.
void sort_ids(std::vector<ObjectId>& ids);

}  // namespace leakwarden::scanner
