#pragma once

// What a text is called where something of it could not be looked at: "blob 1f2e…", "the commit
// message". Put in words only then; a history has a million texts and hardly a gap.

#include <string>
#include <string_view>

#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

// "blob 1f2e…": how gaps name objects.
std::string object_name(ObjectType type, const ObjectId& id);

// Lives no longer than what it is made of.
class TextName {
 public:
  TextName(std::string_view words) : words_(words) {}
  TextName(const std::string& words) : words_(words) {}
  TextName(const char* words) : words_(words) {}
  TextName(ObjectType type, const ObjectId& id) : type_(type), id_(&id) {}

  std::string words() const;

 private:
  std::string_view words_;
  ObjectType type_ = ObjectType::Blob;
  const ObjectId* id_ = nullptr;
};

}  // namespace leakwarden::scanner
