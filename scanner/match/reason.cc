// Names and words of Reason: names are for logs and tests, words are for people.

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {
namespace {

struct Entry {
  std::string_view name;
  std::string_view words;
};

Entry entry_of(Reason reason) {
  switch (reason) {
    case Reason::Kept:
      return {"kept", "It passed every test of its rule."};
    case Reason::NoMatch:
      return {"no-match",
              "It looked like the beginning of a secret, but the whole shape is not there."};
    case Reason::NoContext:
      return {"no-context", "None of the words that must stand near such a value is there."};
    case Reason::BadChecksum:
      return {"bad-checksum", "Its checksum is wrong, so its provider cannot have issued it."};
    case Reason::BadStructure:
      return {"bad-structure",
              "It decodes to something that cannot be, so it is not a real value."};
    case Reason::LowEntropy:
      return {"low-entropy", "It is too regular to be random."};
    case Reason::Placeholder:
      return {"placeholder", "It is a documentation value, a template reference or a filler."};
    case Reason::Unlikely:
      return {"unlikely", "Its bytes and what stands around it look unlike a secret's."};
    case Reason::NoPair:
      return {"no-pair", "The key id that belongs to such a secret is not in the same text."};
    case Reason::Paired:
      return {"paired", "It is a key id, reported together with the secret it belongs to."};
    case Reason::IdAlone:
      return {"id-alone", "It is a key id without its secret, which opens nothing."};
    case Reason::Capped:
      return {"capped", "Its rule matched too often in this object and was set aside there."};
    case Reason::Overlapped:
      return {"overlapped", "Another rule describes the same bytes better."};
    case Reason::Duplicate:
      return {"duplicate", "The same value was already reported on this line."};
  }
  return {"unknown", "The reason is not known to this version."};
}

}  // namespace

std::string_view reason_name(Reason reason) {
  return entry_of(reason).name;
}
std::string_view reason_words(Reason reason) {
  return entry_of(reason).words;
}

}  // namespace leakwarden::scanner
