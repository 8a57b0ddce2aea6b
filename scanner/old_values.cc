#include "scanner/old_values.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include "scanner/encoded_spellings.h"
#include "scanner/git/changes.h"
#include "scanner/read/reader.h"

namespace leakwarden::scanner {

OldValues::OldValues(Repository& repository, ScanJob& job, const std::vector<Finding>& findings)
    : repository_(repository), job_(job) {
  for (const Finding& finding : findings) want(finding);
}

void OldValues::want(const Finding& finding) {
  const std::uint32_t value = numbers_.number_of(finding);
  if (value == values_.size()) {
    values_.push_back(
        {finding.secret, encoded_spellings(finding.secret.reveal(RevealFor::Matching))});
    forms_ += values_.back().encoded.size();
  }
  std::vector<Secret>& encoded = values_[value].encoded;
  if (finding.written.empty() ||
      std::find(encoded.begin(), encoded.end(), finding.written) != encoded.end())
    return;
  encoded.push_back(finding.written);
  ++forms_;
}

bool OldValues::holds(std::string_view bytes, const Wanted& wanted) {
  if (bytes.find(wanted.plain.reveal(RevealFor::Matching)) != std::string_view::npos) return true;
  return std::any_of(wanted.encoded.begin(), wanted.encoded.end(), [&bytes](const Secret& form) {
    const std::string_view text = form.reveal(RevealFor::Matching);
    const std::boyer_moore_horspool_searcher searcher(text.begin(), text.end());
    return std::search(bytes.begin(), bytes.end(), searcher) != bytes.end();
  });
}

void OldValues::look_in(std::string_view text, std::vector<bool>& held) {
  byte_values_ += text.size() * (values_.size() + forms_ / 4);
  budget_ended_ = byte_values_ > kMostByteValues;
  for (std::size_t i = 0; i < values_.size(); ++i) held[i] = held[i] || holds(text, values_[i]);
}

bool OldValues::blob_holds(const ObjectId& blob, std::uint32_t value) {
  const auto known = held_.find(blob);
  if (known != held_.end()) return known->second[value];
  if (budget_ended_ || held_.size() >= kMostBlobs || job_.cancelled()) {
    budget_ended_ = true;
    return false;
  }
  const Result<ObjectBytes> bytes = repository_.objects().read(blob);
  std::vector<bool> held(values_.size());
  if (bytes.ok()) {
    look_in(bytes->bytes, held);
    ReadBudget budget(bytes->bytes.size());
    visit_texts(bytes->bytes, budget, [this, &held](std::string_view text) {
      look_in(text, held);
      return !budget_ended_;
    });
  }
  return held_.emplace(blob, std::move(held)).first->second[value];
}

const OldValues::Paths& OldValues::paths_of(const ObjectId& tree) {
  const auto [slot, is_new] = trees_.try_emplace(tree);
  if (!is_new) return slot->second;
  std::vector<Gap> gaps;  // what is missing there cannot make a value old
  Result<std::vector<IntroducedBlob>> blobs = tree_blobs(repository_, tree, gaps);
  if (!blobs.ok()) return slot->second;
  for (IntroducedBlob& blob : *blobs) slot->second.emplace_back(blob.blob, std::move(blob.path));
  return slot->second;
}

bool OldValues::stood_in(const Finding& finding, const std::vector<ObjectId>& likely,
                         const std::vector<ObjectId>& trees) {
  const std::uint32_t value = numbers_.number_of(finding);
  if (value >= values_.size()) return false;
  for (const ObjectId& blob : likely) {
    if (blob_holds(blob, value)) return true;
  }
  for (const ObjectId& tree : trees) {
    for (const auto& [blob, path] : paths_of(tree)) {
      if (blob_holds(blob, value)) return true;
      if (budget_ended_) return false;
    }
  }
  return false;
}

bool OldValues::stood_in_names(const Finding& finding, const std::vector<ObjectId>& trees) {
  const std::string_view value = finding.secret.reveal(RevealFor::Matching);
  for (const ObjectId& tree : trees) {
    for (const auto& [blob, path] : paths_of(tree)) {
      if (path.find(value) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace leakwarden::scanner
