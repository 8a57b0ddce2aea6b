#include "scanner/cli/baseline_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/file.h"
#include "scanner/base/fingerprint.h"
#include "scanner/git_child.h"
#include "scanner/report/groups.h"
#include "scanner/suppress/date.h"
#include "scanner/suppress/text_lines.h"

namespace leakwarden::scanner {
namespace {

constexpr unsigned kFileMode = 0644;

std::string first_line(const Result<std::string>& said) {
  return said.ok() ? said->substr(0, said->find('\n')) : "";
}

// "Ana <ana@example.com>", as git would sign a commit.
std::string person_of_git(const std::string& folder) {
  const std::string name = first_line(run_git(folder, {"config", "user.name"}));
  const std::string email = first_line(run_git(folder, {"config", "user.email"}));
  if (!name.empty()) return email.empty() ? name : name + " <" + email + ">";
  if (!email.empty()) return email;
  const char* user = std::getenv("USER");
  return user == nullptr ? "" : user;
}

bool is_strong(const BaselineEntry& entry) {
  return is_of_strong_value(entry.fingerprint);
}

using EntryName = std::tuple<std::string, std::string, std::string, std::string>;

EntryName name_of(const BaselineEntry& entry) {
  if (is_strong(entry)) return {entry.fingerprint, "", "", ""};
  return {entry.fingerprint, entry.rule, entry.path, entry.kind};
}

}  // namespace

Result<BaselineFile> open_baseline(const Options& options, const Target& target, ReadEntries read) {
  BaselineFile file;
  file.scope = suppression_scope(target, Narrowing{});
  const std::vector<std::string> named = options.values("baseline");
  if (named.size() > 1) return Error::invalid("read options", "--baseline", "one file at a time");
  if (named.empty() && file.scope.root.empty()) {
    return Error::not_found("find the baseline", target.name, "there is no work tree to keep it in")
        .with_remedy("--baseline FILE");
  }
  file.path = named.empty() ? file.scope.root + "/" + kBaselineName : named[0];
  if (read == ReadEntries::No) {
    struct stat status {};
    file.is_there = ::lstat(file.path.c_str(), &status) == 0;
    if (!file.is_there || S_ISREG(status.st_mode)) return file;
    return Error::invalid("write the baseline", file.path, "it is no plain file")
        .with_remedy("--baseline FILE, a plain one or one that is not there");
  }
  const Result<std::string> bytes = read_regular_file(AT_FDCWD, file.path, kMostSuppressionBytes);
  if (!bytes.ok() && bytes.error().kind == ErrorKind::NotFound) return file;
  if (!bytes.ok()) {
    return Error::invalid("read the baseline", file.path, bytes.error().why)
        .with_remedy("a plain file of at most 10 MiB");
  }
  file.is_there = true;
  LEAKWARDEN_TRY(file.entries, parse_baseline(*bytes, file.path));
  return file;
}

// What cannot be read again is not written: the old file stays.
Status write_baseline(const BaselineFile& file) {
  const std::string text = baseline_text(file.entries);
  if (text.size() > kMostSuppressionBytes) {
    return Error::too_large(
               "write the baseline", file.path,
               fmt::format("{} entries take {} MiB, and at most {} MiB are read",
                           file.entries.size(), text.size() >> 20, kMostSuppressionBytes >> 20))
        .with_remedy("accept whole folders or rules in .leakwardenignore, then the rest here");
  }
  const Result<std::vector<BaselineEntry>> read_again = parse_baseline(text, file.path);
  if (!read_again.ok()) return read_again.error();
  return write_file_atomically(file.path, text, kFileMode);
}

Result<BaselineEntry> entry_template(const Options& options, const std::string& folder,
                                     std::int64_t now_unix_seconds) {
  BaselineEntry entry;
  entry.added = date_of(now_unix_seconds);
  entry.reason = options.value("reason").value_or("");
  entry.expires = options.value("expires").value_or("");
  const std::optional<std::string> person = options.value("person");
  entry.person = person ? *person : person_of_git(folder);
  if (!entry.expires.empty() && !is_date(entry.expires)) {
    return Error::invalid("read options", options.said("expires"), "no date")
        .with_remedy("a day such as 2027-01-31");
  }
  if (has_ended(entry.expires, entry.added)) {
    return Error::invalid("read options", options.said("expires"), "that day is over")
        .with_remedy("a day to come");
  }
  return entry;
}

std::vector<BaselineEntry> entries_of(const std::vector<Finding>& findings, const PathMap& paths,
                                      const BaselineEntry& like) {
  std::vector<BaselineEntry> entries;
  std::set<EntryName> names;
  const auto add = [&](const Finding& finding) {
    BaselineEntry entry = entry_of(finding, paths(finding.location.path));
    entry.reason = like.reason;
    entry.person = like.person;
    entry.added = like.added;
    entry.expires = like.expires;
    if (names.insert(name_of(entry)).second) entries.push_back(std::move(entry));
  };
  const std::vector<SecretGroup> groups = by_secret(findings);
  for (const SecretGroup& group : groups) {
    add(*group.best);
    for (const Finding* other : group.others) add(*other);
  }
  return entries;
}

void put_entries(BaselineFile& file, const std::vector<BaselineEntry>& entries) {
  std::set<EntryName> names;
  for (const BaselineEntry& entry : entries) names.insert(name_of(entry));
  std::erase_if(file.entries,
                [&names](const BaselineEntry& old) { return names.count(name_of(old)) > 0; });
  file.entries.insert(file.entries.end(), entries.begin(), entries.end());
}

}  // namespace leakwarden::scanner
