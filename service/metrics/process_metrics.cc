#include "service/metrics/process_metrics.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

#include "scanner/base/file.h"

namespace leakwarden::service {
namespace {

constexpr std::uint64_t kMaxProcFile = 64 << 10;

std::string read_proc(const char* path) {
  Result<std::string> text = read_regular_file(AT_FDCWD, path, kMaxProcFile);
  return text.ok() ? *text : std::string();
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// statm: pages of size, resident, …
std::uint64_t resident_bytes() {
  std::istringstream text(read_proc("/proc/self/statm"));
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  text >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t open_descriptors() {
  std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc/self/fd"), closedir);
  if (folder == nullptr) return 0;
  std::uint64_t count = 0;
  while (readdir(folder.get()) != nullptr) ++count;
  return count >= 3 ? count - 3 : 0;  // without ".", ".." and the folder we have open
}

// Field 22 of stat counts clock ticks since boot; the name before it may hold spaces, but ends at
// the last parenthesis.
double start_time() {
  std::string text = read_proc("/proc/self/stat");
  std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  timespec since_boot{};
  timespec wall{};
  clock_gettime(CLOCK_BOOTTIME, &since_boot);
  clock_gettime(CLOCK_REALTIME, &wall);
  double started = std::strtod(field.c_str(), nullptr) / static_cast<double>(sysconf(_SC_CLK_TCK));
  return static_cast<double>(wall.tv_sec - since_boot.tv_sec) + started;
}

}  // namespace

ProcessMetrics read_process_metrics() {
  ProcessMetrics metrics;
  metrics.cpu_seconds = processor_seconds();
  metrics.resident_bytes = resident_bytes();
  metrics.open_descriptors = open_descriptors();
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  metrics.max_descriptors = files.rlim_cur;
  metrics.start_time_seconds = start_time();
  return metrics;
}

}  // namespace leakwarden::service
