#pragma once

// Where git objects come from: a source *pushes* every object of a database once, in the order
// that is cheapest for it (a pack in delta order, loose objects by name). Pull by id is second.
//
// The seam is made for an engine that scans only what a delta inserted: next to the bytes a source
// tells the object's physical position, the position of its base, and which ranges were copied
// from it. A source that does not know says so by an empty base.
//
//   source ──on_object(view)──► sink      source ──on_gap(gap)──► sink
//
// Views live until the call returns. Thread rules: push_all may call the sink from several threads
// when `jobs` > 1; each call carries its worker number (0 … jobs−1) so that a sink can keep state
// per worker without locks. read() and header() are safe from any thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

enum class ObjectType : std::uint8_t { Commit = 1, Tree = 2, Blob = 3, Tag = 4 };
std::string_view object_type_name(ObjectType type);  // "blob"
std::optional<ObjectType> object_type_from_name(std::string_view name);

// Names one physical copy: which file of the database, and where in it.
struct PhysicalPosition {
  std::uint32_t container = 0;  // 0: loose objects; 1…: packs, in name order
  std::uint64_t offset = 0;     // pack offset, or an ordinal for loose objects
  friend bool operator==(const PhysicalPosition&, const PhysicalPosition&) = default;
};

struct CopiedRange {
  std::uint64_t target_begin = 0;
  std::uint64_t base_begin = 0;
  std::uint64_t length = 0;
};

struct ObjectView {
  PhysicalPosition position;
  ObjectId id;
  ObjectType type = ObjectType::Blob;
  std::string_view bytes;
  std::optional<PhysicalPosition> base;  // what it was a delta of, when in the same container
  std::span<const CopiedRange> copied;   // contiguous copies merged, by target_begin
  // Other objects are deltas of this one and follow; see ObjectSink::on_base_done.
  bool is_base = false;
  // An object larger than Limits::max_object_bytes comes as several windows, in order, to one
  // worker; each repeats the last Limits::window_overlap_bytes of the one before it.
  bool is_window = false;
  bool is_last_window = false;
  std::uint64_t window_offset = 0;  // where `bytes` begin in the object
  std::uint64_t object_size = 0;    // of the whole object, window or not
};

enum class Flow { Continue, Stop };

class Pack;

class ObjectSink {
 public:
  virtual ~ObjectSink() = default;
  // Asked before a pack's objects come, and told after the last of them; both from the thread that
  // called push_all, between the calls of its workers. Lets a sink skip packs it knows.
  virtual bool wants_pack(const Pack& pack) {
    static_cast<void>(pack);
    return true;
  }
  virtual void on_pack_done(const Pack& pack) { static_cast<void>(pack); }
  // Asked before an object is inflated; lets a sink skip types it does not want.
  virtual bool wants(ObjectType type) const = 0;
  // Asked before an object of a pack that is no delta is inflated: whether it is wanted, and all
  // that is made from it, which follows to the same worker.
  virtual bool wants_root(unsigned worker, ObjectType type, const PhysicalPosition& position) {
    static_cast<void>(worker);
    static_cast<void>(type);
    static_cast<void>(position);
    return true;
  }
  virtual Flow on_object(unsigned worker, const ObjectView& object) = 0;
  // No further object names `position` as its base: what was kept about it may go.
  virtual void on_base_done(unsigned worker, const PhysicalPosition& position) {
    static_cast<void>(worker);
    static_cast<void>(position);
  }
  // Something could not be read; scanning goes on. Calls are serialised.
  virtual Flow on_gap(Gap gap) = 0;
  // `done` and `total` in objects; called now and then, from any thread.
  virtual void on_progress(std::uint64_t done, std::uint64_t total) = 0;
};

// A file a database is made of.
struct ObjectFile {
  int folder = -1;   // descriptor of its objects folder, owned by the database
  std::string path;  // "pack/pack-….idx", "ab/cdef…", "info/alternates"; it need not be there
};

struct ObjectHeader {
  ObjectType type = ObjectType::Blob;
  std::uint64_t size = 0;
};

struct ObjectBytes {
  ObjectType type = ObjectType::Blob;
  std::string bytes;
};

class ObjectSource {
 public:
  virtual ~ObjectSource() = default;
  // Every physical object once. Errors only where the database as a whole cannot be read;
  // damage of single objects goes to on_gap.
  virtual Status push_all(ObjectSink& sink, unsigned jobs) = 0;
  // NotFound, Corrupt, TooLarge (declared size over the limit, known before inflating).
  virtual Result<ObjectHeader> header(const ObjectId& id) = 0;
  virtual Result<ObjectBytes> read(const ObjectId& id) = 0;
  // Gives one object to `sink.on_object` under the number `worker`: whole, or in windows where it
  // is over the limit. Errors as read()'s; TooLarge only for a delta over the limit, or beyond
  // Limits::max_stream_bytes; windows delivered before an error stay delivered.
  virtual Status push_one(const ObjectId& id, ObjectSink& sink, unsigned worker) = 0;
  // Physical objects, copies counted; loose objects are counted by reading their folders.
  virtual std::uint64_t object_count() = 0;
  // Every file that push_all reads, in a stable order: for whoever asks whether any has changed.
  virtual std::vector<ObjectFile> files() = 0;
};

// What could not be read because of `error`: Corrupt and TooLarge are the content's fault.
Gap gap_from_error(std::string what, const Error& error, std::uint64_t bytes = 0);

}  // namespace leakwarden::scanner
