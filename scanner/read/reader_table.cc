// Which readers there are.

#include <algorithm>

#include "scanner/read/archive.h"
#include "scanner/read/json_export.h"
#include "scanner/read/kubernetes.h"
#include "scanner/read/office.h"
#include "scanner/read/reader.h"
#include "scanner/read/source_map.h"
#include "scanner/read/table.h"
#include "scanner/read/utf16.h"
#include "scanner/read/utf32.h"

namespace leakwarden::scanner {
namespace {

class Visitor final : public TextSink {
 public:
  Visitor(ReadBudget& budget, const std::function<bool(std::string_view)>& visit)
      : budget_(budget), visit_(visit) {}

  bool take(const DecodedText& text) override {
    if (!budget_.take_text(text.text().size()) || !visit_(text.text())) return false;
    if (!needs_reader(text.text()) || !budget_.enter()) return true;
    budget_.hold(text.text().size());
    read_texts(text.text(), budget_, *this);
    budget_.release(text.text().size());
    budget_.leave();
    return true;
  }

 private:
  ReadBudget& budget_;
  const std::function<bool(std::string_view)>& visit_;
};

}  // namespace

const std::vector<Reader>& readers() {
  constexpr TextLocality kObject = TextLocality::Object;
  static const std::vector<Reader> table = {
      {"utf16", kObject, sniff_utf16, read_utf16},
      {"utf32", kObject, sniff_utf32, read_utf32},
      {"archive", kObject, sniff_archive, read_archive},
      {"office document", kObject, sniff_office, read_office},
      {"json export", kObject, sniff_json_export, read_json_export},
      {"kubernetes yaml", kObject, sniff_kubernetes_yaml, read_kubernetes_yaml},
      {"source map", kObject, sniff_source_map, read_source_map},
      {"table", kObject, sniff_table, read_table},
  };
  return table;
}

bool needs_reader(std::string_view bytes) {
  return std::any_of(readers().begin(), readers().end(), [bytes](const Reader& reader) {
    return reader.locality == TextLocality::Object && reader.sniff(bytes);
  });
}

void read_texts(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  for (const Reader& reader : readers()) {
    if (reader.sniff(bytes)) reader.read(bytes, budget, sink);
  }
}

void visit_texts(std::string_view bytes, ReadBudget& budget,
                 const std::function<bool(std::string_view)>& visit) {
  if (!needs_reader(bytes)) return;
  Visitor visitor(budget, visit);
  read_texts(bytes, budget, visitor);
}

}  // namespace leakwarden::scanner
