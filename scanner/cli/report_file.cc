#include "scanner/cli/report_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "scanner/base/file.h"
#include "scanner/windows.h"

namespace leakwarden::scanner {
namespace {

Result<std::string> read_whole(int descriptor, const std::string& file) {
  const ReadBytes read = read_from(descriptor, file);
  std::string text;
  std::array<char, 1 << 16> buffer;
  while (text.size() <= kMostReportBytes) {
    LEAKWARDEN_TRY(const std::size_t count, read(buffer.data(), buffer.size()));
    if (count == 0) break;
    text.append(buffer.data(), count);
  }
  return text;
}

}  // namespace

Result<PeerReport> read_report_file(const std::string& file) {
  Descriptor opened;
  if (file != "-") {
    opened = Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!opened.valid()) return Error::from_errno("read the report to compare with", file, errno);
  }
  LEAKWARDEN_TRY(const std::string text,
                 read_whole(file == "-" ? STDIN_FILENO : opened.get(), file));
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return Error::invalid("read the report to compare with", file, "it is empty");
  return read_peer_report(text, file);
}

}  // namespace leakwarden::scanner
