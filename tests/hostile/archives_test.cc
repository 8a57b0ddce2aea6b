// Files that claim to hold more than anybody can read: each ends in bounded time and memory, and is
// partial, never clean.

#include <fstream>

#include "scanner/scan.h"
#include "tests/support/budget.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Budget;
using leakwarden::testing::builtin_options;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::ProgramOptions;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::run_program;
using leakwarden::testing::TemporaryFolder;

class HostileArchive : public ::testing::Test {
 protected:
  void make(const std::string& line) {
    ProgramOptions options;
    options.folder = folder_.path();
    options.deadline = std::chrono::seconds(240);
    const ProgramResult result = run_program({"sh", "-c", line}, options);
    ASSERT_EQ(result.exit_code, 0) << result.errors;
  }

  void make_by_python(const std::string& program) {
    folder_.write("make.py", program);
    make("python3 make.py && rm make.py");
  }

  ScanReport scan(const std::string& file) {
    const Budget budget(5);
    Result<ScanReport> report = scan_files({folder_ / file}, builtin_options());
    EXPECT_TRUE(report.ok());
    return std::move(*report);
  }

  // By the fault of what it holds.
  bool is_partial(const std::string& file) {
    const ScanReport report = scan(file);
    return outcome_of(report.coverage, report.findings.size()) == Outcome::Partial &&
           report.coverage.any_gap_caused_by_content;
  }

  TemporaryFolder folder_;
};

// In the way of 42.zip: sixteen zips of sixteen zips … of zeros.
TEST_F(HostileArchive, ZipsInZipsOfZeros) {
  make_by_python(R"(
import zipfile, io
inner = bytes(40 << 20)
for level in range(5):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        for i in range(1 if level == 0 else 16):
            z.writestr('%d' % i, inner)
    inner = out.getvalue()
open('bomb.zip', 'wb').write(inner)
)");
  EXPECT_TRUE(is_partial("bomb.zip"));
}

// All entries of the directory name one member's data: they are read once.
TEST_F(HostileArchive, MembersThatAreTheSameAreReadOnce) {
  make_by_python(R"(
import struct, zlib
name = b'a'
data = zlib.compressobj(9, zlib.DEFLATED, -15)
body = data.compress(bytes(4 << 20)) + data.flush()
crc = zlib.crc32(bytes(4 << 20))
head = struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 8, 0, 0, crc, len(body), 4 << 20, len(name), 0) + name
entries = 60000
central = struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, 0, 8, 0, 0, crc, len(body), 4 << 20, len(name), 0, 0, 0, 0, 0, 0) + name
end = struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, entries, entries, len(central) * entries, len(head) + len(body), 0)
open('overlap.zip', 'wb').write(head + body + central * entries + end)
)");
  EXPECT_TRUE(scan("overlap.zip").coverage.complete());
}

TEST_F(HostileArchive, CompressedZeros) {
  make(
      "head -c 300000000 /dev/zero | gzip -c > z.gz; head -c 100000000 /dev/zero | bzip2 -c > "
      "z.bz2;"
      "head -c 300000000 /dev/zero | zstd -q -c > z.zst; head -c 100000000 /dev/zero | xz -0 -c > "
      "z.xz");
  for (const char* file : {"z.gz", "z.bz2", "z.zst", "z.xz"}) EXPECT_TRUE(is_partial(file)) << file;
}

TEST_F(HostileArchive, CutAndEncryptedOnes) {
  folder_.write("a.env", "K=" + planted_postman_key(1) + "\n");
  make(
      "7z a -bd t.7z a.env && head -c -20 t.7z > cut.7z; zip -q -P geheim e.zip a.env;"
      "7z a -bd -pgeheim e.7z a.env; 7z a -bd -pgeheim -mhe=on h.7z a.env;"
      "gzip -c a.env | head -c 40 > cut.gz");
  for (const char* file : {"cut.7z", "e.zip", "e.7z", "h.7z", "cut.gz"})
    EXPECT_TRUE(is_partial(file)) << file;
}

TEST_F(HostileArchive, MoreMembersThanAreRead) {
  make_by_python(R"(
import zipfile
with zipfile.ZipFile('many.zip', 'w') as z:
    for i in range(100000): z.writestr('m%d' % i, 'x')
)");
  EXPECT_TRUE(is_partial("many.zip"));
}

TEST_F(HostileArchive, AnArchiveThatHoldsItselfDeeplyEnds) {
  folder_.write("a.env", "K=" + planted_postman_key(1) + "\n");
  make(
      "cp a.env n0; for i in 1 2 3 4 5 6 7 8 9; do zip -q -0 n$i.zip n$((i-1))*; rm n$((i-1))*; "
      "done");
  EXPECT_TRUE(is_partial("n9.zip"));
}

TEST_F(HostileArchive, SizesThatLie) {
  folder_.write("a.env", "K=" + planted_postman_key(1) + "\n");
  make_by_python(R"(
import struct
import zipfile
with zipfile.ZipFile('lie.zip', 'w', zipfile.ZIP_DEFLATED) as z: z.write('a.env')
b = bytearray(open('lie.zip', 'rb').read())
c = b.index(b'PK\x01\x02')
for at in (22, c + 24): b[at:at + 4] = struct.pack('<I', 1 << 30)
open('lie.zip', 'wb').write(b)
)");
  EXPECT_TRUE(is_partial("lie.zip"));
}

