#pragma once

// The portable name of a secret value: the same on every machine, without rule, path, line or
// commit, so that a moved, rebased or squashed secret keeps its name.
//
//   strong value   s1-<first 128 bits of SHA-256("leakwarden:secret:1" NUL value), 32 hex digits>
//   weak value     w1-<first 12 bits, 3 hex digits>-<first 20 bits of
//                      SHA-256("leakwarden:scope:1" NUL scope), 5 hex digits>
//
// The scope of a weak value is the name it is assigned to ("db_password"); it narrows a guess
// 4,096-fold and cannot confirm one. Only the decoded, canonical `secret` group is named; for a PEM
// block that is its DER.

#include <string>
#include <string_view>

#include "scanner/base/secret.h"

namespace leakwarden {

std::string fingerprint_of(const Secret& value, std::string_view scope = "");

// By its beginning, which a shortened name has too: of which form is it? Neither of other texts.
bool is_of_strong_value(std::string_view fingerprint);
bool is_of_weak_value(std::string_view fingerprint);

// Is `text` a whole fingerprint of either form?
bool is_fingerprint(std::string_view text);

// Does `prefix` (at least "s1-" and 4 digits, or a whole weak form) name `fingerprint`?
bool fingerprint_has_prefix(std::string_view fingerprint, std::string_view prefix);

}  // namespace leakwarden
