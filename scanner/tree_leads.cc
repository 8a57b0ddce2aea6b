#include "scanner/tree_leads.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <tuple>
#include <utility>

#include "scanner/raw_tree.h"

namespace leakwarden::scanner {
namespace {

// The ids looked for in this level, with a filter in front that says no in a nanosecond.
class Frontier {
 public:
  Frontier() : bits_(kBits / 64) {}

  void add(const ObjectId& id, std::uint32_t node) {
    ids_.emplace(std::string(id.bytes()), node);
    const std::uint32_t at = hash(id.bytes());
    bits_[at / 64] |= std::uint64_t{1} << (at % 64);
  }

  std::optional<std::uint32_t> find(std::string_view id) const {
    const std::uint32_t at = hash(id);
    if ((bits_[at / 64] >> (at % 64) & 1) == 0) return std::nullopt;
    const std::unordered_map<std::string, std::uint32_t>::const_iterator found =
        ids_.find(std::string(id));
    if (found == ids_.end()) return std::nullopt;
    return found->second;
  }

  bool empty() const { return ids_.empty(); }

 private:
  static constexpr std::uint32_t kBits = 1u << 20;
  static std::uint32_t hash(std::string_view id) {
    std::uint32_t value = 0;
    std::memcpy(&value, id.data(), sizeof value);
    return value % kBits;
  }

  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::uint64_t> bits_;
};

struct FoundEdge {
  ObjectId tree;
  std::string name;
  std::uint32_t child = 0;
};

// One look through all trees.
class LevelSink final : public ObjectSink {
 public:
  LevelSink(const ScanJob& job, const Frontier& frontier, std::size_t id_bytes,
            std::size_t edges_left, CommitGraph* commits)
      : job_(job),
        frontier_(frontier),
        id_bytes_(id_bytes),
        edges_left_(edges_left),
        commits_(commits),
        found_(job.workers()) {}

  bool wants(ObjectType type) const override {
    return type == ObjectType::Tree || (type == ObjectType::Commit && commits_ != nullptr);
  }

  Flow on_object(unsigned worker, const ObjectView& object) override {
    if (object.type == ObjectType::Commit) {
      take_commit(object);
    } else if (!object.is_window) {
      take_tree(worker, object);
    }
    return edge_count_ > edges_left_ ? Flow::Stop : job_.flow();
  }

  // The scan itself has reported damage already.
  Flow on_gap(Gap) override { return Flow::Continue; }
  void on_progress(std::uint64_t, std::uint64_t) override {}

  bool over_limit() const { return edge_count_ > edges_left_; }
  std::vector<std::vector<FoundEdge>>& found() { return found_; }

 private:
  void take_tree(unsigned worker, const ObjectView& object) {
    each_tree_entry(object.bytes, id_bytes_, [&](const RawTreeEntry& entry) {
      const std::optional<std::uint32_t> child = frontier_.find(entry.id);
      if (!child) return;
      found_[worker].push_back({object.id, std::string(entry.name), *child});
      ++edge_count_;
    });
  }

  void take_commit(const ObjectView& object) {
    Result<CommitInfo> commit = parse_commit(object.id, object.bytes);
    if (!commit.ok()) return;
    const std::lock_guard<std::mutex> lock(commits_mutex_);
    commits_->add(*commit);
  }

  const ScanJob& job_;
  const Frontier& frontier_;
  std::size_t id_bytes_;
  std::size_t edges_left_;
  CommitGraph* commits_;
  std::mutex commits_mutex_;
  std::vector<std::vector<FoundEdge>> found_;  // by worker
  std::atomic<std::size_t> edge_count_ = 0;
};

bool edge_order(const TreeLeads::Edge& left, const TreeLeads::Edge& right) {
  return std::tie(left.name, left.child) < std::tie(right.name, right.child);
}

}  // namespace

std::uint32_t TreeLeads::add_node(const ObjectId& id) {
  const std::uint32_t next = static_cast<std::uint32_t>(edges_.size());
  const auto [slot, is_new] = nodes_.try_emplace(id, next);
  if (is_new) edges_.emplace_back();
  return slot->second;
}

std::optional<std::uint32_t> TreeLeads::node(const ObjectId& id) const {
  const std::unordered_map<ObjectId, std::uint32_t>::const_iterator found = nodes_.find(id);
  if (found == nodes_.end()) return std::nullopt;
  return found->second;
}

void TreeLeads::sort_edges() {
  for (std::vector<Edge>& edges : edges_) std::sort(edges.begin(), edges.end(), edge_order);
}

Result<TreeLeads> TreeLeads::find(Repository& repository, ScanJob& job,
                                  const std::vector<ObjectId>& wanted, CommitGraph* commits) {
  TreeLeads leads;
  Frontier frontier;
  for (const ObjectId& id : wanted) frontier.add(id, leads.add_node(id));
  leads.wanted_count_ = leads.size();
  std::size_t edge_count = 0;
  while (!frontier.empty() || commits != nullptr) {
    LevelSink sink(job, frontier, repository.id_bytes(), kMostEdges - edge_count, commits);
    LEAKWARDEN_CHECK(repository.objects().push_all(sink, job.workers()));
    commits = nullptr;
    Frontier next;
    for (std::vector<FoundEdge>& found : sink.found()) {
      for (FoundEdge& edge : found) {
        const std::size_t known = leads.size();
        const std::uint32_t tree = leads.add_node(edge.tree);
        if (leads.size() > known) next.add(edge.tree, tree);
        leads.edges_[tree].push_back({std::move(edge.name), edge.child});
        ++edge_count;
      }
    }
    if (sink.over_limit()) {
      job.add_note("too many trees lead to what was found; some findings have no path or commit");
      break;
    }
    if (job.cancelled()) break;
    frontier = std::move(next);
  }
  leads.sort_edges();
  return leads;
}

}  // namespace leakwarden::scanner
