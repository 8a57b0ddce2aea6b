#pragma once

// What to write in a file instead of a secret: a reference in that file's language.

#include <string>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// "os.environ[\"POSTMAN_API_KEY\"]" in a Python file, "{{vault:postman-api-key}}" where the
// language is not known. Made of the rule's id and, where it is a plain name, of the name the value
// is given to: nothing of the value.
std::string reference_for(const Finding& finding);

// POSTMAN_API_KEY
std::string variable_name(const Finding& finding);

}  // namespace leakwarden::scanner
