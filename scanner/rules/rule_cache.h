#pragma once

// Compiled rule sets of users, kept so that a hook maps them in place of compiling.
//
//   FOLDER/rules/<key>.image     mode 0600 in a folder of mode 0700
//
// The key is SHA-256 over everything the image is made of: the rule files' names and bytes, the
// built-in rules' digest where they are part, the image format and Hyperscan's version. (Databases
// are compiled for the generic CPU, so the CPU is no part of it.) A changed rule file therefore has
// another key, and nothing is ever invalidated.
//
// Trust: an image is code in all but name (rule_image.h). It is used only when folder and file
// belong to the effective user and nobody else may write them, and its checksum fits. What fails
// any of it is not used; what is ours and damaged is rebuilt over.
//
// Old images are removed when more than kKeptImages lie there, oldest first.
// Thread rules: any number of processes may read and write at once (files are renamed into place).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/file.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

class RuleCache {
 public:
  static constexpr std::size_t kKeptImages = 16;

  // `folder` as given to RuleSet::load(). Nothing when there is no folder that is ours alone; it is
  // made, mode 0700, where its parent allows.
  static std::optional<RuleCache> open(const std::string& folder);

  // The cached image, opened and its ownership checked. NotFound, Refused (not ours alone).
  Result<Descriptor> find(const std::string& key) const;
  Status store(const std::string& key, std::string_view image) const;
  std::string path_of(const std::string& key) const;

 private:
  explicit RuleCache(std::string folder) : folder_(std::move(folder)) {}
  void remove_oldest() const;
  std::string folder_;
};

// $XDG_CACHE_HOME/leakwarden, else ~/.cache/leakwarden, else "".
std::string default_cache_folder();

}  // namespace leakwarden::scanner
