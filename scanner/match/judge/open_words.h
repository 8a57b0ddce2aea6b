#pragma once

// Values that are words for people, in forms in which these look random:
//
//   "Henkil\u00f6kohtaiset K\u00e4ytt"   as JSON may write them
//   "Zapomniałeś hasła?", 你的预共享密钥   in another language than English
//
// Thread rules: pure.

#include <string_view>

namespace leakwarden::scanner::judging {

bool are_words_to_read(std::string_view value);

}  // namespace leakwarden::scanner::judging
