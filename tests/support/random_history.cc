#include "tests/support/random_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace leakwarden::testing {
namespace {

std::string data_of(const std::string& bytes) {
  return "data " + std::to_string(bytes.size()) + "\n" + bytes + "\n";
}

std::string random_path(Dice& dice) {
  std::string path;
  for (unsigned long long depth = dice.below(4); depth > 0; --depth)
    path += "folder" + std::to_string(dice.below(3)) + "/";
  return path + "file" + std::to_string(dice.below(6));
}

// Paths under which `path` cannot live: a file where a folder must be, or the other way round.
void make_room(std::map<std::string, ModelFile>& files, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1))
    files.erase(path.substr(0, slash));
  std::string prefix = path + "/";
  std::map<std::string, ModelFile>::iterator at = files.lower_bound(prefix);
  while (at != files.end() && at->first.compare(0, prefix.size(), prefix) == 0)
    at = files.erase(at);
}

void put(std::map<std::string, ModelFile>& files, const std::string& path, ModelFile file) {
  make_room(files, path);
  files[path] = std::move(file);
}

std::map<std::string, ModelFile>::iterator pick(Dice& dice,
                                                std::map<std::string, ModelFile>& files) {
  return std::next(files.begin(), static_cast<long>(dice.below(files.size())));
}

void change(Dice& dice, std::map<std::string, ModelFile>& files) {
  unsigned long long kind = files.empty() ? 0 : dice.below(10);
  if (kind <= 3) return put(files, random_path(dice), {"100644", dice.text(1 + dice.below(3))});
  std::map<std::string, ModelFile>::iterator chosen = pick(dice, files);
  std::string path = chosen->first;
  ModelFile file = chosen->second;
  switch (kind) {
    case 4:
      chosen->second.content += dice.text(1);
      break;
    case 5:
      files.erase(chosen);
      break;
    case 6:  // rename
      files.erase(chosen);
      put(files, random_path(dice), file);
      break;
    case 7:
      put(files, random_path(dice), file);
      break;  // copy
    case 8:
      chosen->second.mode = file.mode == "100644" ? "100755" : "100644";
      break;
    case 9:
      chosen->second = {"120000", "target" + std::to_string(dice.below(40))};
      break;
  }
}

// Each path from a random parent, and sometimes something of the merge's own.
std::map<std::string, ModelFile> merge(Dice& dice, const std::vector<ModelCommit>& history,
                                       const std::vector<std::size_t>& parents) {
  std::map<std::string, ModelFile> files;
  for (std::size_t parent : parents) {
    for (const auto& [path, file] : history[parent].files) {
      if (dice.below(3) != 0) put(files, path, file);
    }
  }
  for (unsigned long long changes = dice.below(3); changes > 0; --changes) change(dice, files);
  return files;
}

std::vector<std::size_t> random_parents(Dice& dice, std::size_t count) {
  std::vector<std::size_t> parents;
  if (count == 0 || dice.below(25) == 0) return parents;  // now and then a second root
  unsigned long long wanted = dice.below(4) == 0 ? 2 + dice.below(2) : 1;
  for (unsigned long long i = 0; i < wanted; ++i) {
    std::size_t parent = count - 1 - dice.below(std::min<std::size_t>(count, 6));
    if (std::find(parents.begin(), parents.end(), parent) == parents.end())
      parents.push_back(parent);
  }
  return parents;
}

std::string stream_of(const ModelCommit& commit, std::size_t number) {
  std::string stream = "commit refs/heads/import-" + std::to_string(number) + "\n";
  stream += "mark :" + std::to_string(number + 1) + "\n";
  std::string date = std::to_string(commit.date) + " +0000\n";
  stream += "author Ada Example <ada@example.com> " + date;
  stream += "committer Bob Example <bob@example.com> " + date;
  stream += data_of("commit " + std::to_string(number));
  for (std::size_t i = 0; i < commit.parents.size(); ++i)
    stream += (i == 0 ? "from :" : "merge :") + std::to_string(commit.parents[i] + 1) + "\n";
  stream += "deleteall\n";
  for (const auto& [path, file] : commit.files)
    stream += "M " + file.mode + " inline " + path + "\n" + data_of(file.content);
  if (number % 3 == 0)
    stream += "M 160000 " + std::string(40, "0123456789abcdef"[number % 16]) + " submodule\n";
  return stream + "\n";
}

void read_marks(const std::string& marks, std::vector<ModelCommit>& history) {
  for (const std::string& line : lines_of(marks)) {
    std::vector<std::string> fields = fields_of(line);
    history.at(std::stoul(fields.at(0).substr(1)) - 1).id = fields.at(1);
  }
}

}  // namespace

std::vector<ModelCommit> make_random_history(GitSandbox& sandbox, unsigned long long seed,
                                             std::size_t commits, Clocks clocks) {
  Dice dice(seed);
  std::vector<ModelCommit> history;
  std::string stream;
  for (std::size_t number = 0; number < commits; ++number) {
    ModelCommit commit;
    commit.parents = random_parents(dice, number);
    if (commit.parents.size() == 1) commit.files = history[commit.parents[0]].files;
    if (commit.parents.size() > 1) commit.files = merge(dice, history, commit.parents);
    unsigned long long changes = commit.parents.size() > 1 ? 0 : dice.below(5);
    for (; changes > 0; --changes) change(dice, commit.files);
    commit.date = clocks == Clocks::Honest
                      ? 1600000000 + 60 * static_cast<long long>(number)
                      : 1600000000 + static_cast<long long>(dice.below(100'000));
    stream += stream_of(commit, number);
    history.push_back(std::move(commit));
  }
  std::string marks = sandbox / "marks";
  sandbox.git({"fast-import", "--quiet", "--force", "--export-marks=" + marks}, stream);
  read_marks(read_file(marks), history);
  return history;
}

std::vector<std::size_t> reachable(const std::vector<ModelCommit>& history,
                                   const std::vector<std::size_t>& tips,
                                   const std::vector<std::size_t>& hidden) {
  std::vector<char> colour(history.size(), 0);
  for (std::size_t tip : tips) colour[tip] = 1;
  for (std::size_t known : hidden) colour[known] = 2;
  for (std::size_t number = history.size(); number-- > 0;) {
    for (std::size_t parent : history[number].parents)
      colour[parent] = std::max(colour[parent], colour[number]);
  }
  std::vector<std::size_t> found;
  for (std::size_t number = 0; number < history.size(); ++number) {
    if (colour[number] == 1) found.push_back(number);
  }
  return found;
}

}  // namespace leakwarden::testing
