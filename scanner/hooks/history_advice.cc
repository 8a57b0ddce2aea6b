#include "scanner/hooks/history_advice.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/core.h>

#include "scanner/hooks/commit_repair.h"
#include "scanner/hooks/message.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kTagPrefix = "refs/tags/";
constexpr std::size_t kMostStops = 10;  // of one rebase that are marked by our command

std::string word_or(const std::string& text, const char* fallback) {
  const std::string word = shell_word(text);
  return word.empty() ? fallback : word;
}

bool is_tag(const std::string& ref) {
  return ref.rfind(kTagPrefix, 0) == 0;
}

std::string tag_word(const std::string& ref) {
  return word_or(ref.substr(std::string(kTagPrefix).size()), "TAG");
}

// Commits with findings by their position, 0 being the newest, and what is to do in each.
using Repairs = std::map<std::size_t, CommitRepair>;

class Advisor {
 public:
  explicit Advisor(const AdvisedPush& push) : push_(push) {
    for (std::size_t at = 0; at < push.commits.size(); ++at)
      position_[push.commits[at].id.hex()] = at;
  }

  std::vector<AdviceStep> steps(const std::vector<Finding>& findings) {
    std::map<std::string, Repairs> by_ref;
    for (const Finding& finding : findings) {
      const auto position = position_.find(finding.location.commit);
      if (position == position_.end()) {
        advise_on_refs(finding);
        continue;
      }
      for (const std::string& ref : finding.location.refs)
        by_ref[ref][position->second].add(finding);
    }
    for (const auto& [ref, repairs] : by_ref) advise_on_commits(ref, repairs);
    return std::move(steps_);
  }

 private:
  // A tag's message, a tag of a file, the name of a ref: no commit to change.
  void advise_on_refs(const Finding& finding) {
    const PlaceKind kind = finding.location.kind;
    if (kind == PlaceKind::RefName) advise_on_names(finding);
    for (const std::string& ref : finding.location.refs) {
      if (kind == PlaceKind::RefName || !said_.insert(ref).second) continue;
      const std::string tag = tag_word(ref);
      if (kind == PlaceKind::TagMessage || kind == PlaceKind::Tagger) {
        const char* name = kind == PlaceKind::Tagger ? kOwnName : "git ";
        add("Tag " + short_ref(ref) + ": make it again without the secret",
            {name + ("tag --force -m 'NEW MESSAGE' " + tag + " " + tag + "'^{}'")});
      } else {
        add("Tag " + short_ref(ref) + ": what it names holds the secret; take it out of the push",
            {"git tag -d " + tag});
      }
    }
  }

  // They cannot be shown, but what they point at can.
  void advise_on_names(const Finding& finding) {
    for (const PushUpdate& update : push_.request.updates) {
      if (with_value_masked(update.ref, finding) == update.ref) continue;
      if (!said_.insert(update.ref).second) continue;
      const bool tag = is_tag(update.ref);
      add("A name holds it: push under another one",
          {"git push " + word_or(push_.remote, "REMOTE") + " " + short_id(update.new_id.hex()) +
           (tag ? "'^{}':refs/tags/NEW-NAME" : ":refs/heads/NEW-NAME")});
    }
  }

  void advise_on_commits(const std::string& ref, const Repairs& repairs) {
    const CommitInfo& newest = push_.commits[repairs.begin()->first];
    const CommitInfo& oldest = push_.commits[repairs.rbegin()->first];
    const std::string id = short_id(oldest.id.hex());
    const bool only_tip = repairs.size() == 1 && is_tip(ref, newest.id);
    if (said_.insert(id + (only_tip ? " tip" : "")).second) {
      if (only_tip) {
        advise_on_tip(ref, repairs.begin()->second);
      } else {
        advise_on_rebase(ref, repairs);
      }
    }
    if (is_tag(ref)) advise_on_tag(ref);
  }

  void advise_on_tip(const std::string& ref, const CommitRepair& repair) {
    std::vector<std::string> commands = repair.commands();
    if (!switch_to(ref).empty()) commands.insert(commands.begin(), switch_to(ref));
    add(short_ref(ref) + ": it is in the last commit; " + repair.words() + ", then", commands);
  }

