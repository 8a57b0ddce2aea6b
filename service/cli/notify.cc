#include "service/cli/notify.h"

#include <fmt/core.h>

#include "notifier/test_alert.h"
#include "scanner/base/sanitize.h"
#include "scanner/cli/exit_code.h"
#include "scanner/report/json_writer.h"
#include "service/cli/command.h"
#include "service/suggest.h"

namespace leakwarden::service {
namespace {

constexpr const char* kHelp = R"(leakwarden notify: try the channels of the configuration

  leakwarden notify test security          send a test alert now
  leakwarden notify test                   to every channel
  leakwarden notify preview security       show it, send nothing

Exit codes: 0 delivered, 2 misconfigured or refused, 3 not delivered now.
)";

std::string unreachable_words(const notifier::RetryAfter& later) {
  return "not delivered: " + sanitize_for_terminal(later.reason, 300) +
         " (an alert would be retried)";
}

struct Answer {
  std::string channel;
  std::string words;
  int exit_code = scanner::kExitClean;
};

Answer answer_of(const std::string& channel, const notifier::DeliveryOutcome& outcome) {
  if (const notifier::Delivered* delivered = std::get_if<notifier::Delivered>(&outcome)) {
    std::string detail = sanitize_for_terminal(delivered->detail, 200);
    return {channel, "delivered" + (detail.empty() ? "" : ": " + detail), scanner::kExitClean};
  }
  if (const notifier::RetryAfter* later = std::get_if<notifier::RetryAfter>(&outcome)) {
    return {channel, unreachable_words(*later), scanner::kExitIncomplete};
  }
  const notifier::Refused& refused = std::get<notifier::Refused>(outcome);
  return {channel, "refused: " + sanitize_for_terminal(refused.reason, 300), scanner::kExitUsage};
}

Result<std::unique_ptr<notifier::Channel>> open_channel(const Command& command,
                                                        const ChannelSpecification& channel) {
  LEAKWARDEN_TRY(notifier::ChannelConfig resolved, resolve_channel(channel));
  std::shared_ptr<notifier::Transport> transport =
      notifier::make_curl_transport(command.config().outgoing);
  return notifier::make_channel(resolved, std::move(transport));
}

Answer test_one(const Command& command, const ChannelSpecification& specification) {
  Result<std::unique_ptr<notifier::Channel>> channel = open_channel(command, specification);
  if (!channel.ok()) {
    return {specification.name, channel.error().message(), scanner::kExitUsage};
  }
  return answer_of(specification.name,
                   (*channel)->deliver(notifier::make_test_attempt(wall_clock())));
}

// All without a name; an unknown name gets a suggestion.
Result<std::vector<ChannelSpecification>> named_channels(const Command& command) {
  const std::vector<ChannelSpecification>& all = command.config().channels;
  if (all.empty()) {
    return Error::invalid("find channel", command.config().file, "there are no channels")
        .with_remedy("add one under channels:");
  }
  if (command.operands().empty()) return all;
  std::vector<ChannelSpecification> named;
  for (const std::string& name : command.operands()) {
    std::size_t before = named.size();
    for (const ChannelSpecification& channel : all) {
      if (channel.name == name) named.push_back(channel);
    }
    if (named.size() > before) continue;
    std::string near = nearest_word(name, channel_names(command.config()));
    return Error::not_found("find channel", name)
        .with_remedy(near.empty() ? listed(channel_names(command.config())) : near);
  }
  return named;
}

std::string line_of(const Answer& answer, Format format) {
  if (format == Format::Text) return fmt::format("{:<14} {}\n", answer.channel, answer.words);
  scanner::JsonObject object;
  object.text("channel", answer.channel);
  object.raw("delivered", answer.exit_code == scanner::kExitClean ? "true" : "false");
  object.text("answer", answer.words);
  return object.str() + "\n";
}

int test(const Words& words) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command = Command::begin(kHelp, with_common_options({}), words, exit_code);
  if (!command) return exit_code;
  Result<std::vector<ChannelSpecification>> channels = named_channels(*command);
  if (!channels.ok()) return say_error(channels.error());
  int worst = scanner::kExitClean;
  for (const ChannelSpecification& channel : *channels) {
    Answer answer = test_one(*command, channel);
    // Who cannot see what was answered is not sent more.
    if (say_output(line_of(answer, command->format())) != scanner::kExitClean) {
      return scanner::kExitUsage;
    }
    // 2 wins over 3: it will not get better by itself.
    bool worse = answer.exit_code == scanner::kExitUsage || worst == scanner::kExitClean;
    if (answer.exit_code != scanner::kExitClean && worse) worst = answer.exit_code;
  }
  return worst;
}

int preview(const Words& words) {
  int exit_code = scanner::kExitClean;
  std::optional<Command> command = Command::begin(kHelp, with_common_options({}), words, exit_code);
  if (!command) return exit_code;
  Result<std::vector<ChannelSpecification>> channels = named_channels(*command);
  if (!channels.ok()) return say_error(channels.error());
  for (const ChannelSpecification& specification : *channels) {
    Result<std::unique_ptr<notifier::Channel>> channel = open_channel(*command, specification);
    if (!channel.ok()) return say_error(channel.error());
    std::string text = (*channel)->preview(notifier::make_test_attempt(wall_clock()));
    std::string head = channels->size() > 1 ? "== " + specification.name + "\n" : "";
    int said = say_output(head + text + "\n");
    if (said != scanner::kExitClean) return said;
  }
  return scanner::kExitClean;
}

}  // namespace

int notify_command(const std::vector<std::string>& words) {
  return run_verb("notify", kHelp, {{"test", test}, {"preview", preview}}, {}, words);
}

}  // namespace leakwarden::service
