#include "scanner/tree_log.h"

#include <gtest/gtest.h>

#include <set>

namespace leakwarden::scanner {
namespace {

ObjectId id_of(char fill) {
  return *ObjectId::from_bytes(std::string(20, fill));
}

std::uint32_t add(TreeLog& log, const std::string& name, const std::string& id) {
  RawTreeEntry entry;
  entry.name = name;
  entry.id = id;
  return log.add(entry);
}

std::multiset<std::string> edges(const TreeLog& log, char wanted) {
  std::multiset<std::string> all;
  std::vector<std::string> names;
  log.edges_to(
      {[&](std::string_view id) { return id.front() == wanted; },
       [](std::string_view) { return false; }},
      [&](std::string_view name, std::string_view id) {
        EXPECT_EQ(id.front(), wanted);
        EXPECT_EQ(id.size(), TreeLog::kIdBytes);
        names.emplace_back(name);
      },
      [&](const ObjectId& tree, std::uint32_t entry) {
        all.insert(tree.hex().substr(0, 2) + " " + names.at(entry));
      });
  return all;
}

std::multiset<std::string> edges_of_name(const TreeLog& log, const std::string& wanted) {
  std::multiset<std::string> all;
  std::vector<char> ids;
  log.edges_to(
      {[](std::string_view) { return false; },
       [&](std::string_view name) { return name == wanted; }},
      [&](std::string_view name, std::string_view id) {
        EXPECT_EQ(name, wanted);
        ids.push_back(id.front());
      },
      [&](const ObjectId& tree, std::uint32_t entry) {
        all.insert(tree.hex().substr(0, 2) + " " + ids.at(entry));
      });
  return all;
}

TEST(TreeLog, WorksAsTheExampleInTheHeader) {
  TreeLog log(1 << 20);
  const std::string one(20, '1');
  const std::string two(20, '2');
  const std::string three(20, '3');
  const std::string four(20, '4');
  const std::uint32_t tree0 = log.begin_tree(id_of('\x10'), TreeLog::kNone);
  add(log, "a", one);
  const std::uint32_t b = add(log, "b", two);
  const std::uint32_t src = add(log, "src", three);
  const std::uint32_t tree1 = log.begin_tree(id_of('\x11'), tree0);
  add(log, "b", four);
  log.remove(b);
  log.begin_tree(id_of('\x12'), tree1);
  log.remove(src);
  EXPECT_EQ(edges(log, '4'), (std::multiset<std::string>{"11 b", "12 b"}));
  EXPECT_EQ(edges(log, '3'), (std::multiset<std::string>{"10 src", "11 src"}));
  EXPECT_EQ(edges(log, '1'), (std::multiset<std::string>{"10 a", "11 a", "12 a"}));
  EXPECT_EQ(edges(log, '2'), (std::multiset<std::string>{"10 b"}));
  EXPECT_TRUE(edges(log, '9').empty());
  EXPECT_EQ(edges_of_name(log, "b"), (std::multiset<std::string>{"10 2", "11 4", "12 4"}));
  EXPECT_EQ(edges_of_name(log, "src"), (std::multiset<std::string>{"10 3", "11 3"}));
  EXPECT_TRUE(edges_of_name(log, "s").empty());
}

TEST(TreeLog, SiblingsDoNotSeeEachOther) {
  TreeLog log(1 << 20);
  const std::uint32_t root = log.begin_tree(id_of('\x10'), TreeLog::kNone);
  const std::uint32_t first = log.begin_tree(id_of('\x11'), root);
  add(log, "x", std::string(20, '1'));
  log.begin_tree(id_of('\x12'), first);
  // One whose base is not known, between a tree and its second child.
  log.begin_tree(id_of('\x13'), TreeLog::kNone);
  log.begin_tree(id_of('\x14'), first);
  log.begin_tree(id_of('\x15'), root);
  EXPECT_EQ(edges(log, '1'), (std::multiset<std::string>{"11 x", "12 x", "14 x"}));
}

TEST(TreeLog, AnEntryMayBeThereTwice) {
  TreeLog log(1 << 20);
  const std::uint32_t root = log.begin_tree(id_of('\x10'), TreeLog::kNone);
  const std::uint32_t x = add(log, "x", std::string(20, '1'));
  const std::uint32_t twice = log.begin_tree(id_of('\x11'), root);
  log.add_again(x);
  log.begin_tree(id_of('\x12'), twice);
  log.remove(x);
  EXPECT_EQ(edges(log, '1'), (std::multiset<std::string>{"10 x", "11 x", "11 x", "12 x"}));
}

TEST(TreeLog, BeyondItsMemoryItSaysSo) {
  TreeLog log(2000);
  log.begin_tree(id_of('\x10'), TreeLog::kNone);
  for (int i = 0; i < 1000 && log.is_complete(); ++i)
    add(log, "n" + std::to_string(i), std::string(20, '1'));
  EXPECT_FALSE(log.is_complete());
  log.begin_tree(id_of('\x11'), TreeLog::kNone);
  add(log, "more", std::string(20, '1'));
  EXPECT_TRUE(edges(log, '1').empty());
}

}  // namespace
}  // namespace leakwarden::scanner
