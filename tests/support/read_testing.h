#pragma once

// Small helpers of the reader tests. Include only where leakwarden_read is linked.

#include <algorithm>
#include <string>
#include <vector>

#include "scanner/read/reader.h"

namespace leakwarden::testing {

class CollectingTexts final : public scanner::TextSink {
 public:
  bool take(const scanner::DecodedText& text) override {
    texts.push_back(text);
    return true;
  }
  std::vector<scanner::DecodedText> texts;
};

// What the readers make of some bytes, not looking into what they made.
struct ReadResult {
  std::vector<scanner::DecodedText> texts;
  std::vector<std::string> gaps;

  // "zip:a > tar:b" of each text.
  std::vector<std::string> places() const {
    std::vector<std::string> all;
    for (const scanner::DecodedText& text : texts) {
      std::string one;
      for (const std::string& place : text.places()) one += (one.empty() ? "" : " > ") + place;
      all.push_back(one);
    }
    return all;
  }
  // The text at a place; "(none)" when there is none.
  std::string at(const std::string& place) const {
    const std::vector<std::string> all = places();
    const auto found = std::find(all.begin(), all.end(), place);
    if (found == all.end()) return "(none)";
    return texts[static_cast<std::size_t>(found - all.begin())].text();
  }
};

inline ReadResult read_all(std::string_view bytes,
                           const scanner::ReadLimits& limits = scanner::ReadLimits()) {
  scanner::ReadBudget budget(bytes.size(), limits);
  CollectingTexts sink;
  scanner::read_texts(bytes, budget, sink);
  return {std::move(sink.texts), budget.take_gaps()};
}

}  // namespace leakwarden::testing
