#pragma once

// The daemon's log: one event, one line, on standard error.
//
//   log.info("scan finished", {{"repo", job.repository.name}, {"findings", 3}, {"duration_s",
//   0.04}});
//
//   text      2026-11-25T23:37:05.123Z info  scan finished repo=corp/app findings=3 duration_s=0.04
//   json      {"time":"2026-11-25T23:37:05.123Z","level":"info","msg":"scan
//   finished","repo":"corp/app",…} journal   <6>scan finished repo=corp/app …      (systemd adds
//   the time; $JOURNAL_STREAM)
//
// The message is constant text, everything that varies is a field, and hostile text in a field is
// made harmless: one line, no control characters, bounded. A Secret does not convert to a field.
//
// Problems that stay are said once: once() and standing() are silent about a kind of problem of a
// key that was said already, until resolved(). The kind is what failed and why, not where: the
// second of two broken refs is no news when the first is mended.
//
// Thread rules: safe from any thread.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "scanner/base/clock.h"
#include "scanner/base/result.h"

namespace spdlog {
class logger;
}

namespace leakwarden::service {

enum class LogLevel { Debug, Info, Warning, Error };
enum class LogFormat { Text, Json, Journal };

// Journal when standard error is the journal's ($JOURNAL_STREAM names it), else Text.
LogFormat default_log_format();

struct LogField {
  using Value = std::variant<std::string, std::int64_t, double>;
  LogField(std::string_view field_name, std::string_view text)
      : name(field_name), value(std::string(text)) {}
  LogField(std::string_view field_name, const std::string& text) : name(field_name), value(text) {}
  LogField(std::string_view field_name, const char* text)
      : name(field_name), value(std::string(text)) {}
  template <typename Number>
  requires std::is_integral_v<Number> LogField(std::string_view field_name, Number number)
      : name(field_name), value(static_cast<std::int64_t>(number)) {}
  LogField(std::string_view field_name, double number) : name(field_name), value(number) {}
  // "err", with kind, reason and remedy on one line.
  explicit LogField(const Error& error);

  std::string name;
  Value value;
};
using LogFields = std::initializer_list<LogField>;

// One line without its newline; pure.
std::string format_log_line(LogFormat format, LogLevel level, WallTime time,
                            std::string_view message, LogFields fields);

class Log {
 public:
  Log(LogFormat format, LogLevel least, const Clock& clock);
  ~Log();

  void debug(std::string_view message, LogFields fields = {});
  void info(std::string_view message, LogFields fields = {});
  void warning(std::string_view message, LogFields fields = {});
  void error(std::string_view message, LogFields fields = {});

  // True when it was said: this key had no problem of this kind yet.
  bool once(LogLevel level, const std::string& key, std::string_view message, const Error& error);
  // All problems that this key has now, in any order; each new kind is said, in a fixed order. A
  // kind that is not among them has gone away, and is said again when it comes back. How many were
  // said.
  std::size_t standing(LogLevel level, const std::string& key, std::string_view message,
                       std::vector<Error> problems);
  // Says "…: well again" when there was a problem with this key.
  void resolved(const std::string& key, std::string_view message);

 private:
  void write(LogLevel level, std::string_view message, LogFields fields);

  LogFormat format_;
  LogLevel least_;
  const Clock& clock_;
  std::shared_ptr<spdlog::logger> sink_;
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> said_;  // kinds, by key
};

}  // namespace leakwarden::service
