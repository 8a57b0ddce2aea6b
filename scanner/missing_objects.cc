#include "scanner/missing_objects.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <numeric>
#include <optional>

#include "scanner/folder_walk.h"
#include "scanner/report/words.h"
#include "scanner/sorted_ids.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kLfsBegin = "version https://git-lfs.github.com/spec/v1\n";
constexpr std::string_view kLfsOid = "oid sha256:";
constexpr std::size_t kLfsMostBytes = 1024;
constexpr std::size_t kOidDigits = 64;
constexpr unsigned kFirstBits = 16;

// In the order of ids, in which references are asked for: neighbours lie in one line of the cache.
std::uint64_t prefix_of(const ObjectId& id) {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t prefix = 0;
  std::memcpy(&prefix, id.bytes().data(), sizeof prefix);
  return __builtin_bswap64(prefix);
}

void report(ScanJob& job, const std::string& what, const std::string& reason) {
  if (job.options().missing_objects == MissingObjects::Note) {
    job.add_note(what + ": " + reason);
  } else {
    job.add_gap(kOwner, Gap{what, reason, 0, false, false});
  }
}

std::optional<std::string> lfs_content_id(std::string_view bytes) {
  if (bytes.size() > kLfsMostBytes || bytes.substr(0, kLfsBegin.size()) != kLfsBegin) {
    return std::nullopt;
  }
  const std::size_t at = bytes.find(kLfsOid);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = bytes.substr(at + kLfsOid.size(), kOidDigits);
  if (!ObjectId::from_hex(digits) || digits.size() != kOidDigits) return std::nullopt;
  return std::string(digits);
}

}  // namespace

void PresentIds::add(const ObjectId& id) {
  prefixes_.push_back(prefix_of(id));
}

void PresentIds::add_all(const PackIndex& index) {
  for (std::uint32_t at = 0; at < index.count(); ++at) add(index.id(at));
}

void PresentIds::take(PresentIds& other) {
  prefixes_.insert(prefixes_.end(), other.prefixes_.begin(), other.prefixes_.end());
  other.prefixes_ = {};
}

void PresentIds::sort() {
  std::sort(prefixes_.begin(), prefixes_.end());
  begins_.assign((std::size_t{1} << kFirstBits) + 1, 0);
  for (const std::uint64_t prefix : prefixes_) ++begins_[(prefix >> (64 - kFirstBits)) + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
}

bool PresentIds::may_have(const ObjectId& id) const {
  const std::uint64_t prefix = prefix_of(id);
  const std::size_t first = prefix >> (64 - kFirstBits);
  const auto at = [this](std::uint32_t place) {
    return prefixes_.begin() + static_cast<std::ptrdiff_t>(place);
  };
  return std::binary_search(at(begins_[first]), at(begins_[first + 1]), prefix);
}

std::vector<ObjectId> not_delivered(const std::vector<ObjectId>& references,
                                    const PresentIds& present) {
  std::vector<ObjectId> some;
  std::copy_if(references.begin(), references.end(), std::back_inserter(some),
               [&](const ObjectId& id) { return !present.may_have(id); });
  sort_ids(some);
  return some;
}

void report_missing(Repository& repository, ScanJob& job,
                    const std::vector<ObjectId>& not_delivered) {
  if (job.cancelled()) return;  // what was not delivered is not missing
  std::uint64_t count = 0;
  std::string first;
  for (const ObjectId& id : not_delivered) {
    const Result<ObjectHeader> header = repository.objects().header(id);
    // What is there and could not be delivered is a gap of its own.
    if (header.ok() || header.error().kind != ErrorKind::NotFound) continue;
    if (count++ == 0) first = id.hex();
  }
  if (count == 0) return;
  if (repository.is_partial_clone()) {
    report(job, counted(count, "promised object", "promised objects"), kNotInThisClone);
  } else {
    report(job, counted(count, "missing object", "missing objects") + ", the first is " + first,
           kNamedAndAbsent);
  }
}

void LfsPointers::look_at(const ObjectId& blob, std::string_view bytes) {
  const std::optional<std::string> content = lfs_content_id(bytes);
  if (!content) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  remember(*content, blob);
}

void LfsPointers::add(const Pointers& pointers) {
  for (const Pointers::value_type& pointer : pointers) remember(pointer.first, pointer.second);
}

void LfsPointers::remember(const std::string& content, const ObjectId& blob) {
  const auto [slot, is_new] = pointers_.try_emplace(content, blob);
  if (!is_new) slot->second = std::min(slot->second, blob);
}

void LfsPointers::scan(Repository& repository, ScanJob& job) {
  std::uint64_t missing = 0;
  for (const auto& [content, blob] : pointers_) {
    const std::string path =
        "lfs/objects/" + content.substr(0, 2) + "/" + content.substr(2, 2) + "/" + content;
    const Result<Descriptor> file = open_file_beneath(repository.common_directory().get(), path);
    if (!file.ok()) {
      ++missing;
      continue;
    }
    Location place;
    place.kind = PlaceKind::Blob;
    place.repository = job.options().repository_name;
    place.blob = blob.hex();
    job.scan_content(kOwner, read_from(file->get(), path), place, "LFS content " + content);
  }
  if (missing > 0) {
    report(job, counted(missing, "LFS object", "LFS objects"), kNotInThisClone);
  }
}

}  // namespace leakwarden::scanner
