#include "scanner/cli/known.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include "scanner/cli/chosen_settings.h"
#include "scanner/cli/console.h"
#include "scanner/cli/scan.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden known: has this value ever leaked here?

  leakwarden known - < key.txt             in this repository
  pass show api/key | leakwarden known - ~/src/a ~/src/b
  leakwarden known - --format jsonl /srv/git/a.git < key.txt

Usage: leakwarden known - [OPTION…] [TARGET…]
The value comes on standard input, so that no list of processes and no shell
history shows it; one line end after it is not part of it. It is looked for
exactly, as it is and as base64, hex, percent-encoding, UTF-16, JSON or XML
would write it, in everything a scan reads. Nothing is sent anywhere.

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 it is not there, 1 it is, 2 wrong usage, 3 not found, but
something could not be read, 130 interrupted.
)";

const std::vector<Option>& known_options() {
  static const std::vector<Option> kOptions = [] {
    std::vector<Option> all = narrowing_options();
    all.push_back(
        {"format", "FORMAT", "text (default on a terminal) or jsonl (default elsewhere)"});
    const std::vector<Option> chosen =
        chosen_setting_options({"require-complete", "allow-missing", "jobs"});
    for (const std::vector<Option>* part : {&output_options(), &chosen})
      all.insert(all.end(), part->begin(), part->end());
    all.push_back({"help", "", "this text"});
    return all;
  }();
  return kOptions;
}

Error no_dash() {
  return Error::invalid("look for a known value", "known", "the value belongs on standard input")
      .with_remedy("leakwarden known - < FILE");
}

// At most one byte more than may be looked for: then the value is refused as too long.
Result<Secret> read_value(int descriptor) {
  std::array<char, KnownValue::kLongestBytes + 3> buffer;  // and a line end, and one more
  std::size_t size = 0;
  Result<Secret> value = Secret();
  while (size < buffer.size()) {
    const ssize_t count = ::read(descriptor, buffer.data() + size, buffer.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) value = Error::from_errno("read", "standard input", errno);
    if (count <= 0) break;
    size += static_cast<std::size_t>(count);
  }
  std::string_view bytes(buffer.data(), size);
  if (!bytes.empty() && bytes.back() == '\n') bytes.remove_suffix(1);
  if (!bytes.empty() && bytes.back() == '\r') bytes.remove_suffix(1);
  if (value.ok()) value = Secret::copy_of(bytes);
  wipe_memory(buffer.data(), buffer.size());
  return value;
}

Result<int> look_for_value(const Options& options) {
  std::vector<std::string> targets = options.operands();
  if (targets.empty() || targets.front() != "-") return no_dash();
  targets.erase(targets.begin());
  if (std::find(targets.begin(), targets.end(), "-") != targets.end()) {
    return Error::invalid("read options", "known - -", "standard input holds the value")
        .with_remedy("leakwarden known - FILE < VALUE");
  }
  if (::isatty(STDIN_FILENO) == 1) return no_dash();
  LEAKWARDEN_TRY(Secret value, read_value(STDIN_FILENO));
  LEAKWARDEN_TRY(KnownValue known, KnownValue::create(std::move(value)));
  return scan_and_report(options, targets, std::make_shared<const KnownValue>(std::move(known)));
}

}  // namespace

int known_command(const std::vector<std::string>& arguments) {
  const Result<Options> options = Options::parse(known_options(), arguments);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help")) return show(kHelp + options_help(known_options()) + kHelpEnd);
  const Result<int> code = look_for_value(*options);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
