#include "scanner/report/difference.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

// One secret in one file.
struct Unit {
  const PeerFinding* first = nullptr;
  std::string identity;
  std::set<std::int64_t> lines;
  bool open = false;  // not all of it is suppressed
};

std::string identity_of(const PeerFinding& finding) {
  if (!finding.fingerprint.empty()) return finding.fingerprint;
  if (!finding.value.empty()) return fingerprint_of(finding.value);
  return finding.rule + '\n' + finding.path + '\n' + finding.mask;
}

enum class Repositories { One, Several };

bool has_several_repositories(const PeerReport& report) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const PeerFinding& one) {
    return one.repository != report.findings.front().repository;
  });
}

Repositories repositories_of(const PeerReport& before, const PeerReport& after) {
  const bool several = has_several_repositories(before) || has_several_repositories(after);
  return several ? Repositories::Several : Repositories::One;
}

class Units {
 public:
  Units(const PeerReport& report, Repositories repositories) : repositories_(repositories) {
    for (const PeerFinding& finding : report.findings) add(finding);
  }

  const std::vector<Unit>& all() const { return units_; }

  const Unit* same_as(const Unit& other) const {
    const auto found = places_.find(key_of(*other.first, other.identity));
    return found == places_.end() ? nullptr : &units_[found->second];
  }
  bool knows(const std::string& identity) const { return identities_.count(identity) > 0; }

 private:
  std::string key_of(const PeerFinding& finding, const std::string& identity) const {
    const std::string repository =
        repositories_ == Repositories::Several ? finding.repository : std::string();
    return identity + '\n' + repository + '\n' + valid_utf8(finding.path);
  }

  void add(const PeerFinding& finding) {
    std::string identity = identity_of(finding);
    const std::size_t at =
        places_.try_emplace(key_of(finding, identity), units_.size()).first->second;
    if (at == units_.size()) units_.push_back({&finding, identity, {}, false});
    Unit& unit = units_[at];
    if (!finding.suppressed && !unit.open) unit.first = &finding;
    unit.open |= !finding.suppressed;
    unit.lines.insert(finding.line);
    identities_.insert(std::move(identity));
  }

  Repositories repositories_;
  std::vector<Unit> units_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> identities_;
};

bool share_a_line(const Unit& left, const Unit& right) {
  return std::any_of(left.lines.begin(), left.lines.end(),
                     [&](std::int64_t line) { return right.lines.count(line) > 0; });
}

class Differ {
 public:
  Differ(const PeerReport& before, const PeerReport& after)
      : before_(before, repositories_of(before, after)),
        after_(after, repositories_of(before, after)) {
    difference_.incomplete = after.outcome == "partial" || after.outcome == "corrupt";
  }

  Difference run() {
    for (const Unit& unit : before_.all()) look_at_old(unit);
    for (const Unit& unit : after_.all()) look_at_new(unit);
    for (const Unit* unit : gone_) pass_gone(*unit);
    return std::move(difference_);
  }

 private:
  void look_at_old(const Unit& old) {
    if (!old.open) return;
    const Unit* now = after_.same_as(old);
    if (now == nullptr) {
      gone_.push_back(&old);
      gone_by_identity_[old.identity].push_back(&old);
    } else if (!now->open) {
      difference_.suppressed.push_back({old.first, now->first, false});
    }
  }

  void look_at_new(const Unit& now) {
    if (!now.open) return;
    const Unit* old = before_.same_as(now);
    if (old != nullptr && old->open) return compare_lines(*old, now);
    std::vector<const Unit*>& gone = gone_by_identity_[now.identity];
    if (old == nullptr && !gone.empty()) {
      difference_.moved.push_back({gone.front()->first, now.first, false});
      paired_.insert(gone.front());
      gone.erase(gone.begin());
    } else {
      difference_.fresh.push_back({nullptr, now.first, before_.knows(now.identity)});
    }
  }

  void compare_lines(const Unit& old, const Unit& now) {
    if (share_a_line(old, now)) {
      ++difference_.unchanged;
    } else {
      difference_.moved.push_back({old.first, now.first, false});
    }
  }

  void pass_gone(const Unit& old) {
    if (paired_.count(&old) > 0) return;
    difference_.fixed.push_back({old.first, nullptr, after_.knows(old.identity)});
  }

  Units before_;
  Units after_;
  std::vector<const Unit*> gone_;
  std::map<std::string, std::vector<const Unit*>> gone_by_identity_;
  std::set<const Unit*> paired_;
  Difference difference_;
};

}  // namespace

Difference difference_of(const PeerReport& before, const PeerReport& after) {
  return Differ(before, after).run();
}

}  // namespace leakwarden::scanner
