#pragma once

// The fields of every value that crosses the worker's pipe, in wire order. Each template serves
// writer and reader alike (body.h). Adding a field here is all it takes; parent and worker are
// always the same build, so there are no versions.

#include <type_traits>

#include "scanner/worker/body.h"
#include "scanner/worker/protocol.h"

namespace leakwarden::scanner {

template <typename Value, typename Wanted>
concept Is = std::is_same_v<std::remove_const_t<Value>, Wanted>;

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

template <typename Archive, Is<Ref> Value>
void fields(Archive& archive, Value& ref) {
  archive(ref.name, ref.id);
}

template <typename Archive, Is<PushUpdate> Value>
void fields(Archive& archive, Value& update) {
  archive(update.old_id, update.new_id, update.ref);
}

template <typename Archive, Is<PushRequest> Value>
void fields(Archive& archive, Value& push) {
  archive(push.updates, push.known_tips);
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

template <typename Archive, Is<Finding> Value>
void fields(Archive& archive, Value& finding) {
  archive.enumerator(finding.severity, Severity::Critical);
  archive.enumerator(finding.confidence, Confidence::High);
  archive.enumerator(finding.verified, Verified::Unknown);
  archive(finding.rule_id, finding.rule_name, finding.provider, finding.location,
          finding.other_lines, finding.secret, finding.scope, finding.fingerprint, finding.facts,
          finding.decoded, finding.reasons, finding.suppressed, finding.advice,
          finding.masked_line);
}

template <typename Archive, Is<ScanPushRequest> Value>
void fields(Archive& archive, Value& request) {
  archive(request.repository_name, request.push, request.superseded, request.poisoned,
          request.now_unix_seconds, request.jobs);
}

template <typename Archive, Is<ScanHistoryRequest> Value>
void fields(Archive& archive, Value& request) {
  archive(request.repository_name, request.poisoned, request.now_unix_seconds, request.jobs);
}

template <typename Archive, Is<WatchRequest> Value>
void fields(Archive& archive, Value& request) {
  archive(request.interval_milliseconds);
}

template <typename Archive, Is<ReadRefsRequest> Value>
void fields(Archive&, Value&) {}

template <typename Archive, Is<FindingEvent> Value>
void fields(Archive& archive, Value& event) {
  archive(event.finding);
}

template <typename Archive, Is<DoneEvent> Value>
void fields(Archive& archive, Value& event) {
  archive(event.coverage, event.ruleset_digest);
}

template <typename Archive, Is<FailedEvent> Value>
void fields(Archive& archive, Value& event) {
  archive(event.error);
}

template <typename Archive, Is<RefsEvent> Value>
void fields(Archive& archive, Value& event) {
  archive(event.repository, event.refs, event.gaps, event.owner_user_id);
}

template <typename Archive, Is<RepositoryGoneEvent> Value>
void fields(Archive& archive, Value& event) {
  archive(event.repository);
}

template <typename Archive, Is<WatchProblemEvent> Value>
void fields(Archive& archive, Value& event) {
  archive(event.repository, event.error);
}

template <typename Archive, Is<SweepDoneEvent> Value>
void fields(Archive&, Value&) {}

}  // namespace leakwarden::scanner
