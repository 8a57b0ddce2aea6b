#include "scanner/worker/protocol.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <random>
#include <thread>

namespace leakwarden::scanner {
namespace {

ObjectId id_of(char digit) {
  return *ObjectId::from_hex(std::string(40, digit));
}

Finding full_finding() {
  Finding finding;
  finding.rule_id = "example-key";
  finding.rule_name = "Example key";
  finding.provider = "Example";
  finding.severity = Severity::Critical;
  finding.confidence = Confidence::Low;
  finding.verified = Verified::Dead;
  Location& place = finding.location;
  place.kind = PlaceKind::TagMessage;
  place.repository = "corp/app";
  place.path = std::string("a\0b\n\xff", 5);
  place.range = {1, 2, 3, -4};
  place.blob = std::string(40, 'b');
  place.commit = std::string(40, 'c');
  place.author = "A";
  place.email = "a@example.com";
  place.date = "2026-01-02T03:04:05Z";
  place.refs = {"refs/heads/main", ""};
  place.at_tip = false;
  place.introduced_by = "pusher";
  finding.secret = Secret::copy_of(std::string("value\0with nul", 14));
  finding.scope = "api_key";
  finding.fingerprint = "s1-0011";
  finding.facts = {{"account", "7"}, {"expires", ""}};
  finding.decoded = {"base64", "zip:a/b"};
  finding.reasons = {"checksum holds"};
  finding.suppressed = Suppression{"inline", "test key", "2027-01-01"};
  finding.advice = {"all", "https://example.com", {"one", "two"}, "docs"};
  finding.masked_line = "key = EXK…";
  return finding;
}

Coverage full_coverage() {
  Coverage coverage;
  coverage.objects = 7;
  coverage.bytes = UINT64_MAX;
  coverage.add_gap({"blob 1", "larger than 64 MiB", 99, true, true});
  coverage.unrecorded_gaps = 3;
  coverage.notes = {"shallow"};
  return coverage;
}

std::vector<Request> all_requests() {
  ScanPushRequest push;
  push.repository_name = "corp/app";
  push.push.updates = {{ObjectId(), id_of('1'), "refs/heads/new"}, {id_of('2'), ObjectId(), "x"}};
  push.push.known_tips = {*ObjectId::from_hex(std::string(64, 'e'))};
  push.superseded = {{id_of('6'), id_of('7'), "refs/heads/forced"}};
  push.poisoned = {id_of('3'), id_of('4')};
  push.now_unix_seconds = -5;
  push.jobs = 2;
  return {push, ScanHistoryRequest{"r", {id_of('5')}, 1'800'000'000, 4}, WatchRequest{1234},
          ReadRefsRequest{}};
}

std::vector<Event> all_events() {
  RefsEvent refs{"a/b.git", {{"HEAD", id_of('1')}, {"refs/x\xfe", id_of('2')}}, {}, 1000};
  refs.gaps.push_back({"refs/bad", "broken", 0, true, false});
  return {FindingEvent{full_finding()},
          DoneEvent{full_coverage(), "digest"},
          FailedEvent{Error::timeout("scan", "where", "why").with_remedy("wait")},
          refs,
          RepositoryGoneEvent{"gone.git"},
          WatchProblemEvent{"", Error::not_found("open", "x", "y")},
          SweepDoneEvent{}};
}

std::string_view without_length(const std::string& frame) {
  return std::string_view(frame).substr(4);
}

TEST(Protocol, EveryRequestSurvivesTheWay) {
  for (const Request& request : all_requests()) {
    std::string frame = encode(request);
    Result<Request> back = decode_request(without_length(frame));
    ASSERT_TRUE(back.ok()) << request.index();
    EXPECT_EQ(back->index(), request.index());
    EXPECT_EQ(encode(*back), frame) << request.index();
  }
}

TEST(Protocol, EveryEventSurvivesTheWay) {
  for (const Event& event : all_events()) {
    std::string frame = encode(event);
    Result<Event> back = decode_event(without_length(frame));
    ASSERT_TRUE(back.ok()) << event.index();
    EXPECT_EQ(back->index(), event.index());
    EXPECT_EQ(encode(*back), frame) << event.index();
  }
}

// The round trip above would hold for a field that is neither written nor read.
TEST(Protocol, AFindingArrivesWhole) {
  std::string frame = encode(Event(FindingEvent{full_finding()}));
  Result<Event> event = decode_event(without_length(frame));
  ASSERT_TRUE(event.ok());
  const Finding& finding = std::get<FindingEvent>(*event).finding;
  Finding wanted = full_finding();
  EXPECT_EQ(finding.rule_id, wanted.rule_id);
  EXPECT_EQ(finding.rule_name, wanted.rule_name);
  EXPECT_EQ(finding.provider, wanted.provider);
  EXPECT_EQ(finding.severity, wanted.severity);
  EXPECT_EQ(finding.confidence, wanted.confidence);
  EXPECT_EQ(finding.verified, wanted.verified);
  EXPECT_TRUE(finding.secret == wanted.secret);
  EXPECT_EQ(finding.scope, wanted.scope);
  EXPECT_EQ(finding.fingerprint, wanted.fingerprint);
  EXPECT_EQ(finding.facts, wanted.facts);
  EXPECT_EQ(finding.decoded, wanted.decoded);
  EXPECT_EQ(finding.reasons, wanted.reasons);
  ASSERT_TRUE(finding.suppressed.has_value());
  EXPECT_EQ(finding.suppressed->by, "inline");
  EXPECT_EQ(finding.suppressed->reason, "test key");
  EXPECT_EQ(finding.suppressed->expires, "2027-01-01");
  EXPECT_EQ(finding.advice.opens, wanted.advice.opens);
  EXPECT_EQ(finding.advice.revoke_url, wanted.advice.revoke_url);
  EXPECT_EQ(finding.advice.steps, wanted.advice.steps);
  EXPECT_EQ(finding.advice.docs, wanted.advice.docs);
  EXPECT_EQ(finding.masked_line, wanted.masked_line);
}

TEST(Protocol, ALocationArrivesWhole) {
  std::string frame = encode(Event(FindingEvent{full_finding()}));
  Result<Event> event = decode_event(without_length(frame));
  ASSERT_TRUE(event.ok());
  const Location& place = std::get<FindingEvent>(*event).finding.location;
  Location wanted = full_finding().location;
  EXPECT_EQ(place.kind, wanted.kind);
  EXPECT_EQ(place.repository, wanted.repository);
  EXPECT_EQ(place.path, wanted.path);
  EXPECT_EQ(place.range.start_line, 1);
  EXPECT_EQ(place.range.end_line, 2);
  EXPECT_EQ(place.range.start_column, 3);
  EXPECT_EQ(place.range.end_column, -4);
  EXPECT_EQ(place.blob, wanted.blob);
  EXPECT_EQ(place.commit, wanted.commit);
  EXPECT_EQ(place.author, wanted.author);
  EXPECT_EQ(place.email, wanted.email);
  EXPECT_EQ(place.date, wanted.date);
  EXPECT_EQ(place.refs, wanted.refs);
  EXPECT_EQ(place.at_tip, wanted.at_tip);
  EXPECT_EQ(place.introduced_by, wanted.introduced_by);
}

TEST(Protocol, CoverageAndErrorsArriveWhole) {
  Result<Event> event =
      decode_event(without_length(encode(Event(DoneEvent{full_coverage(), "d"}))));
  ASSERT_TRUE(event.ok());
  const Coverage& coverage = std::get<DoneEvent>(*event).coverage;
  EXPECT_EQ(coverage.objects, 7u);
  EXPECT_EQ(coverage.bytes, UINT64_MAX);
  ASSERT_EQ(coverage.gaps.size(), 1u);
  EXPECT_EQ(coverage.gaps[0].reason, "larger than 64 MiB");
  EXPECT_TRUE(coverage.gaps[0].corrupt);
  EXPECT_TRUE(coverage.gaps[0].caused_by_content);
  EXPECT_EQ(coverage.unrecorded_gaps, 3u);
  EXPECT_TRUE(coverage.any_corrupt_gap);
  event = decode_event(without_length(encode(all_events()[2])));
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(std::get<FailedEvent>(*event).error.kind, ErrorKind::Timeout);
  EXPECT_EQ(std::get<FailedEvent>(*event).error.remedy, "wait");
}

TEST(Protocol, ATruncatedFrameIsCorruptAtEveryLength) {
  for (const Event& event : all_events()) {
    std::string frame = encode(event);
    for (std::size_t size = 0; size + 4 < frame.size(); ++size) {
      Result<Event> back = decode_event(without_length(frame).substr(0, size));
      ASSERT_FALSE(back.ok()) << event.index() << " cut to " << size;
      EXPECT_EQ(back.error().kind, ErrorKind::Corrupt);
    }
  }
}

TEST(Protocol, ATruncatedRequestIsCorruptAtEveryLength) {
  for (const Request& request : all_requests()) {
    std::string frame = encode(request);
    for (std::size_t size = 0; size + 4 < frame.size(); ++size) {
      EXPECT_FALSE(decode_request(without_length(frame).substr(0, size)).ok()) << size;
    }
  }
}

TEST(Protocol, TrailingBytesAreCorrupt) {
  std::string frame = encode(Event(SweepDoneEvent{})) + "x";
  EXPECT_FALSE(decode_event(without_length(frame)).ok());
}

TEST(Protocol, ARequestIsNeverAnEvent) {
  for (const Request& request : all_requests()) {
    EXPECT_FALSE(decode_event(without_length(encode(request))).ok());
  }
  for (const Event& event : all_events()) {
    EXPECT_FALSE(decode_request(without_length(encode(event))).ok());
  }
}

// kind 65 is a finding, whose first field is its severity.
TEST(Protocol, AnEnumeratorOutsideItsSetIsCorrupt) {
  std::string frame = encode(Event(FindingEvent{full_finding()}));
  frame[5] = 4;
  EXPECT_FALSE(decode_event(without_length(frame)).ok());
}

TEST(Protocol, AHugeCountAllocatesNothing) {
  std::string frame(1, static_cast<char>(68));  // RefsEvent: repository, then a count of refs
  frame += std::string(8, '\0') + std::string(8, '\x7f') + std::string(64, 'a');
  EXPECT_FALSE(decode_event(frame).ok());
}

TEST(Protocol, FlippedBytesNeverCrashAndReencodeStably) {
  std::mt19937_64 random(20261125);
  for (int round = 0; round < 10'000; ++round) {
    std::vector<Event> events = all_events();
    std::string frame = encode(events[round % events.size()]);
    int flips = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < flips; ++i)
      frame[4 + random() % (frame.size() - 4)] = static_cast<char>(random());
    Result<Event> back = decode_event(without_length(frame));
    if (!back.ok()) continue;
    std::string once = encode(*back);
    Result<Event> again = decode_event(without_length(once));
    ASSERT_TRUE(again.ok());
    ASSERT_EQ(encode(*again), once);
  }
}

TEST(Protocol, RandomBytesNeverCrash) {
  std::mt19937_64 random(7);
  std::size_t accepted = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string frame(random() % 200, '\0');
    for (char& byte : frame) byte = static_cast<char>(random() % 3 == 0 ? random() : random() % 2);
    if (!frame.empty()) frame[0] = static_cast<char>(random() % 80);
    accepted += decode_event(frame).ok() + decode_request(frame).ok();
  }
  EXPECT_LT(accepted, 40'000u);  // some short ones do parse (SweepDone is one byte)
}

struct Pipe {
  std::array<int, 2> ends{};
  Pipe() { EXPECT_EQ(pipe(ends.data()), 0); }
  ~Pipe() {
    close(ends[0]);
    close_writer();
  }
  void close_writer() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
};

TEST(FrameReader, ReadsFramesThenACleanEnd) {
  Pipe pipe;
  std::thread writer([&pipe] {
    for (const Event& event : all_events())
      EXPECT_TRUE(write_frame(pipe.ends[1], encode(event)).ok());
    pipe.close_writer();
  });
  FrameReader reader(pipe.ends[0]);
  for (const Event& event : all_events()) {
    Result<std::optional<std::string>> frame = reader.next();
    ASSERT_TRUE(frame.ok() && frame->has_value());
    EXPECT_EQ(**frame, without_length(encode(event)));
  }
  Result<std::optional<std::string>> end = reader.next();
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->has_value());
  writer.join();
}

TEST(FrameReader, AFrameLargerThanThePipeArrives) {
  Pipe pipe;
  RefsEvent large;
  for (int i = 0; i < 50'000; ++i)
    large.refs.push_back({"refs/heads/" + std::to_string(i), id_of('9')});
  std::string sent = encode(Event(large));
  std::thread writer([&pipe, &sent] { EXPECT_TRUE(write_frame(pipe.ends[1], sent).ok()); });
  FrameReader reader(pipe.ends[0]);
  Result<std::optional<std::string>> frame = reader.next();
  writer.join();
  ASSERT_TRUE(frame.ok() && frame->has_value());
  EXPECT_EQ(**frame, without_length(sent));
}

TEST(FrameReader, AnEndInsideAFrameIsCorruptAtEveryByte) {
  std::string frame = encode(Event(RepositoryGoneEvent{"x.git"}));
  for (std::size_t size = 1; size < frame.size(); ++size) {
    Pipe pipe;
    ASSERT_EQ(write(pipe.ends[1], frame.data(), size), static_cast<ssize_t>(size));
    pipe.close_writer();
    Result<std::optional<std::string>> next = FrameReader(pipe.ends[0]).next();
    ASSERT_FALSE(next.ok()) << size;
    EXPECT_EQ(next.error().kind, ErrorKind::Corrupt);
  }
}

TEST(FrameReader, AnImpossibleLengthIsCorruptAndStaysSo) {
  for (const std::string& head : {std::string("\xff\xff\xff\x7f", 4), std::string(4, '\0')}) {
    FrameReader reader(-1);
    EXPECT_FALSE(reader.feed(head).ok());
    EXPECT_FALSE(reader.take().has_value());
    EXPECT_FALSE(reader.feed("more").ok());
  }
}

TEST(FrameReader, AnImpossibleLengthBehindAGoodFrameIsSeen) {
  FrameReader reader(-1);
  std::string good = encode(Event(SweepDoneEvent{}));
  ASSERT_TRUE(reader.feed(good + std::string(4, '\0')).ok());
  EXPECT_TRUE(reader.take().has_value());
  EXPECT_FALSE(reader.take().has_value());
  EXPECT_FALSE(reader.feed("x").ok());
}

TEST(FrameReader, FedByteByByteGivesTheSameFrames) {
  FrameReader reader(-1);
  std::vector<std::string> frames;
  for (const Event& event : all_events()) {
    for (char byte : encode(event)) {
      ASSERT_TRUE(reader.feed({&byte, 1}).ok());
      if (std::optional<std::string> frame = reader.take()) frames.push_back(*frame);
    }
  }
  ASSERT_EQ(frames.size(), all_events().size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    EXPECT_EQ(frames[i], without_length(encode(all_events()[i])));
  }
  EXPECT_TRUE(reader.empty());
}

TEST(WriteFrame, RefusesWhatNoReaderWouldTake) {
  std::string frame(std::size_t{kMaxFrameBytes} + 5, 'x');
  Status status = write_frame(-1, frame);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().kind, ErrorKind::TooLarge);
}

TEST(WriteFrame, SaysWhenThePipeIsClosed) {
  EXPECT_FALSE(write_frame(-1, "x").ok());
}

}  // namespace
}  // namespace leakwarden::scanner