  void advise_on_rebase(const std::string& ref, const Repairs& repairs) {
    const std::size_t last = repairs.rbegin()->first;
    const CommitInfo& oldest = push_.commits[last];
    const bool one = repairs.size() == 1;
    std::vector<std::string> go_back = {stop_at(repairs) + rebase_command(oldest, last)};
    if (!switch_to(ref).empty()) go_back.insert(go_back.begin(), switch_to(ref));
    add(fmt::format("{}: it is in {}, {} from the tip; go back to {}", short_ref(ref),
                    one ? "commit " + short_id(oldest.id.hex())
                        : counted(repairs.size(), "commit", "commits"),
                    counted(back_from_tip(ref, oldest.id), "commit", "commits"),
                    repairs.size() <= kMostStops ? (one ? "it" : "each of them")
                                                 : "them, marking each \"edit\" in the list"),
        std::move(go_back));
    for (Repairs::const_reverse_iterator at = repairs.rbegin(); at != repairs.rend(); ++at) {
      if (said_stops_++ == kMostStops) break;
      std::vector<std::string> commands = at->second.commands();
      commands.push_back("git rebase --continue");
      add("at " + short_id(push_.commits[at->first].id.hex()) + " " + at->second.words() + ", then",
          commands);
    }
  }

  // Marks the commits in git's list, so that nobody has to.
  std::string stop_at(const Repairs& repairs) const {
    if (repairs.size() > kMostStops) return "";
    std::string marks;
    for (const auto& [at, repair] : repairs)
      marks += " -e '/ " + push_.commits[at].id.hex().substr(0, 7) + "/s/^p[ick]*/edit/'";
    return "GIT_SEQUENCE_EDITOR=\"sed -i.old" + marks + "\" ";
  }

  // A tag goes on naming the commits as they were. An annotated one is none of the commits itself.
  void advise_on_tag(const std::string& ref) {
    if (!said_.insert("again " + ref).second) return;
    const std::string tag = tag_word(ref);
    const bool annotated = std::any_of(
        push_.request.updates.begin(), push_.request.updates.end(), [&](const PushUpdate& update) {
          return update.ref == ref && position_.count(update.new_id.hex()) == 0;
        });
    add("Then make the tag again, on the new commit",
        {annotated
             ? "git tag --force -m \"$(git tag -l --format='%(contents)' " + tag + ")\" " + tag
             : "git tag --force " + tag});
  }

  std::string switch_to(const std::string& ref) const {
    const auto branch = push_.branches.find(ref);
    if (branch == push_.branches.end()) return "";
    return "git switch " + word_or(branch->second, "BRANCH");
  }

  std::string rebase_command(const CommitInfo& oldest, std::size_t position) const {
    const bool merges = std::any_of(
        push_.commits.begin(), push_.commits.begin() + static_cast<std::ptrdiff_t>(position) + 1,
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
      const std::vector<ObjectId>& parents = push_.commits[position->second].parents;
      pending.insert(pending.end(), parents.begin(), parents.end());
    }
    return seen;
  }

  // An annotated tag is none of the commits: the newest of all stands for what it names.
  std::vector<ObjectId> tips_of(const std::string& ref) const {
    std::vector<ObjectId> tips;
    for (const PushUpdate& update : push_.request.updates) {
      if (update.ref == ref && position_.count(update.new_id.hex()) != 0)
        tips.push_back(update.new_id);
    }
    if (tips.empty() && !push_.commits.empty()) tips.push_back(push_.commits.front().id);
    return tips;
  }

  bool is_tip(const std::string& ref, const ObjectId& id) const {
    const std::vector<ObjectId> tips = tips_of(ref);
    return std::find(tips.begin(), tips.end(), id) != tips.end();
  }

  void add(std::string words, std::vector<std::string> commands) {
    steps_.push_back({std::move(words), std::move(commands)});
  }

  const AdvisedPush& push_;
  std::map<std::string, std::size_t> position_;
  std::set<std::string> said_;
  std::size_t said_stops_ = 0;
  std::vector<AdviceStep> steps_;
};

}  // namespace

std::vector<AdviceStep> history_advice(const std::vector<Finding>& findings,
                                       const AdvisedPush& push) {
  return Advisor(push).steps(findings);
}

}  // namespace leakwarden::scanner
