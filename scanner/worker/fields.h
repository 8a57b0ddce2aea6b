#pragma once

// The fields of every value that crosses the worker's pipe, in wire order. Each template serves
// writer and reader alike (body.h). Adding a field here is all it takes; parent and worker are
// always the same build, so there are no versions.

#include "scanner/base/body_fields.h"
#include "scanner/worker/protocol.h"

namespace leakwarden {

// With its value: the pipe is private.
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

}  // namespace leakwarden

namespace leakwarden::scanner {

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
