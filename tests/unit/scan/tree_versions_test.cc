// Chains of trees as deltas make them; the oracle reads each tree whole.

#include "scanner/tree_versions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kPlenty = 1 << 30;

struct Entry {
  std::string mode;
  std::string name;
  std::string id;
  std::string bytes() const { return mode + " " + name + '\0' + id; }
};
using Entries = std::vector<Entry>;
using Named = std::tuple<std::string, std::string, std::string>;  // tree, name, start of the id

// Ids of few bytes and short names, so that texts agree at places that mean different things.
Entry random_entry(std::mt19937_64& random) {
  static const char* const kModes[] = {"100644", "100755", "40000", "160000", "120000"};
  Entry entry{kModes[random() % 5], std::string(1 + random() % 3, 'a'), std::string(20, ' ')};
  for (char& c : entry.name) c = "ab 1"[random() % 4];
  for (char& c : entry.id) c = "\0 a1"[random() % 4];
  return entry;
}

std::string bytes_of(const Entries& entries) {
  std::string bytes;
  for (const Entry& entry : entries) bytes += entry.bytes();
  return bytes;
}

Entries changed(Entries entries, std::mt19937_64& random) {
  for (std::uint64_t changes = random() % 4; changes > 0; --changes) {
    const std::size_t at = entries.empty() ? 0 : random() % entries.size();
    const auto place = entries.begin() + static_cast<std::ptrdiff_t>(at);
    switch (entries.empty() ? 0 : random() % 5) {
      case 0:
        entries.insert(place, random_entry(random));
        break;
      case 1:
        entries.erase(place);
        break;
      case 2:
        *place = random_entry(random);
        break;
      case 3:
        entries.push_back(*place);  // twice
        break;
      default:
        std::rotate(entries.begin(), place, entries.end());
    }
  }
  return entries;
}

// Copies at any byte, the longest now and then cut short: true of the bytes, whatever they mean.
std::vector<CopiedRange> copies_of(const std::string& base, const std::string& text,
                                   std::mt19937_64& random) {
  std::vector<CopiedRange> copies;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t best = 0;
    std::size_t from = 0;
    for (std::size_t begin = 0; begin < base.size(); ++begin) {
      std::size_t length = 0;
      while (begin + length < base.size() && at + length < text.size() &&
             base[begin + length] == text[at + length])
        ++length;
      if (length > best) std::tie(best, from) = std::make_pair(length, begin);
    }
    if (best < 8 || random() % 8 == 0) {
      ++at;
      continue;
    }
    if (random() % 3 == 0) best -= random() % 7;
    copies.push_back({at, from, best});
    at += best;
  }
  return copies;
}

ObjectId id_of(std::uint32_t number) {
  std::string bytes(20, '\0');
  bytes.replace(0, 4, std::string(reinterpret_cast<const char*>(&number), 4));
  return *ObjectId::from_bytes(bytes);
}

std::multiset<Named> edges_in(const TreeLog& log) {
  std::multiset<Named> all;
  std::vector<std::pair<std::string, std::string>> entries;
  log.edges_to(
      {[](std::string_view) { return true; }, [](std::string_view) { return false; }},
      [&](std::string_view name, std::string_view id) { entries.emplace_back(name, id); },
      [&](const ObjectId& tree, std::uint32_t entry) {
        all.emplace(tree.hex(), entries.at(entry).first, entries.at(entry).second);
      });
  return all;
}

class Chain {
 public:
  Chain(TreeVersions& versions, std::mt19937_64& random) : versions_(versions), random_(random) {}

  // A tree and, depth first, trees made of it.
  void push(const Entries& entries, int depth, const ObjectView* base,
            const std::string& base_text) {
    const std::string text = bytes_of(entries);
    ObjectView view;
    const std::uint32_t number = next_++;
    view.position = {1, number};
    view.id = id_of(number);
    view.type = ObjectType::Tree;
    view.bytes = text;
    view.is_base = depth > 0;
    std::vector<CopiedRange> copies;
    if (base != nullptr) {
      view.base = base->position;
      copies = copies_of(base_text, text, random_);
      view.copied = copies;
    }
    ASSERT_TRUE(versions_.take(view));
    note(entries, view.id, base_text);
    for (int child = 0; child < 3 && depth > 0; ++child)
      push(changed(entries, random_), depth - 1 - static_cast<int>(random_() % 2), &view, text);
    if (view.is_base) versions_.forget(view.position);
  }

