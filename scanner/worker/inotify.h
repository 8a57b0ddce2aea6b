#pragma once

// Hints that something changed in a folder (inotify(7)). Only ever hints: events get lost when a
// queue overflows, when a folder is made and filled before it is watched, on network file systems.
// Whoever uses this must also look for himself, now and then.
//
// Folders are named by open descriptors, never by paths, through /proc/self/fd, so that nobody can
// swap a part of the path for a symbolic link. Without /proc, without free instances or watches
// (fs.inotify.max_user_instances, max_user_watches), add() says Refused and the caller polls.
//
// Thread rules: one thread.

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

enum class HintKind {
  Appeared,     // something with this name was made here, moved here or written
  Disappeared,  // … was deleted or moved away
  FolderGone,   // the watched folder itself was deleted or moved
  WatchEnded,   // the last hint of this watch; its number may be used again
  Overflow,     // hints were lost: look at everything
};

struct Hint {
  HintKind kind = HintKind::Appeared;
  int watch = -1;
  std::string name;
  bool is_folder = false;
};

class Inotify {
 public:
  Inotify();                                       // where the kernel refuses, add() will say so
  int descriptor() const { return queue_.get(); }  // readable when there are hints; -1 without
  // The same folder again gives the same number.
  Result<int> add(int folder);
  void remove(int watch);
  std::vector<Hint> read();  // what is there now; does not block

 private:
  Descriptor queue_;
  int failure_ = 0;
};

}  // namespace leakwarden::scanner
