#pragma once

// Archives to the texts of their members: zip (and what is one: jar, whl, docx …), 7z, tar, and
// streams compressed with gzip, bzip2, xz or zstd, a tar in one or not; also behind one another.
//
// Nothing is written anywhere: members come one after the other into memory, so that their names
// ("../../etc/passwd") and their links mean nothing. What is encrypted, damaged or over a limit of
// read_limits.h is a gap with the member's name.

#include <string_view>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {

bool sniff_archive(std::string_view bytes);
void read_archive(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
