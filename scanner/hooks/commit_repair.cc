#include "scanner/hooks/commit_repair.h"

#include "scanner/hooks/message.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostFilesNamed = 5;
constexpr std::string_view kMasked = "…";

}  // namespace

void CommitRepair::add(const Finding& finding) {
  const Location& location = finding.location;
  switch (location.kind) {
    case PlaceKind::CommitMessage:
      in_message_ = true;
      return;
    case PlaceKind::Author:
    case PlaceKind::Committer:
      in_author_ = true;
      return;
    case PlaceKind::Path:
      in_name_ = true;
      return;
    default:
      break;
  }
  const bool masked = location.path.find(kMasked) != std::string::npos;
  const std::string word = masked ? "" : shell_word(":/" + location.path);
  if (word.empty()) {
    hidden_file_ = true;
  } else {
    files_.insert(word);
  }
}

std::string CommitRepair::words() const {
  std::string words;
  const auto also = [&words](const std::string& more) {
    words += (words.empty() ? "" : " and ") + more;
  };
  if (files_.size() + (hidden_file_ ? 1 : 0) > 0)
    also(files_.size() == 1 && !hidden_file_ ? "take it out of the file"
                                             : "take it out of the files");
  if (in_name_) also("rename the file or folder (git mv)");
  if (in_message_) also("take it out of the message, which opens");
  if (in_author_) also("name another author");
  return words;
}

std::vector<std::string> CommitRepair::commands() const {
  std::vector<std::string> commands;
  if (hidden_file_ || files_.size() > kMostFilesNamed) {
    commands.push_back("git add --update :/");
  } else if (!files_.empty()) {
    std::string add = "git add";
    for (const std::string& file : files_) add += " " + file;
    commands.push_back(std::move(add));
  }
  commands.push_back(std::string(in_author_ ? kOwnName : "git ") + "commit --amend" +
                     (in_message_ ? "" : " --no-edit") + (in_author_ ? " --reset-author" : ""));
  return commands;
}

}  // namespace leakwarden::scanner
