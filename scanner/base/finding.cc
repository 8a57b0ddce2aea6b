#include "scanner/base/finding.h"

#include <array>
#include <tuple>

namespace leakwarden {
namespace {

template <typename Enum, std::size_t count>
using Names = std::array<std::pair<Enum, std::string_view>, count>;

constexpr Names<Severity, 4> kSeverities = {{{Severity::Low, "low"},
                                             {Severity::Medium, "medium"},
                                             {Severity::High, "high"},
                                             {Severity::Critical, "critical"}}};
constexpr Names<Confidence, 3> kConfidences = {
    {{Confidence::Low, "low"}, {Confidence::Medium, "medium"}, {Confidence::High, "high"}}};
constexpr Names<Verified, 4> kVerified = {{{Verified::Unchecked, "unchecked"},
                                           {Verified::Live, "live"},
                                           {Verified::Dead, "dead"},
                                           {Verified::Unknown, "unknown"}}};
constexpr Names<PlaceKind, 16> kPlaces = {{{PlaceKind::Blob, "blob"},
                                           {PlaceKind::CommitMessage, "commit-message"},
                                           {PlaceKind::Author, "author"},
                                           {PlaceKind::Committer, "committer"},
                                           {PlaceKind::TagMessage, "tag-message"},
                                           {PlaceKind::Tagger, "tagger"},
                                           {PlaceKind::Note, "note"},
                                           {PlaceKind::RefName, "ref-name"},
                                           {PlaceKind::Path, "path"},
                                           {PlaceKind::Index, "index"},
                                           {PlaceKind::WorkTree, "work-tree"},
                                           {PlaceKind::Stash, "stash"},
                                           {PlaceKind::Reflog, "reflog"},
                                           {PlaceKind::Config, "config"},
                                           {PlaceKind::File, "file"},
                                           {PlaceKind::Stream, "stream"}}};

template <typename Enum, std::size_t count>
std::string_view name_in(const Names<Enum, count>& names, Enum value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  return "";
}

template <typename Enum, std::size_t count>
std::optional<Enum> value_in(const Names<Enum, count>& names, std::string_view text) {
  for (const auto& [candidate, name] : names) {
    if (name == text) return candidate;
  }
  return std::nullopt;
}

}  // namespace

std::string_view severity_name(Severity severity) {
  return name_in(kSeverities, severity);
}
std::string_view confidence_name(Confidence confidence) {
  return name_in(kConfidences, confidence);
}
std::string_view verified_name(Verified verified) {
  return name_in(kVerified, verified);
}
std::string_view place_kind_name(PlaceKind kind) {
  return name_in(kPlaces, kind);
}
std::optional<Severity> severity_from_name(std::string_view name) {
  return value_in(kSeverities, name);
}
std::optional<Confidence> confidence_from_name(std::string_view name) {
  return value_in(kConfidences, name);
}
std::optional<PlaceKind> place_kind_from_name(std::string_view name) {
  return value_in(kPlaces, name);
}
std::optional<Verified> verified_from_name(std::string_view name) {
  return value_in(kVerified, name);
}

bool report_order(const Finding& left, const Finding& right) {
  const Location& a = left.location;
  const Location& b = right.location;
  return std::tie(a.repository, a.path, a.kind, a.blob, a.commit, a.range.start_line,
                  a.range.start_column, left.rule_id, left.fingerprint, left.decoded) <
         std::tie(b.repository, b.path, b.kind, b.blob, b.commit, b.range.start_line,
                  b.range.start_column, right.rule_id, right.fingerprint, right.decoded);
}

}  // namespace leakwarden
