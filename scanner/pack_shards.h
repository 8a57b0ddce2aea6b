#pragma once

// What a scan remembers of a pack's blobs whatever the rules: how many there are, and which words
// may stand in them.
//
// Deltas form trees; an object that is no delta is the root of one. Trees whose roots lie in the
// same 64th of the pack are a *shard*. A version and its base lie in the same shard, so that of a
// version only what its delta inserted is looked at.
//
//   pack   |· root ◄ delta ◄ delta · root ·|· root · root ◄ delta ·|·  …  ·|
//              └ shard 0: 3+1 blobs, grams ┘  └ shard 1 …
//
// Thread rules: for the owner; ShardWriter: one per worker.

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object_source.h"
#include "scanner/git/pack.h"
#include "scanner/gram_set.h"
#include "scanner/rules/required_words.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {

constexpr unsigned kShards = 64;
using ShardSet = std::uint64_t;  // a bit each
constexpr ShardSet kAllShards = ~ShardSet{0};

struct Shard {
  std::uint64_t blobs = 0;  // wholly scanned
  std::uint64_t bytes = 0;
  std::optional<GramSet> grams;  // nothing: no blob
};

class PackShards {
 public:
  explicit PackShards(const Pack& pack);

  const Shard& shard(unsigned number) const { return shards_[number]; }
  // Of some of them together, without grams.
  Shard total_of(ShardSet shards) const;
  // Where one of these words may stand.
  ShardSet that_may_hold(const std::vector<RequiredWord>& words) const;
  unsigned gram_bits() const { return gram_bits_; }
  // What a worker saw of a shard. Any thread.
  void add(unsigned shard, std::uint64_t blobs, std::uint64_t bytes, const GramSet& grams);

  std::string encode() const;
  // Nothing for bytes that encode() never wrote.
  static std::unique_ptr<PackShards> decode(const Pack& pack, std::string_view bytes);

 private:
  std::mutex mutex_;
  unsigned gram_bits_;
  std::array<Shard, kShards> shards_;
};

// What one worker sees of a pack's blobs, in the order of the pack.
class ShardWriter final : public ReadTextListener {
 public:
  // `into` outlives it.
  explicit ShardWriter(PackShards& into) : into_(into), grams_(into.gram_bits()) {}

  // Blobs that come belong to that shard.
  void enter(unsigned shard);
  // A whole blob, or the last window of one.
  void add(const ObjectView& blob);
  // A marked value in it is reported whatever its letters.
  void on_read_text(const DecodedText& text) override;
  // After the last blob.
  void finish();

 private:
  PackShards& into_;
  unsigned shard_ = 0;
  std::uint64_t blobs_ = 0;
  std::uint64_t bytes_ = 0;
  GramSet grams_;
};

// Of a root at that offset.
unsigned shard_of_root(const Pack& pack, std::uint64_t offset);
// Of whatever has this id. Nothing where it is not there, or more than once, or its deltas do not
// lead to a root of the pack.
std::optional<unsigned> shard_of(const Pack& pack, const ObjectId& id, std::uint32_t most_deltas);

}  // namespace leakwarden::scanner
