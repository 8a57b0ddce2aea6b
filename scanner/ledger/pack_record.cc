#include "scanner/ledger/pack_record.h"

#include <utility>

namespace leakwarden::scanner {

std::string encode_pack(const PackRecord& record) {
  BodyWriter out;
  fields(out, record);
  return std::move(out).body();
}

std::optional<PackRecord> decode_pack(std::string_view bytes) {
  BodyReader in(bytes);
  PackRecord record;
  fields(in, record);
  if (!in.finished()) return std::nullopt;
  return record;
}

}  // namespace leakwarden::scanner
