#include "scanner/read/archive.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/read/archive_kind.h"
#include "scanner/read/archive_library.h"
#include "scanner/read/unicode.h"

namespace leakwarden::scanner {
namespace {

// What became of a member or of the whole: go on with the next member or not.
enum class Next { Member, Nothing };

std::string shortened(std::string name) {
  if (name.size() <= ReadLimits::max_place_bytes) return name;
  name.resize(ReadLimits::max_place_bytes);
  return name + "…";
}

constexpr std::size_t kTarBlockBytes = 512;

using Archive = std::unique_ptr<archive, int (*)(archive*)>;

void support_stream(const ArchiveLibrary& library, archive* one, ArchiveKind kind) {
  if (kind == ArchiveKind::Gzip) library.support_gzip(one);
  if (kind == ArchiveKind::Bzip2) library.support_bzip2(one);
  if (kind == ArchiveKind::Xz) library.support_xz(one);
  if (kind == ArchiveKind::Zstd) library.support_zstd(one);
}

void support_raw(const ArchiveLibrary& library, archive* one) {
  library.support_raw(one);
  library.support_empty(one);
}

// Behind its end mark a tar may go on, and what hides there is read as well.
void support_tar(const ArchiveLibrary& library, archive* one) {
  library.support_tar(one);
  library.set_format_option(one, "tar", "read_concatenated_archives", "1");
}

enum class Inside { Nothing, Tar, OneText };

// Looks into a compressed stream: libarchive takes anything that begins with zeros for a tar, and
// passes on as it is what it cannot unpack.
Inside look_inside(const ArchiveLibrary& library, ArchiveKind kind, std::string_view bytes) {
  const Archive opened(library.read_new(), library.read_free);
  if (!opened) return Inside::Nothing;
  support_stream(library, opened.get(), kind);
  support_raw(library, opened.get());
  archive_entry* entry = nullptr;
  if (library.open_memory(opened.get(), bytes.data(), bytes.size()) < ARCHIVE_WARN ||
      library.filter_code(opened.get(), 0) == ARCHIVE_FILTER_NONE)
    return Inside::Nothing;
  if (library.next_header(opened.get(), &entry) < ARCHIVE_WARN) return Inside::OneText;
  std::string head;
  while (head.size() < kTarBlockBytes) {
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    if (library.data_block(opened.get(), &block, &size, &offset) != ARCHIVE_OK) break;
    head.append(static_cast<const char*>(block), std::min(size, kTarBlockBytes));
  }
  return archive_kind(head) == ArchiveKind::Tar ? Inside::Tar : Inside::OneText;
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
    if (is_compressed_stream(kind_)) {
      const Inside inside = look_inside(library_, kind_, bytes);
      if (inside == Inside::Nothing) return gap("cannot be unpacked");
      is_raw_stream_ = inside == Inside::OneText;
    }
    support();
    if (library_.open_memory(archive_.get(), bytes.data(), bytes.size()) < ARCHIVE_WARN)
      return damaged("cannot be opened");
    while (next_member() == Next::Member) {
    }
  }

  // Where what was read ends: of a compressed stream that was read to its end, else the bytes' own.
  std::size_t end_of_stream(std::string_view bytes) const {
    if (!is_compressed_stream(kind_) || !is_at_end_) return bytes.size();
    const la_int64_t taken = library_.filter_bytes(archive_.get(), -1);
    return taken <= 0 ? bytes.size() : std::min(static_cast<std::size_t>(taken), bytes.size());
  }

 private:
  void support() {
    archive* one = archive_.get();
    support_stream(library_, one, kind_);
    if (kind_ == ArchiveKind::Zip) {
      library_.support_zip(one);
    } else if (kind_ == ArchiveKind::SevenZip) {
      library_.support_7zip(one);
    } else if (is_raw_stream_) {
      support_raw(library_, one);
    } else {
      support_tar(library_, one);
    }
  }

  Next next_member() {
    archive_entry* entry = nullptr;
    const int answer = library_.next_header(archive_.get(), &entry);
    is_at_end_ = answer == ARCHIVE_EOF;
    if (is_at_end_) return Next::Nothing;
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

  std::string name_of(archive_entry* entry) const {
    if (const char* name = library_.entry_pathname(entry)) return name;
    if (const char* name = library_.entry_pathname_utf8(entry)) return name;
    std::string name;
    if (const wchar_t* wide = library_.entry_pathname_w(entry)) {
      for (; *wide != L'\0' && name.size() <= ReadLimits::max_place_bytes; ++wide)
        append_utf8(character_or_replacement(static_cast<std::uint32_t>(*wide)), name);
    }
    return name.empty() ? "(unnamed)" : name;
  }

  void name_places(archive_entry* entry) {
    places_.clear();
    const std::string kind(archive_kind_name(kind_));
    if (is_compressed_stream(kind_)) places_.push_back(kind);
    if (is_raw_stream_) return;
    places_.push_back((is_compressed_stream(kind_) ? "tar" : kind) + ":" +
                      shortened(name_of(entry)));
  }

  // Reads all of a member, also what is not kept: skipping would unpack it unseen, out of budget.
  Next read_member(bool encrypted) {
    std::string text;
    bool whole = true;
    bool sound = true;
    while (true) {
      const void* block = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;
      const int answer = library_.data_block(archive_.get(), &block, &size, &offset);
      if (answer == ARCHIVE_EOF) break;
      if (answer < ARCHIVE_WARN) return after_damage(encrypted, answer, std::move(text));
      sound = sound && answer == ARCHIVE_OK;
      if (!budget_.take_bytes(size)) {
        gap("unpacks to more than is read of one file; the rest was not read");
        take(std::move(text));
        return Next::Nothing;
      }
      const std::size_t room = budget_.member_room() - text.size();
      whole = whole && size <= room;
      text.append(static_cast<const char*>(block), std::min(size, room));
      if (!whole && is_raw_stream_) break;
    }
    if (!sound) damaged("its size or checksum is wrong; read as far as it goes");
    if (!whole) gap("larger than is read of one member; its end was not read");
    return take(std::move(text)) && (whole || !is_raw_stream_) ? Next::Member : Next::Nothing;
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
  Archive archive_;
  bool is_raw_stream_ = false;  // compressed, and no tar
  bool is_at_end_ = false;
  std::vector<std::string> places_;  // of the member at hand
  std::uint64_t count_ = 0;
};

}  // namespace

bool sniff_archive(std::string_view bytes) {
  return archive_kind(bytes).has_value();
}

// Behind a stream that says itself where it ends another archive may follow, as behind the zeros
// of a tape's last block.
void read_archive(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  std::optional<ArchiveKind> kind = archive_kind(bytes);
  if (!kind) return;
  const Result<ArchiveLibrary>& library = ArchiveLibrary::get();
  if (!library.ok()) {
    budget.add_gap(std::string(archive_kind_name(*kind)) + ": " +
                   "libarchive: " + library.error().why);
    return;
  }
  const Utf8Names names(*library);
  while (kind) {
    ArchiveReader reader(*library, *kind, budget, sink);
    reader.read(bytes);
    bytes.remove_prefix(reader.end_of_stream(bytes));
    bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
    kind = archive_kind(bytes);
    if (!kind || budget.take_member()) continue;
    budget.add_gap("more archives behind one another than are read");
    return;
  }
}

}  // namespace leakwarden::scanner
