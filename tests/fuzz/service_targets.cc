// What the daemon reads from others: its workers' frames, hooks' questions, its configuration, rows
// of its store; and what hooks read from a daemon.

#include "scanner/hooks/decision_lines.h"
#include "scanner/worker/protocol.h"
#include "service/config.h"
#include "service/store/finding_json.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::fuzz {
namespace {

constexpr std::size_t kLengthBytes = 4;

// What was understood is written and understood again as the same.
void run_event(std::string_view bytes) {
  const Result<scanner::Event> event = scanner::decode_event(bytes);
  if (!event.ok()) return;
  const std::string frame = scanner::encode(*event);
  const Result<scanner::Event> again = scanner::decode_event(frame.substr(kLengthBytes));
  require(again.ok() && scanner::encode(*again) == frame, "an event survives its frame");
}

void run_request(std::string_view bytes) {
  const Result<scanner::Request> request = scanner::decode_request(bytes);
  if (!request.ok()) return;
  const std::string frame = scanner::encode(*request);
  const Result<scanner::Request> again = scanner::decode_request(frame.substr(kLengthBytes));
  require(again.ok() && scanner::encode(*again) == frame, "a request survives its frame");
}

Finding some_finding() {
  Finding finding;
  finding.rule_id = "postman-api-key";
  finding.secret = Secret::copy_of("not a key at all");
  finding.fingerprint = "s1-0123";
  finding.location.path = "config/a.env";
  finding.location.refs = {"refs/heads/main"};
  finding.other_lines = {4, 9};
  finding.advice.steps = {"Delete the key"};
  return finding;
}

std::vector<std::string> event_seeds() {
  std::vector<std::string> seeds;
  for (const scanner::Event& event :
       {scanner::Event(scanner::FindingEvent{some_finding()}), scanner::Event(scanner::DoneEvent{}),
        scanner::Event(scanner::FailedEvent{}), scanner::Event(scanner::SweepDoneEvent{})}) {
    seeds.push_back(scanner::encode(event).substr(kLengthBytes));
  }
  return seeds;
}

std::vector<std::string> request_seeds() {
  return {scanner::encode(scanner::Request(scanner::WatchRequest{})).substr(kLengthBytes),
          scanner::encode(scanner::Request(scanner::ScanHistoryRequest{})).substr(kLengthBytes),
          scanner::encode(scanner::Request(scanner::ScanPushRequest{})).substr(kLengthBytes)};
}

void run_configuration(std::string_view bytes) {
  const service::ParsedConfig parsed = service::parse_config(bytes, "fuzz.yaml");
  for (const service::ConfigProblem& problem : parsed.problems) {
    require(!problem.message.empty(), "each problem has words");
    require(problem.line >= 0 && problem.column >= 0, "each problem has a place");
  }
  require(parsed.problems.empty() == service::describe_problems(parsed).empty(),
          "problems are described, and only problems");
}

std::vector<std::string> configuration_seeds() {
  return {
      testing::read_file(std::string(LEAKWARDEN_SOURCE_DIR) + "/deploy/leakwarden.example.yaml")};
}

void run_stored_finding(std::string_view bytes) {
  const std::string once = service::encode_finding(service::decode_finding(bytes));
  require(service::encode_finding(service::decode_finding(once)) == once, "a row survives its row");
  service::decode_texts(bytes);
}

std::vector<std::string> stored_finding_seeds() {
  return {service::encode_finding(some_finding()), service::encode_texts({"one", "two"}), "{}"};
}

// What was understood is written and understood again as the same.
void run_hook_request(std::string_view bytes) {
  const Result<std::vector<scanner::DecisionQuestion>> asked = scanner::read_request(bytes);
  if (!asked.ok()) return;
  const std::string line = scanner::request_line(*asked);
  const Result<std::vector<scanner::DecisionQuestion>> again =
      scanner::read_request(line.substr(0, line.size() - 1));
  require(again.ok() && scanner::request_line(*again) == line, "a request survives its line");
}

void run_hook_answer(std::string_view bytes) {
  constexpr std::size_t kAsked = 3;
  const Result<std::vector<scanner::DecisionAnswer>> answers = scanner::read_answer(bytes, kAsked);
  if (!answers.ok()) return;
  require(answers->size() <= kAsked, "nothing is answered but what was asked");
  for (const scanner::DecisionAnswer& answer : *answers) {
    require(answer.number < kAsked && !answer.decision.empty(), "an answer is about a question");
  }
}

std::vector<std::string> hook_request_seeds() {
  return {scanner::request_line({{"s1-" + std::string(32, 'a'), "", ""},
                                 {"w1-3f2-0a1b2", "generic-password", std::string(32, '9')}})};
}

std::vector<std::string> hook_answer_seeds() {
  return {scanner::answer_line({{0, "test-key", "ana", "2027-01-31T00:00:00Z"}}),
          scanner::refusal_line("no")};
}

}  // namespace

std::vector<FuzzTarget> service_targets() {
  return {{"worker_event", run_event, event_seeds},
          {"worker_request", run_request, request_seeds},
          {"configuration", run_configuration, configuration_seeds},
          {"stored_finding", run_stored_finding, stored_finding_seeds},
          {"hook_request", run_hook_request, hook_request_seeds},
          {"hook_answer", run_hook_answer, hook_answer_seeds}};
}

}  // namespace leakwarden::fuzz
