#pragma once

// Is a value tried out in no time? Fewer than eight characters; what everybody takes
// (common_passwords.h), with any number behind it: "p@ssw0rd123456"; and in base64 a sentence, a
// login of documentation or a placeholder: ZW5jcnlwdGVkLWtleQ== (encrypted-key), dXNlcjpwYXNz…
// (user:password), dGVzdC1hcGkta2V5Cg== (test-api-key).
//
// Asked of what would be medium only, for it costs more than most of what is told of a value.
//
// Thread rules: pure.

#include <string_view>

namespace leakwarden::scanner::judging {

bool is_guessable(std::string_view value);

}  // namespace leakwarden::scanner::judging
