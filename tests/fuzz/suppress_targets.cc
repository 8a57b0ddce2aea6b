// Files that speak for findings: whatever stands in one, reading ends with statements or with a
// mistake at a place of the file.

#include "scanner/base/fingerprint.h"
#include "scanner/rules/import/peer_rules.h"
#include "scanner/suppress/allowlist.h"
#include "scanner/suppress/baseline.h"
#include "scanner/suppress/gitleaks_ignore.h"
#include "scanner/suppress/ignore_file.h"
#include "scanner/suppress/secrets_baseline.h"
#include "tests/fuzz/fuzz_target.h"

namespace leakwarden::fuzz {
namespace {

using namespace scanner;

const std::string kStrong = "s1-0123456789abcdef0123456789abcdef";

// Whoever it speaks for, it says so by number.
void ask(const Result<std::shared_ptr<const Speaker>>& speaker) {
  if (!speaker.ok()) {
    require(speaker.error().kind == ErrorKind::Invalid, "a mistake is Invalid");
    require(speaker.error().where.starts_with("f:"), "a mistake names its place");
    return;
  }
  Finding finding;
  finding.rule_id = "jwt";
  finding.secret = Secret::copy_of("EXAMPLE0123456789");
  finding.fingerprint = kStrong;
  finding.masked_line = "key = …";
  finding.location.range.start_line = 3;
  const Subject subject{finding, "a/b.env"};
  for (const std::size_t number : (*speaker)->speaking_for(subject)) {
    require(number < (*speaker)->statements().size(), "what speaks is a statement");
  }
}

void run_baseline(std::string_view bytes) {
  const Result<std::vector<BaselineEntry>> entries = parse_baseline(bytes, "f");
  if (!entries.ok()) return ask(entries.error());
  const std::string text = baseline_text(*entries);
  const Result<std::vector<BaselineEntry>> again = parse_baseline(text, "f");
  require(again.ok() && baseline_text(*again) == text, "what is written is read back");
  ask(baseline_speaker(*entries, "f"));
}

std::vector<std::string> baseline_seeds() {
  const std::string header = "{\"leakwarden_baseline\":1}\n";
  return {header + "{\"fingerprint\":\"" + kStrong +
              "\",\"rule\":\"jwt\",\"path\":\"a/b.env\",\"line\":3,\"reason\":\"x\",\"person\":"
              "\"Ana\",\"added\":\"2026-11-26\",\"expires\":\"2027-01-31\"}\n",
          header +
              "{\"fingerprint\":\"w1-3f2-0a1b2\",\"rule\":\"jwt\",\"kind\":\"tag-message\","
              "\"reason\":\"x\",\"confidence\":\"low\"}\n"};
}

void run_ignore_file(std::string_view bytes) {
  ask(parse_ignore_file(bytes, "f"));
}

std::vector<std::string> ignore_file_seeds() {
  return {"# x\ntests/fixtures/\n!tests/a.env\nrule:jwt docs/*.md # why\nuntil:2027-06-30 a/\n" +
          kStrong + "\nrule:jwt w1-3f2-0a1b2 a/[a-z].env\n**/b.env\n"};
}

void run_gitleaks_ignore(std::string_view bytes) {
  ask(parse_gitleaks_ignore(bytes, "f", [](const std::string& id) { return id == "jwt"; }));
}

std::vector<std::string> gitleaks_ignore_seeds() {
  return {std::string(40, 'a') + ":a/b.env:jwt:3\na/b.env:other:3\n# x\n"};
}

void run_secrets_baseline(std::string_view bytes) {
  ask(parse_secrets_baseline(bytes, "f", [](std::string_view) { return std::string(40, '0'); }));
}

std::vector<std::string> secrets_baseline_seeds() {
  return {
      "{\"version\": \"1.4.0\", \"plugins_used\": [{\"name\": \"x\"}], \"results\": {\"a/b.env\": "
      "[{\"type\": \"x\", \"hashed_secret\": \"" +
      std::string(40, '0') + "\", \"line_number\": 3, \"is_secret\": false}]}}\n"};
}

void run_allowlist(std::string_view bytes) {
  const Result<TomlNode> root = parse_toml(bytes, "f");
  if (!root.ok()) return;
  ProblemList problems;
  ask(allowlist_speaker(read_peer_rules(*root, "f", &problems), "f"));
}

std::vector<std::string> allowlist_seeds() {
  return {
      "[[allowlists]]\ncondition = \"AND\"\npaths = ['''^a/''']\nregexes = ['''EX''']\n"
      "regexTarget = \"line\"\nstopwords = ['example']\n"
      "[[rules]]\nid = 'jwt'\nregex = '''[A-Z0-9]+'''\n[rules.allowlist]\n"
      "commits = ['aaaa']\nregexes = ['''^(?:x|EX)''']\nregexTarget = \"match\"\n"};
}

}  // namespace

std::vector<FuzzTarget> suppress_targets() {
  return {{"baseline", run_baseline, baseline_seeds},
          {"ignore_file", run_ignore_file, ignore_file_seeds},
          {"gitleaks_ignore", run_gitleaks_ignore, gitleaks_ignore_seeds},
          {"secrets_baseline", run_secrets_baseline, secrets_baseline_seeds},
          {"allowlist", run_allowlist, allowlist_seeds}};
}

}  // namespace leakwarden::fuzz
