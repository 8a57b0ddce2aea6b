#include <algorithm>
#include <cctype>
#include <ostream>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/report.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kIndent = 10;
constexpr std::size_t kLabelWidth = 8;
constexpr std::size_t kMostPlacesListed = 6;
constexpr std::size_t kMostGapsListed = 10;
constexpr std::size_t kMostLinesListed = 12;
constexpr std::size_t kMostValueBytes = 4000;
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kYellow = "\x1b[33m";
constexpr const char* kDim = "\x1b[2m";
constexpr const char* kPlain = "\x1b[0m";

class TextReport {
 public:
  TextReport(const ReportInput& input, const TextStyle& style, std::ostream& output)
      : input_(input), style_(style), output_(output), width_(std::max(40u, style.width)) {}

  void write() {
    const std::vector<SecretGroup> groups = by_secret(input_.findings);
    for (const SecretGroup& group : groups) write_group(group);
    write_totals(groups.size());
    write_suppressed();
    write_gaps();
    for (const std::string& note : input_.coverage.notes) labelled("note: ", note);
    if (!groups.empty() && input_.explainable) {
      labelled("next: ", "leakwarden explain " +
                             short_fingerprint(groups.front().best->fingerprint) +
                             " · leakwarden baseline create · --format html");
    }
  }

 private:
  void write_group(const SecretGroup& group) {
    const Finding& best = *group.best;
    write_heading(best);
    write_place(best);
    write_line(best);
    write_other_lines(best.other_lines);
    write_others(group.others);
    row("opens", lower_first(best.advice.opens));
    write_facts(best);
    row("why", joined(best.reasons, "; "));
    if (!best.decoded.empty()) row("inside", joined(best.decoded, ", then "));
    row("revoke", best.advice.revoke_url);
    if (input_.explainable)
      row("more", "leakwarden explain " + short_fingerprint(best.fingerprint));
    output_ << '\n';
  }

  void write_heading(const Finding& best) {
    const std::string shown = value_of(best);
    const std::string severity(best.verified == Verified::Live ? "live"
                                                               : severity_name(best.severity));
    const std::size_t shown_width = std::min(display_width(shown), width_ / 2);
    const std::size_t room = width_ - kIndent - shown_width - 2;
    const std::string name = cut_in_middle(sanitize_for_terminal(best.rule_name), room);
    output_ << colour(colour_of(best)) << severity << colour(kPlain)
            << std::string(kIndent - severity.size(), ' ') << name
            << std::string(room - display_width(name) + 2, ' ') << cut_in_middle(shown, shown_width)
            << '\n';
  }

  // The value in the clear gets lines of its own in write_place.
  std::string value_of(const Finding& finding) const {
    return style_.show_secrets == ShowSecrets::Yes ? "" : finding.secret.mask();
  }

  void write_place(const Finding& best) {
    const std::string place = place_words(best.location);
    const std::string history = history_words(best.location);
    const std::size_t together = kIndent + display_width(place) + 3 + display_width(history);
    output_ << std::string(kIndent, ' ') << colour(kDim) << cut_in_middle(place, width_ - kIndent)
            << colour(kPlain);
    if (!history.empty() && together <= width_) {
      output_ << "   " << history << '\n';
    } else {
      output_ << '\n';
      indented(history);
    }
    if (style_.show_secrets == ShowSecrets::Yes) {
      write_value(best.secret.reveal(RevealFor::ShowSecrets));
    }
  }

  // Whole, whatever its width: it was asked for.
  void write_value(std::string_view value) {
    output_ << std::string(kIndent, ' ') << "value   "
            << sanitize_for_terminal(value, kMostValueBytes) << '\n';
  }

  // The line it stands on, as far as it fits, the value masked.
  void write_line(const Finding& best) {
    const std::size_t begin =
        std::min(best.masked_line.find_first_not_of(" \t"), best.masked_line.size());
    const std::string line = sanitize_for_terminal(best.masked_line.substr(begin));
    if (line.empty() || line == best.secret.mask()) return;
    std::string head = std::string(kIndent, ' ') + "line";
    head.resize(kIndent + kLabelWidth, ' ');
    output_ << head << cut_in_middle(line, width_ - head.size()) << '\n';
  }

  void write_other_lines(const std::vector<std::int64_t>& lines) {
    if (lines.empty()) return;
    const std::size_t listed = std::min(lines.size(), kMostLinesListed);
    std::string text = lines.size() == 1 ? "on line " : "on lines ";
    for (std::size_t i = 0; i < listed; ++i)
      text += (i == 0 ? "" : ", ") + std::to_string(lines[i]);
    if (lines.size() > listed)
      text += " and " + counted(lines.size() - listed, "more line", "more lines");
    row("also", text);
  }

