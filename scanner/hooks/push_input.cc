#include "scanner/hooks/push_input.h"

#include <istream>
#include <utility>

namespace leakwarden::scanner {
namespace {

Error bad_line(const char* form) {
  return Error::invalid("read the pushed refs", "standard input",
                        std::string("a line is not '") + form + "'")
      .with_remedy("let git run this hook");
}

// Takes the last word off; "" when there is none.
std::string take_last_word(std::string& line) {
  const std::size_t space = line.rfind(' ');
  if (space == std::string::npos) return "";
  std::string word = line.substr(space + 1);
  line.resize(space);
  return word;
}

}  // namespace

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
    if (!old_id || !new_id || second + 1 >= line.size()) return bad_line("old new ref");
    updates.push_back(PushUpdate{*old_id, *new_id, line.substr(second + 1)});
  }
  return updates;
}

Result<std::vector<OutgoingRef>> read_outgoing_refs(std::istream& input) {
  std::vector<OutgoingRef> refs;
  for (std::string line; std::getline(input, line);) {
    const std::optional<ObjectId> remote_id = ObjectId::from_hex(take_last_word(line));
    const std::string remote_ref = take_last_word(line);
    const std::optional<ObjectId> local_id = ObjectId::from_hex(take_last_word(line));
    if (!remote_id || !local_id || remote_ref.empty() || line.empty()) {
      return bad_line("local-ref local-id remote-ref remote-id");
    }
    refs.push_back(OutgoingRef{line, PushUpdate{*remote_id, *local_id, remote_ref}});
  }
  return refs;
}

}  // namespace leakwarden::scanner
