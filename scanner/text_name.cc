#include "scanner/text_name.h"

namespace leakwarden::scanner {

std::string object_name(ObjectType type, const ObjectId& id) {
  return std::string(object_type_name(type)) + " " + id.hex();
}

std::string TextName::words() const {
  return id_ != nullptr ? object_name(type_, *id_) : std::string(words_);
}

}  // namespace leakwarden::scanner
