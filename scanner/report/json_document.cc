#include <ostream>

#include "scanner/report/formats.h"
#include "scanner/report/json_writer.h"

namespace leakwarden::scanner {

void write_json(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output) {
  JsonObject tool;
  tool.text("name", "leakwarden").text_if("version", input.run.version);
  output << "{\"schema_version\":" << kJsonSchemaVersion << ",\"tool\":" << tool.str()
         << ",\n\"findings\":[";
  const std::vector<const Finding*> findings = listed_findings(input);
  const char* between = "\n";
  for (const Finding* finding : findings) {
    output << between << finding_as_json(*finding, show_secrets);
    between = ",\n";
  }
  output << "\n],\n\"summary\":" << summary_members_as_json(input) << "}\n";
}

}  // namespace leakwarden::scanner
