#include "scanner/hooks/push_input.h"

#include <istream>
#include <string>
#include <utility>

namespace leakwarden::scanner {

Result<std::vector<PushUpdate>> read_push_updates(std::istream& input) {
  std::vector<PushUpdate> updates;
  for (std::string line; std::getline(input, line);) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string::npos ? first : line.find(' ', first + 1);
    const std::optional<ObjectId> old_id = ObjectId::from_hex(line.substr(0, first));
    const std::optional<ObjectId> new_id =
        second == std::string::npos
            ? std::nullopt
            : ObjectId::from_hex(line.substr(first + 1, second - first - 1));
    if (!old_id || !new_id || second + 1 >= line.size()) {
      return Error::invalid("read the pushed refs", "standard input", "a line is not 'old new ref'")
          .with_remedy("let git run this hook");
    }
    updates.push_back(PushUpdate{*old_id, *new_id, line.substr(second + 1)});
  }
  return updates;
}

}  // namespace leakwarden::scanner