  const std::multiset<Named>& expected() const { return expected_; }
  std::size_t passed_over() const { return passed_over_; }

 private:
  void note(const Entries& entries, const ObjectId& id, const std::string& base_text) {
    std::set<std::string> fresh;
    for (const RawTreeEntry& entry : versions_.new_entries()) fresh.emplace(entry.whole);
    for (const Entry& entry : entries) {
      expected_.emplace(id.hex(), entry.name, entry.id.substr(0, TreeLog::kIdBytes));
      // What was passed over was in the base, to the byte.
      if (fresh.contains(entry.bytes())) continue;
      EXPECT_NE(base_text.find(entry.bytes()), std::string::npos);
      ++passed_over_;
    }
  }

  TreeVersions& versions_;
  std::mt19937_64& random_;
  std::uint32_t next_ = 1;
  std::multiset<Named> expected_;
  std::size_t passed_over_ = 0;
};

TEST(TreeVersions, LoseNoEntryAndInventNone) {
  std::mt19937_64 random(9);
  std::size_t passed_over = 0;
  for (int round = 0; round < 60; ++round) {
    TreeVersions versions(20, kPlenty);
    Chain chain(versions, random);
    for (int roots = 0; roots < 2; ++roots) {
      Entries entries;
      for (std::uint64_t count = random() % 12; count > 0; --count)
        entries.push_back(random_entry(random));
      chain.push(entries, 3, nullptr, "");
    }
    ASSERT_TRUE(versions.log().is_complete());
    ASSERT_EQ(edges_in(versions.log()), chain.expected()) << "round " << round;
    passed_over += chain.passed_over();
  }
  EXPECT_GT(passed_over, 5000u);
}

TEST(TreeVersions, ReadOnlyWhatChanged) {
  Entries entries;
  for (int i = 0; i < 100; ++i)
    entries.push_back(
        {"100644", "file" + std::to_string(i), std::string(20, static_cast<char>(i))});
  const std::string base_text = bytes_of(entries);
  TreeVersions versions(20, kPlenty);
  ObjectView base;
  base.position = {1, 12};
  base.bytes = base_text;
  base.is_base = true;
  ASSERT_TRUE(versions.take(base));
  EXPECT_EQ(versions.new_entries().size(), 100u);

  entries[50].id = std::string(20, 'x');
  const std::string text = bytes_of(entries);
  const std::uint64_t edit = text.find(std::string(20, 'x'));
  ObjectView tree;
  tree.position = {1, 90};
  tree.base = base.position;
  tree.bytes = text;
  const std::vector<CopiedRange> copies{{0, 0, edit},
                                        {edit + 20, edit + 20, text.size() - edit - 20}};
  tree.copied = copies;
  ASSERT_TRUE(versions.take(tree));
  ASSERT_EQ(versions.new_entries().size(), 1u);
  EXPECT_EQ(versions.new_entries()[0].name, "file50");

  versions.forget(base.position);
  ASSERT_TRUE(versions.take(tree));
  EXPECT_EQ(versions.new_entries().size(), 100u);
}

TEST(TreeVersions, ADamagedTreeIsNobodysBase) {
  TreeVersions versions(20, kPlenty);
  const std::string good = bytes_of({{"100644", "a", std::string(20, '1')}});
  const std::string text = good + "40000 cut";
  ObjectView base;
  base.position = {1, 12};
  base.bytes = text;
  base.is_base = true;
  EXPECT_FALSE(versions.take(base));
  EXPECT_EQ(versions.new_entries().size(), 1u);
  ObjectView tree;
  tree.base = base.position;
  tree.bytes = good;
  const std::vector<CopiedRange> copies{{0, 0, good.size()}};
  tree.copied = copies;
  EXPECT_TRUE(versions.take(tree));
  EXPECT_EQ(versions.new_entries().size(), 1u);
}

}  // namespace
}  // namespace leakwarden::scanner