TEST_F(HostileArchive, DeepJsonAndAliasBombs) {
  std::ofstream(folder_ / "deep.json")
      << R"({"_postman_id": "1", "item": )" << std::string(8'000'000, '[');
  EXPECT_TRUE(is_partial("deep.json"));
  std::string bomb = "apiVersion: v1\nkind: Secret\na0: &a0 [x, x, x]\n";
  for (int i = 1; i < 100; ++i) {
    const std::string number = std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + number + ": &a" + number + " [" + before + ", " + before + "]\n";
  }
  folder_.write("bomb.yaml", bomb + "data: *a99\n");
  EXPECT_TRUE(is_partial("bomb.yaml"));
}

// Content that costs many times its size where every piece is remembered.
TEST_F(HostileArchive, TextsOfManyPieces) {
  const auto write = [this](const char* name, const std::string& head, const std::string& part,
                            std::size_t times) {
    std::ofstream file(folder_ / name);
    file << head;
    for (std::size_t i = 0; i < times; ++i) file << part;
  };
  write("escapes.json", R"({"_postman_id": "1", "a": {"b": ")", "\\n", 4'000'000);
  write("pairs.json", R"({"_postman_id": "1", "a": {"b": "c")", R"(,"":"a")", 1'500'000);
  write("marks.json", R"({"_postman_id": "1", "a": [{})",
        R"(,{"key":"k","value":"vvvv","type":"secret"})", 200'000);
  write("lines.yaml", "kind: Secret\n", "a\n", 4'000'000);
  write("sources.map", R"({"version":3,"mappings":"","sourcesContent":["")", R"(,"")", 3'000'000);
  for (const char* file : {"escapes.json", "pairs.json"})
    EXPECT_TRUE(scan(file).coverage.complete());
  for (const char* file : {"marks.json", "lines.yaml", "sources.map"})
    EXPECT_TRUE(is_partial(file)) << file;
}

// Tables without end in one direction or the other.
TEST_F(HostileArchive, TablesOfManyColumnsQuotesAndRows) {
  const auto write = [this](const char* name, const std::string& head, const std::string& part,
                            std::size_t times) {
    std::ofstream file(folder_ / name);
    file << head;
    for (std::size_t i = 0; i < times; ++i) file << part;
  };
  write("names.csv", "user", ",password", 100'000);
  write("columns.csv", "user,password\na,b\nc", ",d", 100'000);
  write("open.csv", "user,password\na,\"b", "\nc,d", 10'000'000);
  write("line.csv", "user,password\na,b\nc,", "dddddddddd", 5'000'000);
  write("doubled.csv", "user,password\na,b\nc,\"", "d\"\"", 16'000'000);
  for (const char* file : {"names.csv", "columns.csv"})
    EXPECT_TRUE(scan(file).coverage.complete()) << file;
  write("quotes.csv", "user,password\na,b\n", "c,\"\"\"ddddd\n", 5'000'000);
  for (const char* file : {"line.csv", "doubled.csv", "open.csv", "quotes.csv"})
    EXPECT_TRUE(is_partial(file)) << file;
}

// Each value is a text of its own, and 354 KB of a zip had cost two minutes and 3 GB.
TEST_F(HostileArchive, ValuesOfATableCostNoMoreThanTheirBudget) {
  std::string value;
  while (value.size() < 500) value += "https://a:b7TyQw83vQ@b.io password=Zq7RkT9x ";
  std::ofstream file(folder_ / "dense.csv");
  file << "user,token\n";
  for (int i = 0; i < 49'000; ++i) file << "a," << value << "\n";
  file.close();
  make("zip -q dense.zip dense.csv; rm dense.csv");
  EXPECT_TRUE(is_partial("dense.zip"));
}

// What is over a limit hides nothing that came before it.
TEST_F(HostileArchive, WhatCameBeforeTheLimitIsFound) {
  folder_.write("a.env", "K=" + planted_postman_key(1) + "\n");
  make("head -c 100000000 /dev/zero > zeros; tar czf both.tgz a.env zeros; rm zeros");
  const ScanReport report = scan("both.tgz");
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].decoded, (std::vector<std::string>{"gzip", "tar:a.env"}));
  EXPECT_EQ(outcome_of(report.coverage, 1), Outcome::Partial);
}

TEST_F(HostileArchive, NamesThatLeadOutWriteNothing) {
  const std::string key = planted_postman_key(1);
  make_by_python("key = 'K=" + key + R"(\n'
import tarfile, io
with tarfile.open('out.tar', 'w') as t:
    for name in ('../../../../tmp/leakwarden_escape', '/tmp/leakwarden_escape'):
        info = tarfile.TarInfo(name); info.size = len(key)
        t.addfile(info, io.BytesIO(key.encode()))
    link = tarfile.TarInfo('link'); link.type = tarfile.SYMTYPE; link.linkname = '/etc'
    t.addfile(link)
)");
  const ScanReport report = scan("out.tar");
  EXPECT_EQ(report.findings.size(), 2u);
  EXPECT_FALSE(std::ifstream("/tmp/leakwarden_escape").good());
}

}  // namespace
}  // namespace leakwarden::scanner
