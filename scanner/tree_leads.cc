#include "scanner/tree_leads.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <numeric>
#include <tuple>
#include <utility>

#include "scanner/parallel.h"
#include "scanner/raw_tree.h"

namespace leakwarden::scanner {

std::uint32_t NameNumbers::number_of(std::string_view name) {
  const std::uint64_t hash = seeded_hash(name);
  const std::optional<std::uint32_t> known =
      numbers_.find(hash, [&](std::uint32_t number) { return names_[number] == name; });
  if (known) return *known;
  const std::uint32_t next = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  numbers_.add(hash, next);
  return next;
}

// The nodes looked for in this level, with a filter in front that says no in a nanosecond.
class TreeLeads::Frontier {
 public:
  explicit Frontier(const TreeLeads& leads) : leads_(&leads), bits_(kBits / 64) {}

  // From `node` on all are.
  void begin_at(std::uint32_t node) {
    first_ = node;
    for (std::size_t at = node; at < leads_->ids_.size(); ++at) {
      const std::uint32_t bit = bit_of(leads_->ids_[at].bytes());
      bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
  }

  std::optional<std::uint32_t> find(std::string_view id) const {
    const std::uint32_t bit = bit_of(id);
    if ((bits_[bit / 64] >> (bit % 64) & 1) == 0) return std::nullopt;
    const std::string_view known = id.substr(0, TreeLog::kIdBytes);
    return leads_->nodes_.find(seeded_hash(known), [&](std::uint32_t node) {
      return node >= first_ && leads_->ids_[node].bytes().substr(0, TreeLog::kIdBytes) == known;
    });
  }

 private:
  static constexpr std::uint32_t kBits = 1u << 22;
  static std::uint32_t bit_of(std::string_view id) {
    std::uint32_t value = 0;
    std::memcpy(&value, id.data(), sizeof value);
    return value % kBits;
  }

  const TreeLeads* leads_;
  std::uint32_t first_ = 0;
  std::vector<std::uint64_t> bits_;
};

// What is looked for in one look through all trees. Names only in the first, which sees every tree.
struct TreeLeads::Level {
  Frontier frontier;
  const Names* names = nullptr;

  std::optional<std::uint32_t> find_name(std::string_view name) const {
    if (names == nullptr) return std::nullopt;
    const Names::const_iterator found = names->find(name);
    if (found == names->end()) return std::nullopt;
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
  std::uint32_t tree = 0;  // by the worker's own numbers, as the name of its edge
  TreeLeads::Edge edge;
};

// What is found in one level, by worker; no more than there is room for.
class LevelEdges {
 public:
  struct OfWorker {
    std::vector<FoundEdge> found;
    std::vector<ObjectId> trees;  // a tree's edges come one behind the other
    NameNumbers names;
  };

  LevelEdges(unsigned workers, std::size_t room) : workers_(workers), room_(room) {}

  std::uint32_t number_of(unsigned worker, std::string_view name) {
    return workers_[worker].names.number_of(name);
  }
  // `edge`: with the name's number.
  void add(unsigned worker, const ObjectId& tree, const TreeLeads::Edge& edge) {
    if (over_limit()) return;
    OfWorker& own = workers_[worker];
    if (own.trees.empty() || own.trees.back() != tree) own.trees.push_back(tree);
    own.found.push_back({static_cast<std::uint32_t>(own.trees.size() - 1), edge});
    if (own.found.size() % kCountEvery == 0) count_ += kCountEvery;
  }
  bool over_limit() const { return count_.load(std::memory_order_relaxed) > room_; }
  std::vector<OfWorker>& workers() { return workers_; }

 private:
  static constexpr std::size_t kCountEvery = 1024;  // workers would wait for each other

  std::vector<OfWorker> workers_;
  std::size_t room_;
  std::atomic<std::size_t> count_ = 0;
};

// One look through all trees.
class TreeLeads::LevelSink final : public ObjectSink {
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
        edges_.add(worker, object.id, {edges_.number_of(worker, entry.name), child});
      });
    });
  }

  const ScanJob& job_;
  const Level& level_;
  std::size_t id_bytes_;
  LevelEdges& edges_;
};

namespace {

bool are_complete(const TreeLogs& logs) {
  return std::all_of(logs.begin(), logs.end(),
                     [](const TreeLog* log) { return log->is_complete(); });
}

}  // namespace

void TreeLeads::look_through_logs(const ScanJob& job, const TreeLogs& logs, const Level& level,
                                  LevelEdges& edges) {
  TreeLog::Wanted wanted;
  wanted.id = [&](std::string_view id) { return level.frontier.find(id).has_value(); };
  wanted.name = [&](std::string_view name) { return level.find_name(name).has_value(); };
  run_parallel(logs.size(), job.workers(), [&](unsigned worker, std::uint64_t index) {
    std::vector<Edge> of_entries;
    std::vector<std::size_t> ends;  // by entry: where its edges end in those
    logs[index]->edges_to(
        wanted,
        [&](std::string_view name, std::string_view id) {
          level.each_child(name, id, [&](std::uint32_t child) {
            of_entries.push_back({edges.number_of(worker, name), child});
          });
          ends.push_back(of_entries.size());
        },
        [&](const ObjectId& tree, std::uint32_t entry) {
          for (std::size_t at = entry == 0 ? 0 : ends[entry - 1]; at < ends[entry]; ++at)
            edges.add(worker, tree, of_entries[at]);
        });
    return job.flow();
  });
}

