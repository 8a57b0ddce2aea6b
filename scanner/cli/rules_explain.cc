#include "scanner/cli/rules_explain.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "scanner/base/clock.h"
#include "scanner/base/file.h"
#include "scanner/base/limits.h"
#include "scanner/match/explain.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostExplained = 200;

Result<std::string> read_standard_input(std::uint64_t max_bytes) {
  std::string text;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("read", "standard input", errno);
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() > max_bytes) {
      return Error::too_large("read", "standard input", fmt::format("more than {} bytes", max_bytes))
          .with_remedy("give the few lines in question");
    }
  }
}

Result<std::string> read_text(const std::string& path) {
  const std::uint64_t max_bytes = Limits{}.max_config_bytes;
  if (path == "-") return read_standard_input(max_bytes);
  return read_regular_file(AT_FDCWD, path, max_bytes);
}

}  // namespace

Result<std::string> explained_text(std::shared_ptr<const RuleSet> rules, const std::string& path,
                                   const std::string& only) {
  LEAKWARDEN_TRY(const std::string text, read_text(path));
  const std::int64_t now = unix_seconds(SystemClock().now());
  LEAKWARDEN_TRY(Matcher matcher, Matcher::create(std::move(rules), Limits{}, now));
  LEAKWARDEN_TRY(const LocalVerdicts found, matcher.find(text));
  std::string explained;
  std::size_t count = 0;
  for (const LocalVerdict& verdict : found.verdicts) {
    const Rule& rule = matcher.rules().rules()[verdict.rule];
    if (!only.empty() && rule.id != only) continue;
    if (++count > kMostExplained) continue;
    explained += (count == 1 ? "" : "\n") + explain_verdict(rule, text, verdict);
  }
  if (count > kMostExplained) {
    explained += fmt::format("\nand {} more\n", count - kMostExplained);
  }
  for (const std::uint32_t stormed : found.stormed_rules) {
    explained += fmt::format("rule {} matched too often here and was set aside\n",
                             matcher.rules().rules()[stormed].id);
  }
  if (count == 0) explained += "no rule's trigger fires in it\n";
  return explained;
}

}  // namespace leakwarden::scanner
