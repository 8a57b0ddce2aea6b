#include "scanner/object_scanner.h"

#include <algorithm>
#include <utility>

#include "scanner/git/changes.h"

namespace leakwarden::scanner {
namespace {

bool is_id(std::string_view text) {
  return ObjectId::from_hex(text).has_value();
}

// Commits and tags begin with lines that hold only ids, of no use to a reader and rich in
// accidental matches. Exactly those are passed over: a line that hides something else is text.
std::string_view without_id_lines(std::string_view object) {
  while (true) {
    const std::size_t end = object.find('\n');
    if (end == std::string_view::npos) return object;
    const std::string_view line = object.substr(0, end);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return object;
    const std::string_view word = line.substr(0, space);
    const bool names_object = word == "tree" || word == "parent" || word == "object";
    const bool names_type = word == "type" && object_type_from_name(line.substr(space + 1));
    if (!names_type && !(names_object && is_id(line.substr(space + 1)))) return object;
    object.remove_prefix(end + 1);
  }
}

// The text of a commit or tag: headers, an empty line, the message.
class Message {
 public:
  explicit Message(std::string_view object) : text_(without_id_lines(object)) {
    const std::size_t end = text_.find("\n\n");
    body_begin_ = end == std::string_view::npos ? text_.size() : end + 2;
    header_lines_ = std::count(text_.begin(), text_.begin() + as_offset(body_begin_), '\n');
  }

  std::string_view text() const { return text_; }

  // Names what stands at `offset` and puts its range in that part's own lines and columns.
  PlaceKind place(std::uint64_t offset, PlaceKind body_kind, TextRange& range) const {
    if (offset >= body_begin_) {
      range.start_line -= header_lines_;
      range.end_line -= header_lines_;
      return body_kind;
    }
    const std::size_t line_end = text_.rfind('\n', offset);
    const std::size_t line = line_end == std::string_view::npos ? 0 : line_end + 1;
    for (const Header& header : kHeaders) {
      if (text_.substr(line, header.word.size()) != header.word) continue;
      range.start_line = range.end_line = 1;
      range.start_column -= static_cast<std::int64_t>(header.word.size());
      range.end_column -= static_cast<std::int64_t>(header.word.size());
      return header.kind;
    }
    return body_kind;
  }

 private:
  struct Header {
    std::string_view word;
    PlaceKind kind;
  };
  static constexpr Header kHeaders[] = {{"author ", PlaceKind::Author},
                                        {"committer ", PlaceKind::Committer},
                                        {"tagger ", PlaceKind::Tagger}};
  static std::ptrdiff_t as_offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

