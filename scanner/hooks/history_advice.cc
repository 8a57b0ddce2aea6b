#include "scanner/hooks/history_advice.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/core.h>

#include "scanner/hooks/message.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kTagPrefix = "refs/tags/";

std::string word_or(const std::string& text, const char* fallback) {
  const std::string word = shell_word(text);
  return word.empty() ? fallback : word;
}

// Positions of commits with findings, by the ref that brings them in; 0 is the newest commit.
using CommitsOfRefs = std::map<std::string, std::set<std::size_t>>;

class Advisor {
 public:
  Advisor(const PushRequest& request, const std::vector<CommitInfo>& commits,
          const BranchesToSwitchTo& branches)
      : request_(request), commits_(commits), branches_(branches) {
    for (std::size_t at = 0; at < commits.size(); ++at) position_[commits[at].id.hex()] = at;
  }

  std::vector<AdviceStep> steps(const std::vector<Finding>& findings) {
    CommitsOfRefs by_ref;
    for (const Finding& finding : findings) {
      const auto position = position_.find(finding.location.commit);
      if (position == position_.end()) {
        advise_on_names(finding);
        continue;
      }
      for (const std::string& ref : finding.location.refs) by_ref[ref].insert(position->second);
    }
    for (const auto& [ref, positions] : by_ref) advise_on_commits(ref, positions);
    return std::move(steps_);
  }

 private:
  // A tag's message, a tag of a blob, the name of a ref: no commit to change.
  void advise_on_names(const Finding& finding) {
    for (const std::string& ref : finding.location.refs) {
      if (!said_.insert(ref).second) continue;
      if (ref.rfind(kTagPrefix, 0) == 0) {
        const std::string tag = word_or(ref.substr(std::string(kTagPrefix).size()), "TAG");
        add(fmt::format("Tag {}: delete it, and make it again without the secret", short_ref(ref)),
            "git tag -d " + tag);
      } else {
        add(fmt::format("{}: push it under another name", short_ref(ref)), "");
      }
    }
  }

  void advise_on_commits(const std::string& ref, const std::set<std::size_t>& positions) {
    const CommitInfo& newest = commits_[*positions.begin()];
    const CommitInfo& oldest = commits_[*positions.rbegin()];
    const std::string id = short_id(oldest.id.hex());
    const bool only_tip = positions.size() == 1 && is_tip(ref, newest.id);
    if (!said_.insert(id + (only_tip ? " tip" : "")).second) {
      advise_on_tag(ref);
      return;
    }
    if (only_tip) {
      add(fmt::format("{}: it is in the last commit. Edit or rename the file, git add it, then",
                      short_ref(ref)),
          switch_to(ref) + "git commit --amend");
      advise_on_tag(ref);
      return;
    }
    add(fmt::format(
            "{}: it is in {}, {} from the tip. Mark {} \"edit\" in the list, take the secret "
            "out, git commit --amend, git rebase --continue",
            short_ref(ref),
            positions.size() == 1 ? "commit " + id : counted(positions.size(), "commit", "commits"),
            counted(back_from_tip(ref, oldest.id), "commit", "commits"),
            positions.size() == 1 ? "it" : "them"),
        switch_to(ref) + rebase_command(oldest, *positions.rbegin()));
    advise_on_tag(ref);
  }

  // A tag goes on naming the commits as they were.
  void advise_on_tag(const std::string& ref) {
    if (ref.rfind(kTagPrefix, 0) != 0) return;
    const std::string tag = word_or(ref.substr(std::string(kTagPrefix).size()), "TAG");
    add("Then make the tag again, as you made it", "git tag --force " + tag);
  }

  std::string switch_to(const std::string& ref) const {
    const auto branch = branches_.find(ref);
    if (branch == branches_.end()) return "";
    return "git switch " + word_or(branch->second, "BRANCH") + " && ";
  }

  std::string rebase_command(const CommitInfo& oldest, std::size_t position) const {
    const bool merges =
        std::any_of(commits_.begin(), commits_.begin() + static_cast<std::ptrdiff_t>(position) + 1,
                    [](const CommitInfo& commit) { return commit.parents.size() > 1; });
    const std::string options = merges ? "git rebase -i --rebase-merges " : "git rebase -i ";
    return options + (oldest.parents.empty() ? "--root" : short_id(oldest.id.hex()) + "^");
  }

  // As `git rev-list --count COMMIT..TIP` counts.
  std::size_t back_from_tip(const std::string& ref, const ObjectId& commit) const {
    const std::set<std::size_t> before = reachable({commit});
    std::size_t count = 0;
    for (std::size_t at : reachable(tips_of(ref))) count += 1 - before.count(at);
    return count;
  }

  // Positions of the new commits that lead there, themselves included.
  std::set<std::size_t> reachable(std::vector<ObjectId> pending) const {
    std::set<std::size_t> seen;
    while (!pending.empty()) {
      const auto position = position_.find(pending.back().hex());
      pending.pop_back();
      if (position == position_.end() || !seen.insert(position->second).second) continue;
      const std::vector<ObjectId>& parents = commits_[position->second].parents;
      pending.insert(pending.end(), parents.begin(), parents.end());
    }
    return seen;
  }

  // An annotated tag is none of the commits: the newest of all stands for what it names.
  std::vector<ObjectId> tips_of(const std::string& ref) const {
    std::vector<ObjectId> tips;
    for (const PushUpdate& update : request_.updates) {
      if (update.ref == ref && position_.count(update.new_id.hex()) != 0)
        tips.push_back(update.new_id);
    }
    if (tips.empty() && !commits_.empty()) tips.push_back(commits_.front().id);
    return tips;
  }

  bool is_tip(const std::string& ref, const ObjectId& id) const {
    return std::any_of(
        request_.updates.begin(), request_.updates.end(),
        [&](const PushUpdate& update) { return update.ref == ref && update.new_id == id; });
  }

  void add(std::string words, std::string command) {
    steps_.push_back({std::move(words), std::move(command)});
  }

  const PushRequest& request_;
  const std::vector<CommitInfo>& commits_;
  const BranchesToSwitchTo& branches_;
  std::map<std::string, std::size_t> position_;
  std::set<std::string> said_;
  std::vector<AdviceStep> steps_;
};

}  // namespace

std::vector<AdviceStep> history_advice(const std::vector<Finding>& findings,
                                       const PushRequest& request,
                                       const std::vector<CommitInfo>& commits,
                                       const BranchesToSwitchTo& branches) {
  return Advisor(request, commits, branches).steps(findings);
}

}  // namespace leakwarden::scanner
