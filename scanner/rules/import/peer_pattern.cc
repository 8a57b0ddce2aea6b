#include "scanner/rules/import/peer_pattern.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

// More ways than this to the value, and the whole match is taken.
constexpr std::size_t kMostChoices = 6;

bool holds(const PeerBranch& branch, int group);

bool holds(const PeerItem& item, int group) {
  return item.capture == group ||
         std::any_of(item.branches.begin(), item.branches.end(),
                     [&](const PeerBranch& branch) { return holds(branch, group); });
}

bool holds(const PeerBranch& branch, int group) {
  return std::any_of(branch.items.begin(), branch.items.end(),
                     [&](const PeerItem& item) { return holds(item, group); });
}

// The smallest capture number in there; 0 when there is none.
int first_capture(const std::vector<PeerBranch>& branches) {
  int first = 0;
  for (const PeerBranch& branch : branches) {
    for (const PeerItem& item : branch.items) {
      const int inner = item.capture != 0 ? item.capture : first_capture(item.branches);
      if (inner != 0 && (first == 0 || inner < first)) first = inner;
    }
  }
  return first;
}

// Is the group inside something that is repeated?
bool is_repeated(const std::vector<PeerBranch>& branches, int group) {
  for (const PeerBranch& branch : branches) {
    for (const PeerItem& item : branch.items) {
      if (!holds(item, group)) continue;
      return item.most > 1 || (item.capture != group && is_repeated(item.branches, group));
    }
  }
  return false;
}

// Makes the group part of every match: other branches on the way to it go, what may be left out
// must be there.
void insist_on(std::vector<PeerBranch>& branches, int group) {
  std::erase_if(branches, [&](const PeerBranch& branch) { return !holds(branch, group); });
  for (PeerBranch& branch : branches) {
    for (PeerItem& item : branch.items) {
      if (!holds(item, group)) continue;
      if (item.least == 0) item.quantifier.clear();
      if (item.least == 0) item.least = item.most = 1;
      if (item.capture != group) insist_on(item.branches, group);
    }
  }
}

// Takes the group out together with the innermost choice that holds it: a branch, or something that
// may be left out. False when there is no choice on the way: every match has it.
bool leave_out(std::vector<PeerBranch>& branches, int group) {
  for (std::size_t at = 0; at < branches.size(); ++at) {
    std::vector<PeerItem>& items = branches[at].items;
    const std::vector<PeerItem>::iterator item = std::find_if(
        items.begin(), items.end(), [&](const PeerItem& one) { return holds(one, group); });
    if (item == items.end()) continue;
    if (item->capture != group && leave_out(item->branches, group)) return true;
    if (item->least == 0) {
      items.erase(item);
      return true;
    }
    if (branches.size() == 1) return false;
    branches.erase(branches.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
  }
  return false;
}

std::optional<std::vector<SecretChoice>> first_not_empty(const PeerPattern& pattern) {
  std::vector<SecretChoice> choices;
  PeerPattern rest = pattern;
  while (true) {
    const int group = first_capture(rest.branches);
    if (group == 0) {
      choices.push_back({rest, 0});
      return choices;
    }
    SecretChoice choice{rest, group};
    insist_on(choice.pattern.branches, group);
    choices.push_back(std::move(choice));
    if (choices.size() > kMostChoices) return std::nullopt;
    if (!leave_out(rest.branches, group)) return choices;
  }
}

// Writes a pattern, or only counts its open repeats.
class Writer {
 public:
  Writer(const SecretChoice& choice, RepeatBounds bounds) : choice_(choice), bounds_(bounds) {}

  void write() {
    if (choice_.group == 0) text_ += "(?P<secret>";
    inside_ = choice_.group == 0;
    write_branches(choice_.pattern.branches);
    if (choice_.group == 0) text_ += ")";
  }

  std::string text_;
  OpenRepeats open_;

 private:
  void write_branches(const std::vector<PeerBranch>& branches) {
    for (std::size_t i = 0; i < branches.size(); ++i) {
      if (i != 0) text_ += "|";
      text_ += branches[i].flags;
      for (const PeerItem& item : branches[i].items) write_item(item);
    }
  }

  void write_item(const PeerItem& item) {
    const bool was_inside = inside_;
    const bool is_secret = choice_.group != 0 && item.capture == choice_.group;
    inside_ = inside_ || is_secret;
    if (is_secret) text_ += "(?P<secret>";
    write_atom(item, is_secret);
    write_quantifier(item);
    if (is_secret) text_ += ")";
    inside_ = was_inside;
  }

  void write_atom(const PeerItem& item, bool is_secret) {
    if (!item.is_group) {
      text_ += item.text;
      return;
    }
    const bool bare = is_secret && item.quantifier.empty() && item.text == "(?:";
    if (!bare) text_ += item.text;
    write_branches(item.branches);
    if (!bare) text_ += ")";
  }

  void write_quantifier(const PeerItem& item) {
    const std::uint32_t bound = inside_ ? bounds_.inside : bounds_.outside;
    if (item.most != kUnbounded || item.quantifier.empty()) {
      text_ += item.quantifier;
      return;
    }
    ++(inside_ ? open_.inside : open_.outside);
    open_.inside_crosses_lines = open_.inside_crosses_lines || (inside_ && crosses_lines(item));
    const bool lazy = item.quantifier.size() > 1 && item.quantifier.back() == '?';
    if (bound == 0) {
      text_ += item.quantifier;
    } else {
      text_ += fmt::format("{{{},{}}}{}", item.least, std::max(item.least, bound), lazy ? "?" : "");
    }
  }

  // Any byte but a few, line ends among them: [\s\S], or a dot in (?s).
  static bool crosses_lines(const PeerItem& item) {
    if (item.is_group) return false;
    ByteSets sets;
    const std::optional<ByteSet> bytes = sets.of(item.text, "");
    return bytes && (*bytes)['\n'] && bytes->count() > 64;
  }

  const SecretChoice& choice_;
  RepeatBounds bounds_;
  bool inside_ = false;
};

}  // namespace

std::vector<SecretChoice> secret_choices(const PeerPattern& pattern, int wanted,
                                         std::string* whole_match_instead) {
  const std::vector<SecretChoice> whole = {{pattern, 0}};
  if (pattern.captures == 0) return whole;
  if (wanted != 0) {
    if (is_repeated(pattern.branches, wanted)) {
      *whole_match_instead = "its group repeats, so its last repetition was the value";
      return whole;
    }
    SecretChoice choice{pattern, wanted};
    insist_on(choice.pattern.branches, wanted);
    return {choice};
  }
  const std::optional<std::vector<SecretChoice>> choices = first_not_empty(pattern);
  if (!choices) {
    *whole_match_instead = fmt::format("the value could stand in more than {} groups", kMostChoices);
    return whole;
  }
  for (const SecretChoice& choice : *choices) {
    if (choice.group == 0 || !is_repeated(choice.pattern.branches, choice.group)) continue;
    *whole_match_instead = "a group that repeats held the value, only its last repetition";
    return whole;
  }
  return *choices;
}

OpenRepeats open_repeats(const SecretChoice& choice) {
  Writer writer(choice, {});
  writer.write();
  return writer.open_;
}

std::string written_pattern(const SecretChoice& choice, RepeatBounds bounds) {
  Writer writer(choice, bounds);
  writer.write();
  return writer.text_;
}

}  // namespace leakwarden::scanner