  std::string_view text_;
  std::size_t body_begin_ = 0;
  std::int64_t header_lines_ = 0;
};

void name_commit(const ObjectView& object, Location& place) {
  place.commit = object.id.hex();
  const Result<CommitInfo> commit = parse_commit(object.id, object.bytes);
  if (!commit.ok()) return;
  place.author = commit->author_name;
  place.email = commit->author_email;
  place.date = commit->author_date;
}

void keep_message_matches(ScanJob& job, unsigned worker, const Message& message,
                          std::vector<Match> matches, const Location& place) {
  const PlaceKind body_kind = place.kind;
  for (Match& match : matches) {
    TextRange range = match.finding.location.range;
    match.finding.location = place;
    match.finding.location.kind = message.place(match.secret.begin, body_kind, range);
    match.finding.location.range = range;
    job.keep(worker, std::move(match.finding));
  }
}

// What changed in trees, of all workers. git's own repository takes 141 MB.
constexpr std::uint64_t kMostLogBytes = 192ull << 20;

PlaceKind kind_of(ObjectType type) {
  switch (type) {
    case ObjectType::Commit:
      return PlaceKind::CommitMessage;
    case ObjectType::Tag:
      return PlaceKind::TagMessage;
    case ObjectType::Tree:
      return PlaceKind::Path;
    case ObjectType::Blob:
      break;
  }
  return PlaceKind::Blob;
}

}  // namespace

ObjectScanner::ObjectScanner(ScanJob& job, Repository& repository, NoteOrigins note)
    : job_(job), repository_(repository), note_(note) {
  const std::uint64_t log_bytes = note == NoteOrigins::Yes ? kMostLogBytes / job.workers() : 0;
  for (unsigned worker = 0; worker < job.workers(); ++worker) {
    workers_.push_back(std::make_unique<Worker>(repository.id_bytes(), log_bytes,
                                                job.options().limits.window_overlap_bytes));
  }
}

void ObjectScanner::scan(unsigned worker, const ObjectView& object, const Location& given,
                         ReadTextListener* listener) {
  Location place = given;
  if (place.kind == PlaceKind::Stream) place.kind = kind_of(object.type);
  if (object.is_window) {
    scan_window(worker, object, std::move(place));
    return;
  }
  switch (object.type) {
    case ObjectType::Blob:
      scan_blob(worker, object, std::move(place), listener);
      break;
    case ObjectType::Commit:
      scan_commit(worker, object, std::move(place));
      break;
    case ObjectType::Tag:
      scan_tag(worker, object, std::move(place));
      break;
    case ObjectType::Tree:
      scan_tree(worker, object, std::move(place));
      break;
  }
  job_.covered(worker, object.bytes.size());
}

// Of a version of a file only what its delta inserted is new.
void ObjectScanner::scan_blob(unsigned worker, const ObjectView& object, Location place,
                              ReadTextListener* listener) {
  if (tells_dropped()) place.blob = object.id.hex();
  const TextName name(object.type, object.id);
  const bool has_versions = object.is_base || object.base.has_value();
  const bool inherits = has_versions && job_.options().whole_objects == WholeObjects::No;
  KnownVersions& versions = workers_[worker]->versions;
  std::optional<KnownVerdicts> known;
  Lineage lineage;
  if (inherits) lineage = {versions.inheritance_of(object), object.is_base ? &known : nullptr};
  lineage.listener = listener;
  const bool is_plain = !inherits && listener == nullptr;
  std::vector<Match> matches =
      job_.find(worker, object.bytes, place, name, is_plain ? nullptr : &lineage);
  if (known) versions.keep(object.position, std::move(*known));
  if (matches.empty()) return;
  place.blob = object.id.hex();
  job_.keep_at(worker, std::move(matches), place);
}

void ObjectScanner::base_done(unsigned worker, const PhysicalPosition& position) {
  workers_[worker]->versions.forget(position);
  workers_[worker]->trees.forget(position);
}

void ObjectScanner::scan_window(unsigned worker, const ObjectView& object, Location place) {
  WindowSequence& windows = workers_[worker]->windows;
  if (object.window_offset == 0)
    windows = WindowSequence(job_.options().limits.window_overlap_bytes);
  place.blob = object.id.hex();
  const Window window = windows.next(object.bytes, object.is_last_window);
  job_.scan_window(worker, window, place, TextName(object.type, object.id));
  if (object.is_last_window) job_.covered(worker, object.object_size);
}

void ObjectScanner::scan_commit(unsigned worker, const ObjectView& object, Location place) {
  const TextName name(object.type, object.id);
  const Result<CommitText> commit = parse_commit_text(object.id, object.bytes);
  if (commit.ok()) {
    note_references(worker, *commit);
    if (note_ == NoteOrigins::Yes) {
      const std::lock_guard<std::mutex> lock(commits_mutex_);
      commits_.add(*commit);
    }
  } else {
    job_.add_gap(worker, Gap{name.words(), commit.error().why, 0, true, true});
  }
  if (tells_dropped()) name_commit(object, place);
  const Message message(object.bytes);
  std::vector<Match> matches = job_.find(worker, message.text(), place, name);
  if (matches.empty()) return;
  name_commit(object, place);
  keep_message_matches(job_, worker, message, std::move(matches), place);
}

void ObjectScanner::note_references(unsigned worker, const CommitText& commit) {
  TreeNames& seen = workers_[worker]->names_seen;
  seen.note_reference(commit.tree);
  if (repository_.shallow_commits().count(commit.id) > 0) return;  // parents left out on purpose
  for (const ObjectId& parent : commit.parents) seen.note_reference(parent);
}

void ObjectScanner::scan_tag(unsigned worker, const ObjectView& object, Location place) {
  const Result<TagInfo> tag = parse_tag(object.bytes);
  place.blob = object.id.hex();
  if (tag.ok()) {
    workers_[worker]->names_seen.note_reference(tag->target);
  } else {
    job_.add_gap(worker, Gap{object_name(object.type, object.id), tag.error().why, 0, true, true});
  }
  const Message message(object.bytes);
  keep_message_matches(job_, worker, message,
                       job_.find(worker, message.text(), place, TextName(object.type, object.id)),
                       place);
}

void ObjectScanner::scan_tree(unsigned worker, const ObjectView& object, Location place) {
  Worker& state = *workers_[worker];
  state.names.clear();
  if (!state.trees.take(object)) {
    job_.add_gap(worker, Gap{object_name(object.type, object.id), "not a tree", 0, true, true});
  }
  state.names_seen.take(state.trees.new_entries(), state.names);
  if (state.names.empty()) return;
  place.blob = object.id.hex();
  for (Match& match : job_.find(worker, state.names, place, TextName(object.type, object.id))) {
    const std::size_t line_end = state.names.rfind('\n', match.secret.begin);
    const std::size_t begin = line_end == std::string::npos ? 0 : line_end + 1;
    match.finding.location = place;
    match.finding.location.path = state.names.substr(begin, state.names.find('\n', begin) - begin);
    job_.keep(worker, std::move(match.finding));
  }
}

std::vector<ObjectId> ObjectScanner::take_references() {
  std::vector<ObjectId> all;
  for (const std::unique_ptr<Worker>& worker : workers_) {
    const std::vector<ObjectId> some = worker->names_seen.take_references();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

ScannedOrigins ObjectScanner::take_origins() {
  ScannedOrigins origins;
  origins.commits = std::move(commits_);
  for (const std::unique_ptr<Worker>& worker : workers_)
    origins.trees.push_back(&worker->trees.log());
  return origins;
}

}  // namespace leakwarden::scanner
