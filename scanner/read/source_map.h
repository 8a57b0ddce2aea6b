#pragma once

// Source maps (version 3): the original sources that a build put into them, as they were.
//
//   {"sources": ["src/a.ts"], "sourcesContent": ["const key = \"…\"\n"]}
//     gives   const key = "…"      at sourcemap:src/a.ts, with the lines of src/a.ts

#include <string_view>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {

bool sniff_source_map(std::string_view bytes);
void read_source_map(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
