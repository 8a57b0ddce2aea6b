#include "scanner/git/commit_walk.h"

#include <algorithm>
#include <charconv>

namespace leakwarden::scanner {
namespace {

struct Links {
  std::vector<ObjectId> parents;
  std::int64_t date = 0;  // committer's, in seconds; 0 where there is none
};

// The number behind the last ">" of "committer Name <address> 1700000000 +0100".
std::int64_t date_of(std::string_view line) {
  std::size_t at = line.rfind('>');
  if (at == std::string_view::npos) return 0;
  line.remove_prefix(at + 1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  std::int64_t seconds = 0;
  std::from_chars(line.data(), line.data() + line.size(), seconds);
  return std::max<std::int64_t>(seconds, 0);
}

Result<Links> parse_links(const ObjectId& id, std::string_view bytes) {
  constexpr std::string_view kParent = "parent ";
  constexpr std::string_view kCommitter = "committer ";
  Links links;
  while (!bytes.empty()) {
    std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    if (line.empty()) break;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.substr(0, kParent.size()) == kParent) {
      std::optional<ObjectId> parent = ObjectId::from_hex(line.substr(kParent.size()));
      if (!parent) return Error::corrupt("read commit", id.hex(), "a parent is no object id");
      links.parents.push_back(*parent);
    } else if (links.date == 0 && line.substr(0, kCommitter.size()) == kCommitter) {
      links.date = date_of(line);
    }
  }
  return links;
}

}  // namespace

std::uint32_t CommitWalk::node_of(const ObjectId& id) {
  auto [found, is_new] = numbers_.emplace(id, static_cast<std::uint32_t>(nodes_.size()));
  if (is_new) {
    nodes_.emplace_back();
    nodes_.back().id = id;
  }
  return found->second;
}

// Reads a commit's date and parents; a shallow clone's border has none.
Status CommitWalk::load(std::uint32_t number) {
  if (nodes_[number].is_loaded) return done();
  ObjectId id = nodes_[number].id;
  LEAKWARDEN_TRY(ObjectBytes object, repository_.objects().read(id));
  if (object.type != ObjectType::Commit)
    return Error::corrupt("read commit", id.hex(), "it is no commit");
  LEAKWARDEN_TRY(Links links, parse_links(id, object.bytes));
  if (repository_.shallow_commits().count(id) != 0) links.parents.clear();
  std::uint32_t begin = static_cast<std::uint32_t>(parents_.size());
  for (const ObjectId& parent : links.parents) {
    std::uint32_t parent_number = node_of(parent);
    parents_.push_back(parent_number);
  }
  Node& node = nodes_[number];
  node.date = links.date;
  node.parents_begin = begin;
  node.parents_end = static_cast<std::uint32_t>(parents_.size());
  node.is_loaded = true;
  return done();
}

void CommitWalk::enqueue(std::uint32_t number) {
  Node& node = nodes_[number];
  if (node.is_queued || node.is_expanded) return;
  node.is_queued = true;
  if (!node.is_hidden) ++new_in_queue_;
  queue_.push({node.date, next_order_++, number});
}

// Hidden paint, carried on through everything that was expanded before.
void CommitWalk::hide(std::uint32_t first) {
  std::vector<std::uint32_t> pending{first};
  while (!pending.empty()) {
    Node& node = nodes_[pending.back()];
    pending.pop_back();
    if (node.is_hidden) continue;
    node.is_hidden = true;
    if (node.is_queued) --new_in_queue_;
    if (!node.is_expanded) continue;
    slop_ = kSlop;  // a clock was wrong here: look further
    pending.insert(pending.end(), parents_.begin() + node.parents_begin,
                   parents_.begin() + node.parents_end);
  }
}

Status CommitWalk::add_tip(const ObjectId& commit) {
  std::uint32_t number = node_of(commit);
  LEAKWARDEN_CHECK(load(number));
  enqueue(number);
  return done();
}

void CommitWalk::add_hidden(const ObjectId& commit) {
  std::uint32_t number = node_of(commit);
  hide(number);
  if (load(number).ok()) enqueue(number);
}

std::uint32_t CommitWalk::pop() {
  std::uint32_t number = queue_.top().node;
  queue_.pop();
  Node& node = nodes_[number];
  node.is_queued = false;
  node.is_expanded = true;
  if (!node.is_hidden) --new_in_queue_;
  return number;
}

bool CommitWalk::finished() {
  if (queue_.empty()) return true;
  if (new_in_queue_ > 0) return false;
  if (output_.empty()) return true;
  if (queue_.top().date >= oldest_new_) return false;
  if (slop_ == 0) return true;
  --slop_;
  return false;
}

void CommitWalk::expand(std::uint32_t number, std::vector<Gap>& gaps) {
  bool is_hidden = nodes_[number].is_hidden;
  if (!is_hidden && repository_.shallow_commits().count(nodes_[number].id) != 0) ++shallow_borders_;
  for (std::uint32_t at = nodes_[number].parents_begin; at < nodes_[number].parents_end; ++at) {
    std::uint32_t parent = parents_[at];
    if (is_hidden) hide(parent);
    Status loaded = load(parent);
    if (loaded.ok())
      enqueue(parent);
    else if (!nodes_[parent].is_hidden)
      gaps.push_back(gap_from_error("commit " + nodes_[parent].id.hex(), loaded.error()));
  }
}

std::vector<ObjectId> CommitWalk::run(std::vector<Gap>& gaps, std::vector<std::string>& notes) {
  while (!finished()) {
    std::uint32_t number = pop();
    if (!nodes_[number].is_hidden) {
      if (output_.size() == repository_.limits().max_commits_per_push) {
        gaps.push_back(gap_from_error(
            "older commits", Error::too_large("walk commits", "", "more commits than the limit")));
        break;
      }
      oldest_new_ =
          output_.empty() ? nodes_[number].date : std::min(oldest_new_, nodes_[number].date);
      output_.push_back(number);
    }
    expand(number, gaps);
  }
  if (shallow_borders_ > 0)
    notes.push_back("shallow clone: history before " + std::to_string(shallow_borders_) +
                    " commit(s) is not here");
  std::vector<ObjectId> commits;
  for (std::uint32_t number : output_) {
    if (!nodes_[number].is_hidden) commits.push_back(nodes_[number].id);
  }
  return commits;
}

}  // namespace leakwarden::scanner
