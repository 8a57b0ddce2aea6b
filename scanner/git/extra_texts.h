#pragma once

// Text of a repository that is in no object: names of refs, and reflogs. Blobs of the index, of
// stashes and notes are objects and come with ObjectSource::push_all.

#include <string>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct ExtraText {
  PlaceKind kind = PlaceKind::RefName;  // or Reflog
  std::string path;                     // "logs/refs/heads/main", a ref's name; raw bytes
  std::string text;
};

// In a stable order. What cannot be read is a gap.
std::vector<ExtraText> extra_texts(Repository& repository, std::vector<Gap>& gaps);

}  // namespace leakwarden::scanner
