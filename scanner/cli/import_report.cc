#include "scanner/cli/import_report.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "scanner/base/sanitize.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kWidth = 78;
constexpr std::size_t kIndent = 4;
constexpr std::size_t kMostWordsBytes = 64 << 10;

struct Totals {
  std::size_t as_it_is = 0;
  std::size_t changed = 0;
  std::size_t left_out = 0;
  std::size_t written = 0;
};

bool is_left_out(const ImportedRule& rule) {
  return std::any_of(rule.notes.begin(), rule.notes.end(),
                     [](const ImportNote& note) { return note.kind == NoteKind::LeftOut; });
}

Totals totals_of(const Imported& imported) {
  Totals totals;
  for (const ImportedRule& rule : imported.rules) {
    totals.written += rule.rules.size();
    ++(is_left_out(rule) ? totals.left_out
                         : changed_meaning(rule) ? totals.changed : totals.as_it_is);
  }
  return totals;
}

void add_wrapped(std::string& text, std::string head, const std::string& words) {
  for (const std::string& line :
       wrapped(sanitize_for_terminal(words, kMostWordsBytes), kWidth - head.size())) {
    text += head + line + "\n";
    head.assign(head.size(), ' ');
  }
}

std::string with_detail(const std::string& words, const std::string& detail) {
  return detail.empty() ? words : words + " (" + detail + ")";
}

// Notes that say the same stand under one line, each with its detail.
using Grouped = std::map<NoteKind, std::map<std::string, std::string>>;

void add_grouped(std::string& text, const std::map<std::string, std::string>& groups) {
  for (const std::pair<const std::string, std::string>& one : groups) {
    add_wrapped(text, std::string(kIndent, ' '), one.first);
    add_wrapped(text, std::string(kIndent + kIndent, ' '), one.second);
  }
}

void add_file_notes(std::string& text, const ImportNotes& notes) {
  std::map<std::string, std::string> groups;
  for (const ImportNote& note : notes) {
    const std::string what = std::string(note_kind_name(note.kind)) + ": " + note.what;
    std::string& details = groups[what];
    if (!note.detail.empty()) details += (details.empty() ? "" : "   ") + note.detail;
  }
  if (!groups.empty()) text += "\nthe file\n";
  add_grouped(text, groups);
}

void add_left_out(std::string& text, const Imported& imported) {
  bool first = true;
  for (const ImportedRule& rule : imported.rules) {
    if (!is_left_out(rule)) continue;
    if (first) text += "\nleft out\n";
    first = false;
    text += fmt::format("  {}   {}:{}\n", sanitize_for_terminal(rule.peer_id),
                        sanitize_for_terminal(rule.file), rule.place.line);
    for (const ImportNote& note : rule.notes) {
      add_wrapped(text, std::string(kIndent, ' '), with_detail(note.what, note.detail));
    }
  }
}

void add_changes(std::string& text, const Imported& imported) {
  Grouped groups;
  for (const ImportedRule& rule : imported.rules) {
    if (is_left_out(rule)) continue;
    for (const ImportNote& note : rule.notes) {
      std::string& ids = groups[note.kind][note.what];
      ids += (ids.empty() ? "" : ", ") + with_detail(rule.peer_id, note.detail);
    }
  }
  for (const NoteKind kind :
       {NoteKind::Louder, NoteKind::Quieter, NoteKind::Changed, NoteKind::Told}) {
    if (groups[kind].empty()) continue;
    text += fmt::format("\n{}\n", note_kind_name(kind));
    add_grouped(text, groups[kind]);
  }
}

Json notes_json(const ImportNotes& notes) {
  Json json = Json::array();
  for (const ImportNote& note : notes) {
    json.push_back({{"kind", note_kind_name(note.kind)}, {"what", valid_utf8(note.what)}});
    if (!note.detail.empty()) json.back()["detail"] = valid_utf8(note.detail);
  }
  return json;
}

}  // namespace

std::string import_report_text(const Imported& imported, const std::string& output) {
  const Totals totals = totals_of(imported);
  std::string text = fmt::format(
      "{} rules: {} as they are, {} changed, {} left out; {} written to {}\n",
      imported.rules.size(), totals.as_it_is, totals.changed, totals.left_out, totals.written,
      output.empty() ? "standard output" : sanitize_for_terminal(output));
  add_file_notes(text, imported.notes);
  add_left_out(text, imported);
  add_changes(text, imported);
  text += "\nnote: our patterns match bytes, so {8} letters outside ASCII are fewer letters; an\n"
          "entropy just at its floor is kept here\n";
  if (!output.empty()) {
    text += "next: leakwarden rules check " + sanitize_for_terminal(output) + "\n";
  }
  return text;
}

std::string import_report_json(const Imported& imported, const std::string& output) {
  const Totals totals = totals_of(imported);
  Json json;
  json["rules"] = imported.rules.size();
  json["as_it_is"] = totals.as_it_is;
  json["changed"] = totals.changed;
  json["left_out"] = totals.left_out;
  json["written"] = totals.written;
  json["output"] = valid_utf8(output);
  json["notes"] = notes_json(imported.notes);
  json["imported"] = Json::array();
  for (const ImportedRule& rule : imported.rules) {
    Json ids = Json::array();
    for (const Rule& one : rule.rules) ids.push_back(one.id);
    json["imported"].push_back({{"id", valid_utf8(rule.peer_id)},
                                {"file", valid_utf8(rule.file)},
                                {"line", rule.place.line},
                                {"outcome", is_left_out(rule)       ? "left out"
                                            : changed_meaning(rule) ? "changed"
                                                                    : "as it is"},
                                {"rules", ids},
                                {"notes", notes_json(rule.notes)}});
  }
  return json.dump(2) + "\n";
}

}  // namespace leakwarden::scanner
