#include "scanner/base/result.h"

#include <cerrno>
#include <cstring>

#include "scanner/base/sanitize.h"

namespace leakwarden {
namespace {

Error make(ErrorKind kind, std::string what, std::string where, std::string why) {
  return Error{kind, std::move(what), std::move(where), std::move(why), ""};
}

ErrorKind kind_of_errno(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return ErrorKind::NotFound;
    case EACCES:
    case EPERM:
    case ELOOP:
      return ErrorKind::Refused;
    case EFBIG:
      return ErrorKind::TooLarge;
    case ETIMEDOUT:
      return ErrorKind::Timeout;
    default:
      return ErrorKind::Io;
  }
}

}  // namespace

const char* error_kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::NotFound:
      return "not-found";
    case ErrorKind::Corrupt:
      return "corrupt";
    case ErrorKind::TooLarge:
      return "too-large";
    case ErrorKind::Timeout:
      return "timeout";
    case ErrorKind::Refused:
      return "refused";
    case ErrorKind::Io:
      return "io";
    case ErrorKind::Invalid:
      return "invalid";
  }
  return "io";
}

Error Error::not_found(std::string what, std::string where, std::string why) {
  return make(ErrorKind::NotFound, std::move(what), std::move(where),
              why.empty() ? "not found" : std::move(why));
}
Error Error::corrupt(std::string what, std::string where, std::string why) {
  return make(ErrorKind::Corrupt, std::move(what), std::move(where), std::move(why));
}
Error Error::too_large(std::string what, std::string where, std::string why) {
  return make(ErrorKind::TooLarge, std::move(what), std::move(where), std::move(why));
}
Error Error::timeout(std::string what, std::string where, std::string why) {
  return make(ErrorKind::Timeout, std::move(what), std::move(where), std::move(why));
}
Error Error::refused(std::string what, std::string where, std::string why) {
  return make(ErrorKind::Refused, std::move(what), std::move(where), std::move(why));
}
Error Error::io(std::string what, std::string where, std::string why) {
  return make(ErrorKind::Io, std::move(what), std::move(where), std::move(why));
}
Error Error::invalid(std::string what, std::string where, std::string why) {
  return make(ErrorKind::Invalid, std::move(what), std::move(where), std::move(why));
}

Error Error::from_errno(std::string what, std::string where, int error_number) {
  return make(kind_of_errno(error_number), std::move(what), std::move(where),
              std::strerror(error_number));
}

Error Error::with_remedy(std::string text) && {
  remedy = std::move(text);
  return std::move(*this);
}

std::string Error::message() const {
  std::string text = what;
  if (!where.empty()) text += ": " + sanitize_for_terminal(where);
  if (!why.empty()) text += ": " + sanitize_for_terminal(why, 1000);
  if (!remedy.empty()) text += "\ntry: " + sanitize_for_terminal(remedy, 1000);
  return text;
}

}  // namespace leakwarden
