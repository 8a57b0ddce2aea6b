#include "scanner/match/entropy.h"

#include <array>
#include <cmath>

namespace leakwarden::scanner {

double shannon_entropy(std::string_view value) {
  if (value.empty()) return 0;
  std::array<std::size_t, 256> counts{};
  for (char c : value) ++counts[static_cast<unsigned char>(c)];
  double size = static_cast<double>(value.size());
  double sum = 0;  // of c × log2 c
  for (std::size_t count : counts) {
    if (count > 1) sum += static_cast<double>(count) * std::log2(static_cast<double>(count));
  }
  return std::log2(size) - sum / size;
}

}  // namespace leakwarden::scanner
