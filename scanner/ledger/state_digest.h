#pragma once

// One digest of all that a scan reads: same digest, same bytes, without reading them again.
//
// Small texts go in as they are. Files go in by what the file system says of them: device, inode,
// size, mode, and the times of the last change to content and to inode; the latter nobody can set
// back. That proves something only once a file has some age: two changes within one tick of the
// file system's clock look alike. Until then the state is not settled.
//
//   StateDigest state;  state.add(refs…);  state.add_file(folder, "pack/pack-1.pack");
//   if (state.settled()) remember(state.finish(), …);
//
// Thread rules: one thread.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/base/file.h"
#include "scanner/base/sha256.h"

namespace leakwarden::scanner {

class StateDigest {
 public:
  void add(std::string_view text);
  void add(std::uint64_t number);
  // `path` below `folder` (a directory descriptor), links not followed. That it is not there is a
  // state, too.
  void add_file(int folder, const std::string& path);
  // Of a file that was read only after it was stamped.
  void add(const FileStamp& stamp);

  // Every file is older than a tick, or was when it was stamped: a tenth of a second, or two
  // seconds where the file system's times have no fractions.
  bool settled() const;
  // In hex. Call once.
  std::string finish();

 private:
  void add_fields(const FileStamp& stamp);

  Sha256 hash_;
  std::int64_t youngest_nanoseconds_ = 0;
  bool stamps_settled_ = true;
};

// After so long a file of a file system with fine times is settled.
inline constexpr std::chrono::milliseconds kSettlingTime{100};

}  // namespace leakwarden::scanner
