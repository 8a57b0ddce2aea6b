#pragma once

// The single checks of doctor. None changes anything: no key is made, no schema moved, no alert
// sent.

#include <set>
#include <string>

#include "service/cli/doctor_report.h"
#include "service/config.h"
#include "service/store/store.h"

namespace leakwarden::service {

void check_configuration(const Config& config, DoctorReport& report);
void check_data_folder(const Config& config, DoctorReport& report);
void check_key(const Config& config, DoctorReport& report);
void check_rules(const Config& config, DoctorReport& report);
void check_workers(DoctorReport& report);
// Each watched folder, and what below it is no repository that can be scanned: one that holds none
// at all, one that belongs to somebody else and cannot be read. The paths it named.
std::set<std::string> check_watched(const Config& config, DoctorReport& report);
void check_channels(const Config& config, DoctorReport& report);
// Does the daemon answer hooks, where the configuration says that it should?
void check_hook_socket(const Config& config, DoctorReport& report);
// Integrity, waiting jobs, buried deliveries, repositories with problems, scans that left something
// out. `named`: problems of these paths are said already.
void check_store(const Config& config, const std::set<std::string>& named, DoctorReport& report);

}  // namespace leakwarden::service
