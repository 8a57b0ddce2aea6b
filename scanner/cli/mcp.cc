#include "scanner/cli/mcp.h"

#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "scanner/cli/chosen_settings.h"
#include "scanner/cli/console.h"
#include "scanner/cli/duration.h"
#include "scanner/cli/mcp_session.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden mcp: the scanner as tools for coding agents

  leakwarden mcp                 started by the agent, not by hand
  claude mcp add leakwarden -- leakwarden mcp

Usage: leakwarden mcp [OPTION…]
Model Context Protocol over standard input and output. Tools: scan_text,
scan_staged, explain, rules. Values are only ever shown masked.

Options:
)";

constexpr std::chrono::milliseconds kShortestDeadline{50};
constexpr std::chrono::milliseconds kLongestDeadline{3'600'000};
constexpr std::size_t kChunkBytes = 64 << 10;

std::vector<Option> all_options() {
  std::vector<Option> all = {
      {"deadline", "TIME", "for one call of a tool: 500ms, 20s (default)"},
  };
  const std::vector<Option> shared = chosen_setting_options(
      {"rules", "confidence", "ignore-markers", "marker", "jobs", "max-matches-per-rule"});
  all.insert(all.end(), shared.begin(), shared.end());
  all.push_back({"help", "", "this text"});
  return all;
}

// Lines of standard input, none of them held beyond the limit.
class Lines {
 public:
  enum class Kind { Line, TooLong, End, Failed };

  Kind next(std::string& line) {
    line.clear();
    bool is_too_long = false;
    while (true) {
      const std::size_t end = buffer_.find('\n', from_);
      const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
      is_too_long |= line.size() + (stop - from_) > kMostMcpLineBytes;
      if (!is_too_long) line.append(buffer_, from_, stop - from_);
      from_ = end == std::string::npos ? buffer_.size() : end + 1;
      if (end != std::string::npos) return is_too_long ? Kind::TooLong : Kind::Line;
      const ssize_t count = fill();
      if (count < 0) return Kind::Failed;
      if (count > 0) continue;
      if (is_too_long) return Kind::TooLong;
      return line.empty() ? Kind::End : Kind::Line;
    }
  }

 private:
  ssize_t fill() {
    buffer_.resize(kChunkBytes);
    from_ = 0;
    ssize_t count = -1;
    do {
      count = ::read(STDIN_FILENO, buffer_.data(), buffer_.size());
    } while (count < 0 && errno == EINTR);
    buffer_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return count;
  }

  std::string buffer_;
  std::size_t from_ = 0;
};

Result<int> serve(const Options& options) {
  McpTools tools;
  LEAKWARDEN_TRY(tools.settings, read_scan_settings(options));
  const std::string deadline = options.value("deadline").value_or("20s");
  LEAKWARDEN_TRY(tools.deadline,
                 parse_duration("deadline", deadline, kShortestDeadline, kLongestDeadline));
  McpSession session(std::move(tools));
  Lines lines;
  for (std::string line;;) {
    const Lines::Kind kind = lines.next(line);
    if (kind == Lines::Kind::End) return kExitClean;
    if (kind == Lines::Kind::Failed) {
      return Error::from_errno("read", "standard input", errno);
    }
    const std::string answer =
        kind == Lines::Kind::TooLong ? session.answer_too_long() : session.answer(line);
    if (!answer.empty()) LEAKWARDEN_CHECK(write_output(answer + "\n", ""));
  }
}

}  // namespace

int mcp_command(const std::vector<std::string>& arguments) {
  const std::vector<Option> table = all_options();
  const Result<Options> options = Options::parse(table, arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp + options_help(table));
  if (!options->operands().empty()) {
    return usage_error(Error::invalid("read options", options->operands()[0], "not expected")
                           .with_remedy("leakwarden mcp --help"));
  }
  const Result<int> code = serve(*options);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
