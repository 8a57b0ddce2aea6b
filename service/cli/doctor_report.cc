#include "service/cli/doctor_report.h"

#include <algorithm>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/words.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kWordsBytes = 1000;

// An error's message has two lines: what, and what to try.
std::string one_line(const std::string& words) {
  std::string line = words;
  std::size_t at = line.find("\ntry: ");
  if (at != std::string::npos) line.replace(at, 1, ". ");
  return sanitize_for_terminal(line, kWordsBytes);
}

}  // namespace

bool DoctorReport::broken() const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [](const Line& line) { return line.mark == "broken"; });
}

std::string DoctorReport::text() const {
  std::string text;
  for (const Line& line : lines_) {
    std::string head = fmt::format("{:<8}{:<9} ", line.mark, line.what);
    for (const std::string& part : scanner::wrapped(one_line(line.words), kWidth - head.size())) {
      text += head + part + "\n";
      head.assign(head.size(), ' ');
    }
  }
  return text;
}

std::string DoctorReport::json() const {
  std::string list = "[";
  for (const Line& line : lines_) {
    scanner::JsonObject object;
    object.text("state", line.mark).text("what", line.what).text("words", one_line(line.words));
    list += (list.size() > 1 ? "," : "") + object.str();
  }
  return list + "]\n";
}

}  // namespace leakwarden::service
