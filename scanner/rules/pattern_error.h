#pragma once

// What RE2 has against a pattern, said where and with what to do.

#include <re2/re2.h>

#include <string_view>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

// Requires !program.ok(). Invalid; `where` is "character N of the pattern" where RE2 tells.
Error refused_by_re2(const re2::RE2& program, std::string_view pattern);

}  // namespace leakwarden::scanner
