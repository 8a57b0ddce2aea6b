#pragma once

// Errors as values.
//
// Every function that can fail returns a Result<T>: either the value or an Error whose kind is one
// of a closed set, so that a caller can decide by kind and a person can read what failed, where,
// why, and what to do next. No exception crosses a file border: whoever calls a throwing library
// catches there and returns an Error.
//
//   Result<Header> read_header(File& file) {
//     LEAKWARDEN_TRY(std::string bytes, file.read(12));      // returns the Error to our caller
//     if (bytes.size() < 12) return Error::corrupt("pack header", file.path(), "shorter than 12
//     bytes"); return parse(bytes);
//   }
//
// Thread rules: plain values; share them as you would a std::string.

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace leakwarden {

enum class ErrorKind {
  NotFound,  // the named thing is not there
  Corrupt,   // it is there and its bytes are wrong
  TooLarge,  // a limit of limits.h was reached; what was cut must be reported as partial
  Timeout,   // a deadline passed
  Refused,   // a policy, a permission or a peer said no
  Io,        // the operating system failed us
  Invalid,   // wrong usage or configuration; the person who wrote it can mend it
};

// "not-found", "corrupt", … : stable names for logs and metrics labels.
const char* error_kind_name(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::Io;
  std::string what;    // what failed: "read pack index"
  std::string where;   // file, URL, file:line:column; may be hostile text, sanitise before printing
  std::string why;     // the reason
  std::string remedy;  // what to do next; may be empty

  static Error not_found(std::string what, std::string where, std::string why = "");
  static Error corrupt(std::string what, std::string where, std::string why);
  static Error too_large(std::string what, std::string where, std::string why);
  static Error timeout(std::string what, std::string where, std::string why);
  static Error refused(std::string what, std::string where, std::string why);
  static Error io(std::string what, std::string where, std::string why);
  static Error invalid(std::string what, std::string where, std::string why);
  // As io(), the reason taken from errno.
  static Error from_errno(std::string what, std::string where, int error_number);

  Error with_remedy(std::string text) &&;

  // "what: where: why", and on a second line "try: remedy" when there is one. Parts that came
  // from outside are made safe for a terminal.
  std::string message() const;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Require ok().
  T& value() & {
    assert(ok());
    return std::get<0>(state_);
  }
  const T& value() const& {
    assert(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    assert(ok());
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Require !ok().
  const Error& error() const& {
    assert(!ok());
    return std::get<1>(state_);
  }
  Error&& error() && {
    assert(!ok());
    return std::get<1>(std::move(state_));
  }

 private:
  std::variant<T, Error> state_;
};

// The value of a function that only succeeds or fails.
struct Done {};
using Status = Result<Done>;
inline Status done() {
  return Done{};
}

}  // namespace leakwarden

#define LEAKWARDEN_CONCAT_INNER(a, b) a##b
#define LEAKWARDEN_CONCAT(a, b) LEAKWARDEN_CONCAT_INNER(a, b)

// LEAKWARDEN_TRY(declaration, expression): declare from the value, or return the error.
#define LEAKWARDEN_TRY(declaration, ...) \
  LEAKWARDEN_TRY_INNER(LEAKWARDEN_CONCAT(try_result_, __LINE__), declaration, __VA_ARGS__)
#define LEAKWARDEN_TRY_INNER(temporary, declaration, ...)   \
  auto temporary = (__VA_ARGS__);                           \
  if (!temporary.ok()) return std::move(temporary).error(); \
  declaration = std::move(temporary).value()

// LEAKWARDEN_CHECK(expression): for a Status; return its error to our caller.
#define LEAKWARDEN_CHECK(...)                                       \
  do {                                                              \
    auto check_result = (__VA_ARGS__);                              \
    if (!check_result.ok()) return std::move(check_result).error(); \
  } while (false)
