#include "scanner/hooks/agent_guard.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string>

#include <fmt/core.h>

#include "scanner/hooks/guarded_run.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr int kBlocked = 2;
constexpr std::size_t kChunkBytes = 64 << 10;

struct Input {
  std::string bytes;
  std::uint64_t beyond = 0;  // read and thrown away
  bool failed = false;
};

// Calls `on_first` with what has come when something has and more may follow, and once more when
// no more is kept.
Input read_input(int descriptor, std::uint64_t most,
                 const std::function<void(const std::string&)>& on_first) {
  Input input;
  std::string chunk(kChunkBytes, '\0');
  while (true) {
    const ssize_t count = ::read(descriptor, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    input.failed = count < 0;
    if (count <= 0) return input;
    const bool is_first = input.bytes.empty();
    const std::uint64_t kept =
        std::min<std::uint64_t>(static_cast<std::uint64_t>(count), most - input.bytes.size());
    input.bytes.append(chunk, 0, kept);
    const bool is_full = kept < static_cast<std::uint64_t>(count) && input.beyond == 0;
    input.beyond += static_cast<std::uint64_t>(count) - kept;
    if (is_first || is_full) on_first(input.bytes);
  }
}

void note_form(GuardedChild& child, std::string_view beginning) {
  child.note(std::to_string(number_of(*read_agent_call(beginning).event)));
}

AgentVerdict judge_input(const Input& input, const AgentCall& call, const AgentGuard& guard) {
  AgentVerdict verdict;
  const Result<ScanOptions> options = guard.load_options();
  if (options.ok()) verdict = judge_agent_call(input.bytes, call, *options);
  if (!options.ok()) verdict.unscanned.push_back(options.error().message());
  if (input.failed) verdict.unscanned.push_back("standard input could not be read");
  if (input.beyond > 0) {
    verdict.masked.reset();
    verdict.unscanned.insert(
        verdict.unscanned.begin(),
        fmt::format("it is longer than {}; {} were not looked at", human_bytes(guard.input_bytes),
                    human_bytes(input.beyond)));
  }
  return verdict;
}

void work_in_child(GuardedChild& child, int descriptor, const AgentGuard& guard) {
  Input input = read_input(descriptor, guard.input_bytes,
                           [&](const std::string& bytes) { note_form(child, bytes); });
  mend_surrogates(input.bytes);
  const AgentCall call = read_agent_call(input.bytes);
  child.note(std::to_string(number_of(*call.event)));
  child.finish(packed(answer_agent(call, judge_input(input, call, guard), guard.when_unfinished)));
}

AgentCall noted_call(const std::string& note) {
  AgentCall call;
  call.event = &agent_event(note.empty() ? 0 : std::stoul(note));
  return call;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

AgentAnswer guard_agent_call(int input, const AgentGuard& guard) {
  GuardedLimits limits;
  limits.budget = guard.deadline;
  const GuardedOutcome outcome =
      run_guarded(limits, [&](GuardedChild& child) { work_in_child(child, input, guard); });
  AgentAnswer answer;
  if (outcome.end == GuardedEnd::Finished && unpack(outcome.answer, answer)) return answer;
  AgentVerdict verdict;
  verdict.unscanned.push_back(guarded_words(outcome, limits));
  return answer_agent(noted_call(outcome.note), verdict, guard.when_unfinished);
}

int run_agent(const AgentGuard& guard) {
  std::signal(SIGPIPE, SIG_IGN);  // to die of it would be no answer, and pass
  const AgentAnswer answer = guard_agent_call(STDIN_FILENO, guard);
  const bool is_said = write_all(STDOUT_FILENO, answer.output);
  return write_all(STDERR_FILENO, answer.errors) && is_said ? answer.exit_code : kBlocked;
}

}  // namespace leakwarden::scanner
