#pragma once

// Which program this is, to the byte: another build may judge otherwise, so it believes none of the
// records of this one.

#include <string>

namespace leakwarden::scanner {

// The build id the linker wrote into this executable (a hash of its content; ELF note
// NT_GNU_BUILD_ID), in hex. Empty where there is none: then there is nothing to tell builds apart
// by, and nothing may be remembered.
const std::string& program_id();

}  // namespace leakwarden::scanner
