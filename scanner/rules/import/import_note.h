#pragma once

// What a person should know about one imported rule, and which way it moves what is found.

#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

enum class NoteKind {
  LeftOut,  // the rule could not be carried over
  Louder,   // may report more than it did
  Quieter,  // may report less
  Changed,  // reports otherwise: another value, another name
  Told,     // nothing changes; worth knowing
};

inline std::string_view note_kind_name(NoteKind kind) {
  switch (kind) {
    case NoteKind::LeftOut:
      return "left out";
    case NoteKind::Louder:
      return "finds more";
    case NoteKind::Quieter:
      return "finds less";
    case NoteKind::Changed:
      return "differs";
    case NoteKind::Told:
      return "note";
  }
  return "";
}

struct ImportNote {
  NoteKind kind = NoteKind::Told;
  std::string what;         // the same words for the same thing, whichever rule it is
  std::string detail = "";  // of this rule: the regex, the id
};

using ImportNotes = std::vector<ImportNote>;

}  // namespace leakwarden::scanner
