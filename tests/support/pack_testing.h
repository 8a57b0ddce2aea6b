#pragma once

// Small helpers of tests about packs. Include only where leakwarden_scan is linked.

#include <fcntl.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/pack.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::testing {

// The only pack in a folder objects/pack; nullptr where there is none.
inline std::shared_ptr<scanner::Pack> only_pack_in(const std::string& folder) {
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".pack") continue;
    const Result<Descriptor> opened = open_directory(AT_FDCWD, folder);
    return *scanner::Pack::open(opened->get(), entry.path().stem(), 20);
  }
  return nullptr;
}

// A word of these letters and no others.
inline std::vector<scanner::ByteSet> word_of(std::string_view letters) {
  std::vector<scanner::ByteSet> word;
  for (const char letter : letters) word.emplace_back().set(static_cast<unsigned char>(letter));
  return word;
}

}  // namespace leakwarden::testing
