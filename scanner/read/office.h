#pragma once

// The text of office documents: Office Open XML (docx, xlsx, pptx) and OpenDocument (odt, ods,
// odp).
//
// Such a file is a zip of XML (archive.h opens it); here one of its parts becomes the text that
// people see. A value that formatting split into runs is whole again:
//
//   <w:p><w:r><w:t>AKIA</w:t></w:r><w:r><w:t>1234</w:t></w:r></w:p>     gives   AKIA1234
//
// A paragraph, a cell or a string is a line, so a finding's line is the paragraph's number.

#include <string_view>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {

// XML whose first 2 KiB name a namespace of either family.
bool sniff_office(std::string_view bytes);
void read_office(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
