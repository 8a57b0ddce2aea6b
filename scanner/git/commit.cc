// parse_commit and parse_tag: the two kinds of objects that are headers and a message.
//
// Header lines are "name SP value LF"; a value goes on in lines that begin with a space; an empty
// line ends them. Odd headers, of whatever tool or attacker, are skipped: only what a scan needs
// must be there (git's Documentation/user-manual, "Object storage format").

#include <algorithm>
#include <charconv>

#include "scanner/git/changes.h"

namespace leakwarden::scanner {
namespace {

std::string_view take_line(std::string_view& rest) {
  std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Days since 1970-01-01 to a civil date (the proleptic Gregorian calendar; H. Hinnant's
// "chrono-compatible low-level date algorithms").
struct CivilDate {
  std::int64_t year = 0;
  unsigned month = 0;
  unsigned day = 0;
};

CivilDate civil_from_days(std::int64_t days) {
  days += 719468;
  std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  unsigned day_of_era = static_cast<unsigned>(days - era * 146097);
  unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  unsigned shifted_month = (5 * day_of_year + 2) / 153;
  unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

void append_padded(std::string& text, std::int64_t number, std::size_t digits) {
  std::string plain = std::to_string(number);
  text.append(plain.size() < digits ? digits - plain.size() : 0, '0');
  text += plain;
}

std::string rfc3339(std::int64_t seconds, int zone_minutes) {
  std::int64_t local = seconds + zone_minutes * 60;
  std::int64_t days = local >= 0 ? local / 86400 : -((86399 - local) / 86400);
  std::int64_t second_of_day = local - days * 86400;
  CivilDate date = civil_from_days(days);
  std::string text;
  append_padded(text, date.year, 4);
  text += '-';
  append_padded(text, date.month, 2);
  text += '-';
  append_padded(text, date.day, 2);
  text += 'T';
  append_padded(text, second_of_day / 3600, 2);
  text += ':';
  append_padded(text, second_of_day / 60 % 60, 2);
  text += ':';
  append_padded(text, second_of_day % 60, 2);
  if (zone_minutes == 0) return text + "Z";
  text += zone_minutes < 0 ? '-' : '+';
  int distance = zone_minutes < 0 ? -zone_minutes : zone_minutes;
  append_padded(text, distance / 60, 2);
  text += ':';
  append_padded(text, distance % 60, 2);
  return text;
}

// "+0130" → 90; anything else is UTC.
int parse_zone(std::string_view text) {
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return 0;
  for (char digit : text.substr(1)) {
    if (digit < '0' || digit > '9') return 0;
  }
  int minutes = ((text[1] - '0') * 10 + text[2] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
  return text[0] == '-' ? -minutes : minutes;
}

// "1700000000 +0100" → RFC 3339; "" when there is no time, or none of this era.
std::string parse_date(std::string_view text) {
  constexpr std::int64_t kYear9999 = 253402300799;
  while (take_prefix(text, " ")) continue;
  std::int64_t seconds = 0;
  std::from_chars_result parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (parsed.ec != std::errc() || seconds < 0 || seconds > kYear9999 - 86400) return "";
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  take_prefix(text, " ");
  return rfc3339(seconds, parse_zone(text.substr(0, text.find(' '))));
}

struct Person {
  std::string name;
  std::string email;
  std::string date;
};

// "Name <address> seconds zone"; tolerant: whatever is missing stays empty.
Person parse_person(std::string_view line) {
  Person person;
  std::size_t open = line.find('<');
  std::size_t close = line.rfind('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
    person.name = std::string(line);
    return person;
  }
  std::string_view name = line.substr(0, open);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  person.name = std::string(name);
  person.email = std::string(line.substr(open + 1, close - open - 1));
  person.date = parse_date(line.substr(close + 1));
  return person;
}

// Header lines that a CommitText has no place for are told to `other`.
template <typename OnLine>
Result<CommitText> parse_headers(const ObjectId& id, std::string_view bytes, const OnLine& other) {
  CommitText commit;
  commit.id = id;
  std::string_view rest = bytes;
  std::optional<ObjectId> tree;
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (!tree && take_prefix(line, "tree ")) {
      tree = ObjectId::from_hex(line);
    } else if (take_prefix(line, "parent ")) {
      std::optional<ObjectId> parent = ObjectId::from_hex(line);
      if (!parent) return Error::corrupt("read commit", id.hex(), "a parent is no object id");
      commit.parents.push_back(*parent);
    } else if (commit.author_line.empty() && take_prefix(line, "author ")) {
      commit.author_line = line;
    } else if (commit.committer_line.empty() && take_prefix(line, "committer ")) {
      commit.committer_line = line;
    } else {
      other(line);
    }
  }
  if (!tree) return Error::corrupt("read commit", id.hex(), "it names no tree");
  commit.tree = *tree;
  commit.message = rest;
  return commit;
}

}  // namespace

Result<CommitText> parse_commit_text(const ObjectId& id, std::string_view bytes) {
  return parse_headers(id, bytes, [](std::string_view) {});
}

Result<CommitInfo> parse_commit(const ObjectId& id, std::string_view bytes) {
  CommitInfo commit;
  LEAKWARDEN_TRY(CommitText text, parse_headers(id, bytes, [&commit](std::string_view line) {
                   commit.other_headers += std::string(line) + "\n";
                 }));
  commit.id = id;
  commit.tree = text.tree;
  commit.parents = std::move(text.parents);
  commit.author_line = std::string(text.author_line);
  commit.committer_line = std::string(text.committer_line);
  commit.message = std::string(text.message);
  Person author = parse_person(text.author_line);
  commit.author_name = std::move(author.name);
  commit.author_email = std::move(author.email);
  commit.author_date = std::move(author.date);
  return commit;
}

Result<TagInfo> parse_tag(std::string_view bytes) {
  TagInfo tag;
  std::string_view rest = bytes;
  std::optional<ObjectId> target;
  std::optional<ObjectType> type;
  while (!rest.empty()) {
    std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (!target && take_prefix(line, "object "))
      target = ObjectId::from_hex(line);
    else if (!type && take_prefix(line, "type "))
      type = object_type_from_name(line);
    else if (tag.name.empty() && take_prefix(line, "tag "))
      tag.name = std::string(line);
    else if (tag.tagger_line.empty() && take_prefix(line, "tagger "))
      tag.tagger_line = std::string(line);
    else
      tag.other_headers += std::string(line) + "\n";
  }
  if (!target || !type) return Error::corrupt("read tag", "", "it names no object and type");
  tag.target = *target;
  tag.target_type = *type;
  tag.message = std::string(rest);
  return tag;
}

}  // namespace leakwarden::scanner
