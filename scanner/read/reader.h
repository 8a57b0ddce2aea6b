#pragma once

// Bytes to texts that can be matched. A reader is chosen by content, never by path: one blob has
// several paths, and a path says nothing that its author did not want it to say.
//
//   bytes ──sniff──► reader ──read──► texts, each with its places ("zip:inner/conf.ini",
//                                     "item[3].request.auth.bearer") and where it stands
//
// The bytes themselves are always matched as well, by the caller: a reader adds, it never hides.
// What a reader made is read again in the same way (a collection in a zip): the caller does that
// too, with the same budget.
//
// To add a reader: a file with its sniff and its read, a row in reader_table.cc, a test on files
// that the real program wrote.
//
// Thread rules: readers are pure functions; any thread.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/read/decoded_text.h"
#include "scanner/read/read_budget.h"

namespace leakwarden::scanner {

class TextSink {
 public:
  virtual ~TextSink() = default;
  // False: the caller cannot go on; the reader returns at once.
  virtual bool take(const DecodedText& text) = 0;
};

// Object: what a reader says of any byte depends on the whole object, so that nothing of it may be
// inherited from another version. Local would be a reader whose text depends on the bytes near by.
enum class TextLocality { Local, Object };

struct Reader {
  const char* name;
  TextLocality locality;
  // Costs next to nothing for ordinary text: looks at the first bytes, and only where those fit at
  // a little more of the beginning and the end.
  bool (*sniff)(std::string_view bytes);
  // Total: any bytes in; memory and time are bounded by the budget and the size of `bytes`. What it
  // does not read although the content claims to be of its format is a gap of the budget.
  void (*read)(std::string_view bytes, ReadBudget& budget, TextSink& sink);
};

// All readers; of those that fit, each reads.
const std::vector<Reader>& readers();

// Whether a reader of object locality makes more of `bytes` than they are themselves.
bool needs_reader(std::string_view bytes);

void read_texts(std::string_view bytes, ReadBudget& budget, TextSink& sink);

// Calls `visit` with every text that lies in `bytes`, however deep, but not with the bytes
// themselves; until it returns false. For whoever looks for a known value.
void visit_texts(std::string_view bytes, ReadBudget& budget,
                 const std::function<bool(std::string_view)>& visit);

}  // namespace leakwarden::scanner
