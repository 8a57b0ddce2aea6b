#pragma once

// What the blobs of one pack hold, judged once: those of the same pack in another repository (a
// fork, a mirror), or in the same one after a push, are not judged again.
//
// A pack resolves within itself, so what is found in it depends on its bytes, its index and the
// rules; where its objects stand in history does not, and is not here. Its trees and commits are
// read each time: they say where the findings stand.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/object_id.h"
#include "scanner/ledger/stored_finding.h"

namespace leakwarden::scanner {

struct StoredPointer {
  std::string content;  // SHA-256 of LFS content, in hex
  ObjectId blob;        // the pointer
};

struct PackRecord {
  std::int64_t scanned_at = 0;  // Unix seconds; as StoredReport's
  std::int64_t same_until = 0;
  std::uint64_t blobs = 0;  // wholly scanned
  std::uint64_t bytes = 0;
  std::vector<Gap> gaps;
  std::vector<StoredFinding> findings;  // before anything that needs a path
  std::vector<StoredPointer> pointers;

  bool holds_at(std::int64_t now_unix_seconds) const {
    return scanned_at <= now_unix_seconds && now_unix_seconds <= same_until;
  }
};

template <typename Archive, Is<StoredPointer> Value>
void fields(Archive& archive, Value& pointer) {
  archive(pointer.content, pointer.blob);
}

template <typename Archive, Is<PackRecord> Value>
void fields(Archive& archive, Value& record) {
  archive(record.scanned_at, record.same_until, record.blobs, record.bytes, record.gaps,
          record.findings, record.pointers);
}

std::string encode_pack(const PackRecord& record);
// Nothing for bytes that encode_pack() never wrote.
std::optional<PackRecord> decode_pack(std::string_view bytes);

}  // namespace leakwarden::scanner
