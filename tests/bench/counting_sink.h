#pragma once

// Counts what it is given, trees among it or not, and looks at nothing.

#include <atomic>
#include <cstdint>

#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

class CountingSink final : public ObjectSink {
 public:
  explicit CountingSink(bool with_trees = true) : with_trees_(with_trees) {}
  bool wants(ObjectType type) const override { return with_trees_ || type != ObjectType::Tree; }
  Flow on_object(unsigned, const ObjectView& object) override {
    objects.fetch_add(1, std::memory_order_relaxed);
    bytes.fetch_add(object.bytes.size(), std::memory_order_relaxed);
    return Flow::Continue;
  }
  Flow on_gap(Gap) override {
    ++gaps;
    return Flow::Continue;
  }
  void on_progress(std::uint64_t, std::uint64_t) override {}

  std::atomic<std::uint64_t> objects{0};
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::uint64_t> gaps{0};

 private:
  bool with_trees_;
};

}  // namespace leakwarden::scanner
