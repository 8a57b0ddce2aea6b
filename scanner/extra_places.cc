#include "scanner/extra_places.h"

#include <string>
#include <utility>

#include "scanner/git/extra_texts.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kNamesAtOnceBytes = 1 << 20;

// Ref names that stand one a line in `text`.
void scan_name_lines(ScanJob& job, const std::string& text) {
  Location place;
  place.kind = PlaceKind::RefName;
  place.repository = job.options().repository_name;
  for (Match& match : job.find(kOwner, text, place, "ref names")) {
    const std::size_t before = text.rfind('\n', match.secret.begin);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    match.finding.location = place;
    match.finding.location.refs = {text.substr(begin, text.find('\n', begin) - begin)};
    job.keep(kOwner, std::move(match.finding));
  }
}

}  // namespace

void scan_names_of(ScanJob& job, const std::vector<Ref>& refs) {
  std::string text;
  for (const Ref& ref : refs) {
    text += ref.name + '\n';
    if (text.size() < kNamesAtOnceBytes) continue;
    scan_name_lines(job, text);
    text.clear();
  }
  scan_name_lines(job, text);
}

void scan_extra_texts(Repository& repository, ScanJob& job) {
  std::vector<Gap> gaps;
  for (const ExtraText& extra : extra_texts(repository, gaps)) {
    if (job.cancelled()) break;
    Location place;
    place.kind = extra.kind;
    place.repository = job.options().repository_name;
    if (extra.kind == PlaceKind::RefName) {
      place.refs = {extra.path};
    } else {
      place.path = extra.path;
      job.covered(kOwner, extra.text.size());
    }
    job.scan_text(kOwner, extra.text, place, extra.path);
  }
  for (Gap& gap : gaps) job.add_gap(kOwner, std::move(gap));
}

}  // namespace leakwarden::scanner