std::uint32_t TreeLeads::add_node(const ObjectId& id) {
  const std::uint64_t hash = seeded_hash(id.bytes().substr(0, TreeLog::kIdBytes));
  const std::optional<std::uint32_t> known =
      nodes_.find(hash, [&](std::uint32_t node) { return ids_[node] == id; });
  if (known) return *known;
  const std::uint32_t next = static_cast<std::uint32_t>(ids_.size());
  ids_.push_back(id);
  nodes_.add(hash, next);
  return next;
}

std::optional<std::uint32_t> TreeLeads::node(const ObjectId& id) const {
  return nodes_.find(seeded_hash(id.bytes().substr(0, TreeLog::kIdBytes)),
                     [&](std::uint32_t node) { return ids_[node] == id; });
}

std::optional<std::uint32_t> TreeLeads::node_of_name(const std::string& name) const {
  const Names::const_iterator found = nodes_of_names_.find(name);
  if (found == nodes_of_names_.end()) return std::nullopt;
  return found->second;
}

void TreeLeads::add_wanted(const std::vector<ObjectId>& ids,
                           const std::vector<std::string>& names) {
  for (const ObjectId& id : ids) add_node(id);
  for (const std::string& name : names) {
    const std::uint32_t next = static_cast<std::uint32_t>(size());
    if (nodes_of_names_.emplace(name, next).second) ids_.emplace_back();
  }
  wanted_count_ = size();
}

void TreeLeads::take_level(LevelEdges& level, NameNumbers& all_names, std::vector<EdgeOf>& all) {
  for (LevelEdges::OfWorker& own : level.workers()) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& name : own.names.names()) numbers.push_back(all_names.number_of(name));
    std::vector<std::uint32_t> nodes;
    for (const ObjectId& tree : own.trees) nodes.push_back(add_node(tree));
    for (const FoundEdge& one : own.found)
      all.push_back({nodes[one.tree], {numbers[one.edge.name], one.edge.child}});
    own = {};
  }
}

void TreeLeads::put_in_order(const NameNumbers& names, std::vector<EdgeOf> edges) {
  std::vector<std::uint32_t> in_order(names.names().size());
  std::iota(in_order.begin(), in_order.end(), 0u);
  std::sort(in_order.begin(), in_order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return names.names()[left] < names.names()[right];
  });
  std::vector<std::uint32_t> places(in_order.size());
  for (std::uint32_t place = 0; place < in_order.size(); ++place) {
    places[in_order[place]] = place;
    edge_names_.push_back(names.names()[in_order[place]]);
  }
  begins_.assign(size() + 1, 0);
  for (const EdgeOf& one : edges) ++begins_[one.node + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
  edges_.resize(edges.size());
  for (const EdgeOf& one : edges)
    edges_[next[one.node]++] = {places[one.edge.name], one.edge.child};
  const auto at = [this](std::size_t node) {
    return edges_.begin() + static_cast<std::ptrdiff_t>(begins_[node]);
  };
  for (std::size_t node = 0; node < size(); ++node) std::sort(at(node), at(node + 1));
}

Result<TreeLeads> TreeLeads::find(Repository& repository, ScanJob& job,
                                  const std::vector<ObjectId>& wanted,
                                  const std::vector<std::string>& wanted_names,
                                  const TreeLogs& logs) {
  TreeLeads leads;
  leads.add_wanted(wanted, wanted_names);
  std::vector<EdgeOf> all;
  NameNumbers all_names;
  const Names* names = leads.nodes_of_names_.empty() ? nullptr : &leads.nodes_of_names_;
  for (std::size_t first = 0; first < leads.size() && !job.cancelled(); names = nullptr) {
    Level level{Frontier(leads), names};
    level.frontier.begin_at(static_cast<std::uint32_t>(first));
    first = leads.size();
    LevelEdges edges(job.workers(), kMostEdges - std::min(kMostEdges, all.size()));
    if (are_complete(logs)) {
      look_through_logs(job, logs, level, edges);
    } else {
      LevelSink sink(job, level, repository.id_bytes(), edges);
      LEAKWARDEN_CHECK(repository.objects().push_all(sink, job.workers()));
    }
    leads.take_level(edges, all_names, all);
    if (edges.over_limit()) {
      job.add_note("too many trees lead to what was found; some findings have no path or commit");
      break;
    }
  }
  leads.put_in_order(all_names, std::move(all));
  return leads;
}

}  // namespace leakwarden::scanner
