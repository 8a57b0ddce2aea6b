// `leakwarden scan FILE` on files that the real programs wrote: the key is found, once, and said to
// be where it is.

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/daemon.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

using Chain = std::vector<std::string>;

class Readers : public ::testing::Test {
 protected:
  Readers() : key_(planted_github_token(31)) {
    folder_.write("inner/conf.ini", "a = 1\nb = 2\ntoken = " + key_ + "\n");
  }

  void make(const std::string& line) {
    ProgramOptions options;
    options.folder = folder_.path();
    const ProgramResult result = run_program({"sh", "-c", line}, options);
    ASSERT_EQ(result.exit_code, 0) << line << result.output << result.errors;
  }

  // The one finding of the file, whose outcome is "findings".
  nlohmann::json only_finding(const std::string& file) {
    ProgramOptions options;
    options.folder = folder_.path();
    const ProgramResult result =
        run_program({scanner_program(), "scan", file, "--format", "jsonl"}, options);
    EXPECT_EQ(result.exit_code, 1) << file << result.output << result.errors;
    EXPECT_EQ(result.output.find(key_), std::string::npos);
    std::vector<nlohmann::json> lines;
    std::istringstream input(result.output);
    for (std::string line; std::getline(input, line);) lines.push_back(nlohmann::json::parse(line));
    EXPECT_EQ(lines.size(), 2u) << file << "\n" << result.output;
    if (lines.size() != 2) return {};
    EXPECT_EQ(lines[1]["summary"]["outcome"], "findings") << file;
    return lines[0];
  }

  // Where and as what the only finding of the file is said to be; empty without one.
  std::string found_in(const std::string& file) {
    const nlohmann::json finding = only_finding(file);
    if (finding.is_null()) return "";
    return place(finding.value("path", ""), finding.value("decoded", Chain()),
                 finding.value("start_line", 0), finding.value("rule_id", ""));
  }

  static std::string place(const std::string& file, const Chain& chain, int line,
                           const std::string& rule = "github-personal-access-token") {
    std::string words = rule + " in " + file;
    for (const std::string& inside : chain) words += " > " + inside;
    return words + ", line " + std::to_string(line);
  }

  TemporaryFolder folder_;
  std::string key_;
};

