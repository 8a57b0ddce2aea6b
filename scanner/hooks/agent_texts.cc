#include "scanner/hooks/agent_texts.h"

#include <algorithm>
#include <unordered_map>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLongestLine = 512;   // longer strings stand alone
constexpr std::size_t kLongestNamed = 256;  // longer ones need no name to be judged
constexpr std::size_t kShortestKey = 16;    // shorter names of members hold no key
constexpr std::size_t kMostFields = 4096;   // then they are called by the first one's name
constexpr std::size_t kLongestFieldWord = 24;
constexpr int kMostLayers = 3;  // JSON in a string of JSON

bool is_before_name(std::string_view name) {
  return name == "old_string" || name == "old_str";
}

bool is_added_name(std::string_view name) {
  return name == "new_string" || name == "new_str";
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

// Names of members come from whoever made the call and may be anything: only plain words are shown.
std::string shown_path(std::string_view path) {
  std::string shown;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('.'), path.size());
    std::string_view word = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    const std::string_view name = word.substr(0, word.find('['));
    const bool is_plain =
        name.size() <= kLongestFieldWord && std::all_of(name.begin(), name.end(), is_letter);
    shown += (shown.empty() ? "" : ".") + (is_plain ? std::string(word) : "…");
  }
  return shown;
}

bool looks_like_json(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && (text[at] == '{' || text[at] == '[');
}

bool is_patch(std::string_view text) {
  return text.substr(0, 15) == "*** Begin Patch";
}

// How the strings of one call are to be read.
struct Reading {
  bool edits = false;    // old_string and new_string mean what they say
  bool patches = false;  // the tool takes patches, not commands
};

Reading reading_of(const AgentCall& call) {
  Reading reading;
  reading.edits = call.event->form != AgentForm::Unknown && !call.is_mcp &&
                  call.event->stage != AgentStage::Output;
  reading.patches = reading.edits && call.tool == "apply_patch";
  return reading;
}

class Collector {
 public:
  explicit Collector(AgentTexts& result) : result_(result) {}

  void add(const std::string& path, std::string_view text, Reading reading, int layers) {
    const std::string_view name = last_of_path(path);
    if (reading.patches && is_patch(text)) {
      add_patch(path, text);
    } else if (reading.edits && is_before_name(name)) {
      held_back_.push_back({path, std::string(text)});
    } else if (reading.edits && is_added_name(name)) {
      add_alone(path, text, true);
    } else if (text.size() > kLongestLine || text.find('\n') != std::string_view::npos) {
      add_alone(path, text, false);
    } else {
      add_line(path, name, text);
    }
    if (layers > 0 && looks_like_json(text)) add_inside(path, text, {}, layers);
  }

  // JSON in a string that is nothing but that: what its members are called counts.
  bool add_arguments(const std::string& path, std::string_view text, Reading reading) {
    const auto pass_over = [](const JsonText&) {};
    if (!looks_like_json(text) || each_json_text(text, pass_over) != JsonEnd::Whole) return false;
    add_inside(path, text, reading, kMostLayers);
    return true;
  }

  void finish() {
    const bool has_added = std::any_of(result_.texts.begin(), result_.texts.end(),
                                       [](const AgentText& text) { return text.is_added; });
    for (const Held& held : held_back_) {
      if (has_added) result_.before.push_back(held.text);
      if (!has_added) add_alone(held.path, held.text, false);
    }
    if (!lines_.text.empty()) result_.texts.push_back(std::move(lines_));
    if (!named_.text.empty()) result_.texts.push_back(std::move(named_));
  }

 private:
  struct Held {
    std::string path;
    std::string text;
  };

  std::uint32_t field_number(const std::string& path) {
    const auto found = numbers_.find(path);
    if (found != numbers_.end()) return found->second;
    if (result_.fields.size() >= kMostFields) return 0;
    const auto number = static_cast<std::uint32_t>(result_.fields.size());
    result_.fields.push_back(shown_path(path));
    numbers_.emplace(path, number);
    return number;
  }

  void add_alone(const std::string& path, std::string_view text, bool is_added) {
    result_.texts.push_back({std::string(text), shown_path(path), {}, is_added});
  }

  void add_line(const std::string& path, std::string_view name, std::string_view text) {
    const std::uint32_t number = field_number(path);
    lines_.text.append(text) += '\n';
    lines_.line_fields.push_back(number);
    if (text.size() > kLongestNamed || text.find(' ') != std::string_view::npos) return;
    named_.text.append(name).append(": \"").append(text) += "\"\n";
    named_.line_fields.push_back(number);
  }

  void add_patch(const std::string& path, std::string_view text) {
    AgentText added{"", shown_path(path), {}, true};
    std::string before;
    while (!text.empty()) {
      const std::size_t size = std::min(text.find('\n'), text.size());
      const std::string_view line = text.substr(0, size);
      text.remove_prefix(std::min(size + 1, text.size()));
      const char mark = line.empty() ? ' ' : line[0];
      const bool was_there = mark == '-' || mark == ' ';
      std::string& side = was_there ? before : added.text;
      side.append(mark == '+' || was_there ? line.substr(std::min<std::size_t>(1, line.size()))
                                           : line);
      side += '\n';
    }
    result_.texts.push_back(std::move(added));
    result_.before.push_back(std::move(before));
  }

  void add_inside(const std::string& path, std::string_view text, Reading reading, int layers) {
    each_json_text(text, [&](const JsonText& inner) {
      std::string inner_path = path;
      if (!inner.path.empty()) inner_path.append(".").append(inner.path);
      inner_path.resize(std::min(inner_path.size(), kMostPathBytes));
      if (!inner.is_key) add(inner_path, inner.text, reading, layers - 1);
      if (inner.is_key && inner.text.size() >= kShortestKey) add(inner_path, inner.text, {}, 0);
    });
  }

  AgentTexts& result_;
  AgentText lines_;
  AgentText named_;
  std::vector<Held> held_back_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

// Copilot writes a tool's arguments as JSON in a string.
bool are_written_arguments(const JsonText& text, const AgentEvent& event) {
  return event.form == AgentForm::Copilot && event.stage == AgentStage::Call && !text.is_key &&
         text.path == event.scanned;
}

bool is_scanned(const JsonText& text, const AgentEvent& event) {
  if (event.scanned.empty()) return true;
  const std::string_view member = first_of_path(text.path);
  return !member.empty() && (member == event.scanned || member == event.also_scanned);
}

}  // namespace

AgentTexts texts_of(std::string_view json, const AgentCall& call) {
  AgentTexts result;
  Collector collector(result);
  const Reading reading = reading_of(call);
  result.end = each_json_text(json, [&](const JsonText& text) {
    if (!is_scanned(text, *call.event)) return;
    const std::string path(text.path);
    if (are_written_arguments(text, *call.event) &&
        collector.add_arguments(path, text.text, reading))
      return;
    if (!text.is_key) collector.add(path, text.text, reading, kMostLayers);
    if (text.is_key && text.text.size() >= kShortestKey) collector.add(path, text.text, {}, 0);
  });
  collector.finish();
  return result;
}

AgentTexts all_texts_of(std::string_view json) {
  AgentCall everything;
  everything.event = &agent_event(0);
  return texts_of(json, everything);
}

}  // namespace leakwarden::scanner
