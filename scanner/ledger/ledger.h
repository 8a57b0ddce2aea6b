#pragma once

// The ledger: what was judged is not judged again.
//
//   the repository's state ─► the same as recorded? ─► its report, once more
//                                      │ no
//                                      ▼
//   its packs ─► known under these rules? ─► what was found in their blobs ─► report
//
// This file is the store: sealed records by key, in a folder that only we may write.
//
//   FOLDER/ledger/<key>.record     mode 0600 in a folder of mode 0700
//
// A key is a SHA-256 in hex over everything that what is recorded depends on and that is known
// beforehand: this very program, the rules, the options, which pack or repository. What is only
// known by looking (a repository's state) stands in the record, and whoever reads it compares.
//
// Trust: a record says that bytes hold no secret, so it is believed only when folder and file are
// ours alone and the seal fits: format, key, length and SHA-256 over the whole. What fails any of
// it is no record; the next scan writes a new one over it.
//
// Never in it: a secret's value. Findings are recorded by rule, place and fingerprint; values are
// read again from the repository (stored_finding.h).
//
// Records used least recently are removed when all together pass kMostBytes.
// Thread rules: any number of threads and processes (files are renamed into place).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

class Ledger {
 public:
  static constexpr std::uint64_t kMostBytes = 512ull << 20;
  // A record that is larger is not kept.
  static constexpr std::uint64_t kMostRecordBytes = 128ull << 20;

  // Below `cache_folder` ("": default_cache_folder()). Nothing when there is no folder that is ours
  // alone; it is made where its parent allows.
  static std::optional<Ledger> open(const std::string& cache_folder = "");

  // What was recorded under `key`, if that can be believed; marks it as used.
  std::optional<std::string> find(const std::string& key) const;
  // Something lies there; whether it can be believed is not looked at.
  bool has(const std::string& key) const;
  Status store(const std::string& key, std::string_view content) const;

  std::string path_of(const std::string& key) const;

 private:
  explicit Ledger(std::string folder) : folder_(std::move(folder)) {}
  void remove_least_used() const;
  std::string folder_;
};

}  // namespace leakwarden::scanner