  void write_others(const std::vector<const Finding*>& others) {
    std::vector<std::string> places;
    for (const Finding* other : others) {
      std::string place = place_words(other->location);
      if (std::find(places.begin(), places.end(), place) == places.end()) {
        places.push_back(std::move(place));
      }
    }
    const std::size_t listed = std::min(places.size(), kMostPlacesListed);
    std::string text =
        joined({places.begin(), places.begin() + static_cast<std::ptrdiff_t>(listed)}, ", ");
    if (places.size() > listed) {
      text += " and " + counted(places.size() - listed, "more place", "more places");
    }
    row("also", text);
  }

  void write_facts(const Finding& best) {
    std::vector<std::string> facts;
    for (const std::pair<const std::string, std::string>& fact : best.facts) {
      facts.push_back(sanitize_for_terminal(fact.first + " " + fact.second));
    }
    if (!facts.empty()) row("says", joined(facts, ", ") + " (the key itself)");
  }

  void write_totals(std::size_t secrets) {
    std::string text = "nothing found";
    if (secrets > 0) {
      text = counted(secrets, "secret", "secrets") + " in " +
             counted(input_.findings.size(), "place", "places");
    }
    text += " · " + counted(input_.coverage.objects, "object", "objects") + ", " +
            human_bytes(input_.coverage.bytes);
    if (!input_.covered.empty()) text += ", " + input_.covered;
    if (input_.explainable) text += " · " + counted(input_.rule_count, "rule", "rules");
    text += " · " + human_seconds(input_.seconds);
    labelled("", text);
  }

  void write_gaps() {
    const Coverage& coverage = input_.coverage;
    const std::size_t listed = std::min(coverage.gaps.size(), kMostGapsListed);
    for (std::size_t i = 0; i < listed; ++i) {
      labelled("not scanned: ", coverage.gaps[i].what + ": " + coverage.gaps[i].reason);
    }
    const std::uint64_t rest = coverage.gaps.size() - listed + coverage.unrecorded_gaps;
    if (rest > 0) labelled("not scanned: ", with_separators(rest) + " more, see --format jsonl");
  }

  void write_suppressed() {
    if (input_.suppressed.empty()) return;
    const std::string count = counted(input_.suppressed.size(), "finding", "findings");
    if (!input_.list_suppressed) {
      return labelled("suppressed: ", count + ", accepted by comments or files (--show-suppressed)");
    }
    for (const Finding& finding : input_.suppressed) {
      labelled("suppressed: ", place_words(finding.location) + ", " + finding.rule_name + ", " +
                                   finding.secret.mask() + " (" + finding.suppressed->by + ", " +
                                   finding.suppressed->reason + ")");
    }
  }

  static std::string lower_first(std::string text) {
    const bool word = text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0;
    if (word) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
  }

  static std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
      if (!text.empty()) text += between;
      text += sanitize_for_terminal(part);
    }
    return text;
  }

  // "          label   text", continued below the text.
  void row(std::string_view label, const std::string& text) {
    if (text.empty()) return;
    std::string head = std::string(kIndent, ' ') + std::string(label);
    head.resize(kIndent + kLabelWidth, ' ');
    lines_after(head, text);
  }

  void indented(const std::string& text) {
    if (!text.empty()) lines_after(std::string(kIndent, ' '), text);
  }

  // A label at the left edge; what follows is from outside.
  void labelled(std::string_view label, const std::string& text) {
    const std::string safe = sanitize_for_terminal(text, kMostValueBytes);
    bool first = true;
    for (const std::string& line : wrapped(std::string(label) + safe, width_ - 2)) {
      output_ << (first ? "" : "  ") << line << '\n';
      first = false;
    }
  }

  void lines_after(std::string head, const std::string& text) {
    for (const std::string& line : wrapped(text, width_ - head.size())) {
      output_ << head << line << '\n';
      head.assign(head.size(), ' ');
    }
  }

  const char* colour_of(const Finding& finding) const {
    if (finding.verified == Verified::Live || finding.severity == Severity::Critical) return kRed;
    return finding.severity == Severity::Low ? "" : kYellow;
  }

  const char* colour(const char* code) const { return style_.colour == UseColour::Yes ? code : ""; }

  const ReportInput& input_;
  const TextStyle& style_;
  std::ostream& output_;
  std::size_t width_;
};

}  // namespace

void write_text(const ReportInput& input, const TextStyle& style, std::ostream& output) {
  TextReport(input, style, output).write();
}

}  // namespace leakwarden::scanner
