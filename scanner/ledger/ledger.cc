#include "scanner/ledger/ledger.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "scanner/base/private_folder.h"
#include "scanner/ledger/seal.h"
#include "scanner/rules/rule_cache.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;

struct Kept {
  fs::file_time_type used;
  std::uint64_t bytes = 0;
  fs::path path;
};

std::vector<Kept> all_below(const std::string& folder) {
  std::vector<Kept> all;
  std::error_code failure;
  fs::directory_iterator entry(folder, failure);
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    std::error_code vanished;
    const Kept kept{entry->last_write_time(vanished), entry->file_size(vanished), entry->path()};
    if (!vanished) all.push_back(kept);
  }
  return all;
}

}  // namespace

std::optional<Ledger> Ledger::open(const std::string& cache_folder) {
  const std::string chosen = cache_folder.empty() ? default_cache_folder() : cache_folder;
  if (chosen.empty() || !make_private_folder(chosen)) return std::nullopt;
  const std::string folder = chosen + "/ledger";
  if (!make_private_folder(folder)) return std::nullopt;
  return Ledger(folder);
}

std::string Ledger::path_of(const std::string& key) const {
  return folder_ + "/" + key + ".record";
}

std::optional<std::string> Ledger::find(const std::string& key) const {
  const std::string path = path_of(key);
  const Result<Descriptor> file = open_private_file(path);
  if (!file.ok()) return std::nullopt;
  const Result<MappedFile> record = MappedFile::map(*file, path, kMostRecordBytes);
  if (!record.ok()) return std::nullopt;
  const std::optional<std::string_view> content = unsealed(key, record->bytes());
  if (!content) return std::nullopt;
  ::futimens(file->get(), nullptr);  // as used now
  return std::string(*content);
}

bool Ledger::has(const std::string& key) const {
  return open_private_file(path_of(key)).ok();
}

Status Ledger::store(const std::string& key, std::string_view content) const {
  const std::string record = sealed(key, content);
  if (record.size() > kMostRecordBytes) {
    return Error::too_large("write the ledger", path_of(key), "a record of too many findings");
  }
  LEAKWARDEN_CHECK(write_file_atomically(path_of(key), record, 0600));
  remove_least_used();
  return done();
}

void Ledger::remove_least_used() const {
  std::vector<Kept> all = all_below(folder_);
  std::sort(all.begin(), all.end(),
            [](const Kept& left, const Kept& right) { return left.used > right.used; });
  std::uint64_t bytes = 0;
  for (const Kept& kept : all) {
    bytes += kept.bytes;
    std::error_code failure;
    if (bytes > kMostBytes) fs::remove(kept.path, failure);
  }
}

}  // namespace leakwarden::scanner
