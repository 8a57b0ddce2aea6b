#pragma once

// Where output goes, and how it may look there.

#include <atomic>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/cli/exit_code.h"
#include "scanner/report/report.h"

namespace leakwarden::scanner {

bool is_terminal(int descriptor);
// Columns of the terminal on `descriptor`, COLUMNS, or 80; between 40 and 200.
unsigned terminal_width(int descriptor);
// `wish`: auto, always, never, or "" for auto. NO_COLOR and TERM=dumb turn auto off.
UseColour colour_for(int descriptor, const std::string& wish);

// All of `text` to standard output, or to `file` (mode 0600, atomically) when it is not empty.
Status write_output(std::string_view text, const std::string& file);

// Prints "leakwarden: <error>" to standard error; returns kExitUsage.
int usage_error(const Error& error);
// The same for a report that could not be written; returns kExitIncomplete.
int report_lost(const Error& error);
// All of `text` to standard output; returns `code`. A full disk or a closed output is an error,
// said as such, never a silent success.
int show(std::string_view text, int code = kExitClean);
// "… is not available in this version"; returns kExitUsage.
int not_available(const std::string& what);

// SIGINT and SIGTERM set the flag once, and end the process the second time. SIGPIPE ends it
// quietly.
const std::atomic<bool>* watch_for_interrupts();

}  // namespace leakwarden::scanner
