#include "scanner/suppression_files.h"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "scanner/accepted_report.h"
#include "scanner/base/file.h"
#include "scanner/base/sha256.h"
#include "scanner/git/changes.h"
#include "scanner/git/sha1.h"
#include "scanner/redact.h"
#include "scanner/rules/import/peer_rules.h"
#include "scanner/suppress/allowlist.h"
#include "scanner/suppress/baseline.h"
#include "scanner/suppress/date.h"
#include "scanner/suppress/gitleaks_ignore.h"
#include "scanner/suppress/ignore_file.h"
#include "scanner/suppress/secrets_baseline.h"
#include "scanner/suppress/text_lines.h"
#include "scanner/text_scanner.h"
#include "scanner/tree_path.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kPeerConfigs[] = {".betterleaks.toml", ".gitleaks.toml"};
constexpr const char* kNoFiles = "mend it, or scan with --no-suppressions";

using SpeakerResult = Result<std::shared_ptr<const Speaker>>;

std::string sha1_hex(std::string_view bytes) {
  const Sha1Digest digest = sha1(bytes);
  return to_hex(digest.data(), digest.size());
}

KnowsRule rules_known_by(const ScanOptions& options) {
  return [rules = options.rules](const std::string& id) {
    return rules != nullptr && rules->find(id) != nullptr;
  };
}

Result<std::string> read_named(int folder, const std::string& file) {
  Result<std::string> bytes = read_regular_file(folder, file, kMostSuppressionBytes);
  if (bytes.ok() || bytes.error().kind == ErrorKind::NotFound) return bytes;
  return Error::invalid("read suppressions", file, bytes.error().why)
      .with_remedy(std::string("a plain file of at most 10 MiB; ") + kNoFiles);
}

Result<PeerConfig> read_config(std::string_view bytes, const std::string& file) {
  LEAKWARDEN_TRY(const TomlNode root, parse_toml(bytes, file));
  ProblemList problems;
  PeerConfig config = read_peer_rules(root, file, &problems);
  if (!problems.has_errors()) return config;
  const RuleProblem& first = problems.all().front();
  return mistake_at(file, first.place.line, first.place.column, first.what, first.remedy);
}

// `extend` by path: below the same root only, one level.
Result<PeerConfig> with_extended(PeerConfig config, const SuppressionSource& source) {
  const std::string& path = config.extends_path;
  if (path.empty() || path[0] == '/' || path.find("..") != std::string::npos) return config;
  LEAKWARDEN_TRY(const std::optional<std::string> bytes, source(path));
  if (!bytes) return config;
  LEAKWARDEN_TRY(PeerConfig extended, read_config(*bytes, path));
  std::vector<PeerConfig> both;
  both.push_back(std::move(extended));
  both.push_back(std::move(config));
  return merged_peer_rules(std::move(both));
}

SpeakerResult read_allowlists(std::string_view bytes, const std::string& file,
                              const SuppressionSource& source) {
  LEAKWARDEN_TRY(PeerConfig own, read_config(bytes, file));
  LEAKWARDEN_TRY(const PeerConfig config, with_extended(std::move(own), source));
  return allowlist_speaker(config, file);
}

SpeakerResult read_own_baseline(std::string_view bytes, const std::string& file) {
  LEAKWARDEN_TRY(const std::vector<BaselineEntry> entries, parse_baseline(bytes, file));
  return baseline_speaker(entries, file);
}

Error unknown_baseline(const std::string& file, std::string why) {
  return Error::invalid("read suppressions", file, std::move(why))
      .with_remedy(
          "a file of leakwarden baseline create, a .secrets.baseline, a gitleaks.toml, or a JSON "
          "report of gitleaks or Betterleaks");
}

bool is_toml(const std::string& file) {
  return file.size() > 5 && file.compare(file.size() - 5, 5, ".toml") == 0;
}

// Told by what stands in it.
SpeakerResult read_any_baseline(std::string_view bytes, const std::string& file,
                                const SuppressionSource& source) {
  if (looks_like_baseline(bytes)) return read_own_baseline(bytes, file);
  if (is_toml(file)) return read_allowlists(bytes, file, source);
  if (looks_like_secrets_baseline(bytes)) return parse_secrets_baseline(bytes, file, sha1_hex);
  if (bytes.find("ExactFindings:") != std::string_view::npos) {
    return unknown_baseline(file,
                            "a baseline of Kingfisher names places by hash, not values: it cannot "
                            "be matched");
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && (bytes[first] == '[' || bytes[first] == '{');
  if (!json) return unknown_baseline(file, "it is no baseline that is known here");
  SpeakerResult report = accepted_report(bytes, file);
  if (report.ok()) return report;
  return unknown_baseline(file, report.error().why);
}

Status add_if_there(const SuppressionSource& source, const std::string& name, Suppressions& all,
                    const std::function<SpeakerResult(std::string_view)>& read) {
  LEAKWARDEN_TRY(const std::optional<std::string> bytes, source(name));
  if (!bytes) return done();
  LEAKWARDEN_TRY(std::shared_ptr<const Speaker> speaker, read(*bytes));
  all.add(std::move(speaker));
  return done();
}

// Where `file` lies below `root`, whatever links lead there; "" for elsewhere.
std::string place_below(const std::string& root, const std::string& file) {
  namespace fs = std::filesystem;
  if (root.empty()) return "";
  std::error_code ignored;
  const fs::path written = fs::absolute(file, ignored).lexically_normal();
  const fs::path real = fs::weakly_canonical(written.parent_path(), ignored) / written.filename();
  for (const fs::path& path : {written, real}) {
    const std::string place = path.lexically_relative(root).generic_string();
    if (!place.empty() && place != "." && place.compare(0, 2, "..") != 0) return place;
  }
  return "";
}

Result<std::string> read_accepted(const SuppressionFiles& files, const SuppressionSource& source,
                                  const std::string& file) {
  const std::string place = place_below(files.committed_root, file);
  if (place.empty()) return read_named(AT_FDCWD, file);
  LEAKWARDEN_TRY(const std::optional<std::string> bytes, source(place));
  if (bytes) return *bytes;
  return Error::invalid("read suppressions", file, "the commit that is asked has no such file")
      .with_remedy("a baseline that lies there, or outside of the repository");
}

Status add_named(const SuppressionFiles& files, const SuppressionSource& source,
                 Suppressions& all) {
  for (const std::string& file : files.baselines) {
    LEAKWARDEN_TRY(const std::string bytes, read_accepted(files, source, file));
    LEAKWARDEN_TRY(std::shared_ptr<const Speaker> speaker, read_any_baseline(bytes, file, source));
    all.add(std::move(speaker));
  }
  return done();
}

Status add_peers(const SuppressionSource& source, const ScanOptions& options, Suppressions& all) {
  const KnowsRule knows = rules_known_by(options);
  for (const char* name : {kGitleaksIgnoreName, kBetterleaksIgnoreName}) {
    LEAKWARDEN_CHECK(add_if_there(source, name, all, [&](std::string_view bytes) {
      return parse_gitleaks_ignore(bytes, name, knows);
    }));
  }
  for (const char* name : kPeerConfigs) {
    LEAKWARDEN_TRY(const std::optional<std::string> bytes, source(name));
    if (!bytes) continue;
    LEAKWARDEN_TRY(std::shared_ptr<const Speaker> speaker, read_allowlists(*bytes, name, source));
    all.add(std::move(speaker));
    break;
  }
  return done();
}

}  // namespace

