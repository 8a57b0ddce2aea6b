// Which readers there are.

#include <algorithm>

#include "scanner/read/archive.h"
#include "scanner/read/json_export.h"
#include "scanner/read/kubernetes.h"
#include "scanner/read/office.h"
#include "scanner/read/reader.h"
#include "scanner/read/source_map.h"
#include "scanner/read/utf16.h"
#include "scanner/read/utf32.h"

namespace leakwarden::scanner {

const std::vector<Reader>& readers() {
  constexpr TextLocality kObject = TextLocality::Object;
  static const std::vector<Reader> table = {
      {"utf16", kObject, sniff_utf16, read_utf16},
      {"utf32", kObject, sniff_utf32, read_utf32},
      {"archive", kObject, sniff_archive, read_archive},
      {"office document", kObject, sniff_office, read_office},
      {"postman", kObject, sniff_postman, read_postman},
      {"notebook", kObject, sniff_notebook, read_notebook},
      {"har", kObject, sniff_har, read_har},
      {"terraform state", kObject, sniff_terraform_state, read_terraform_state},
      {"docker config", kObject, sniff_docker_config, read_docker_config},
      {"kubernetes json", kObject, sniff_kubernetes_json, read_kubernetes_json},
      {"kubernetes yaml", kObject, sniff_kubernetes_yaml, read_kubernetes_yaml},
      {"source map", kObject, sniff_source_map, read_source_map},
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

}  // namespace leakwarden::scanner
