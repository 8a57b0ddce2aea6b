#pragma once

// All loose objects of a database, pushed by name.

#include <string>
#include <vector>

#include "scanner/git/push_context.h"

namespace leakwarden::scanner {

struct LooseName {
  int objects = -1;  // descriptor of the objects folder, owned by the database
  std::string path;  // "ab/cdef…"
};

void push_loose(PushContext& context, const std::vector<LooseName>& names, unsigned jobs);

// One object as windows. An error outside: nothing was delivered (not there, damaged, a tree). One
// inside: its stream is damaged further on.
Result<Status> push_loose_windows(PushContext& context, const LooseName& name, const ObjectId& id,
                                  unsigned worker);

}  // namespace leakwarden::scanner
