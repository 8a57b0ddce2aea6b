#pragma once

// The value's own key: the name directly left of it, across quotes, brackets and separators.
//
//   api_key : String = wrap("…")     name wrap? no: the assignment's, api_key; callee wrap
//   "password" => '…'                name password, separator Arrow
//   setenv("TOKEN", "…")             name TOKEN, callee setenv, separator Comma
//   <password>…</password>           name password, separator Tag
//   - name: DB_PASSWORD⏎  value: …   name value, entry DB_PASSWORD
//   Authorization: Basic …           name Authorization, scheme true
//
// Of all features the own key tells most: a credential word somewhere on the line says little when
// another name stands between it and the value.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/judge/name_words.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

enum class Separator : std::uint8_t {
  None,
  Equals,
  Colon,
  Arrow,    // =>  ->
  Walrus,   // :=
  Compare,  // ==  !=  =~
  Default,  // ||  ??
  Comma,
  Call,     // name(value
  Bracket,  // name[value  name{value
  Tag,      // >
  Blank,
  Url,  // user:value@
  Count,
};

struct OwnKey {
  std::string_view name;
  std::string_view callee;  // of the call the value is an argument of
  std::string_view entry;   // the key before, where `name` only says "value"
  Separator separator = Separator::None;
  char quote = '\0';        // before the value
  bool scheme = false;      // "Bearer", "Basic" … between name and value
  bool in_prose = false;    // other words between the opening quote and the value
  bool typed = false;       // name: Type =
  bool spaced = false;      // blanks around the separator
  bool other_line = false;  // the name stands on the line before
  bool option = false;      // --name
  std::size_t gap = 0;      // bytes between name and value

  bool name_is_credential = false;  // a word of `name` says so
  NameWords words;                  // of what tells: `entry`, or `name` where there is none
};

OwnKey own_key_of(const Subject& subject);

// The key of a value at a place where passwords stand (rules/rule.h), which is as good as that
// name: encrypt(text, "…") says that something is encrypted, and not that the value is.
OwnKey at_place(OwnKey key);

// The name that counts: the entry's, where the own key only says "value".
std::string_view telling_name(const OwnKey& key);

}  // namespace leakwarden::scanner::judging
