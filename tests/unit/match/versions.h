#pragma once

// Versions of a text as deltas make them, with edges where it hurts: next to what a trigger or a
// secret begins or ends with, copies out of order, repeated, overlapping in the base, shrinking.

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scanner/match/copy_plan.h"

namespace leakwarden::scanner::testing {

struct Version {
  std::string text;
  std::vector<CopiedBytes> copies;  // contiguous ones merged, as the pack reader does
};

class VersionMaker {
 public:
  VersionMaker(std::mt19937_64& random, std::function<std::string()> piece)
      : random_(random), piece_(std::move(piece)) {}

  // `places` of the base are those an edit likes to cut at.
  Version make(const std::string& base, std::vector<std::uint64_t> places) {
    version_ = {};
    base_ = &base;
    places_ = std::move(places);
    switch (below(6)) {
      case 0:
        shuffle();
        break;
      case 1:
        shrink();
        break;
      case 2:
        grow();
        break;
      default:
        edit();
    }
    return std::move(version_);
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : random_() % bound; }

  std::uint64_t cut() {
    std::uint64_t at = below(base_->size() + 1);
    if (!places_.empty() && below(3) > 0) {
      const std::uint64_t near = places_[below(places_.size())] + below(5);
      at = near - std::min<std::uint64_t>(near, 2);
      // Now and then where the reach of a rule ends, to a byte or two.
      if (below(4) == 0) at += below(2) == 0 ? 250 + below(400) : 20 + below(100);
    }
    return std::min<std::uint64_t>(at, base_->size());
  }

  void copy(std::uint64_t begin, std::uint64_t end) {
    if (begin >= end) return;
    std::vector<CopiedBytes>& copies = version_.copies;
    const CopiedBytes next{version_.text.size(), begin, end - begin};
    version_.text.append(*base_, begin, end - begin);
    if (!copies.empty() && copies.back().begin + copies.back().length == next.begin &&
        copies.back().base_begin + copies.back().length == next.base_begin) {
      copies.back().length += next.length;
    } else {
      copies.push_back(next);
    }
  }

  void insert() {
    std::string piece = piece_();
    switch (below(4)) {
      case 0:
        piece = piece.substr(0, below(piece.size() + 1));
        break;
      case 1:
        piece = piece.substr(below(piece.size() + 1), below(12));
        break;
      default:
        break;
    }
    version_.text += piece;
  }

  // A few places changed, in order.
  void edit() {
    std::vector<std::uint64_t> cuts;
    for (std::uint64_t count = 1 + below(5); count > 0; --count) cuts.push_back(cut());
    std::sort(cuts.begin(), cuts.end());
    std::uint64_t at = 0;
    for (std::uint64_t place : cuts) {
      copy(at, place);
      const std::uint64_t gone = below(2) == 0 ? 0 : below(2) == 0 ? 1 + below(3) : below(300);
      at = std::min<std::uint64_t>(std::max(at, place) + gone, base_->size());
      if (below(4) > 0) insert();
    }
    copy(at, base_->size());
  }

  void shuffle() {
    for (std::uint64_t count = 2 + below(5); count > 0; --count) {
      const std::uint64_t one = cut();
      const std::uint64_t other = cut();
      copy(std::min(one, other), std::max(one, other));
      if (below(3) == 0) insert();
    }
  }

  void shrink() {
    std::vector<std::uint64_t> cuts{cut(), cut(), cut(), cut()};
    std::sort(cuts.begin(), cuts.end());
    copy(below(2) == 0 ? 0 : cuts[0], cuts[1]);
    copy(cuts[2], below(2) == 0 ? base_->size() : cuts[3]);
  }

  void grow() {
    if (below(2) == 0) insert();
    copy(0, base_->size());
    if (below(2) == 0) insert();
    if (below(4) == 0) copy(0, base_->size());
  }

  std::mt19937_64& random_;
  std::function<std::string()> piece_;
  const std::string* base_ = nullptr;
  std::vector<std::uint64_t> places_;
  Version version_;
};

}  // namespace leakwarden::scanner::testing
