#pragma once

// The single checks of doctor. None changes anything: no key is made, no schema moved, no alert
// sent.

#include "service/cli/doctor_report.h"
#include "service/config.h"
#include "service/store/store.h"

namespace leakwarden::service {

void check_configuration(const Config& config, DoctorReport& report);
void check_data_folder(const Config& config, DoctorReport& report);
void check_key(const Config& config, DoctorReport& report);
void check_rules(const Config& config, DoctorReport& report);
void check_workers(DoctorReport& report);
void check_watched(const Config& config, DoctorReport& report);
void check_channels(const Config& config, DoctorReport& report);
// Integrity, waiting jobs, buried deliveries, repositories with problems, incomplete scans.
void check_store(const Config& config, DoctorReport& report);

}  // namespace leakwarden::service
