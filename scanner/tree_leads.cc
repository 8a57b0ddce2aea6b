#include "scanner/tree_leads.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <tuple>
#include <utility>

#include "scanner/parallel.h"
#include "scanner/raw_tree.h"

namespace leakwarden::scanner {
namespace {

// The ids looked for in this level, with a filter in front that says no in a nanosecond. Ids are
// told apart by their first 16 bytes, as in the logs.
class Frontier {
 public:
  Frontier() : bits_(kBits / 64) {}

  void add(const ObjectId& id, std::uint32_t node) {
    ids_.emplace(key(id.bytes()), node);
    const std::uint32_t at = hash(id.bytes());
    bits_[at / 64] |= std::uint64_t{1} << (at % 64);
  }

  std::optional<std::uint32_t> find(std::string_view id) const {
    const std::uint32_t at = hash(id);
    if ((bits_[at / 64] >> (at % 64) & 1) == 0) return std::nullopt;
    const std::unordered_map<std::string, std::uint32_t>::const_iterator found = ids_.find(key(id));
    if (found == ids_.end()) return std::nullopt;
    return found->second;
  }

  bool empty() const { return ids_.empty(); }

 private:
  static constexpr std::uint32_t kBits = 1u << 20;
  static std::string key(std::string_view id) {
    return std::string(id.substr(0, TreeLog::kIdBytes));
  }
  static std::uint32_t hash(std::string_view id) {
    std::uint32_t value = 0;
    std::memcpy(&value, id.data(), sizeof value);
    return value % kBits;
  }

  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::uint64_t> bits_;
};

using Names = std::unordered_map<std::string, std::uint32_t>;

// What is looked for in one look through all trees. Names only in the first, which sees every tree.
struct Level {
  Frontier frontier;
  Names names;

  bool empty() const { return frontier.empty() && names.empty(); }

  std::optional<std::uint32_t> find_name(std::string_view name) const {
    if (names.empty()) return std::nullopt;
    const Names::const_iterator found = names.find(std::string(name));
    if (found == names.end()) return std::nullopt;
    return found->second;
  }

  // An entry may be wanted for both.
  template <typename OnChild>
  void each_child(std::string_view name, std::string_view id, const OnChild& on_child) const {
    const std::optional<std::uint32_t> object = frontier.find(id);
    if (object) on_child(*object);
    const std::optional<std::uint32_t> named = find_name(name);
    if (named) on_child(*named);
  }
};

struct FoundEdge {
  ObjectId tree;
  std::string name;
  std::uint32_t child = 0;
};

// What is found in one level, by worker; no more than there is room for.
class LevelEdges {
 public:
  LevelEdges(unsigned workers, std::size_t room) : found_(workers), room_(room) {}

  void add(unsigned worker, const ObjectId& tree, std::string_view name, std::uint32_t child) {
    if (++count_ > room_) return;
    found_[worker].push_back({tree, std::string(name), child});
  }
  bool over_limit() const { return count_ > room_; }
  std::vector<std::vector<FoundEdge>>& found() { return found_; }

 private:
  std::vector<std::vector<FoundEdge>> found_;
  std::size_t room_;
  std::atomic<std::size_t> count_ = 0;
};

// One look through all trees.
class LevelSink final : public ObjectSink {
 public:
  LevelSink(const ScanJob& job, const Level& level, std::size_t id_bytes, LevelEdges& edges)
      : job_(job), level_(level), id_bytes_(id_bytes), edges_(edges) {}

  bool wants(ObjectType type) const override { return type == ObjectType::Tree; }

  Flow on_object(unsigned worker, const ObjectView& object) override {
    if (!object.is_window) take_tree(worker, object);
    return edges_.over_limit() ? Flow::Stop : job_.flow();
  }

  // The scan itself has reported damage already.
  Flow on_gap(Gap) override { return Flow::Continue; }
  void on_progress(std::uint64_t, std::uint64_t) override {}

 private:
  void take_tree(unsigned worker, const ObjectView& object) {
    each_tree_entry(object.bytes, id_bytes_, [&](const RawTreeEntry& entry) {
      level_.each_child(entry.name, entry.id, [&](std::uint32_t child) {
        edges_.add(worker, object.id, entry.name, child);
      });
    });
  }

  const ScanJob& job_;
  const Level& level_;
  std::size_t id_bytes_;
  LevelEdges& edges_;
};

bool are_complete(const TreeLogs& logs) {
  return std::all_of(logs.begin(), logs.end(),
                     [](const TreeLog* log) { return log->is_complete(); });
}

void look_through_logs(const ScanJob& job, const TreeLogs& logs, const Level& level,
                       LevelEdges& edges) {
  TreeLog::Wanted wanted;
  wanted.id = [&](std::string_view id) { return level.frontier.find(id).has_value(); };
  wanted.name = [&](std::string_view name) { return level.find_name(name).has_value(); };
  run_parallel(logs.size(), job.workers(), [&](unsigned worker, std::uint64_t index) {
    logs[index]->edges_to(
        wanted, [&](const ObjectId& tree, std::string_view name, std::string_view id) {
          level.each_child(name, id,
                           [&](std::uint32_t child) { edges.add(worker, tree, name, child); });
        });
    return job.flow();
  });
}

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

std::optional<std::uint32_t> TreeLeads::node_of_name(const std::string& name) const {
  const Names::const_iterator found = nodes_of_names_.find(name);
  if (found == nodes_of_names_.end()) return std::nullopt;
  return found->second;
}

void TreeLeads::sort_edges() {
  for (std::vector<Edge>& edges : edges_) std::sort(edges.begin(), edges.end(), edge_order);
}

Result<TreeLeads> TreeLeads::find(Repository& repository, ScanJob& job,
                                  const std::vector<ObjectId>& wanted,
                                  const std::vector<std::string>& wanted_names,
                                  const TreeLogs& logs) {
  TreeLeads leads;
  Level level;
  for (const ObjectId& id : wanted) level.frontier.add(id, leads.add_node(id));
  for (const std::string& name : wanted_names) {
    const std::uint32_t next = static_cast<std::uint32_t>(leads.size());
    if (leads.nodes_of_names_.emplace(name, next).second) leads.edges_.emplace_back();
  }
  leads.wanted_count_ = leads.size();
  level.names = leads.nodes_of_names_;
  std::size_t edge_count = 0;
  while (!level.empty() && !job.cancelled()) {
    LevelEdges edges(job.workers(), kMostEdges - edge_count);
    if (are_complete(logs)) {
      look_through_logs(job, logs, level, edges);
    } else {
      LevelSink sink(job, level, repository.id_bytes(), edges);
      LEAKWARDEN_CHECK(repository.objects().push_all(sink, job.workers()));
    }
    Level next;
    for (std::vector<FoundEdge>& found : edges.found()) {
      for (FoundEdge& edge : found) {
        const std::size_t known = leads.size();
        const std::uint32_t tree = leads.add_node(edge.tree);
        if (leads.size() > known) next.frontier.add(edge.tree, tree);
        leads.edges_[tree].push_back({std::move(edge.name), edge.child});
        ++edge_count;
      }
    }
    if (edges.over_limit()) {
      job.add_note("too many trees lead to what was found; some findings have no path or commit");
      break;
    }
    level = std::move(next);
  }
  leads.sort_edges();
  return leads;
}

}  // namespace leakwarden::scanner
