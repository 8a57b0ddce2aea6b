#include "scanner/git/delta.h"

#include <cstring>
#include <optional>

namespace leakwarden::scanner {
namespace {

Error bad_delta(const char* why) {
  return Error::corrupt("apply delta", "", why);
}

std::optional<std::uint64_t> take_size(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    if (rest.empty()) return std::nullopt;
    std::uint64_t byte = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    value |= (byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

struct Copy {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Bits 0–3 of the command say which offset bytes follow, bits 4–6 which size bytes.
std::optional<Copy> take_copy(std::uint8_t command, const char*& at, const char* end) {
  std::uint64_t parts = 0;
  for (unsigned i = 0; i < 7; ++i) {
    if ((command >> i & 1) == 0) continue;
    if (at == end) return std::nullopt;
    parts |= std::uint64_t{static_cast<std::uint8_t>(*at++)} << (8 * i);
  }
  std::uint64_t size = parts >> 32;
  return Copy{parts & 0xffffffff, size == 0 ? 0x10000 : size};
}

// Most pieces are of a line or less, and a call costs more than copying a few bytes too many, which
// the next piece writes over. `room` and `left`: bytes of result and source from there on.
void copy_bytes(char* to, std::uint64_t room, const char* from, std::uint64_t left,
                std::uint64_t size) {
  constexpr std::uint64_t kBlock = 32;
  if (size <= kBlock && room >= kBlock && left >= kBlock)
    std::memcpy(to, from, kBlock);
  else
    std::memcpy(to, from, size);
}

void note_copy(std::vector<CopiedRange>& copied, const Copy& copy, std::uint64_t target) {
  if (!copied.empty()) {
    CopiedRange& last = copied.back();
    if (last.target_begin + last.length == target && last.base_begin + last.length == copy.offset) {
      last.length += copy.size;
      return;
    }
  }
  copied.push_back({target, copy.offset, copy.size});
}

}  // namespace

Result<DeltaSizes> parse_delta_sizes(std::string_view delta) {
  std::string_view rest = delta;
  std::optional<std::uint64_t> base = take_size(rest);
  if (!base) return bad_delta("delta header is damaged");
  std::optional<std::uint64_t> result = take_size(rest);
  if (!result) return bad_delta("delta header is damaged");
  return DeltaSizes{*base, *result, delta.size() - rest.size()};
}

Status apply_delta(std::string_view base, std::string_view delta, const DeltaSizes& sizes,
                   char* result, std::vector<CopiedRange>* copied) {
  if (base.size() != sizes.base) return bad_delta("delta was made for a base of another size");
  const char* at = delta.data() + sizes.header_bytes;
  const char* end = delta.data() + delta.size();
  std::uint64_t written = 0;
  while (at != end) {
    std::uint8_t command = static_cast<std::uint8_t>(*at++);
    if (command & 0x80) {
      std::optional<Copy> copy = take_copy(command, at, end);
      if (!copy) return bad_delta("delta ends inside an instruction");
      if (copy->offset > base.size() || copy->size > base.size() - copy->offset)
        return bad_delta("delta copies from beyond its base");
      if (copy->size > sizes.result - written) return bad_delta("delta makes more than it says");
      copy_bytes(result + written, sizes.result - written, base.data() + copy->offset,
                 base.size() - copy->offset, copy->size);
      if (copied != nullptr) note_copy(*copied, *copy, written);
      written += copy->size;
    } else {
      if (command == 0) return bad_delta("reserved delta instruction");
      if (command > end - at) return bad_delta("delta ends inside an instruction");
      if (command > sizes.result - written) return bad_delta("delta makes more than it says");
      copy_bytes(result + written, sizes.result - written, at, static_cast<std::uint64_t>(end - at),
                 command);
      at += command;
      written += command;
    }
  }
  if (written != sizes.result) return bad_delta("delta makes less than it says");
  return done();
}

}  // namespace leakwarden::scanner
