#include "scanner/git/pack_reader.h"

#include <optional>
#include <unordered_set>
#include <vector>

#include "scanner/git/inflate.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kDeltaHeaderBytes = 20;  // two base-128 numbers of at most 10 bytes

struct ChainLink {
  std::uint64_t offset = 0;
  PackEntry entry;
};

// From the wanted object (front) towards the whole object or the cached base (behind the back).
struct Chain {
  std::vector<ChainLink> links;
  BaseCache::Entry cached_base;
};

Result<Chain> follow_chain(const Pack& pack, std::uint64_t offset, const Limits& limits,
                           BaseCache* cache) {
  Chain chain;
  std::unordered_set<std::uint64_t> visited;
  while (true) {
    if (cache != nullptr && (chain.cached_base = cache->find(&pack, offset))) return chain;
    LEAKWARDEN_TRY(PackEntry entry, pack.entry(offset));
    chain.links.push_back({offset, entry});
    if (!entry.is_delta()) return chain;
    if (!visited.insert(offset).second) return pack.corrupt(offset, "delta cycle");
    if (chain.links.size() > limits.max_delta_depth)
      return pack.too_large(offset, "more delta links than the limit");
    LEAKWARDEN_TRY(offset, base_offset_of(pack, offset, entry));
  }
}

Result<std::string> inflate_entry(const Pack& pack, const ChainLink& link, const Limits& limits,
                                  Inflater& inflater) {
  LEAKWARDEN_CHECK(check_entry_size(pack, link.offset, link.entry, limits));
  std::string bytes(link.entry.size, '\0');
  Result<std::size_t> used =
      inflater.inflate(pack.compressed(link.entry), bytes.data(), bytes.size());
  if (!used.ok()) return pack.corrupt(link.offset, used.error().why);
  return bytes;
}

Result<std::string> apply_link(const Pack& pack, const ChainLink& link, std::string_view base,
                               const Limits& limits, Inflater& inflater) {
  LEAKWARDEN_TRY(std::string delta, inflate_entry(pack, link, limits, inflater));
  Result<DeltaSizes> sizes = parse_delta_sizes(delta);
  if (!sizes.ok()) return pack.corrupt(link.offset, sizes.error().why);
  LEAKWARDEN_CHECK(check_result_size(pack, link.offset, *sizes, limits));
  if (sizes->base != base.size())
    return pack.corrupt(link.offset, "delta was made for a base of another size");
  std::string result(sizes->result, '\0');
  Status applied = apply_delta(base, delta, *sizes, result.data(), nullptr);
  if (!applied.ok()) return pack.corrupt(link.offset, applied.error().why);
  return result;
}

Result<BaseCache::Entry> resolve_base(const Pack& pack, Chain& chain, const Limits& limits,
                                      Inflater& inflater) {
  if (chain.cached_base) return chain.cached_base;
  ChainLink root = chain.links.back();
  chain.links.pop_back();
  LEAKWARDEN_TRY(std::string bytes, inflate_entry(pack, root, limits, inflater));
  return BaseCache::Entry(
      std::make_shared<const ObjectBytes>(ObjectBytes{root.entry.type(), std::move(bytes)}));
}

}  // namespace

Result<std::uint64_t> base_offset_of(const Pack& pack, std::uint64_t offset,
                                     const PackEntry& entry) {
  if (entry.kind == PackEntryKind::OffsetDelta) return entry.base_offset;
  PackIndex::Range copies = pack.index().find(entry.base_id);
  if (copies.empty()) return pack.corrupt(offset, "delta base is not in the pack");
  std::optional<std::uint64_t> base = pack.index().offset(copies.first);
  if (!base) return pack.corrupt(offset, "index has no offset for the delta base");
  return *base;
}

Status check_entry_size(const Pack& pack, std::uint64_t offset, const PackEntry& entry,
                        const Limits& limits) {
  if (!can_inflate_to(pack.compressed(entry).size(), entry.size))
    return pack.corrupt(offset, "claims more bytes than the pack can hold");
  if (entry.size > limits.max_object_bytes)
    return pack.too_large(offset, "larger than the limit for one object");
  return done();
}

Status check_result_size(const Pack& pack, std::uint64_t offset, const DeltaSizes& sizes,
                         const Limits& limits) {
  if (sizes.result <= limits.max_object_bytes) return done();
  return pack.too_large(offset, "larger than the limit for one object");
}

Result<ObjectBytes> read_packed(const Pack& pack, std::uint64_t offset, const Limits& limits,
                                BaseCache* base_cache) {
  LEAKWARDEN_TRY(Chain chain, follow_chain(pack, offset, limits, base_cache));
  Inflater inflater;
  LEAKWARDEN_TRY(BaseCache::Entry current, resolve_base(pack, chain, limits, inflater));
  while (!chain.links.empty()) {
    ChainLink link = chain.links.back();
    chain.links.pop_back();
    LEAKWARDEN_TRY(std::string bytes, apply_link(pack, link, current->bytes, limits, inflater));
    current = std::make_shared<const ObjectBytes>(ObjectBytes{current->type, std::move(bytes)});
    if (base_cache != nullptr) base_cache->insert(&pack, link.offset, current);
  }
  return *current;
}

Result<ObjectHeader> read_packed_header(const Pack& pack, std::uint64_t offset,
                                        const Limits& limits) {
  LEAKWARDEN_TRY(Chain chain, follow_chain(pack, offset, limits, nullptr));
  ObjectHeader header{chain.links.back().entry.type(), chain.links.front().entry.size};
  if (chain.links.size() == 1) return header;
  Result<std::string> prefix =
      inflate_prefix(pack.compressed(chain.links.front().entry), kDeltaHeaderBytes);
  if (!prefix.ok()) return pack.corrupt(offset, prefix.error().why);
  Result<DeltaSizes> sizes = parse_delta_sizes(*prefix);
  if (!sizes.ok()) return pack.corrupt(offset, sizes.error().why);
  header.size = sizes->result;
  return header;
}

}  // namespace leakwarden::scanner