TEST_F(Readers, Archives) {
  make(
      "zip -q -r a.zip inner; zip -q -0 -r stored.zip inner; tar cf a.tar inner; tar czf a.tgz "
      "inner;"
      "tar cJf a.txz inner; tar --zstd -cf a.tzst inner; tar cjf a.tbz inner; 7z a -bd a.7z inner;"
      "gzip -c inner/conf.ini > a.gz; zip -q nested.zip a.tgz; cp a.zip a.jar");
  for (const char* file : {"a.zip", "stored.zip", "a.jar"})
    EXPECT_EQ(found_in(file), place(file, {"zip:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.tar"), place("a.tar", {"tar:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.tgz"), place("a.tgz", {"gzip", "tar:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.txz"), place("a.txz", {"xz", "tar:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.tzst"), place("a.tzst", {"zstd", "tar:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.tbz"), place("a.tbz", {"bzip2", "tar:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.7z"), place("a.7z", {"7z:inner/conf.ini"}, 3));
  EXPECT_EQ(found_in("a.gz"), place("a.gz", {"gzip"}, 3));
  EXPECT_EQ(found_in("nested.zip"),
            place("nested.zip", {"zip:a.tgz", "gzip", "tar:inner/conf.ini"}, 3));
}

TEST_F(Readers, WideText) {
  make(
      "iconv -f UTF-8 -t UTF-16 inner/conf.ini > w16; iconv -f UTF-8 -t UTF-32 inner/conf.ini > "
      "w32;"
      "iconv -f UTF-8 -t UTF-32BE inner/conf.ini > w32be");
  EXPECT_EQ(found_in("w16"), place("w16", {"utf16"}, 3));
  EXPECT_EQ(found_in("w32"), place("w32", {"utf32"}, 3));
  EXPECT_EQ(found_in("w32be"), place("w32be", {"utf32"}, 3));
}

TEST_F(Readers, OfficeDocuments) {
  const std::string half = key_.substr(0, 9);
  folder_.write(
      "word/document.xml",
      "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/"
      "wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Access</w:t></w:r></w:p><w:p><w:r>"
      "<w:t>token: " +
          half + "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>" + key_.substr(9) +
          "</w:t></w:r></w:p></w:body></w:document>");
  make("zip -q -r a.docx word");
  EXPECT_EQ(found_in("a.docx"), place("a.docx", {"zip:word/document.xml", "office text"}, 2));
}

TEST_F(Readers, Exports) {
  folder_.write("c.json",
                "{\"info\": {\"_postman_id\": \"1\"}, \"item\": [{}, {}, {},\n {\"request\": "
                "{\"auth\": {\"type\": "
                "\"bearer\",\n  \"bearer\": [{\"key\": \"token\", \"value\": \"" +
                    key_ + "\"}]}}}]}\n");
  EXPECT_EQ(found_in("c.json"), place("c.json", {"item[3].request.auth.bearer"}, 3));
  folder_.write("n.ipynb",
                "{\"nbformat\": 4, \"cells\": [{\"source\": [\n\"import os\\n\",\n\"key = \\\"" +
                    key_ + "\\\"\\n\"]}]}\n");
  EXPECT_EQ(found_in("n.ipynb"), place("n.ipynb", {"cells[0].source"}, 3));
  folder_.write(
      "a.js.map",
      "{\"version\":3,\"sources\":[\"src/a.ts\"],\"sourcesContent\":[\"let a;\\nconst key = \\\"" +
          key_ + "\\\";\\n\"],\"mappings\":\"AAAA\"}");
  EXPECT_EQ(found_in("a.js.map"), place("a.js.map", {"sourcemap:src/a.ts"}, 2));
  make("zip -q c.zip c.json");
  EXPECT_EQ(found_in("c.zip"), place("c.zip", {"zip:c.json", "item[3].request.auth.bearer"}, 3));
}

TEST_F(Readers, KubernetesSecretsMadeWithBase64) {
  make(
      "printf 'apiVersion: v1\\nkind: Secret\\ndata:\\n  token: %s\\n' \"$(sed -n 's/token = //p' "
      "inner/conf.ini | tr -d '\\n' | base64 -w0)\" > s.yaml");
  EXPECT_EQ(found_in("s.yaml"), place("s.yaml", {"data.token", "base64"}, 4));
}

// What names a value stands far above it.
TEST_F(Readers, TablesSayWhichRow) {
  folder_.write("p.csv",
                "\xEF\xBB\xBFname,url,username,password\r\na,https://a.de,anna,\"\"\r\nb,"
                "https://b.de,\"tom\nsmith\"," +
                    key_ + "\r\n");
  EXPECT_EQ(found_in("p.csv"), place("p.csv", {"row[3].password"}, 4));
  folder_.write("p.tsv", "Title\tUser\tPass\nRouter\tadmin\t" + key_ + "\n");
  EXPECT_EQ(found_in("p.tsv"), place("p.tsv", {"row[2].Pass"}, 2));
  make("zip -q p.zip p.csv; iconv -f UTF-8 -t UTF-16 p.tsv > w16.tsv");
  EXPECT_EQ(found_in("p.zip"), place("p.zip", {"zip:p.csv", "row[3].password"}, 4));
  EXPECT_EQ(found_in("w16.tsv"), place("w16.tsv", {"utf16", "row[2].Pass"}, 2));
}

// A file larger than a window is read as a whole where it must be.
TEST_F(Readers, LargeArchives) {
  make("head -c 20000000 /dev/urandom > noise; zip -q -0 -r large.zip noise inner; rm noise");
  EXPECT_EQ(found_in("large.zip"), place("large.zip", {"zip:inner/conf.ini"}, 3));
}

TEST_F(Readers, ArchivesInHistory) {
  make(
      "git init -q r && zip -q -r r/a.zip inner && cd r && git add . && git -c user.name=a -c "
      "user.email=a@b.c commit -qm add");
  ProgramOptions options;
  options.folder = folder_.path();
  const ProgramResult result =
      run_program({scanner_program(), "scan", "r", "--history", "--format", "jsonl"}, options);
  EXPECT_EQ(result.exit_code, 1) << result.output;
  EXPECT_NE(result.output.find("\"decoded\":[\"zip:inner/conf.ini\"]"), std::string::npos)
      << result.output;
}

// The member's name may hold what it hides.
TEST_F(Readers, NamesOfMembersShowNoSecret) {
  make("cp inner/conf.ini " + key_ + ".ini && zip -q named.zip " + key_ + ".ini");
  ProgramOptions options;
  options.folder = folder_.path();
  for (const char* format : {"jsonl", "text"}) {
    const ProgramResult result =
        run_program({scanner_program(), "scan", "named.zip", "--format", format}, options);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.output.find(key_), std::string::npos) << format;
  }
}

}  // namespace
}  // namespace leakwarden::testing
