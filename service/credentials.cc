#include "service/credentials.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

#include "scanner/base/file.h"

namespace leakwarden::service {
namespace {

constexpr std::uint64_t kMaxCredentialBytes = 64 << 10;

std::string described(const CredentialReference& reference) {
  return reference.where.empty() ? reference.text() : reference.where + ": " + reference.text();
}

Error not_found(const CredentialReference& reference, std::string why, std::string remedy) {
  return Error::not_found("read credential", described(reference), std::move(why))
      .with_remedy(std::move(remedy));
}

// Takes the text over into a Secret and leaves no copy behind.
Result<Secret> as_secret(std::string text, const CredentialReference& reference) {
  std::string_view value = text;
  if (!value.empty() && value.back() == '\n') value.remove_suffix(1);
  if (!value.empty() && value.back() == '\r') value.remove_suffix(1);
  Secret secret = Secret::copy_of(value);
  wipe_memory(text.data(), text.size());
  if (secret.empty()) {
    return Error::invalid("read credential", described(reference), "it is empty");
  }
  return secret;
}

Result<Secret> from_environment(const CredentialReference& reference) {
  const char* value = std::getenv(reference.name.c_str());
  if (value == nullptr) {
    return not_found(reference, "the environment variable is not set",
                     "set it for the daemon, or use file: or credential:");
  }
  if (std::string_view(value).size() > kMaxCredentialBytes) {
    return Error::too_large("read credential", described(reference), "longer than 64 KiB");
  }
  return as_secret(value, reference);
}

// Kubernetes mounts secrets as links to links: resolve them, then open what is meant.
Result<std::string> resolved_path(const std::string& path, const CredentialReference& reference) {
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (real != nullptr) return std::string(real.get());
  Error error = Error::from_errno("read credential", described(reference), errno);
  return std::move(error).with_remedy("check that " + path + " exists and the daemon may read it");
}

Result<Secret> from_file(const CredentialReference& reference) {
  LEAKWARDEN_TRY(std::string path, credential_path(reference));
  LEAKWARDEN_TRY(std::string real, resolved_path(path, reference));
  Result<std::string> text = read_regular_file(AT_FDCWD, real, kMaxCredentialBytes);
  if (text.ok()) return as_secret(std::move(text).value(), reference);
  Error error = std::move(text).error();
  error.what = "read credential";
  error.where = described(reference);
  return error;
}

}  // namespace

std::string_view credential_source_name(CredentialSource source) {
  switch (source) {
    case CredentialSource::File:
      return "file";
    case CredentialSource::Environment:
      return "env";
    case CredentialSource::SystemdCredential:
      return "credential";
  }
  return "file";
}

std::string CredentialReference::text() const {
  return std::string(credential_source_name(source)) + ":" + name;
}

Result<std::string> credential_path(const CredentialReference& reference) {
  if (reference.source == CredentialSource::File) return reference.name;
  if (reference.source == CredentialSource::Environment) {
    return Error::invalid("read credential", described(reference), "it has no file");
  }
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') {
    return not_found(reference, "systemd gave this process no credentials",
                     "add LoadCredential=" + reference.name + ":/path to the unit, or use file:");
  }
  return std::string(folder) + "/" + reference.name;
}

Result<Secret> resolve_credential(const CredentialReference& reference) {
  if (reference.source == CredentialSource::Environment) return from_environment(reference);
  return from_file(reference);
}

std::optional<std::string> credential_warning(const CredentialReference& reference) {
  if (reference.source != CredentialSource::File) return std::nullopt;
  struct stat status {};
  if (::stat(reference.name.c_str(), &status) != 0) return std::nullopt;
  if ((status.st_mode & (S_IRGRP | S_IROTH)) == 0) return std::nullopt;
  return reference.text() + " can be read by " +
         ((status.st_mode & S_IROTH) != 0 ? "everybody" : "its group") + " (chmod 600)";
}

}  // namespace leakwarden::service
