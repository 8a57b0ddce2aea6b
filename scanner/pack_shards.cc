#include "scanner/pack_shards.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "scanner/base/body.h"

namespace leakwarden::scanner {
namespace {

// So that of a small pack's shard a fifth of the bits is set; of a large one's, which has the most
// that there may be, up to a half, and more where texts are random.
constexpr std::uint64_t kPackBytesOfABit = 16;

std::optional<std::uint64_t> only_offset_of(const PackIndex& index, const ObjectId& id) {
  const PackIndex::Range places = index.find(id);
  return places.last - places.first == 1 ? index.offset(places.first) : std::nullopt;
}

std::optional<std::uint64_t> offset_of_base(const Pack& pack, const PackEntry& delta) {
  if (delta.kind == PackEntryKind::OffsetDelta) return delta.base_offset;
  return only_offset_of(pack.index(), delta.base_id);
}

}  // namespace

PackShards::PackShards(const Pack& pack)
    : gram_bits_(
          std::clamp(static_cast<unsigned>(std::bit_width(pack.content_end() / kPackBytesOfABit)),
                     GramSet::kFewestBits, GramSet::kMostBits)) {}

Shard PackShards::total_of(ShardSet shards) const {
  Shard all;
  for (unsigned number = 0; number < kShards; ++number) {
    if ((shards >> number & 1) == 0) continue;
    all.blobs += shards_[number].blobs;
    all.bytes += shards_[number].bytes;
  }
  return all;
}

ShardSet PackShards::that_may_hold(const std::vector<RequiredWord>& words) const {
  ShardSet shards = 0;
  for (unsigned number = 0; number < kShards; ++number) {
    const std::optional<GramSet>& grams = shards_[number].grams;
    const bool any =
        grams && std::any_of(words.begin(), words.end(),
                             [&](const RequiredWord& word) { return grams->may_hold(word); });
    if (any) shards |= ShardSet{1} << number;
  }
  return shards;
}

void PackShards::add(unsigned shard, std::uint64_t blobs, std::uint64_t bytes,
                     const GramSet& grams) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Shard& of = shards_[shard];
  of.blobs += blobs;
  of.bytes += bytes;
  if (!of.grams) of.grams.emplace(gram_bits_);
  of.grams->add(grams);
}

std::string PackShards::encode() const {
  BodyWriter out;
  for (const Shard& shard : shards_) {
    out(shard.blobs, shard.bytes,
        shard.grams ? std::optional(shard.grams->encode()) : std::nullopt);
  }
  return std::move(out).body();
}

std::unique_ptr<PackShards> PackShards::decode(const Pack& pack, std::string_view bytes) {
  std::unique_ptr<PackShards> decoded = std::make_unique<PackShards>(pack);
  BodyReader in(bytes);
  for (Shard& shard : decoded->shards_) {
    std::optional<std::string> grams;
    in(shard.blobs, shard.bytes, grams);
    if (!grams) continue;
    shard.grams = GramSet::decode(*grams, decoded->gram_bits_);
    if (!shard.grams) return nullptr;
  }
  return in.finished() ? std::move(decoded) : nullptr;
}

void ShardWriter::enter(unsigned shard) {
  if (shard == shard_) return;
  finish();
  shard_ = shard;
}

void ShardWriter::add(const ObjectView& blob) {
  ++blobs_;
  bytes_ += blob.object_size;
  if (blob.is_window)
    grams_.add_anything();
  else
    grams_.add_version(blob.bytes, blob.copied);
}

void ShardWriter::on_read_text(const DecodedText& text) {
  grams_.add(text.text());
  if (!text.marks().empty()) grams_.add_anything();
}

void ShardWriter::finish() {
  if (blobs_ == 0) return;
  into_.add(shard_, std::exchange(blobs_, 0), std::exchange(bytes_, 0), grams_);
  grams_.clear();
}

unsigned shard_of_root(const Pack& pack, std::uint64_t offset) {
  return static_cast<unsigned>(offset / (pack.content_end() / kShards + 1));
}

std::optional<unsigned> shard_of(const Pack& pack, const ObjectId& id, std::uint32_t most_deltas) {
  std::optional<std::uint64_t> offset = only_offset_of(pack.index(), id);
  for (std::uint32_t deltas = 0; offset && deltas <= most_deltas; ++deltas) {
    const Result<PackEntry> entry = pack.entry(*offset);
    if (!entry.ok()) return std::nullopt;
    if (!entry->is_delta()) return shard_of_root(pack, *offset);
    offset = offset_of_base(pack, *entry);
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
