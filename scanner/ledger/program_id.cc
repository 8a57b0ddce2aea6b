#include "scanner/ledger/program_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kOwner("GNU\0", 4);

std::size_t padded(std::size_t size) {
  return (size + 3) & ~std::size_t{3};
}

// The build id among the notes of one segment.
std::string id_in(std::string_view notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head;
    notes.copy(reinterpret_cast<char*>(&head), sizeof head);
    notes.remove_prefix(sizeof head);
    const std::size_t name_bytes = padded(head.n_namesz);
    if (notes.size() < name_bytes + padded(head.n_descsz)) return "";
    const std::string_view id = notes.substr(name_bytes, head.n_descsz);
    if (head.n_type == NT_GNU_BUILD_ID && notes.substr(0, head.n_namesz) == kOwner) {
      return to_hex(reinterpret_cast<const std::uint8_t*>(id.data()), id.size());
    }
    notes.remove_prefix(name_bytes + padded(head.n_descsz));
  }
  return "";
}

// The executable itself is named first; the libraries after it do not matter.
int look_at(dl_phdr_info* object, std::size_t, void* found) {
  for (int at = 0; at < object->dlpi_phnum; ++at) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[at];
    if (segment.p_type != PT_NOTE) continue;
    const char* begin = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
    const std::string id = id_in({begin, segment.p_memsz});
    if (!id.empty()) *static_cast<std::string*>(found) = id;
  }
  return 1;
}

std::string read_program_id() {
  std::string id;
  ::dl_iterate_phdr(look_at, &id);
  return id;
}

}  // namespace

const std::string& program_id() {
  static const std::string kId = read_program_id();
  return kId;
}

}  // namespace leakwarden::scanner
