#include <sstream>

#include "scanner/base/fingerprint.h"
#include "scanner/report/report.h"
#include "scanner/report/words.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::planted_postman_key;

Finding postman(std::uint64_t seed, const std::string& path) {
  Finding finding;
  finding.rule_id = "postman-api-key";
  finding.rule_name = "Postman API key";
  finding.severity = Severity::Critical;
  finding.location.kind = PlaceKind::Blob;
  finding.location.path = path;
  finding.location.range = {3, 3, 1, 64};
  finding.location.commit = "9c1f2ab0" + std::string(32, '0');
  finding.location.author = "Ana";
  finding.location.date = "2025-03-02T10:00:00Z";
  finding.location.refs = {"refs/heads/main"};
  finding.location.at_tip = true;
  finding.secret = Secret::copy_of(planted_postman_key(seed));
  finding.fingerprint = fingerprint_of(finding.secret);
  finding.reasons = {"the shape is Postman's own", "made in the past"};
  finding.advice.opens =
      "Everything its user can reach in Postman, workspaces, collections and more.";
  finding.advice.revoke_url = "https://go.postman.co/settings/me/api-keys";
  return finding;
}

std::string written(const ReportInput& input, const TextStyle& style = {}) {
  std::ostringstream output;
  write_text(input, style, output);
  return output.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(TextReport, SaysWhatWhereWhyAndWhatToDo) {
  ReportInput input;
  input.findings = {postman(1, "config/prod.env"), postman(1, "docs/setup.md")};
  input.coverage.objects = 849014;
  input.coverage.bytes = 13'900'000'000;
  input.rule_count = 60;
  input.seconds = 4.1;
  const std::string mask = input.findings[0].secret.mask();
  const std::vector<std::string> lines = lines_of(written(input));
  ASSERT_GE(lines.size(), 8u);
  EXPECT_EQ(lines[0],
            "critical  Postman API key" + std::string(80 - 25 - display_width(mask), ' ') + mask);
  EXPECT_EQ(lines[1],
            "          config/prod.env:3   since 2025-03-02 by Ana in 9c1f2ab0, still at main");
  EXPECT_EQ(lines[2], "          also    docs/setup.md:3");
  EXPECT_EQ(lines[3].substr(0, 30), "          opens   everything i");
  const std::string text = written(input);
  EXPECT_NE(text.find("why     the shape is Postman's own; made in the past"), std::string::npos);
  EXPECT_NE(text.find("revoke  https://go.postman.co/settings/me/api-keys"), std::string::npos);
  EXPECT_NE(text.find("1 secret in 2 places · 849,014 objects, 13.9 GB · 60 rules · 4.1 s"),
            std::string::npos);
  EXPECT_NE(text.find("next: leakwarden explain s1-"), std::string::npos);
}

TEST(TextReport, ShowsTheLineItStandsOnMasked) {
  ReportInput input;
  input.findings = {postman(1, "config/prod.env")};
  const std::string mask = input.findings[0].secret.mask();
  input.findings[0].masked_line = "\t  KEY=" + mask + " # \x1b[31m" + std::string(90, 'x');
  const std::vector<std::string> lines = lines_of(written(input));
  EXPECT_EQ(lines[2].rfind("          line    KEY=" + mask + " # ^[[31m", 0), 0u) << lines[2];
  EXPECT_LE(display_width(lines[2]), 80u);
  input.findings[0].masked_line = mask;  // nothing around it is known
  EXPECT_EQ(written(input).find("  line "), std::string::npos);
}

TEST(TextReport, NothingFoundIsOneLineThatSaysWhatWasCovered) {
  ReportInput input;
  input.coverage.objects = 3;
  input.coverage.bytes = 120;
  input.rule_count = 60;
  input.seconds = 0.01;
  EXPECT_EQ(written(input), "nothing found · 3 objects, 120 bytes · 60 rules · 0.01 s\n");
}

TEST(TextReport, FitsEightyColumnsWhateverTheNames) {
  ReportInput input;
  for (std::uint64_t seed = 1; seed < 9; ++seed) {
    Finding finding =
        postman(seed, std::string(seed * 40, 'p') + "/日本語/" + std::string(60, 'q'));
    finding.location.author = std::string(150, 'A');
    finding.location.refs = {"refs/heads/" + std::string(180, 'r')};
    finding.rule_name = std::string(seed * 20, 'N');
    input.findings.push_back(finding);
    finding.location.path = std::string(90, 'z');
    input.findings.push_back(finding);
  }
  input.coverage.add_gap({std::string(300, 'g'), "too large", 1, false, false});
  for (const std::string& line : lines_of(written(input))) {
    EXPECT_LE(display_width(line), 80u) << line;
  }
}

TEST(TextReport, NoControlBytesAndNoColourUnlessAsked) {
  ReportInput input;
  Finding hostile = postman(1,
                            "a\x1b[31m\r\n\x07/\xC2\x9B"
                            "b");
  hostile.location.author = "\x1b]0;title\x07";
  input.findings = {hostile};
  input.coverage.add_gap({"blob \x1b[2J", "x\ny", 0, false, false});
  input.coverage.notes = {"\x1b[0m"};
  for (char c : written(input)) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
  TextStyle coloured;
  coloured.colour = UseColour::Yes;
  EXPECT_NE(written(input, coloured).find("\x1b[31mcritical\x1b[0m"), std::string::npos);
}

TEST(TextReport, NeverShowsTheValueUnlessTold) {
  ReportInput input;
  input.findings = {postman(7, "a")};
  const std::string key = planted_postman_key(7);
  EXPECT_EQ(written(input).find(key.substr(4, 8)), std::string::npos);
  TextStyle style;
  style.show_secrets = ShowSecrets::Yes;
  EXPECT_NE(written(input, style).find(key), std::string::npos);
}

TEST(TextReport, ListsGapsAndCountsTheRest) {
  ReportInput input;
  for (int i = 0; i < 25; ++i) {
    input.coverage.add_gap({"blob " + std::to_string(i), "missing", 0, false, false});
  }
  const std::string text = written(input);
  EXPECT_NE(text.find("not scanned: blob 9: missing\n"), std::string::npos);
  EXPECT_EQ(text.find("blob 10"), std::string::npos);
  EXPECT_NE(text.find("not scanned: 15 more, see --format jsonl"), std::string::npos);
}

TEST(TextReport, WorstSecretFirst) {
  ReportInput input;
  input.findings = {postman(1, "a"), postman(2, "b")};
  input.findings[0].severity = Severity::Low;
  const std::string text = written(input);
  EXPECT_LT(text.find("critical"), text.find("low "));
}

}  // namespace
}  // namespace leakwarden::scanner
