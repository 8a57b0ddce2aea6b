// Any text against all built-in rules, and hostile text made safe to show.

#include <algorithm>

#include "scanner/base/sanitize.h"
#include "scanner/match/judge.h"
#include "scanner/read/reader.h"
#include "scanner/rules/generate.h"
#include "scanner/rules/rule_set.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::fuzz {
namespace {

using namespace scanner;

const std::shared_ptr<const RuleSet>& rules() {
  static const std::shared_ptr<const RuleSet> kRules = RuleSet::builtin().value();
  return kRules;
}

Matcher& matcher() {
  static Matcher shared = Matcher::create(rules(), Limits{}, 1'790'000'000).value();
  return shared;
}

void check_match(std::string_view text, const Match& match) {
  require(match.secret.begin < match.secret.end && match.secret.end <= text.size(),
          "a finding stands in its text");
  require(rules()->find(match.finding.rule_id) != nullptr, "a finding has a rule");
  require(!match.finding.fingerprint.empty(), "a finding has a fingerprint");
  require(match.finding.location.range.start_line >= 1, "lines count from 1");
}

JudgedObject check_text(std::string_view text) {
  const JudgedObject judged = judge(*rules(), text, matcher().find(text).value());
  const JudgedObject again = judge(*rules(), text, matcher().find(text).value());
  require(judged.kept.size() == again.kept.size(), "a second scan finds the same");
  for (std::size_t i = 0; i < judged.kept.size(); ++i) {
    check_match(text, judged.kept[i]);
    require(judged.kept[i].finding.fingerprint == again.kept[i].finding.fingerprint,
            "a second scan finds the same values");
  }
  return judged;
}

// What readers make of the bytes, one level deep.
class CheckedTexts final : public TextSink {
 public:
  explicit CheckedTexts(std::size_t size) : size_(size) {}

  bool take(const DecodedText& text) override {
    const JudgedObject judged = check_text(text.text());
    for (const Match& match : judged.kept) {
      const SourceSpan span = text.source_span(match.secret.begin, match.secret.end);
      require(span.begin <= span.end && span.end <= size_, "a decoded place stands in the bytes");
    }
    for (const Mark& mark : text.marks())
      require(mark.begin < mark.end && mark.end <= text.text().size(), "a mark stands in its text");
    return true;
  }

 private:
  std::size_t size_;
};

void run_scan(std::string_view bytes) {
  check_text(bytes);
  ReadBudget budget(bytes.size());
  CheckedTexts texts(bytes.size());
  read_texts(bytes, budget, texts);
}

// A drawn example of every twentieth rule, each in some lines of its own, and one text in UTF-16.
std::vector<std::string> scan_seeds() {
  std::vector<std::string> seeds;
  for (std::size_t i = 0; i < rules()->rules().size(); i += 20) {
    const Result<SampleSource> source = SampleSource::create(rules()->rules()[i]);
    const std::optional<Sample> sample = source.ok() ? source->example(1) : std::nullopt;
    if (sample) seeds.push_back("# settings\n" + sample->text + "\nuser: admin\n");
  }
  std::string wide = "\xff\xfe";
  for (char c : std::string("password = \"q8Zr2L"
                            "xV9tBn4KsW\"\n"))
    wide += {c, '\0'};
  seeds.push_back(wide);
  seeds.push_back(
      R"({"_postman_id":"1","item":[{"auth":{"bearer":[{"key":"t","value":"a\u0041b"}]}}]})");
  seeds.push_back(
      "apiVersion: v1\nkind: Secret\ndata:\n  password: cGFz"
      "c3dvcmQx\n");
  seeds.push_back(
      "user;\"password\";client secret\r\nanna;\"q8Zr2L\"\"xV9tB\";n4KsW\r\ntom;;\"a\nb\"\r\n");
  return seeds;
}

bool is_control(unsigned char byte) {
  return byte < 0x20 || byte == 0x7f;
}

bool is_harmless(std::string_view shown) {
  constexpr std::string_view kTurned[] = {"\xe2\x80\xae", "\xe2\x80\x8b", "\xc2\x9b",
                                          "\xe2\x81\xa6"};
  return std::none_of(shown.begin(), shown.end(), [](char c) { return is_control(c); }) &&
         std::none_of(std::begin(kTurned), std::end(kTurned),
                      [&](std::string_view bad) { return shown.find(bad) != shown.npos; });
}

void run_sanitize(std::string_view bytes) {
  for (auto* make_safe : {sanitize_for_terminal, sanitize_for_header, sanitize_for_html,
                          sanitize_for_chat, sanitize_for_csv}) {
    const std::string shown = make_safe(bytes, 200);
    require(shown.size() <= 200, "what is shown is bounded");
    require(is_harmless(shown), "what is shown holds no control");
    require(valid_utf8(shown) == shown, "what is shown is UTF-8");
  }
  require(sanitize_for_html(bytes).find_first_of("<>\"'") == std::string::npos,
          "HTML text opens no tag");
  const std::string cell = sanitize_for_csv(bytes);
  require(cell.size() < 2 || std::string_view("=+-@").find(cell[1]) == std::string_view::npos,
          "a cell is no formula");
  require(valid_utf8(valid_utf8(bytes)) == valid_utf8(bytes), "valid stays valid");
}

std::vector<std::string> sanitize_seeds() {
  return {"plain name",
          "\x1b]0;title\x07",
          "a\xe2\x80\xae"
          "b\xe2\x80\x8b"
          "c",
          "<script>&amp;\"'",
          "=cmd|' /C calc'!A0",
          "\xc2\x9b"
          "31m",
          "\xf0\x9f\x94\x91 key",
          "\xff\xfe\xc0\x80",
          "```\n@channel\n```"};
}

}  // namespace

std::vector<FuzzTarget> text_targets() {
  return {{"scan", run_scan, scan_seeds}, {"sanitize", run_sanitize, sanitize_seeds}};
}

}  // namespace leakwarden::fuzz
