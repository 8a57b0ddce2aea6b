#pragma once

// What is left of one object's ReadLimits, and the gaps that they left behind.
//
// Thread rules: belongs to the one scan of one object.

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "scanner/read/read_limits.h"

namespace leakwarden::scanner {

class ReadBudget {
 public:
  explicit ReadBudget(std::uint64_t object_bytes, const ReadLimits& limits = ReadLimits())
      : limits_(limits),
        members_left_(limits.max_members),
        marks_left_(limits.max_marks),
        table_values_left_(limits.max_table_values),
        table_bytes_left_(limits.max_table_value_bytes),
        bytes_left_(std::min(
            limits.max_unpacked_bytes,
            std::max(limits.min_unpacked_bytes,
                     std::min(object_bytes, limits.max_unpacked_bytes) * limits.max_ratio))),
        text_bytes_left_(bytes_left_ * ReadLimits::texts_per_unpacked_byte) {}

  const ReadLimits& limits() const { return limits_; }

  // Each returns false, and takes nothing, when it would be too much.
  bool take_member() { return members_left_ > 0 && members_left_-- > 0; }
  bool take_mark() { return marks_left_ > 0 && marks_left_-- > 0; }
  bool take_table_value(std::uint64_t bytes) {
    if (bytes > table_bytes_left_ || table_values_left_ == 0) return false;
    table_bytes_left_ -= bytes;
    --table_values_left_;
    return true;
  }
  bool take_bytes(std::uint64_t count) {
    if (count > bytes_left_) return false;
    bytes_left_ -= count;
    return true;
  }
  // Of a text that a reader hands on, whether it was unpacked, decoded or put together.
  bool take_text(std::uint64_t count) {
    if (count > text_bytes_left_) return false;
    text_bytes_left_ -= count;
    return true;
  }
  bool enter() { return depth_ < limits_.max_depth && ++depth_ > 0; }
  void leave() { --depth_; }

  // The caller holds a text while it reads what is inside.
  void hold(std::uint64_t bytes) { held_ += bytes; }
  void release(std::uint64_t bytes) { held_ -= bytes; }
  // How many bytes one more member may have.
  std::uint64_t member_room() const {
    const std::uint64_t left = limits_.max_held_bytes - std::min(held_, limits_.max_held_bytes);
    return std::min(limits_.max_member_bytes, left);
  }

  // `reason` names the place: "zip:inner/a.bin: encrypted".
  void add_gap(std::string reason) {
    ++gap_count_;
    if (gaps_.size() < limits_.max_gaps) gaps_.push_back(std::move(reason));
  }
  std::size_t gap_count() const { return gap_count_; }
  // The gaps since there were `count` of them get the place that holds theirs.
  void name_gaps_since(std::size_t count, const std::string& place) {
    for (std::size_t at = count; at < gaps_.size(); ++at) gaps_[at] = place + " > " + gaps_[at];
  }
  std::vector<std::string> take_gaps() {
    if (gap_count_ > gaps_.size()) {
      gaps_.push_back(std::to_string(gap_count_ - gaps_.size()) +
                      " more parts were not read, or not wholly");
    }
    return std::move(gaps_);
  }

 private:
  ReadLimits limits_;
  std::uint32_t members_left_;
  std::uint32_t marks_left_;
  std::uint32_t table_values_left_;
  std::uint64_t table_bytes_left_;
  std::uint64_t bytes_left_;
  std::uint64_t text_bytes_left_;
  std::uint64_t held_ = 0;
  std::uint32_t depth_ = 0;
  std::size_t gap_count_ = 0;
  std::vector<std::string> gaps_;
};

}  // namespace leakwarden::scanner
