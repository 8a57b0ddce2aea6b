#include "scanner/report/alert_ids.h"

#include "scanner/report/uri.h"
#include "scanner/report/uuid.h"

namespace leakwarden::scanner {

std::string AlertIds::next(const Finding& finding) {
  const std::string name =
      finding.rule_id + '\0' + place_uri(finding.location) + '\0' + finding.fingerprint;
  std::string id = uuid_of(name);
  for (int count = 2; !used_.insert(id).second; ++count)
    id = uuid_of(name + '\0' + std::to_string(count));
  return id;
}

}  // namespace leakwarden::scanner
