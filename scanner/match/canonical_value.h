#pragma once

// The form of a value that is named by its fingerprint (and by the service's keyed identity): a
// private key is its decoded bytes, however its block was indented, quoted or escaped; everything
// else is itself.

#include "scanner/base/secret.h"

namespace leakwarden::scanner {

// `value` as it stands in the text. A block that does not decode is itself.
Secret canonical_value(const Secret& value);

}  // namespace leakwarden::scanner
