#pragma once

// An ObjectSink that keeps everything it is given. Objects larger than the limit, which come in
// windows, are put together again (and their overlaps checked).

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "scanner/git/object_source.h"

namespace leakwarden::testing {

struct CollectedObject {
  scanner::PhysicalPosition position;
  ObjectId id;
  scanner::ObjectType type = scanner::ObjectType::Blob;
  std::string bytes;
  std::optional<scanner::PhysicalPosition> base;
  std::vector<scanner::CopiedRange> copied;
  bool is_base = false;
  unsigned windows = 0;  // 0: came whole
};

class CollectingSink : public scanner::ObjectSink {
 public:
  explicit CollectingSink(std::set<scanner::ObjectType> wanted = {scanner::ObjectType::Commit,
                                                                  scanner::ObjectType::Tree,
                                                                  scanner::ObjectType::Blob,
                                                                  scanner::ObjectType::Tag})
      : wanted_(std::move(wanted)) {}

  bool wants(scanner::ObjectType type) const override { return wanted_.count(type) != 0; }

  scanner::Flow on_object(unsigned worker, const scanner::ObjectView& view) override {
    std::lock_guard<std::mutex> lock(mutex);
    workers.insert(worker);
    std::pair<std::uint32_t, std::uint64_t> key{view.position.container, view.position.offset};
    bool is_new = objects.count(key) == 0;
    CollectedObject& object = objects[key];
    if (view.is_window) {
      add_window(object, view);
    } else {
      EXPECT_TRUE(is_new) << "delivered twice: " << view.id.hex();
      EXPECT_EQ(view.object_size, view.bytes.size());
      object.bytes = std::string(view.bytes);
    }
    object.position = view.position;
    object.id = view.id;
    object.type = view.type;
    object.base = view.base;
    object.copied.assign(view.copied.begin(), view.copied.end());
    object.is_base = view.is_base;
    return objects.size() >= stop_after ? scanner::Flow::Stop : scanner::Flow::Continue;
  }

  void on_base_done(unsigned worker, const scanner::PhysicalPosition& position) override {
    std::lock_guard<std::mutex> lock(mutex);
    static_cast<void>(worker);
    bases_done.push_back(position);
  }

  scanner::Flow on_gap(Gap gap) override {
    std::lock_guard<std::mutex> lock(mutex);
    gaps.push_back(std::move(gap));
    return scanner::Flow::Continue;
  }

  void on_progress(std::uint64_t done, std::uint64_t total) override {
    std::lock_guard<std::mutex> lock(mutex);
    last_done = std::max(last_done, done);
    last_total = total;
  }

  std::multimap<std::string, const CollectedObject*> by_hex() const {
    std::multimap<std::string, const CollectedObject*> result;
    for (const auto& [key, object] : objects) result.emplace(object.id.hex(), &object);
    return result;
  }

  std::size_t stop_after = SIZE_MAX;
  std::mutex mutex;
  std::map<std::pair<std::uint32_t, std::uint64_t>, CollectedObject> objects;
  std::vector<scanner::PhysicalPosition> bases_done;
  std::vector<Gap> gaps;
  std::set<unsigned> workers;
  std::uint64_t last_done = 0;
  std::uint64_t last_total = 0;

 private:
  void add_window(CollectedObject& object, const scanner::ObjectView& view) {
    ASSERT_LE(view.window_offset, object.bytes.size());
    std::size_t overlap = object.bytes.size() - view.window_offset;
    ASSERT_LE(overlap, view.bytes.size());
    EXPECT_EQ(object.bytes.substr(view.window_offset), view.bytes.substr(0, overlap));
    object.bytes += view.bytes.substr(overlap);
    ++object.windows;
  }

  std::set<scanner::ObjectType> wanted_;
};

}  // namespace leakwarden::testing
