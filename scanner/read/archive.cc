#include "scanner/read/archive.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/read/archive_kind.h"
#include "scanner/read/archive_library.h"

namespace leakwarden::scanner {
namespace {

// What became of a member or of the whole: go on with the next member or not.
enum class Next { Member, Nothing };

std::string shortened(std::string name) {
  if (name.size() <= ReadLimits::max_place_bytes) return name;
  name.resize(ReadLimits::max_place_bytes);
  return name + "…";
}

class ArchiveReader {
 public:
  ArchiveReader(const ArchiveLibrary& library, ArchiveKind kind, ReadBudget& budget, TextSink& sink)
      : library_(library),
        kind_(kind),
        budget_(budget),
        sink_(sink),
        archive_(library.read_new(), library.read_free) {}

  void read(std::string_view bytes) {
    if (!archive_) return gap("not enough memory");
    support(kind_);
    if (library_.open_memory(archive_.get(), bytes.data(), bytes.size()) < ARCHIVE_WARN)
      return damaged("cannot be opened");
    while (next_member() == Next::Member) {
    }
  }

 private:
  void support(ArchiveKind kind) {
    archive* one = archive_.get();
    if (kind == ArchiveKind::Zip) library_.support_zip(one);
    if (kind == ArchiveKind::SevenZip) library_.support_7zip(one);
    if (kind == ArchiveKind::Gzip) library_.support_gzip(one);
    if (kind == ArchiveKind::Bzip2) library_.support_bzip2(one);
    if (kind == ArchiveKind::Xz) library_.support_xz(one);
    if (kind == ArchiveKind::Zstd) library_.support_zstd(one);
    if (kind == ArchiveKind::Tar || is_compressed_stream(kind)) library_.support_tar(one);
    if (is_compressed_stream(kind)) library_.support_raw(one);
  }

  Next next_member() {
    archive_entry* entry = nullptr;
    const int answer = library_.next_header(archive_.get(), &entry);
    if (answer == ARCHIVE_EOF) return Next::Nothing;
    if (answer < ARCHIVE_WARN) {
      places_.clear();
      damaged(count_ == 0 ? "nothing of it could be read" : "what follows could not be read");
      return Next::Nothing;
    }
    name_places(entry);
    ++count_;
    if (!budget_.take_member()) {
      gap("too many members; this one and what follows were not read");
      return Next::Nothing;
    }
    return read_member(library_.entry_is_encrypted(entry) != 0);
  }

  bool is_raw_stream() const {
    return (library_.format(archive_.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_RAW;
  }

  void name_places(archive_entry* entry) {
    places_.clear();
    const std::string kind(archive_kind_name(kind_));
    if (is_compressed_stream(kind_)) places_.push_back(kind);
    if (is_raw_stream()) return;
    const char* name = library_.entry_pathname(entry);
    if (name == nullptr) name = library_.entry_pathname_utf8(entry);
    places_.push_back((is_compressed_stream(kind_) ? "tar" : kind) + ":" +
                      shortened(name == nullptr ? "(unnamed)" : name));
  }

  // Reads all of a member, also what is not kept: skipping would unpack it unseen, out of budget.
  Next read_member(bool encrypted) {
    std::string text;
    bool whole = true;
    while (true) {
      const void* block = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;
      const int answer = library_.data_block(archive_.get(), &block, &size, &offset);
      if (answer == ARCHIVE_EOF) break;
      if (answer < ARCHIVE_WARN) return after_damage(encrypted, answer, std::move(text));
      if (!budget_.take_bytes(size)) {
        gap("unpacks to more than is read of one file; the rest was not read");
        take(std::move(text));
        return Next::Nothing;
      }
      const std::size_t room = budget_.member_room() - text.size();
      whole = whole && size <= room;
      text.append(static_cast<const char*>(block), std::min(size, room));
      if (!whole && is_raw_stream()) break;
    }
    if (!whole) gap("larger than is read of one member; its end was not read");
    return take(std::move(text)) && (whole || !is_raw_stream()) ? Next::Member : Next::Nothing;
  }

  Next after_damage(bool encrypted, int answer, std::string text) {
    if (encrypted) {
      gap("encrypted");
    } else {
      damaged("damaged; not read, or not wholly");
    }
    if (!take(std::move(text))) return Next::Nothing;
    return answer == ARCHIVE_FATAL ? Next::Nothing : Next::Member;
  }

  bool take(std::string text) {
    return text.empty() || sink_.take(DecodedText::own(places_, std::move(text)));
  }

  void damaged(const std::string& what) {
    const char* why = library_.error_string(archive_.get());
    gap(why == nullptr ? what : what + " (" + why + ")");
  }

  void gap(const std::string& what) {
    std::string place;
    for (const std::string& part : places_) place += (place.empty() ? "" : " > ") + part;
    if (place.empty()) place = archive_kind_name(kind_);
    budget_.add_gap(place + ": " + what);
  }

  const ArchiveLibrary& library_;
  ArchiveKind kind_;
  ReadBudget& budget_;
  TextSink& sink_;
  std::unique_ptr<archive, int (*)(archive*)> archive_;
  std::vector<std::string> places_;  // of the member at hand
  std::uint64_t count_ = 0;
};

}  // namespace

bool sniff_archive(std::string_view bytes) {
  return archive_kind(bytes).has_value();
}

void read_archive(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  const std::optional<ArchiveKind> kind = archive_kind(bytes);
  if (!kind) return;
  const Result<ArchiveLibrary>& library = ArchiveLibrary::get();
  if (!library.ok()) {
    budget.add_gap(std::string(archive_kind_name(*kind)) + ": " +
                   "libarchive: " + library.error().why);
    return;
  }
  ArchiveReader(*library, *kind, budget, sink).read(bytes);
}

}  // namespace leakwarden::scanner
