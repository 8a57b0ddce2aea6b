#include "scanner/git/object_database.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <set>

#include "scanner/git/folder.h"
#include "scanner/git/loose.h"
#include "scanner/git/pack_reader.h"
#include "scanner/git/push_pack.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kBaseCacheBytes = 32 << 20;
constexpr unsigned kMaxAlternateDepth = 5;  // as git
constexpr std::size_t kMaxFolders = 256;
constexpr std::size_t kMaxPacks = 100'000;

// Changes when a file is added to or taken from the folder.
std::uint64_t stamp_of(const Descriptor& folder) {
  struct stat status {};
  if (::fstatat(folder.get(), "pack", &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'007ull +
         static_cast<std::uint64_t>(status.st_mtim.tv_nsec) + 1;
}

// The name without `ending`; empty when it does not end so.
std::optional<std::string> stem_of(const std::string& name, std::string_view ending) {
  if (name.size() <= ending.size()) return std::nullopt;
  std::size_t stem_size = name.size() - ending.size();
  if (name.compare(stem_size, ending.size(), ending) != 0) return std::nullopt;
  return name.substr(0, stem_size);
}

std::set<std::string> names_of(const std::vector<std::shared_ptr<Pack>>& packs) {
  std::set<std::string> names;
  for (const std::shared_ptr<Pack>& pack : packs) names.insert(pack->name());
  return names;
}

bool same_folder(const Descriptor& left, const Descriptor& right) {
  struct stat one {};
  struct stat other {};
  return ::fstat(left.get(), &one) == 0 && ::fstat(right.get(), &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

Gap gap_of_pack(const std::string& stem, const Error& error) {
  if (error.kind == ErrorKind::NotFound && error.where == stem + ".idx")
    return gap_from_error(
        stem + ".pack",
        Error::corrupt("read pack", "", "it has no index; git index-pack makes one"));
  return gap_from_error(stem + ".pack", error);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (!line.empty() && line[0] != '#') lines.push_back(std::move(line));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

ObjectDatabase::ObjectDatabase(const DatabaseOptions& options)
    : options_(options), base_cache_(kBaseCacheBytes) {}

std::unique_ptr<ObjectDatabase> ObjectDatabase::open(std::vector<Descriptor> folders,
                                                     const DatabaseOptions& options) {
  std::unique_ptr<ObjectDatabase> database(new ObjectDatabase(options));
  for (Descriptor& folder : folders) database->folders_.push_back(std::move(folder));
  std::size_t named_folders = database->folders_.size();
  for (std::size_t i = 0; i < named_folders; ++i) database->follow_alternates(i, 0);
  database->reload_packs();
  return database;
}

void ObjectDatabase::follow_alternates(std::size_t number, unsigned depth) {
  int folder = folders_[number].get();
  Result<std::string> text =
      read_regular_file(folder, "info/alternates", options_.limits.max_config_bytes);
  if (!text.ok()) {
    if (text.error().kind != ErrorKind::NotFound)
      open_gaps_.push_back(gap_from_error("objects/info/alternates", text.error()));
    return;
  }
  if (options_.alternates == FollowAlternates::No || depth == kMaxAlternateDepth) {
    Gap gap;
    gap.what = "objects/info/alternates";
    gap.reason = "objects shared with another repository are not read";
    open_gaps_.push_back(std::move(gap));
    return;
  }
  for (const std::string& line : lines_of(*text)) {
    Result<Descriptor> alternate = open_directory(folder, line);
    if (!alternate.ok()) {
      open_gaps_.push_back(gap_from_error("objects/info/alternates", alternate.error()));
      continue;
    }
    bool known = std::any_of(
        folders_.begin(), folders_.end(),
        [&alternate](const Descriptor& other) { return same_folder(other, *alternate); });
    if (known || folders_.size() >= kMaxFolders) continue;
    folders_.push_back(std::move(alternate).value());
    follow_alternates(folders_.size() - 1, depth + 1);
  }
}

std::shared_ptr<const ObjectDatabase::PackList> ObjectDatabase::packs() {
  std::lock_guard<std::mutex> lock(packs_mutex_);
  return packs_;
}

// True when there is anything new.
bool ObjectDatabase::reload_packs() {
  std::lock_guard<std::mutex> lock(packs_mutex_);
  std::vector<std::uint64_t> stamps;
  for (const Descriptor& folder : folders_) stamps.push_back(stamp_of(folder));
  if (packs_ && packs_->stamps == stamps) return false;
  std::shared_ptr<PackList> list = std::make_shared<PackList>();
  list->stamps = std::move(stamps);
  for (std::size_t i = 0; i < folders_.size(); ++i) load_packs(i, packs_.get(), *list);
  packs_ = std::move(list);
  return true;
}

void ObjectDatabase::load_packs(std::size_t number, const PackList* old, PackList& list) {
  std::vector<std::shared_ptr<Pack>>& packs = list.of_folder.emplace_back();
  if (old != nullptr) packs = old->of_folder[number];
  std::set<std::string> known = names_of(packs);
  Result<std::vector<FolderEntry>> entries = list_folder(folders_[number].get(), "pack", kMaxPacks);
  if (!entries.ok()) {
    if (entries.error().kind != ErrorKind::NotFound)
      list.gaps.push_back(gap_from_error("objects/pack", entries.error()));
    return;
  }
  Result<Descriptor> folder = open_child_folder(folders_[number].get(), "pack");
  if (!folder.ok()) return list.gaps.push_back(gap_from_error("objects/pack", folder.error()));
  for (const FolderEntry& entry : *entries) {
    if (stem_of(entry.name, ".promisor")) has_promisor_packs_ = true;
    std::optional<std::string> stem = stem_of(entry.name, ".pack");
    if (!stem || known.count(entry.name) != 0) continue;
    Result<std::shared_ptr<Pack>> pack = Pack::open(folder->get(), *stem, options_.id_bytes);
    if (pack.ok())
      packs.push_back(std::move(pack).value());
    else
      list.gaps.push_back(gap_of_pack(*stem, pack.error()));
  }
}

// The first copy that can be read; else the first copy's error; else NotFound.
template <typename Value>
Result<Value> ObjectDatabase::first_good(
    const ObjectId& id, const std::function<Result<Value>(const Pack&, std::uint64_t)>& packed,
    const std::function<Result<Value>(int)>& loose) {
  Result<Value> answer = Error::not_found("read object", id.hex(), "no such object");
  std::shared_ptr<const PackList> list = packs();
  auto take = [&answer](Result<Value> found) {
    if (found.ok() || answer.error().kind == ErrorKind::NotFound) answer = std::move(found);
    return answer.ok();
  };
  for (std::size_t i = 0; i < folders_.size(); ++i) {
    for (const std::shared_ptr<Pack>& pack : list->of_folder[i]) {
      PackIndex::Range copies = pack->index().find(id);
      for (std::uint32_t at = copies.first; at < copies.last; ++at) {
        std::optional<std::uint64_t> offset = pack->index().offset(at);
        if (offset && take(packed(*pack, *offset))) return answer;
      }
    }
    Result<Value> found = loose(folders_[i].get());
    if ((found.ok() || found.error().kind != ErrorKind::NotFound) && take(std::move(found)))
      return answer;
  }
  return answer;
}

template <typename Value>
Result<Value> ObjectDatabase::find_anew(
    const ObjectId& id, const std::function<Result<Value>(const Pack&, std::uint64_t)>& packed,
    const std::function<Result<Value>(int)>& loose) {
  Result<Value> found = first_good<Value>(id, packed, loose);
  if (!found.ok() && found.error().kind == ErrorKind::NotFound && reload_packs())
    return first_good<Value>(id, packed, loose);
  return found;
}

Result<ObjectHeader> ObjectDatabase::header(const ObjectId& id) {
  std::string path = loose_path(id);
  return find_anew<ObjectHeader>(
      id,
      [this](const Pack& pack, std::uint64_t offset) {
        return read_packed_header(pack, offset, options_.limits);
      },
      [&path](int folder) -> Result<ObjectHeader> {
        LEAKWARDEN_TRY(LooseObject object, LooseObject::open(folder, path));
        return object.header();
      });
}

Result<ObjectBytes> ObjectDatabase::read(const ObjectId& id) {
  std::string path = loose_path(id);
  return find_anew<ObjectBytes>(
      id,
      [this](const Pack& pack, std::uint64_t offset) {
        return read_packed(pack, offset, options_.limits, &base_cache_);
      },
      [this, &path](int folder) { return read_loose(folder, path, options_.limits); });
}

Status ObjectDatabase::push_one(const ObjectId& id, ObjectSink& sink, unsigned worker) {
  const Result<ObjectBytes> object = read(id);
  if (!object.ok()) {
    if (object.error().kind == ErrorKind::TooLarge) return push_windows(id, sink, worker);
    return object.error();
  }
  ObjectView view;
  view.id = id;
  view.type = object->type;
  view.bytes = object->bytes;
  view.object_size = object->bytes.size();
  sink.on_object(worker, view);
  return done();
}

// Of several copies the first that is no delta; once windows of one were delivered, no other.
Status ObjectDatabase::push_windows(const ObjectId& id, ObjectSink& sink, unsigned worker) {
  PushContext context(sink, options_.limits, VerifyObjects::No, options_.id_bytes, 1);
  Status pushed = done();
  const auto result_of = [&pushed](Result<Status> given) -> Result<bool> {
    if (!given.ok()) return given.error();
    pushed = std::move(given).value();
    return true;
  };
  const Result<bool> found = first_good<bool>(
      id,
      [&](const Pack& pack, std::uint64_t offset) {
        return result_of(push_packed_windows(context, pack, offset, id, worker));
      },
      [&](int folder) {
        return result_of(push_loose_windows(context, {folder, loose_path(id)}, id, worker));
      });
  if (!found.ok()) return found.error();
  return pushed;
}

std::vector<LooseName> ObjectDatabase::list_loose(std::vector<Gap>& gaps) {
  std::vector<LooseName> names;
  for (const Descriptor& folder : folders_) {
    for (unsigned first_byte = 0; first_byte < 256; ++first_byte) {
      Result<std::vector<std::string>> paths =
          list_loose_folder(folder.get(), first_byte, options_.id_bytes);
      if (!paths.ok()) {
        gaps.push_back(gap_from_error("a folder of loose objects", paths.error()));
        continue;
      }
      for (std::string& path : *paths) names.push_back({folder.get(), std::move(path)});
    }
  }
  return names;
}

std::uint64_t ObjectDatabase::object_count() {
  std::vector<Gap> ignored;
  std::uint64_t count = list_loose(ignored).size();
  std::shared_ptr<const PackList> list = packs();
  for (const std::vector<std::shared_ptr<Pack>>& packs_of_folder : list->of_folder) {
    for (const std::shared_ptr<Pack>& pack : packs_of_folder) count += pack->index().count();
  }
  return count;
}

std::vector<ObjectFile> ObjectDatabase::files() {
  std::vector<ObjectFile> files;
  for (const Descriptor& folder : folders_) {
    files.push_back({folder.get(), "info/alternates"});
    files.push_back({folder.get(), "pack"});
    const Result<std::vector<FolderEntry>> entries = list_folder(folder.get(), "pack", kMaxPacks);
    if (!entries.ok()) continue;
    for (const FolderEntry& entry : *entries) {
      files.push_back({folder.get(), "pack/" + entry.name});
    }
  }
  std::vector<Gap> ignored;
  for (LooseName& loose : list_loose(ignored)) {
    files.push_back({loose.objects, std::move(loose.path)});
  }
  return files;
}

Status ObjectDatabase::push_all(ObjectSink& sink, unsigned jobs) {
  reload_packs();
  std::shared_ptr<const PackList> list = packs();
  std::vector<Gap> gaps = open_gaps_;
  gaps.insert(gaps.end(), list->gaps.begin(), list->gaps.end());
  std::vector<LooseName> loose = list_loose(gaps);
  std::uint64_t total = loose.size();
  for (const std::vector<std::shared_ptr<Pack>>& packs_of_folder : list->of_folder) {
    for (const std::shared_ptr<Pack>& pack : packs_of_folder) total += pack->index().count();
  }
  PushContext context(sink, options_.limits, options_.verify_objects, options_.id_bytes, total);
  for (Gap& gap : gaps) context.gap(std::move(gap));
  push_loose(context, loose, jobs);
  std::uint32_t container = 0;
  for (const std::vector<std::shared_ptr<Pack>>& packs_of_folder : list->of_folder) {
    for (const std::shared_ptr<Pack>& pack : packs_of_folder) {
      if (context.stopped()) return done();
      ++container;
      if (!sink.wants_pack(*pack)) continue;
      push_pack(context, *pack, container, jobs);
      sink.on_pack_done(*pack);
    }
  }
  return done();
}

}  // namespace leakwarden::scanner
