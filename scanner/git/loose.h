#pragma once

// Loose objects: files objects/xx/yyyy…, each one zlib stream of "type size NUL bytes".
//
// Our own reader because libgit2 1.5.1 overflows its heap when the header's size is too small and
// loops for ever on a truncated file. The size in the header is checked against the limit, and
// against what so many compressed bytes can hold, before anything is allocated; the stream must
// then give exactly so many bytes and the file must end there.
//
// Thread rules: one object, one thread.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/limits.h"
#include "scanner/base/object_id.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

// "ab/cdef…" below an objects folder.
std::string loose_path(const ObjectId& id);

class LooseObject {
 public:
  // `objects`: an objects folder. NotFound, Refused (a FIFO, a symlink …), Corrupt.
  static Result<LooseObject> open(int objects, const std::string& path);

  const ObjectHeader& header() const { return header_; }
  // Header and content: the room inflate_into() needs. TooLarge, Corrupt (impossible size).
  Result<std::size_t> whole_size(const Limits& limits) const;
  // "type size NUL" and the content; content begins at content_begin(). Corrupt.
  Status inflate_into(Inflater& inflater, char* output, std::size_t whole_size);
  std::size_t content_begin() const { return content_begin_; }
  // The content in pieces, for what is over the limit. Valid while this object lives.
  Result<std::unique_ptr<InflateStream>> stream_content();

 private:
  Status read_first_piece();
  Status parse_header();
  Error corrupt(std::string why) const;

  std::string path_;
  Descriptor file_;
  std::uint64_t file_bytes_ = 0;
  std::string first_piece_;
  ObjectHeader header_;
  std::size_t content_begin_ = 0;
};

Result<ObjectBytes> read_loose(int objects, const std::string& path, const Limits& limits);

// Every loose object's path ("ab/cdef…") of one of the 256 folders, by name. Other names are
// ignored, as git ignores them (temporary files of writers).
Result<std::vector<std::string>> list_loose_folder(int objects, unsigned folder, unsigned id_bytes);

}  // namespace leakwarden::scanner
