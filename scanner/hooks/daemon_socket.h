#pragma once

// One line to a daemon's Unix socket and one line back, within a time, from whom we believe.
//
// Whoever listens may be hostile: he may be a stranger, never answer, answer for ever or nonsense.
// Nothing here blocks beyond the deadline or keeps more than is asked for.

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

struct LineExchange {
  std::string path;             // of the socket, whole
  std::vector<uid_t> believed;  // whose process may listen there
  std::size_t most_bytes = 0;   // of the answer
  std::chrono::milliseconds patience{50};
};

// The answer's first line, without its newline. NotFound: nobody listens there, or we may not
// connect. Refused: a stranger does; nothing was sent to him. Timeout, TooLarge, Io; Corrupt: it
// ended without a whole line. Invalid: no whole path, or too long a one for a socket.
Result<std::string> exchange_line(const LineExchange& exchange, const std::string& line);

}  // namespace leakwarden::scanner
