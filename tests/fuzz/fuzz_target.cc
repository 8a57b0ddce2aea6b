#include "tests/fuzz/fuzz_target.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace leakwarden::fuzz {

std::vector<FuzzTarget> fuzz_targets() {
  std::vector<FuzzTarget> all;
  for (auto* some : {git_targets, rule_targets, suppress_targets, text_targets, service_targets}) {
    for (const FuzzTarget& target : some()) all.push_back(target);
  }
  return all;
}

namespace {

std::string_view tried;

std::string in_hex(std::string_view bytes) {
  std::string hex;
  for (char c : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(c));
    hex += digits;
  }
  return hex;
}

}  // namespace

void run(const FuzzTarget& target, std::string_view bytes) {
  tried = bytes;
  target.run(bytes);
  tried = {};
}

void require(bool is_so, const char* what) {
  if (is_so) return;
  std::fprintf(stderr, "not so: %s\nof: %s\n", what, in_hex(tried).c_str());
  std::abort();
}

}  // namespace leakwarden::fuzz