SuppressionSource in_folder(const std::string& root) {
  if (root.empty()) {
    return [](const std::string&) -> Result<std::optional<std::string>> {
      return std::optional<std::string>();
    };
  }
  return [root](const std::string& name) -> Result<std::optional<std::string>> {
    Result<std::string> bytes = read_named(AT_FDCWD, root + "/" + name);
    if (bytes.ok()) return std::optional<std::string>(std::move(*bytes));
    if (bytes.error().kind == ErrorKind::NotFound) return std::optional<std::string>();
    return std::move(bytes).error();
  };
}

SuppressionSource in_commit(Repository& repository, const ObjectId& commit) {
  return [&repository, commit](const std::string& name) -> Result<std::optional<std::string>> {
    LEAKWARDEN_TRY(const ObjectBytes object, repository.objects().read(commit));
    LEAKWARDEN_TRY(const CommitInfo info, parse_commit(commit, object.bytes));
    const std::optional<ObjectId> blob = object_at(repository, info.tree, name, Wanted::RegularFile);
    if (!blob) return std::optional<std::string>();
    LEAKWARDEN_TRY(const ObjectHeader header, repository.objects().header(*blob));
    if (header.type != ObjectType::Blob || header.size > kMostSuppressionBytes) {
      return Error::invalid("read suppressions", name, "not a file of at most 10 MiB");
    }
    LEAKWARDEN_TRY(ObjectBytes bytes, repository.objects().read(*blob));
    return std::optional<std::string>(std::move(bytes.bytes));
  };
}

Result<Suppressions> read_suppressions(const SuppressionSource& source,
                                       const SuppressionFiles& files, const ScanOptions& options) {
  Suppressions all(date_of(options.now_unix_seconds));
  LEAKWARDEN_CHECK(add_named(files, source, all));
  if (!files.at_root) return all;
  if (files.own_baseline && files.baselines.empty()) {
    LEAKWARDEN_CHECK(add_if_there(source, kBaselineName, all, [](std::string_view bytes) {
      return read_own_baseline(bytes, kBaselineName);
    }));
  }
  LEAKWARDEN_CHECK(add_if_there(source, kIgnoreFileName, all, [](std::string_view bytes) {
    return parse_ignore_file(bytes, kIgnoreFileName);
  }));
  LEAKWARDEN_CHECK(add_peers(source, options, all));
  return all;
}

std::string PathMap::operator()(const std::string& path) const {
  if (in_findings.empty() && in_files.empty()) return path;
  if (path.compare(0, in_findings.size(), in_findings) != 0) return path;
  std::string rest = path.substr(in_findings.size());
  while (!rest.empty() && rest[0] == '/') rest.erase(0, 1);
  if (rest.empty() || in_files.empty()) return in_files + rest;
  return in_files + "/" + rest;
}

Status heed_suppressions(Suppressions& suppressions, const PathMap& paths, Told told,
                         Confidence least, const ScanOptions& options, ScanReport& report) {
  if (suppressions.empty()) return done();
  // Files may hold anything where a reason should stand, and notes repeat them.
  LEAKWARDEN_TRY(TextScanner scanner, TextScanner::create(options));
  NameMasker masker(scanner);
  for (Finding& finding : report.findings) {
    if (finding.confidence < least) continue;
    suppressions.heed(finding, paths(finding.location.path));
    masker.mask_reason(finding);
  }
  for (std::string& note : suppressions.notes(told, least)) {
    masker.mask_name(note);
    report.coverage.notes.push_back(std::move(note));
  }
  return done();
}

Status heed_files_of_hook(const SuppressionSource& source, const SuppressionFiles& files,
                          const ScanOptions& options, Confidence least,
                          Result<ScanReport>& scanned) {
  if (!scanned.ok() || scanned->findings.empty()) return done();
  LEAKWARDEN_TRY(Suppressions suppressions, read_suppressions(source, files, options));
  return heed_suppressions(suppressions, PathMap{}, Told::Used, least, options, *scanned);
}

}  // namespace leakwarden::scanner
