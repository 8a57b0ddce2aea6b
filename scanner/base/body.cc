#include "scanner/base/body.h"

namespace leakwarden {

void BodyWriter::write(std::uint64_t value) {
  for (int byte = 0; byte < 8; ++byte) body_.push_back(static_cast<char>(value >> (8 * byte)));
}

void BodyWriter::write(std::string_view bytes) {
  write(std::uint64_t{bytes.size()});
  body_.append(bytes);
}

void BodyWriter::write(const std::map<std::string, std::string>& map) {
  write(std::uint64_t{map.size()});
  for (const std::pair<const std::string, std::string>& entry : map) {
    write(entry.first);
    write(entry.second);
  }
}

void BodyReader::fail() {
  failed_ = true;
  rest_ = {};
}

void BodyReader::read(std::uint64_t& value) {
  value = 0;
  if (rest_.size() < 8) return fail();
  for (std::size_t byte = 0; byte < 8; ++byte) {
    value |= std::uint64_t{static_cast<std::uint8_t>(rest_[byte])} << (8 * byte);
  }
  rest_.remove_prefix(8);
}

void BodyReader::read(std::int64_t& value) {
  std::uint64_t number = 0;
  read(number);
  value = static_cast<std::int64_t>(number);
}

void BodyReader::read(unsigned& value) {
  std::uint64_t number = 0;
  read(number);
  if (number > UINT32_MAX) return fail();
  value = static_cast<unsigned>(number);
}

void BodyReader::read(bool& value) {
  std::uint64_t number = 0;
  read(number);
  if (number > 1) return fail();
  value = number == 1;
}

std::string_view BodyReader::bytes() {
  std::uint64_t size = 0;
  read(size);
  if (size > rest_.size()) {
    fail();
    return {};
  }
  std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

void BodyReader::read(ObjectId& id) {
  std::optional<ObjectId> parsed = ObjectId::from_bytes(bytes());
  if (!parsed) return fail();
  id = *parsed;
}

void BodyReader::read(std::map<std::string, std::string>& map) {
  std::uint64_t count = 0;
  read(count);
  if (count > kMaxListItems || count > rest_.size()) return fail();
  for (std::uint64_t i = 0; i < count && !failed_; ++i) {
    std::string key;
    read(key);
    read(map[std::move(key)]);
  }
}

}  // namespace leakwarden
