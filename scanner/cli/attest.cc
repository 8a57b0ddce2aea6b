#include "scanner/cli/attest.h"

#include <fcntl.h>

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/clock.h"
#include "scanner/base/confidence_word.h"
#include "scanner/base/file.h"
#include "scanner/base/sanitize.h"
#include "scanner/cli/console.h"
#include "scanner/cli/version.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHelp = R"(leakwarden attest: hold a signed scan against a commit, offline

  leakwarden scan --history --attest scan.json --attest-key attest.pem
  leakwarden attest verify scan.json --key attest.pub
  leakwarden attest verify scan.json --key attest.pub --commit "$COMMIT"

Usage: leakwarden attest verify FILE --key PUBLIC [OPTION…]
FILE is a DSSE envelope around an in-toto statement: commits, rules, coverage,
outcome. A pair of keys:
  openssl genpkey -algorithm ed25519 -out attest.pem
  openssl pkey -in attest.pem -pubout -out attest.pub

Options:
)";

constexpr const char* kHelpEnd = R"(
Exit codes: 0 signed by that key, about that commit, and clean; 1 the scan found
secrets; 2 not signed by that key, about another commit, or wrong usage; 3
something was not scanned.
)";

constexpr std::size_t kMostKeyBytes = 64 << 10;

const std::vector<Option>& verify_options() {
  static const std::vector<Option> kOptions = {
      {"key", "FILE", "the public key, PEM"},
      {"commit", "ID", "the commit it must speak of, in full"},
      {"ruleset", "DIGEST", "the rules it must have been made with"},
      {"max-age", "DAYS", "refuse older ones"},
      {"range", "A..B", "take a scan of this range; without it, of whole histories only"},
      {"confidence", "LEVEL", "refuse one that looked only above this (medium)"},
      {"no-suppressed", "", "refuse one in which comments or files spoke for findings"},
      {"help", "", "this text"},
  };
  return kOptions;
}

std::string scope_words(const Narrowing& narrowing) {
  if (narrowing.part == Part::Range) return "range " + narrowing.range;
  return narrowing.part == Part::History ? "history" : "repository";
}

Error refused(const std::string& file, std::string why) {
  return Error::refused("verify", file, std::move(why));
}

// RFC 3339 in UTC sorts as text.
Status check_age(const Options& options, const Attestation& attestation, const std::string& file) {
  const std::optional<std::string> given = options.value("max-age");
  if (!given) return done();
  LEAKWARDEN_TRY(const std::uint64_t days, parse_number(options.said("max-age"), *given));
  if (days > 36500)
    return Error::invalid("read options", options.said("max-age"), "over 100 years");
  const std::int64_t now = unix_seconds(SystemClock().now());
  const std::int64_t oldest = now - static_cast<std::int64_t>(days) * 86400;
  if (attestation.time >= rfc3339(from_unix_seconds(oldest))) return done();
  return refused(file, "made " + attestation.time + ", more than " + *given + " days ago");
}

bool speaks_of(const Attestation& attestation, const std::string& commit) {
  const std::vector<AttestedCommit>& commits = attestation.commits;
  return std::any_of(commits.begin(), commits.end(),
                     [&](const AttestedCommit& one) { return one.commit == commit; });
}

// A scan for high confidence alone is clean where the default is not.
Status check_confidence(const Options& options, const Attestation& attestation,
                        const std::string& file) {
  const std::string wished = options.value("confidence").value_or("medium");
  LEAKWARDEN_TRY(const Confidence most, parse_confidence(options.said("confidence"), wished));
  const std::optional<Confidence> made = confidence_from_name(attestation.confidence);
  if (made && *made <= most) return done();
  return refused(file, "made with findings of " + attestation.confidence +
                           " confidence and up; wished: " + wished);
}

Status check_wishes(const Options& options, const Attestation& attestation,
                    const std::string& file) {
  const std::optional<std::string> commit = options.value("commit");
  if (commit && !speaks_of(attestation, *commit))
    return refused(file, "it does not speak of commit " + *commit);
  const std::optional<std::string> ruleset = options.value("ruleset");
  if (ruleset && attestation.ruleset != *ruleset)
    return refused(file, "made with other rules: " + attestation.ruleset);
  LEAKWARDEN_CHECK(check_confidence(options, attestation, file));
  const std::optional<std::string> range = options.value("range");
  const bool whole = attestation.scope == "history" || attestation.scope == "repository";
  if (range ? attestation.scope != "range " + *range : !whole)
    return refused(file, "it speaks of the " + attestation.scope);
  if (options.has("no-suppressed") && attestation.suppressed > 0)
    return refused(file,
                   counted(attestation.suppressed, "finding was", "findings were") + " suppressed");
  return check_age(options, attestation, file);
}

// What is signed is not therefore harmless.
std::string sanitized(const std::string& line) {
  return sanitize_for_terminal(line, 4000) + "\n";
}

