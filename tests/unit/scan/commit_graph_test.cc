#include "scanner/commit_graph.h"

#include <algorithm>
#include <random>
#include <set>

namespace leakwarden::scanner {
namespace {

ObjectId id_of(unsigned number) {
  std::string bytes(20, '\0');
  bytes[0] = static_cast<char>(number / 256 + 1);
  bytes[1] = static_cast<char>(number % 256);
  return *ObjectId::from_bytes(bytes);
}

CommitInfo commit(unsigned number, std::vector<unsigned> parents, std::int64_t time) {
  CommitInfo made;
  made.id = id_of(number);
  for (unsigned parent : parents) made.parents.push_back(id_of(parent));
  made.committer_line = "A <a@example.com> " + std::to_string(time) + " +0000";
  return made;
}

TEST(CommitGraph, ReadsTheTimeOfALine) {
  EXPECT_EQ(time_of_line("Ana <a@b> 1740909600 +0100"), 1740909600);
  EXPECT_EQ(time_of_line("Ana <a@b>"), 0);
  EXPECT_EQ(time_of_line(""), 0);
  EXPECT_EQ(time_of_line("x -5 +0000"), -5);
}

TEST(CommitGraph, ParentsComeFirstWhateverTheTimes) {
  CommitGraph graph;
  graph.add(commit(3, {2}, 1));
  graph.add(commit(2, {1}, 2));
  graph.add(commit(1, {}, 3));
  graph.add(commit(2, {1}, 2));
  graph.sort();
  ASSERT_EQ(graph.size(), 3u);
  EXPECT_EQ(graph.id(0), id_of(1));
  EXPECT_EQ(graph.id(2), id_of(3));
  EXPECT_EQ(graph.find(id_of(2)), std::optional<std::uint32_t>(1));
  EXPECT_FALSE(graph.find(id_of(9)));
}

TEST(CommitGraph, ACycleOfLyingIdsEnds) {
  CommitGraph graph;
  graph.add(commit(1, {2}, 1));
  graph.add(commit(2, {1}, 2));
  graph.add(commit(3, {}, 3));
  graph.sort();
  EXPECT_EQ(graph.size(), 3u);
  EXPECT_EQ(graph.id(0), id_of(3));
  EXPECT_EQ(graph.marks_of({0}).size(), 3u);
}

// Brute force: everything reachable, by walking.
std::set<unsigned> reachable(const std::vector<std::vector<unsigned>>& parents, unsigned from) {
  std::set<unsigned> seen;
  std::vector<unsigned> stack = {from};
  while (!stack.empty()) {
    const unsigned at = stack.back();
    stack.pop_back();
    if (!seen.insert(at).second) continue;
    for (unsigned parent : parents[at]) stack.push_back(parent);
  }
  return seen;
}

TEST(CommitGraph, MarksAgreeWithWalkingOnRandomHistories) {
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    const unsigned count = 100;
    std::vector<std::vector<unsigned>> parents(count);
    std::vector<CommitInfo> commits;
    for (unsigned at = 0; at < count; ++at) {
      std::set<unsigned> chosen;
      for (unsigned i = random() % 3; at > 0 && i > 0; --i)
        chosen.insert(static_cast<unsigned>(random()) % at);
      parents[at].assign(chosen.begin(), chosen.end());
      commits.push_back(commit(at, parents[at], static_cast<std::int64_t>(random() % 50)));
    }
    std::shuffle(commits.begin(), commits.end(), random);
    CommitGraph graph;
    for (const CommitInfo& info : commits) graph.add(info);
    graph.sort();
    for (unsigned at = 0; at < count; ++at) {
      for (unsigned parent : parents[at])
        EXPECT_LT(*graph.find(id_of(parent)), *graph.find(id_of(at)));
    }
    std::vector<std::uint32_t> chosen;
    for (unsigned bit = 0; bit < CommitGraph::kMarks; ++bit)
      chosen.push_back(*graph.find(id_of(bit)));
    const std::vector<std::uint64_t> marks = graph.marks_of(chosen);
    for (unsigned at = 0; at < count; ++at) {
      const std::set<unsigned> reached = reachable(parents, at);
      for (unsigned bit = 0; bit < CommitGraph::kMarks; ++bit) {
        EXPECT_EQ((marks[*graph.find(id_of(at))] >> bit & 1) != 0, reached.count(bit) > 0);
      }
    }
    const unsigned one = static_cast<unsigned>(random()) % count;
    const unsigned other = static_cast<unsigned>(random()) % count;
    std::set<unsigned> expected = reachable(parents, one);
    expected.merge(reachable(parents, other));
    const std::vector<bool> reached =
        graph.reached_from({*graph.find(id_of(one)), *graph.find(id_of(other))});
    for (unsigned at = 0; at < count; ++at)
      EXPECT_EQ(reached[*graph.find(id_of(at))], expected.count(at) > 0);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
