#include "service/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kMaxFieldBytes = 400;
// A problem list that only grows would be a leak; beyond this many, repeats are said again.
constexpr std::size_t kMaxRemembered = 100'000;
// Kinds of one key that are said; hostile content may make up reasons without end.
constexpr std::size_t kMaxKinds = 20;

const char* level_name(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      return "error";
  }
  return "info";
}

// sd-daemon(3): the priority of a line.
const char* journal_prefix(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "<7>";
    case LogLevel::Info:
      return "<6>";
    case LogLevel::Warning:
      return "<4>";
    case LogLevel::Error:
      return "<3>";
  }
  return "<6>";
}

std::string with_milliseconds(WallTime time) {
  std::string text = rfc3339(time);
  std::int64_t part = ((unix_milliseconds(time) % 1000) + 1000) % 1000;
  text.insert(text.size() - 1, fmt::format(".{:03}", part));
  return text;
}

std::string plain_number(double number) {
  return fmt::format("{:.6g}", number);
}

// A word stands as it is, anything else in quotation marks, so that a path cannot forge a field.
std::string text_value(const LogField::Value& value) {
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const double* number = std::get_if<double>(&value)) return plain_number(*number);
  std::string safe = sanitize_for_header(std::get<std::string>(value), kMaxFieldBytes);
  if (!safe.empty() && safe.find_first_of(" =\"\\") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (char byte : safe) {
    if (byte == '"' || byte == '\\') quoted.push_back('\\');
    quoted.push_back(byte);
  }
  return quoted + "\"";
}

nlohmann::json json_value(const LogField::Value& value) {
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const double* number = std::get_if<double>(&value)) return *number;
  return sanitize_for_header(std::get<std::string>(value), kMaxFieldBytes);
}

std::string json_line(LogLevel level, WallTime time, std::string_view message, LogFields fields) {
  nlohmann::ordered_json line;
  line["time"] = with_milliseconds(time);
  line["level"] = level_name(level);
  line["msg"] = std::string(message);
  for (const LogField& field : fields) line[field.name] = json_value(field.value);
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string error_text(const Error& error) {
  std::string text = std::string(error_kind_name(error.kind)) + ": " + error.what;
  if (!error.where.empty()) text += ": " + error.where;
  if (!error.why.empty()) text += ": " + error.why;
  if (!error.remedy.empty()) text += " (try: " + error.remedy + ")";
  return text;
}

std::string kind_of(const Error& error) {
  return std::string(error_kind_name(error.kind)) + '\0' + error.what + '\0' + error.why;
}

bool comes_before(const Error& left, const Error& right) {
  std::string one = kind_of(left);
  std::string other = kind_of(right);
  return one != other ? one < other : left.where < right.where;
}

}  // namespace

LogField::LogField(const Error& error) : name("err"), value(error_text(error)) {}

LogFormat default_log_format() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (stream == nullptr || fstat(STDERR_FILENO, &status) != 0) return LogFormat::Text;
  std::string ours = fmt::format("{}:{}", status.st_dev, status.st_ino);
  return ours == stream ? LogFormat::Journal : LogFormat::Text;
}

std::string format_log_line(LogFormat format, LogLevel level, WallTime time,
                            std::string_view message, LogFields fields) {
  if (format == LogFormat::Json) return json_line(level, time, message, fields);
  std::string line = format == LogFormat::Journal
                         ? std::string(journal_prefix(level))
                         : fmt::format("{} {:<7} ", with_milliseconds(time), level_name(level));
  line += message;
  for (const LogField& field : fields) line += " " + field.name + "=" + text_value(field.value);
  return line;
}

Log::Log(LogFormat format, LogLevel least, const Clock& clock)
    : format_(format),
      least_(least),
      clock_(clock),
      sink_(std::make_shared<spdlog::logger>("leakwarden",
                                             std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  sink_->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
  sink_->flush_on(spdlog::level::trace);
}

Log::~Log() = default;

// spdlog gets a finished line and no format string: nothing in it is ever interpreted.
void Log::write(LogLevel level, std::string_view message, LogFields fields) {
  if (level < least_) return;
  std::string line = format_log_line(format_, level, clock_.now(), message, fields);
  sink_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

void Log::debug(std::string_view message, LogFields fields) {
  write(LogLevel::Debug, message, fields);
}
void Log::info(std::string_view message, LogFields fields) {
  write(LogLevel::Info, message, fields);
}
void Log::warning(std::string_view message, LogFields fields) {
  write(LogLevel::Warning, message, fields);
}
void Log::error(std::string_view message, LogFields fields) {
  write(LogLevel::Error, message, fields);
}

bool Log::once(LogLevel level, const std::string& key, std::string_view message,
               const Error& error) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (said_.size() > kMaxRemembered) said_.clear();
    std::set<std::string>& said = said_[key];
    if (said.size() >= kMaxKinds || !said.insert(kind_of(error)).second) return false;
  }
  write(level, message, {{"about", key}, LogField(error)});
  return true;
}

std::size_t Log::standing(LogLevel level, const std::string& key, std::string_view message,
                          std::vector<Error> problems) {
  std::sort(problems.begin(), problems.end(), comes_before);
  {
    std::set<std::string> kinds;
    for (const Error& problem : problems) kinds.insert(kind_of(problem));
    std::lock_guard<std::mutex> lock(mutex_);
    std::map<std::string, std::set<std::string>>::iterator said = said_.find(key);
    if (said != said_.end()) {
      std::erase_if(said->second, [&](const std::string& one) { return kinds.count(one) == 0; });
    }
  }
  std::size_t news = 0;
  for (const Error& problem : problems) news += once(level, key, message, problem) ? 1 : 0;
  return news;
}

void Log::resolved(const std::string& key, std::string_view message) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (said_.erase(key) == 0) return;
  }
  write(LogLevel::Info, message, {{"about", key}});
}

}  // namespace leakwarden::service
