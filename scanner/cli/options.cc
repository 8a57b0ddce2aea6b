#include "scanner/cli/options.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "scanner/report/words.h"
#include "scanner/rules/suggest.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kHelpColumn = 28;
constexpr std::size_t kHelpWidth = 80;
constexpr std::size_t kShortestPart = 4;  // of an option's name that stands for it

const Option* find_option(const std::vector<Option>& table, std::string_view name) {
  for (const Option& option : table) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

// The nearest option ("histroy", "fail_on"), or the only one that begins with the word or holds it
// ("hist", "secrets").
std::string meant_option(const std::vector<Option>& table, std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  std::vector<std::string_view> known;
  for (const Option& option : table) known.push_back(option.name);
  const std::string_view near = nearest_word(name, known);
  if (!near.empty() || name.empty()) return std::string(near);
  std::vector<std::string_view> holding;
  for (std::string_view option : known) {
    const std::size_t at = option.find(name);
    if (at == 0 || (at != std::string_view::npos && name.size() >= kShortestPart))
      holding.push_back(option);
  }
  return holding.size() == 1 ? std::string(holding.front()) : "";
}

Error unknown_option(const std::vector<Option>& table, const std::string& word,
                     const std::string& name) {
  const std::string meant = meant_option(table, name);
  return Error::invalid("read options", word, "unknown option")
      .with_remedy(meant.empty() ? "--help lists them" : "--" + meant);
}

bool is_off(const std::string& text) {
  return text.empty() || text == "0" || text == "no" || text == "false";
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    if (end != begin && begin < text.size()) parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

}  // namespace

std::string environment_name(std::string_view option) {
  std::string name = "LEAKWARDEN_";
  for (char c : option) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

Result<Options> Options::parse(const std::vector<Option>& table,
                               const std::vector<std::string>& words) {
  Options options;
  bool only_operands = false;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (only_operands || word.empty() || word == "-" || word[0] != '-') {
      options.operands_.push_back(word);
    } else if (word == "--") {
      only_operands = true;
    } else {
      LEAKWARDEN_CHECK(options.take(table, words, at));
    }
  }
  options.take_environment(table);
  return options;
}

Status Options::take(const std::vector<Option>& table, const std::vector<std::string>& words,
                     std::size_t& at) {
  const std::string& word = words[at];
  const std::size_t equals = word.find('=');
  const std::size_t dashes = word.compare(0, 2, "--") == 0 ? 2 : 1;
  std::string name = word.substr(dashes, equals == std::string::npos ? equals : equals - dashes);
  if (word == "-h") name = "help";
  const Option* option = dashes == 2 || word == "-h" ? find_option(table, name) : nullptr;
  if (option == nullptr) return unknown_option(table, word.substr(0, equals), name);
  const bool is_switch = option->value.empty();
  if (is_switch && equals != std::string::npos) {
    return Error::invalid("read options", word, "takes no value").with_remedy("--" + name);
  }
  if (!is_switch && equals == std::string::npos && at + 1 == words.size()) {
    return Error::invalid("read options", word, "needs a value")
        .with_remedy(word + " " + std::string(option->value));
  }
  std::string value;
  if (equals != std::string::npos) {
    value = word.substr(equals + 1);
  } else if (!is_switch) {
    value = words[++at];
  }
  values_[name].push_back(std::move(value));
  return done();
}

void Options::take_environment(const std::vector<Option>& table) {
  for (const Option& option : table) {
    if (has(option.name) || option.name == "help") continue;
    const char* given = std::getenv(environment_name(option.name).c_str());
    if (given == nullptr) continue;
    const std::string text = given;
    std::vector<std::string>& values = values_[std::string(option.name)];
    if (option.value.empty() && !is_off(text)) values = {""};
    if (!option.value.empty() && option.repeat == Repeat::Yes) values = split(text, ':');
    if (!option.value.empty() && option.repeat == Repeat::No && !text.empty()) values = {text};
    if (values.empty()) {
      values_.erase(std::string(option.name));
    } else {
      of_environment_.emplace(option.name);
    }
  }
}

std::optional<std::string> Options::value(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Options::values(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::string Options::said(std::string_view name) const {
  const std::string text = value(name).value_or("");
  if (of_environment_.count(name) > 0) return environment_name(name) + "=" + text;
  return "--" + std::string(name) + (text.empty() ? "" : " " + text);
}

std::string options_help(const std::vector<Option>& table) {
  std::string text;
  for (const Option& option : table) {
    std::string head = "  --" + std::string(option.name);
    if (!option.value.empty()) head += " " + std::string(option.value);
    if (head.size() + 1 > kHelpColumn) {
      text += head + "\n";
      head.clear();
    }
    for (const std::string& line : wrapped(option.help, kHelpWidth - kHelpColumn)) {
      head.resize(kHelpColumn, ' ');
      text += head + line + "\n";
      head.clear();
    }
  }
  return text;
}

Result<std::uint64_t> parse_number(const std::string& said, const std::string& text) {
  std::uint64_t number = 0;
  const std::from_chars_result parsed =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return Error::invalid("read options", said, "not a whole number");
  }
  return number;
}

Result<std::uint64_t> parse_size(const std::string& said, const std::string& text) {
  static constexpr std::pair<std::string_view, unsigned> kUnits[] = {
      {"", 0},     {"B", 0},  {"K", 10},   {"KiB", 10}, {"M", 20},
      {"MiB", 20}, {"G", 30}, {"GiB", 30}, {"T", 40},   {"TiB", 40}};
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = std::string_view(text).substr(digits);
  for (const std::pair<std::string_view, unsigned>& known : kUnits) {
    if (known.first != unit) continue;
    LEAKWARDEN_TRY(const std::uint64_t number, parse_number(said, text.substr(0, digits)));
    if (number > UINT64_MAX >> known.second) break;
    return number << known.second;
  }
  return Error::invalid("read options", said, "not a size").with_remedy("64MiB");
}

}  // namespace leakwarden::scanner
