#include "scanner/worker/landlock.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

#include "scanner/base/file.h"

namespace leakwarden::scanner {
namespace {

// The same numbers on every architecture.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;
constexpr unsigned kAskVersion = 1;
constexpr int kPathBeneath = 1;

constexpr std::uint64_t kReadFile = 1u << 2;
constexpr std::uint64_t kReadDirectory = 1u << 3;

struct RulesetAttributes {
  std::uint64_t file_rights = 0;  // since ABI 1: all that is named here is forbidden by default
  std::uint64_t net_rights = 0;   // since ABI 4
  std::uint64_t scopes = 0;       // since ABI 6
};

struct __attribute__((packed)) PathBeneath {
  std::uint64_t allowed = 0;
  std::int32_t directory = -1;
};

std::uint64_t file_rights_of(int abi) {
  std::uint64_t rights = (1u << 13) - 1;  // execute … make symbolic links
  if (abi >= 2) rights |= 1u << 13;       // link or rename to another folder
  if (abi >= 3) rights |= 1u << 14;       // truncate
  if (abi >= 5) rights |= 1u << 15;       // ioctl on devices
  return rights;
}

RulesetAttributes attributes_of(int abi) {
  RulesetAttributes attributes;
  attributes.file_rights = file_rights_of(abi);
  if (abi >= 4) attributes.net_rights = 0b11;  // bind and connect TCP
  if (abi >= 6) attributes.scopes = 0b11;      // abstract Unix sockets, signals
  return attributes;
}

// Older kernels refuse a structure that is longer than theirs.
std::size_t attributes_size(int abi) {
  return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
}

Error failed(const char* step) {
  return Error::from_errno(std::string("Landlock: ") + step, "this process", errno);
}

}  // namespace

int landlock_abi() {
  long version = syscall(kCreateRuleset, nullptr, 0, kAskVersion);
  return version < 0 ? 0 : static_cast<int>(version);
}

Status restrict_to_directories(const std::vector<int>& directories, int abi) {
  RulesetAttributes attributes = attributes_of(abi);
  Descriptor ruleset(
      static_cast<int>(syscall(kCreateRuleset, &attributes, attributes_size(abi), 0)));
  if (!ruleset.valid()) return failed("create a ruleset");
  for (int directory : directories) {
    PathBeneath rule{kReadFile | kReadDirectory, directory};
    if (syscall(kAddRule, ruleset.get(), kPathBeneath, &rule, 0) != 0) return failed("add a rule");
  }
  if (syscall(kRestrictSelf, ruleset.get(), 0) != 0) return failed("restrict this process");
  return done();
}

}  // namespace leakwarden::scanner
