#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

std::string_view object_type_name(ObjectType type) {
  switch (type) {
    case ObjectType::Commit:
      return "commit";
    case ObjectType::Tree:
      return "tree";
    case ObjectType::Blob:
      return "blob";
    case ObjectType::Tag:
      return "tag";
  }
  return "unknown";
}

std::optional<ObjectType> object_type_from_name(std::string_view name) {
  for (ObjectType type :
       {ObjectType::Commit, ObjectType::Tree, ObjectType::Blob, ObjectType::Tag}) {
    if (object_type_name(type) == name) return type;
  }
  return std::nullopt;
}

Gap gap_from_error(std::string what, const Error& error, std::uint64_t bytes) {
  Gap gap;
  gap.what = std::move(what);
  gap.reason = error.why.empty() ? error.what : error.why;
  gap.bytes = bytes;
  gap.corrupt = error.kind == ErrorKind::Corrupt;
  gap.caused_by_content = error.kind == ErrorKind::Corrupt || error.kind == ErrorKind::TooLarge;
  return gap;
}

}  // namespace leakwarden::scanner
