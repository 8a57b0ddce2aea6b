#pragma once

// Does text show anything of a key beyond what a mask may?

#include <algorithm>
#include <string>
#include <string_view>

namespace leakwarden::testing {

// True when six bytes in a row of `key`, its four-letter prefix aside, stand in `text`.
inline bool shows_part_of(std::string_view text, std::string_view key) {
  for (std::size_t at = 4; at + 6 <= key.size(); ++at) {
    if (text.find(key.substr(at, 6)) != std::string_view::npos) return true;
  }
  return false;
}

// True for anything a terminal might act upon, line ends aside.
inline bool has_control_bytes(std::string_view text) {
  for (char c : text) {
    if (c != '\n' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)) return true;
  }
  return false;
}

// What a server's hook said: the "remote: " lines without their prefix and padding.
inline std::string remote_lines(std::string_view errors) {
  std::string lines;
  while (!errors.empty()) {
    std::string_view line = errors.substr(0, errors.find('\n'));
    errors.remove_prefix(std::min(errors.size(), line.size() + 1));
    if (line.substr(0, 7) != "remote:") continue;
    line.remove_prefix(std::min<std::size_t>(line.size(), 8));
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    lines.append(line);
    lines += '\n';
  }
  return lines;
}

}  // namespace leakwarden::testing
