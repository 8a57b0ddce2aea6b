#pragma once

// Incidents as text and as JSON. Everything that came from a repository is made safe here.

#include <string>
#include <vector>

#include "scanner/report/report.h"
#include "service/store/store.h"

namespace leakwarden::service {

inline constexpr std::size_t kShortIncidentId = 12;  // "inc-1f2e3d4c"
std::string short_incident_id(const std::string& id);

// One block of two lines each; worst first is the caller's order.
std::string incident_list_text(const std::vector<IncidentRecord>& incidents,
                               scanner::UseColour colour);
std::string incident_text(const IncidentRecord& incident, scanner::UseColour colour);

// Flat, one object a line: as `list --format jsonl`. Complete: with places, history and advice.
std::string incident_line_json(const IncidentRecord& incident);
std::string incident_json(const IncidentRecord& incident);

}  // namespace leakwarden::service
