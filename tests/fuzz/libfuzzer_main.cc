// One target under libFuzzer, chosen by name:
//
//   cmake --preset fuzz && cmake --build --preset fuzz --target fuzz
//   LEAKWARDEN_FUZZ_TARGET=delta build/fuzz/fuzz CORPUS_FOLDER -max_total_time=600
//
// An empty corpus folder is filled with the target's seeds by LEAKWARDEN_FUZZ_SEEDS=CORPUS_FOLDER.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_folder.h"

namespace {

leakwarden::fuzz::FuzzTarget chosen() {
  const char* wanted = std::getenv("LEAKWARDEN_FUZZ_TARGET");
  std::string names;
  for (const leakwarden::fuzz::FuzzTarget& target : leakwarden::fuzz::fuzz_targets()) {
    if (wanted != nullptr && std::string(target.name) == wanted) return target;
    names += std::string(" ") + target.name;
  }
  std::fprintf(stderr, "set LEAKWARDEN_FUZZ_TARGET to one of:%s\n", names.c_str());
  std::exit(2);
}

const leakwarden::fuzz::FuzzTarget& target() {
  static const leakwarden::fuzz::FuzzTarget kTarget = chosen();
  return kTarget;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* folder = std::getenv("LEAKWARDEN_FUZZ_SEEDS");
  if (folder == nullptr) return 0;
  int number = 0;
  for (const std::string& seed : target().seeds()) {
    leakwarden::testing::write_file(std::string(folder) + "/seed" + std::to_string(number++), seed);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  leakwarden::fuzz::run(target(), std::string_view(reinterpret_cast<const char*>(bytes), size));
  return 0;
}
