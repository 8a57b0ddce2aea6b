#pragma once

// The fields of base's plain values, in the order they are written (body.h). A Finding's are not
// here: what may carry its value is for each user to say.

#include "scanner/base/body.h"
#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"
#include "scanner/base/result.h"

namespace leakwarden {

template <typename Archive, Is<Error> Value>
void fields(Archive& archive, Value& error) {
  archive.enumerator(error.kind, ErrorKind::Invalid);
  archive(error.what, error.where, error.why, error.remedy);
}

template <typename Archive, Is<Gap> Value>
void fields(Archive& archive, Value& gap) {
  archive(gap.what, gap.reason, gap.bytes, gap.corrupt, gap.caused_by_content);
}

template <typename Archive, Is<Coverage> Value>
void fields(Archive& archive, Value& coverage) {
  archive(coverage.objects, coverage.bytes, coverage.gaps, coverage.unrecorded_gaps,
          coverage.any_corrupt_gap, coverage.any_gap_caused_by_content, coverage.notes);
}

template <typename Archive, Is<TextRange> Value>
void fields(Archive& archive, Value& range) {
  archive(range.start_line, range.end_line, range.start_column, range.end_column);
}

template <typename Archive, Is<Location> Value>
void fields(Archive& archive, Value& location) {
  archive.enumerator(location.kind, PlaceKind::Stream);
  archive(location.repository, location.path, location.range, location.blob, location.commit,
          location.author, location.email, location.date, location.refs, location.at_tip,
          location.introduced_by);
}

template <typename Archive, Is<Advice> Value>
void fields(Archive& archive, Value& advice) {
  archive(advice.opens, advice.revoke_url, advice.steps, advice.docs);
}

template <typename Archive, Is<Suppression> Value>
void fields(Archive& archive, Value& suppression) {
  archive(suppression.by, suppression.reason, suppression.expires);
}

}  // namespace leakwarden
