#pragma once

// .secrets.baseline of detect-secrets (Yelp, versions 0 and 1): values by the SHA-1 of what it took
// for the secret, per file.
//
//   {"version": "1.4.0", "results": {"a/b.py": [{"type": …, "hashed_secret": "40 digits",
//    "line_number": 3, "is_secret": false}]}}
//
// An entry speaks for a finding at its file with that SHA-1, on whatever line. Of those that were
// audited, is_secret false is a false positive; is_secret true is a secret, so that it stays
// reported; those nobody audited count as known. `type` names their detectors, not ours, and is not
// looked at.
//
// SHA-1 lives with git's objects (git/sha1.h), to the left of here: whoever reads the file brings
// it.
//
// Thread rules: pure functions.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

using Sha1Hex = std::function<std::string(std::string_view bytes)>;

bool looks_like_secrets_baseline(std::string_view bytes);

// Invalid with "file:line:column": no JSON, another version, beyond the limits.
Result<std::shared_ptr<const Speaker>> parse_secrets_baseline(std::string_view bytes,
                                                              const std::string& file,
                                                              Sha1Hex sha1);

}  // namespace leakwarden::scanner
