#include "tests/support/secret_history.h"

#include <algorithm>
#include <stdexcept>

#include "tests/support/planted.h"

namespace leakwarden::testing {
namespace {

std::string data_of(const std::string& bytes) {
  return "data " + std::to_string(bytes.size()) + "\n" + bytes + "\n";
}

std::string path_of(Dice& dice) {
  const std::string name = "f" + std::to_string(dice.below(5));
  return dice.below(2) == 0 ? name : "d" + std::to_string(dice.below(2)) + "/" + name;
}

void change(Dice& dice, SecretCommit& commit) {
  const std::string path = path_of(dice);
  switch (dice.below(6)) {
    case 0:
      commit.files.erase(path);
      commit.contents.erase(path);
      return;
    case 1:  // copy
    case 2:  // move
    {
      const std::string from = path_of(dice);
      if (commit.files.count(from) == 0 || from == path) return;
      commit.files[path] = commit.files[from];
      commit.contents[path] = commit.contents[from];
      if (dice.below(2) == 0) return;
      commit.files.erase(from);
      commit.contents.erase(from);
      return;
    }
    default:
      break;
  }
  std::set<unsigned> numbers;
  if (commit.files.count(path) > 0 && dice.below(2) == 0) numbers = commit.files[path];
  if (dice.below(2) == 0) numbers.insert(static_cast<unsigned>(dice.below(SecretHistory::kTokens)));
  std::string content = dice.text(1 + dice.below(2));
  for (unsigned number : numbers) content += "token=" + SecretHistory::token(number) + "\n";
  commit.files[path] = numbers;
  commit.contents[path] = content;
}

}  // namespace

SecretHistory::SecretHistory(GitSandbox& sandbox, unsigned long long seed, std::size_t commits,
                             Clocks clocks) {
  Dice dice(seed);
  std::string stream;
  for (std::size_t number = 0; number < commits; ++number) {
    SecretCommit commit;
    const bool root = number == 0 || dice.below(20) == 0;
    if (!root) commit.parents.push_back(number - 1 - dice.below(std::min<std::size_t>(number, 4)));
    if (!root && number > 3 && dice.below(4) == 0) {
      const std::size_t other = number - 1 - dice.below(3);
      if (other != commit.parents[0]) commit.parents.push_back(other);
    }
    for (std::size_t parent : commit.parents) {
      for (const auto& [path, numbers] : commits_[parent].files) {
        commit.files[path] = numbers;
        commit.contents[path] = commits_[parent].contents.at(path);
      }
    }
    for (unsigned long long changes = dice.below(4); changes > 0; --changes) change(dice, commit);
    stream += "commit refs/heads/c" + std::to_string(number) +
              "\nmark :" + std::to_string(number + 1) + "\ncommitter Ada <ada@example.com> " +
              std::to_string(1600000000 +
                             (clocks == Clocks::Honest ? 60 * number : dice.below(100'000))) +
              " +0000\n" + data_of("commit " + std::to_string(number));
    for (std::size_t i = 0; i < commit.parents.size(); ++i) {
      stream += (i == 0 ? "from :" : "merge :") + std::to_string(commit.parents[i] + 1) + "\n";
    }
    stream += "deleteall\n";
    for (const auto& [path, content] : commit.contents) {
      stream += "M 100644 inline " + path + "\n" + data_of(content);
    }
    stream += "\n";
    commits_.push_back(std::move(commit));
  }
  const std::string marks = sandbox / "marks";
  sandbox.git({"fast-import", "--quiet", "--export-marks=" + marks}, stream);
  for (const std::string& line : lines_of(read_file(marks))) {
    const std::vector<std::string> fields = fields_of(line);
    commits_.at(std::stoul(fields.at(0).substr(1)) - 1).id = fields.at(1);
  }
}

std::string SecretHistory::token(unsigned number) {
  return planted_github_token(9000 + number);
}

unsigned SecretHistory::number_of(const std::string& value) {
  unsigned number = 0;
  while (number < kTokens && token(number) != value) ++number;
  return number;
}

bool SecretHistory::holds(std::size_t commit, unsigned number) const {
  for (const auto& [path, numbers] : commits_[commit].files) {
    if (numbers.count(number) > 0) return true;
  }
  return false;
}

bool SecretHistory::parents_hold(std::size_t commit, unsigned number) const {
  for (std::size_t parent : commits_[commit].parents) {
    if (holds(parent, number)) return true;
  }
  return false;
}

std::size_t SecretHistory::index_of(const std::string& id) const {
  for (std::size_t at = 0; at < commits_.size(); ++at) {
    if (commits_[at].id == id) return at;
  }
  throw std::runtime_error("no commit " + id);
}

std::set<std::size_t> SecretHistory::ancestors(std::size_t commit) const {
  std::set<std::size_t> seen;
  std::vector<std::size_t> stack = {commit};
  while (!stack.empty()) {
    const std::size_t at = stack.back();
    stack.pop_back();
    if (!seen.insert(at).second) continue;
    for (std::size_t parent : commits_[at].parents) stack.push_back(parent);
  }
  return seen;
}

}  // namespace leakwarden::testing