std::string words(const Attestation& attestation) {
  std::string text;
  for (const AttestedCommit& commit : attestation.commits)
    text += sanitized(fmt::format("{} {}", commit.commit, commit.repository));
  text += sanitized(fmt::format("{}: {}, {} suppressed, {} not scanned", attestation.outcome,
                                counted(attestation.findings, "finding", "findings"),
                                attestation.suppressed, attestation.not_scanned));
  text += sanitized(fmt::format(
      "{}, {}, {}, {} and up", attestation.scope, counted(attestation.objects, "object", "objects"),
      counted(attestation.rules, "rule", "rules"), attestation.confidence));
  text += sanitized(fmt::format("rules {}", attestation.ruleset));
  text += sanitized(fmt::format("{}, {}", attestation.scanner, attestation.time));
  return text;
}

int verdict_of(const Attestation& attestation) {
  if (attestation.outcome == outcome_name(Outcome::Clean)) return kExitClean;
  return attestation.findings > 0 ? kExitFindings : kExitIncomplete;
}

Result<std::string> read_file(const std::string& file, std::size_t max_bytes) {
  return read_regular_file(AT_FDCWD, file, max_bytes);
}

Result<int> verify(const Options& options) {
  const std::optional<std::string> key_file = options.value("key");
  if (options.operands().size() != 1 || !key_file) {
    return Error::invalid("read options", "attest verify", "it needs one file and --key")
        .with_remedy("leakwarden attest verify scan.json --key attest.pub");
  }
  const std::string& file = options.operands().front();
  LEAKWARDEN_TRY(const std::string key, read_file(*key_file, kMostKeyBytes));
  LEAKWARDEN_TRY(const std::string envelope, read_file(file, kMostAttestationBytes));
  LEAKWARDEN_TRY(const Attestation attestation, checked_attestation(envelope, key));
  LEAKWARDEN_CHECK(check_wishes(options, attestation, file));
  return show(words(attestation), verdict_of(attestation));
}

}  // namespace

Result<AttestRequest> read_attest_request(const Options& options, const Narrowing& narrowing) {
  AttestRequest request;
  request.file = options.value("attest").value_or("");
  const std::optional<std::string> key_file = options.value("attest-key");
  if (request.file.empty() && key_file) {
    return Error::invalid("read options", options.said("attest-key"), "nothing to write")
        .with_remedy("--attest FILE");
  }
  if (request.file.empty()) return request;
  if (!key_file) {
    return Error::invalid("read options", options.said("attest"), "nothing to sign with")
        .with_remedy("--attest-key attest.pem");
  }
  if (options.has("allow-missing")) {
    return Error::invalid("read options", options.said("attest"),
                          "not of a scan that passes over what is missing")
        .with_remedy("leave --allow-missing away");
  }
  if (narrowing.part == Part::Staged || narrowing.part == Part::WorkTree) {
    return Error::invalid("read options", options.said("attest"),
                          "no commit stands for what is scanned")
        .with_remedy("scan the repository, --history or --range A..B");
  }
  LEAKWARDEN_TRY(std::string pem, read_file(*key_file, kMostKeyBytes));
  request.key = Secret::copy_of(pem);
  wipe_memory(pem.data(), pem.size());
  return request;
}

Status write_attestation(const AttestRequest& request, const Narrowing& narrowing,
                         const ScanSettings& settings, const std::vector<AttestedCommit>& commits,
                         const ReportInput& report) {
  for (const AttestedCommit& commit : commits) {
    if (!commit.commit.empty()) continue;
    return Error::invalid("attest", commit.repository, "it has no commit to speak of")
        .with_remedy("attest scans of repositories that have one");
  }
  Attestation attestation;
  attestation.commits = commits;
  attestation.scanner = std::string("leakwarden ") + kVersion;
  attestation.scope = scope_words(narrowing);
  attestation.ruleset = report.ruleset_digest;
  attestation.rules = report.rule_count;
  attestation.confidence = confidence_name(settings.confidence);
  attestation.outcome = outcome_name(outcome_of(report.coverage, report.findings.size()));
  attestation.findings = report.findings.size();
  attestation.suppressed = report.suppressed.size();
  attestation.objects = report.coverage.objects;
  attestation.bytes = report.coverage.bytes;
  attestation.not_scanned = report.coverage.gaps.size() + report.coverage.unrecorded_gaps;
  attestation.time = rfc3339(SystemClock().now());
  LEAKWARDEN_TRY(const std::string envelope, signed_attestation(attestation, request.key));
  return write_output_file(request.file, envelope, 0644);
}

int attest_command(const std::vector<std::string>& arguments) {
  const bool has_verb = !arguments.empty() && arguments[0] == "verify";
  const std::vector<std::string> words(arguments.begin() + (has_verb ? 1 : 0), arguments.end());
  const Result<Options> options = Options::parse(verify_options(), words);
  if (!options.ok()) return usage_error(options.error());
  if (options->has("help") || arguments.empty())
    return show(kHelp + options_help(verify_options()) + kHelpEnd);
  if (!has_verb) {
    return usage_error(Error::invalid("run", "attest " + arguments[0], "unknown command")
                           .with_remedy("leakwarden attest verify FILE --key PUBLIC"));
  }
  const Result<int> code = verify(*options);
  return code.ok() ? *code : usage_error(code.error());
}

}  // namespace leakwarden::scanner
