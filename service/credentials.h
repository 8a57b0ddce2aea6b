#pragma once

// Where our own credentials come from: never from the configuration itself, always by reference.
//
//   {file: /run/secrets/slack_url}   a file; symbolic links are followed (Kubernetes mounts)
//   {env: GL_TOKEN}                  an environment variable of the daemon
//   {credential: sealing}            a systemd credential: $CREDENTIALS_DIRECTORY/sealing
//
// At most 64 KiB; exactly one trailing newline is taken off. References to vaults (vault:, aws:,
// azure:, op:) are refused by the configuration as not available in this version.
//
// Thread rules: pure functions of file system and environment.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::service {

enum class CredentialSource { File, Environment, SystemdCredential };
std::string_view credential_source_name(CredentialSource source);  // "file", "env", "credential"

struct CredentialReference {
  CredentialSource source = CredentialSource::File;
  std::string name;          // path, variable or credential name
  std::string where;         // "leakwarden.yaml:12:20", for messages
  std::string text() const;  // "file:/run/secrets/slack_url"
  friend bool operator==(const CredentialReference&, const CredentialReference&) = default;
};

// NotFound, Refused (not a regular file, no permission), TooLarge, Invalid (empty).
Result<Secret> resolve_credential(const CredentialReference& reference);

// What doctor says about a reference that works but is kept carelessly ("readable by everybody").
std::optional<std::string> credential_warning(const CredentialReference& reference);

// The file behind a File or SystemdCredential reference. Invalid without $CREDENTIALS_DIRECTORY.
Result<std::string> credential_path(const CredentialReference& reference);

}  // namespace leakwarden::service
