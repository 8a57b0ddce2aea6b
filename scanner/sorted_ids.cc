#include "scanner/sorted_ids.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace leakwarden::scanner {
namespace {

// As a number that is in order when the bytes are.
std::uint64_t first_bytes(const ObjectId& id) {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, id.bytes().data(), sizeof bytes);
  return __builtin_bswap64(bytes);
}

bool comes_before(const ObjectId& left, const ObjectId& right) {
  const std::uint64_t first = first_bytes(left);
  const std::uint64_t second = first_bytes(right);
  return first != second ? first < second : left < right;
}

}  // namespace

void sort_ids(std::vector<ObjectId>& ids) {
  // Mostly some were sorted before and others came behind them, or two sorted lists were joined.
  const std::vector<ObjectId>::iterator middle =
      std::is_sorted_until(ids.begin(), ids.end(), comes_before);
  if (!std::is_sorted(middle, ids.end(), comes_before)) std::sort(middle, ids.end(), comes_before);
  std::inplace_merge(ids.begin(), middle, ids.end(), comes_before);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

}  // namespace leakwarden::scanner
