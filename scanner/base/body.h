#pragma once

// Values as bytes, field by field, for the worker's pipe and the ledger: one `fields(archive,
// value)` per type says both how it is written and how it is read, so that the two cannot drift
// apart.
//
//   BodyWriter out;  out(ref.name, ref.id);       std::string body = std::move(out).body();
//   BodyReader in(body);  in(ref.name, ref.id);   if (!in.finished()) …corrupt…
//
// Integers are little-endian u64, strings u64 length and bytes, lists u64 count and elements.
// A reader trusts nothing: a count never allocates ahead of the bytes that back it, an enumerator
// outside its set, a bool that is not 0 or 1 and a string longer than what is left make it fail;
// after the first failure every further read gives empty values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "scanner/base/object_id.h"
#include "scanner/base/secret.h"

namespace leakwarden {

template <typename Value, typename Wanted>
concept Is = std::is_same_v<std::remove_const_t<Value>, Wanted>;

class BodyWriter {
 public:
  template <typename... Values>
  void operator()(const Values&... values) {
    (write(values), ...);
  }
  template <typename Enumeration>
  void enumerator(const Enumeration& value, Enumeration /*last*/) {
    write(static_cast<std::uint64_t>(value));
  }
  std::string body() && { return std::move(body_); }

 private:
  void write(std::uint64_t value);
  void write(std::int64_t value) { write(static_cast<std::uint64_t>(value)); }
  void write(unsigned value) { write(std::uint64_t{value}); }
  void write(bool value) { write(std::uint64_t{value ? 1u : 0u}); }
  void write(std::string_view bytes);
  void write(const std::string& bytes) { write(std::string_view(bytes)); }
  void write(const ObjectId& id) { write(id.bytes()); }
  void write(const Secret& secret) { write(secret.reveal(RevealFor::WorkerPipe)); }
  template <typename Element>
  void write(const std::vector<Element>& list) {
    write(std::uint64_t{list.size()});
    for (const Element& element : list) write(element);
  }
  template <typename Element>
  void write(const std::optional<Element>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  void write(const std::map<std::string, std::string>& map);
  template <typename Structure>
  requires std::is_class_v<Structure>
  void write(const Structure& value) { fields(*this, value); }

  std::string body_;
};

class BodyReader {
 public:
  // Elements of one list; more is a failure. Answers: counts made up by a captured worker.
  static constexpr std::uint64_t kMaxListItems = 2'000'000;

  explicit BodyReader(std::string_view body) : rest_(body) {}
  template <typename... Values>
  void operator()(Values&... values) {
    (read(values), ...);
  }
  template <typename Enumeration>
  void enumerator(Enumeration& value, Enumeration last) {
    std::uint64_t number = 0;
    read(number);
    if (number > static_cast<std::uint64_t>(last)) return fail();
    value = static_cast<Enumeration>(number);
  }
  bool finished() const { return !failed_ && rest_.empty(); }

 private:
  void fail();
  std::string_view bytes();
  void read(std::uint64_t& value);
  void read(std::int64_t& value);
  void read(unsigned& value);
  void read(bool& value);
  void read(std::string& value) { value = bytes(); }
  void read(ObjectId& id);
  void read(Secret& secret) { secret = Secret::copy_of(bytes()); }
  template <typename Element>
  void read(std::vector<Element>& list) {
    std::uint64_t count = 0;
    read(count);
    if (count > kMaxListItems || count > rest_.size()) return fail();
    for (std::uint64_t i = 0; i < count && !failed_; ++i) read(list.emplace_back());
  }
  template <typename Element>
  void read(std::optional<Element>& value) {
    bool present = false;
    read(present);
    if (present) read(value.emplace());
  }
  void read(std::map<std::string, std::string>& map);
  template <typename Structure>
  requires std::is_class_v<Structure>
  void read(Structure& value) { fields(*this, value); }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace leakwarden
