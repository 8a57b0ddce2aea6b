#pragma once

// The object database of one repository: loose objects and packs of one or several objects folders
// (a quarantine first, then the repository's own, then alternates where the caller asked for them),
// behind the ObjectSource seam.
//
// Files: <objects>/xx/…, <objects>/pack/pack-*.{pack,idx}. A multi-pack-index is not needed, since
// git keeps the .idx files beside it; a pack without .idx is a gap. info/alternates is followed
// only on request: its paths may lead into another tenant's repository.
//
// A pack that appears later (a repack, a push) is seen when an object is not found. Packs stay
// mapped while the database lives, so that a concurrent gc takes nothing away.
//
// Thread rules: any thread.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/git/base_cache.h"
#include "scanner/git/object_source.h"
#include "scanner/git/pack.h"
#include "scanner/git/push_loose.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct DatabaseOptions {
  Limits limits;
  unsigned id_bytes = 20;
  FollowAlternates alternates = FollowAlternates::No;
  VerifyObjects verify_objects = VerifyObjects::No;
};

class ObjectDatabase final : public ObjectSource {
 public:
  // Objects folders in the order they are asked. Opens packs' indexes, reads no object.
  static std::unique_ptr<ObjectDatabase> open(std::vector<Descriptor> folders,
                                              const DatabaseOptions& options);

  Status push_all(ObjectSink& sink, unsigned jobs) override;
  Result<ObjectHeader> header(const ObjectId& id) override;
  Result<ObjectBytes> read(const ObjectId& id) override;
  Status push_one(const ObjectId& id, ObjectSink& sink, unsigned worker) override;
  std::uint64_t object_count() override;
  std::vector<ObjectFile> files() override;
  // Whether a pack is marked as one whose absent objects were promised by a remote.
  bool has_promisor_packs() const { return has_promisor_packs_; }

 private:
  // The packs of every folder at one time.
  struct PackList {
    std::vector<std::vector<std::shared_ptr<Pack>>> of_folder;  // by folder, then by name
    std::vector<Gap> gaps;                                      // packs that cannot be read
    std::vector<std::uint64_t> stamps;  // of the pack folders, to see changes
  };

  explicit ObjectDatabase(const DatabaseOptions& options);
  void follow_alternates(std::size_t folder, unsigned alternate_depth);
  std::shared_ptr<const PackList> packs();
  bool reload_packs();
  void load_packs(std::size_t folder, const PackList* old, PackList& list);
  std::vector<LooseName> list_loose(std::vector<Gap>& gaps);
  Status push_windows(const ObjectId& id, ObjectSink& sink, unsigned worker);

  template <typename Value>
  Result<Value> first_good(const ObjectId& id,
                           const std::function<Result<Value>(const Pack&, std::uint64_t)>& packed,
                           const std::function<Result<Value>(int)>& loose);
  template <typename Value>
  Result<Value> find_anew(const ObjectId& id,
                          const std::function<Result<Value>(const Pack&, std::uint64_t)>& packed,
                          const std::function<Result<Value>(int)>& loose);

  DatabaseOptions options_;
  std::vector<Descriptor> folders_;
  std::vector<Gap> open_gaps_;
  bool has_promisor_packs_ = false;
  BaseCache base_cache_;
  std::mutex packs_mutex_;
  std::shared_ptr<const PackList> packs_;
};

}  // namespace leakwarden::scanner
