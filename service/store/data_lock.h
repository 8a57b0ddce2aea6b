#pragma once

// One daemon per data folder: an exclusive flock on data_dir/lock, held until the process ends
// (however it ends). The file holds the owner's process id, for the message the second one gets.

#include <optional>
#include <string>

#include "scanner/base/file.h"
#include "scanner/base/result.h"

namespace leakwarden::service {

class DataLock {
 public:
  // Makes data_dir (0700) when it is not there. Refused: another process holds it.
  static Result<DataLock> take(const std::string& data_dir);

 private:
  explicit DataLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

// Who holds the lock: a process id, or "?" when it is not told; empty: nobody does. Takes nothing.
std::optional<std::string> data_lock_owner(const std::string& data_dir);

}  // namespace leakwarden::service
