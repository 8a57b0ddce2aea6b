#include "notifier/text.h"

#include <algorithm>

#include <fmt/core.h>

namespace leakwarden::notifier {
namespace {

constexpr std::size_t kWidth = 72;

// Columns of UTF-8 text, each code point counted as one: close enough to wrap by.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Words of `text` in lines, the first after `first_indent`, the others after `indent` spaces.
std::string wrapped(std::string_view text, const std::string& first_indent, std::size_t indent) {
  std::string result;
  std::string line = first_indent;
  bool line_has_word = false;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (line_has_word && columns(line) + 1 + columns(word) > kWidth) {
      result += line + "\n";
      line = std::string(indent, ' ');
      line_has_word = false;
    }
    if (line_has_word) line += ' ';
    line += word;
    line_has_word = true;
  }
  return result + line + "\n";
}

void add_steps(std::string& text, const Message& message) {
  if (message.steps.empty()) return;
  text += "\nWhat to do now\n\n";
  for (std::size_t i = 0; i < message.steps.size(); ++i) {
    const MessageStep& step = message.steps[i];
    std::string number = fmt::format("  {}. ", i + 1);
    if (!step.link.empty()) {
      text += number + step.link + "\n";
      number = std::string(number.size(), ' ');
    }
    text += wrapped(step.text, number, number.size());
  }
  if (!message.caution.empty()) text += "\n" + wrapped(message.caution, "", 0);
}

void add_items(std::string& text, const Message& message) {
  if (message.items.empty()) return;
  text += "\n";
  for (const MessageItem& item : message.items) {
    text += wrapped(item.title, fmt::format("{:<9} ", item.severity), 10);
    if (!item.place.empty()) text += wrapped(item.place, std::string(10, ' '), 10);
    if (!item.link.empty()) text += fmt::format("{:10}revoke {}\n", "", item.link);
    if (!item.id.empty()) text += fmt::format("{:10}leakwarden incidents show {}\n", "", item.id);
  }
  if (!message.more_items.empty()) text += message.more_items + "\n";
}

void add_facts(std::string& text, const Message& message) {
  if (message.facts.empty()) return;
  text += "\nFacts\n\n";
  for (const MessageFact& fact : message.facts) {
    std::string name = fmt::format("  {:<12} ", fact.name);
    text += wrapped(fact.value, name, 15);
    if (!fact.link.empty()) text += std::string(15, ' ') + fact.link + "\n";
  }
}

void add_commands(std::string& text, const Message& message) {
  if (message.commands.empty()) return;
  text += "\n" + message.commands_title + "\n\n";
  for (const MessageCommand& command : message.commands) {
    text += fmt::format("  {:<14} {}\n", command.says, command.command);
  }
}

}  // namespace

std::string render_text(const Message& message) {
  std::string text = wrapped(message.headline, "", 0);
  if (!message.repeat_note.empty()) text += "\n" + wrapped(message.repeat_note, "", 0);
  if (!message.lead.empty()) text += "\n" + wrapped(message.lead, "", 0);
  add_steps(text, message);
  add_items(text, message);
  add_facts(text, message);
  add_commands(text, message);
  return text;
}

}  // namespace leakwarden::notifier
