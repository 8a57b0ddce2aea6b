#include "scanner/tree_names.h"

#include <set>
#include <sstream>

#include "scanner/raw_tree.h"
#include "scanner/sorted_ids.h"

namespace leakwarden::scanner {
namespace {

std::string id_bytes(char fill) {
  return std::string(19, fill) + "\x01";
}

std::string entry(const std::string& mode, const std::string& name, char fill) {
  return mode + " " + name + '\0' + id_bytes(fill);
}

std::multiset<std::string> lines(const std::string& text) {
  std::multiset<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.insert(line);
  return all;
}

TEST(RawTree, GivesEntriesInStoredOrder) {
  const std::string tree =
      entry("100644", "b", 'x') + entry("40000", "a", 'y') + entry("160000", "s", 'z');
  std::vector<RawTreeEntry> entries;
  ASSERT_TRUE(each_tree_entry(tree, 20, [&](const RawTreeEntry& one) { entries.push_back(one); }));
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].name, "b");
  EXPECT_EQ(entries[0].id, id_bytes('x'));
  EXPECT_TRUE(entries[1].is_tree);
  EXPECT_TRUE(entries[2].is_submodule);
  EXPECT_EQ(entries[1].whole, entry("40000", "a", 'y'));
}

TEST(RawTree, RefusesWhatIsNoTree) {
  const auto ignore = [](const RawTreeEntry&) {};
  EXPECT_TRUE(each_tree_entry("", 20, ignore));
  EXPECT_FALSE(each_tree_entry("x", 20, ignore));
  EXPECT_FALSE(each_tree_entry(" a\0" + id_bytes('x'), 20, ignore));
  EXPECT_FALSE(each_tree_entry("12345678 a", 20, ignore));
  const std::string tree = entry("100644", "name", 'x');
  for (std::size_t size = 1; size < tree.size(); ++size) {
    EXPECT_FALSE(each_tree_entry(tree.substr(0, size), 20, ignore)) << size;
  }
  EXPECT_FALSE(each_tree_entry(tree, 32, ignore));
}

void take(TreeNames& trees, const std::string& tree, std::string& names) {
  std::vector<RawTreeEntry> entries;
  ASSERT_TRUE(each_tree_entry(tree, 20, [&](const RawTreeEntry& one) { entries.push_back(one); }));
  trees.take(entries, names);
}

TEST(TreeNames, GivesEachNewNameAndEveryReference) {
  TreeNames trees;
  std::string names;
  take(trees, entry("100644", "a", '1') + entry("100644", "b", '2'), names);
  EXPECT_EQ(lines(names), (std::multiset<std::string>{"a", "b"}));
  names.clear();
  take(trees,
       entry("100644", "a", '3') + entry("100644", "b", '2') + entry("100644", "c", '2') +
           entry("160000", "sub", '9'),
       names);
  EXPECT_EQ(lines(names), (std::multiset<std::string>{"c", "sub"}));
  std::vector<ObjectId> references = trees.take_references();
  sort_ids(references);
  EXPECT_EQ(references.size(), 3u);  // 1, 2, 3; not the submodule's commit
}

TEST(TreeNames, NeverLosesANameOrAnId) {
  TreeNames trees;
  std::set<std::string> expected;
  std::set<std::string> got;
  std::size_t ids = 0;
  for (int round = 0; round < 200; ++round) {
    std::string tree;
    for (int i = 0; i < 300; ++i) {
      const std::string name = "n" + std::to_string((round * 131 + i * 7) % 40'000) +
                               std::string(static_cast<std::size_t>(i % 70), 'x');
      std::string id(20, '\0');
      const int number = round * 300 + i;
      id.replace(0, 4, std::string(reinterpret_cast<const char*>(&number), 4));
      tree += "100644 " + name + '\0' + id;
      expected.insert(name);
      ++ids;
    }
    std::string names;
    take(trees, tree, names);
    for (const std::string& name : lines(names)) got.insert(name);
  }
  EXPECT_EQ(got, expected);
  EXPECT_EQ(trees.take_references().size(), ids);
}

}  // namespace
}  // namespace leakwarden::scanner
