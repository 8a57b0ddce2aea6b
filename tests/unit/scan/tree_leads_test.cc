// Which trees lead where, against `git ls-tree` of every tree, from the logs of a scan and from the
// trees themselves.

#include "scanner/tree_leads.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "scanner/object_scanner.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

using namespace leakwarden::testing;

using Strings = std::set<std::string>;
using Trees = std::map<std::string, Strings>;  // id → "name child" of each entry

// Of all trees, what git says.
Trees all_trees(GitSandbox& sandbox) {
  Trees trees;
  const std::string objects =
      sandbox.git({"cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)"});
  for (const std::string& line : lines_of(objects)) {
    if (line.compare(0, 5, "tree ") != 0) continue;
    Strings& entries = trees[line.substr(5)];
    for (const std::string& entry : lines_of(sandbox.git({"ls-tree", line.substr(5)}))) {
      const std::size_t tab = entry.find('\t');
      entries.insert(entry.substr(tab + 1) + " " + entry.substr(tab - 40, 40));
    }
  }
  return trees;
}

// What leads to an id, or to an entry of the name, directly or through other trees.
Trees expected_leads(const Trees& trees, const std::string& wanted_id, const std::string& name) {
  Trees leads;
  Strings wanted = {wanted_id};
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    for (const auto& [tree, entries] : trees) {
      for (const std::string& entry : entries) {
        const std::size_t space = entry.rfind(' ');
        const bool is_named = entry.substr(0, space) == name;
        if (is_named) has_grown |= leads[tree].insert(name + " (name)").second;
        if (wanted.count(entry.substr(space + 1)) > 0)
          has_grown |= leads[tree].insert(entry).second;
        if (leads.count(tree) > 0) wanted.insert(tree);
      }
    }
  }
  return leads;
}

Trees named_leads(const TreeLeads& leads, const Trees& trees, const std::string& wanted_id,
                  const std::string& name) {
  std::map<std::uint32_t, std::string> labels;
  labels[*leads.node(*ObjectId::from_hex(wanted_id))] = wanted_id;
  labels[*leads.node_of_name(name)] = "(name)";
  for (const auto& [tree, entries] : trees) {
    const std::optional<std::uint32_t> node = leads.node(*ObjectId::from_hex(tree));
    if (node) labels[*node] = tree;
  }
  EXPECT_EQ(labels.size(), leads.size());
  Trees named;
  for (const auto& [node, label] : labels) {
    for (const TreeLeads::Edge& edge : leads.edges(node))
      named[label].insert(leads.name_of(edge) + " " + labels[edge.child]);
  }
  return named;
}

class ScanSink final : public ObjectSink {
 public:
  explicit ScanSink(ObjectScanner& scanner) : scanner_(scanner) {}
  bool wants(ObjectType) const override { return true; }
  Flow on_object(unsigned worker, const ObjectView& object) override {
    scanner_.scan(worker, object, Location{});
    return Flow::Continue;
  }
  void on_base_done(unsigned worker, const PhysicalPosition& position) override {
    scanner_.base_done(worker, position);
  }
  Flow on_gap(Gap) override { return Flow::Continue; }
  void on_progress(std::uint64_t, std::uint64_t) override {}

 private:
  ObjectScanner& scanner_;
};

TEST(TreeLeads, AreThoseOfGitFromLogsAndFromTrees) {
  for (unsigned long long seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    GitSandbox sandbox;
    const SecretHistory history(sandbox, seed, 30);
    if (seed % 2 == 0) sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=50"});
    const std::string path = history.commits()[20].contents.begin()->first;
    const std::string blob = sandbox.git_line({"rev-parse", history.commits()[20].id + ":" + path});
    const std::string name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
    const Trees trees = all_trees(sandbox);
    const Trees expected = expected_leads(trees, blob, name);
    ASSERT_FALSE(expected.empty());

    const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
    const ScanOptions options = builtin_options(2);
    Result<std::unique_ptr<ScanJob>> job = ScanJob::start(options);
    ASSERT_TRUE(job.ok());
    ObjectScanner scanner(**job, *repository, NoteOrigins::Yes);
    ScanSink sink(scanner);
    ASSERT_TRUE(repository->objects().push_all(sink, 2).ok());
    const ScannedOrigins origins = scanner.take_origins();
    TreeLog without_room(0);
    without_room.give_up();
    for (const TreeLogs& logs : {origins.trees, TreeLogs{&without_room}}) {
      const Result<TreeLeads> leads =
          TreeLeads::find(*repository, **job, {*ObjectId::from_hex(blob)}, {name}, logs);
      ASSERT_TRUE(leads.ok());
      EXPECT_EQ(leads->wanted_count(), 2u);
      EXPECT_EQ(named_leads(*leads, trees, blob, name), expected);
    }
    for (const TreeLog* log : origins.trees) EXPECT_TRUE(log->is_complete());
  }
}

}  // namespace
}  // namespace leakwarden::scanner
