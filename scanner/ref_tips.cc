#include "scanner/ref_tips.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace leakwarden::scanner {
namespace {

bool begins_with(const std::string& text, std::string_view prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

int preference(const Ref& ref, const std::optional<ObjectId>& head) {
  if (begins_with(ref.name, "refs/heads/")) return head && ref.id == *head ? 0 : 1;
  if (begins_with(ref.name, "refs/remotes/")) return 2;
  if (begins_with(ref.name, "refs/tags/")) return 3;
  return begins_with(ref.name, "refs/") ? 4 : 5;
}

bool is_shared(const std::string& name) {
  return begins_with(name, "refs/heads/") || begins_with(name, "refs/remotes/") ||
         begins_with(name, "refs/tags/") || !begins_with(name, "refs/");
}

bool is_pseudo(const Ref& ref) {
  return !begins_with(ref.name, "refs/");
}

// HEAD says the same as the branch it names.
bool is_said_already(const Ref& ref, const std::vector<Ref>& refs) {
  return is_pseudo(ref) && std::any_of(refs.begin(), refs.end(), [&](const Ref& other) {
           return !is_pseudo(other) && other.id == ref.id;
         });
}

// Of at most CommitGraph::kMarks commits. Most have all they are told after the first few tips, and
// a repository may have 50,000.
void add_tips_reaching(const CommitGraph& graph, const std::vector<RefTip>& tips,
                       const std::vector<std::uint32_t>& chosen, TipsOfCommits& reaching) {
  const std::vector<std::uint64_t> marks = graph.marks_of(chosen);
  std::uint64_t full = 0;  // those that need no more
  for (std::uint32_t tip = 0; tip < tips.size(); ++tip) {
    if (!tips[tip].commit) continue;
    std::uint64_t reached = marks[*tips[tip].commit] & ~full;
    for (; reached != 0; reached &= reached - 1) {
      const int bit = std::countr_zero(reached);
      std::vector<std::uint32_t>& found = reaching[chosen[static_cast<std::size_t>(bit)]];
      found.push_back(tip);
      if (found.size() == kMostRefsOfAFinding) full |= std::uint64_t{1} << bit;
    }
  }
}

}  // namespace

ObjectId peeled(Repository& repository, const ObjectId& id) {
  ObjectId at = id;
  for (std::uint32_t depth = 0; depth < repository.limits().max_tag_depth; ++depth) {
    const Result<ObjectHeader> header = repository.objects().header(at);
    if (!header.ok() || header->type != ObjectType::Tag) return at;
    const Result<ObjectBytes> bytes = repository.objects().read(at);
    if (!bytes.ok()) return at;
    const Result<TagInfo> tag = parse_tag(bytes->bytes);
    if (!tag.ok()) return at;
    at = tag->target;
  }
  return at;
}

std::vector<RefTip> ref_tips(Repository& repository, const std::vector<Ref>& refs,
                             const CommitGraph& graph) {
  std::optional<ObjectId> head;
  for (const Ref& ref : refs) {
    if (ref.name == "HEAD") head = ref.id;
  }
  std::vector<std::pair<int, RefTip>> ranked;
  for (const Ref& ref : refs) {
    if (is_said_already(ref, refs)) continue;
    RefTip tip{ref.name, ref.id, ref.id, graph.find(ref.id)};
    if (!tip.commit) {
      tip.target = peeled(repository, ref.id);
      tip.commit = graph.find(tip.target);
    }
    ranked.push_back({preference(ref, head), std::move(tip)});
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& left, const auto& right) {
    return std::tie(left.first, left.second.name) < std::tie(right.first, right.second.name);
  });
  std::vector<RefTip> tips;
  for (std::pair<int, RefTip>& entry : ranked) tips.push_back(std::move(entry.second));
  return tips;
}

std::vector<Standing> standing_of_commits(const CommitGraph& graph,
                                          const std::vector<RefTip>& tips) {
  std::vector<Standing> standing(graph.size(), Standing::Lost);
  for (Standing wanted : {Standing::Kept, Standing::Shared}) {
    std::vector<std::uint32_t> chosen;
    for (const RefTip& tip : tips) {
      if (tip.commit && (wanted == Standing::Kept || is_shared(tip.name)))
        chosen.push_back(*tip.commit);
    }
    const std::vector<bool> reached = graph.reached_from(chosen);
    for (std::size_t at = 0; at < graph.size(); ++at) {
      if (reached[at]) standing[at] = wanted;
    }
  }
  return standing;
}

TipsOfCommits tips_reaching(const CommitGraph& graph, const std::vector<RefTip>& tips,
                            const std::set<std::uint32_t>& commits) {
  TipsOfCommits reaching;
  std::vector<std::uint32_t> chosen;
  std::size_t asked = 0;
  for (std::uint32_t commit : commits) {
    if (asked++ == kMostCommitsAsked) break;
    chosen.push_back(commit);
    if (chosen.size() < CommitGraph::kMarks) continue;
    add_tips_reaching(graph, tips, chosen, reaching);
    chosen.clear();
  }
  if (!chosen.empty()) add_tips_reaching(graph, tips, chosen, reaching);
  return reaching;
}

}  // namespace leakwarden::scanner
