// Archives that the real programs wrote, and hostile ones.

#include "scanner/read/archive.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/budget.h"
#include "tests/support/process.h"
#include "tests/support/read_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::CollectingTexts;
using leakwarden::testing::ProgramOptions;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::read_all;
using leakwarden::testing::read_file;
using leakwarden::testing::ReadResult;
using leakwarden::testing::TemporaryFolder;

constexpr const char* kText = "user = admin\npassword = swordfish\n";

class Archive : public ::testing::Test {
 protected:
  Archive() {
    folder_.write("inner/conf.ini", kText);
    folder_.write("b.txt", "second\n");
  }

  // Runs a shell line in the folder and reads the file it makes.
  std::string made_by(const std::string& line, const std::string& file) {
    ProgramOptions options;
    options.folder = folder_.path();
    const ProgramResult result = testing::run_program({"sh", "-c", line}, options);
    EXPECT_EQ(result.exit_code, 0) << line << "\n" << result.output << result.errors;
    return read_file(folder_ / file);
  }

  std::string made_by_python(const std::string& program, const std::string& file) {
    folder_.write("make.py", program);
    return made_by("python3 make.py", file);
  }

  TemporaryFolder folder_;
};

TEST_F(Archive, EveryKindOfTheRealPrograms) {
  struct Row {
    const char* line;
    const char* file;
    const char* place;
  };
  for (const Row& row : {
           Row{"zip -q -r a.zip inner b.txt", "a.zip", "zip:inner/conf.ini"},
           Row{"zip -q -0 -r a0.zip inner b.txt", "a0.zip", "zip:inner/conf.ini"},
           Row{"tar cf a.tar inner b.txt", "a.tar", "tar:inner/conf.ini"},
           Row{"tar --format=posix -cf p.tar inner b.txt", "p.tar", "tar:inner/conf.ini"},
           Row{"tar czf a.tgz inner b.txt", "a.tgz", "gzip > tar:inner/conf.ini"},
           Row{"tar cJf a.txz inner b.txt", "a.txz", "xz > tar:inner/conf.ini"},
           Row{"tar cjf a.tbz inner b.txt", "a.tbz", "bzip2 > tar:inner/conf.ini"},
           Row{"tar --zstd -cf a.tzst inner b.txt", "a.tzst", "zstd > tar:inner/conf.ini"},
           Row{"7z a -bd a.7z inner b.txt", "a.7z", "7z:inner/conf.ini"},
           Row{"7z a -bd -m0=PPMd p.7z inner b.txt", "p.7z", "7z:inner/conf.ini"},
           Row{"gzip -c inner/conf.ini > a.gz", "a.gz", "gzip"},
           Row{"xz -c inner/conf.ini > a.xz", "a.xz", "xz"},
           Row{"bzip2 -c inner/conf.ini > a.bz2", "a.bz2", "bzip2"},
           Row{"zstd -q -c inner/conf.ini > a.zst", "a.zst", "zstd"},
           Row{"python3 -m zipfile -c py.zip inner/conf.ini", "py.zip", "zip:conf.ini"},
           Row{"(echo '#!/usr/bin/env python3'; cat a.zip) > app.pyz", "app.pyz",
               "zip:inner/conf.ini"},
       }) {
    const std::string bytes = made_by(row.line, row.file);
    EXPECT_TRUE(needs_reader(bytes)) << row.file;
    const ReadResult result = read_all(bytes);
    EXPECT_EQ(result.at(row.place), kText) << row.file;
    EXPECT_TRUE(result.gaps.empty()) << row.file << ": " << result.gaps.front();
  }
}

TEST_F(Archive, NamesThatAreNotAscii) {
  folder_.write(
      "gr\xC3\xBC\xC3\x9F"
      "e.txt",
      kText);
  for (const char* line : {"zip -q n.zip gr*", "tar cf n.zip gr*", "7z a -bd -t7z n.zip gr*"}) {
    const ReadResult result = read_all(made_by(std::string("rm -f n.zip; ") + line, "n.zip"));
    ASSERT_EQ(result.texts.size(), 1u) << line;
    EXPECT_EQ(result.texts[0].text(), kText);
    EXPECT_NE(result.places()[0].find("e.txt"), std::string::npos) << result.places()[0];
  }
}

TEST_F(Archive, EmptyOnesAreClean) {
  for (const char* line :
       {"tar cf e.x -T /dev/null", "printf '' | gzip -c > e.x", "printf '' | xz -c > e.x",
        "python3 -c \"import zipfile; zipfile.ZipFile('e.x','w').close()\""}) {
    const ReadResult result = read_all(made_by(line, "e.x"));
    EXPECT_TRUE(result.texts.empty()) << line;
    EXPECT_TRUE(result.gaps.empty()) << line << result.gaps.front();
  }
}

TEST_F(Archive, EncryptedMembersAreGaps) {
  const ReadResult zip =
      read_all(made_by("zip -q -P geheim e.zip b.txt && zip -q e.zip inner/conf.ini", "e.zip"));
  EXPECT_EQ(zip.at("zip:inner/conf.ini"), kText);
  ASSERT_EQ(zip.gaps.size(), 1u);
  EXPECT_EQ(zip.gaps[0], "zip:b.txt: encrypted");
  for (const char* options : {"", "-mhe=on "}) {
    const ReadResult seven = read_all(
        made_by("rm -f e.7z; 7z a -bd -pgeheim " + std::string(options) + "e.7z b.txt", "e.7z"));
    EXPECT_TRUE(seven.texts.empty());
    EXPECT_EQ(seven.gaps.size(), 1u) << options;
  }
}

// Cut anywhere: no crash, and never silence where something is missing.
TEST_F(Archive, CutOnesAreGaps) {
  for (const char* line : {"zip -q -r c inner b.txt && mv c.zip c", "tar czf c inner b.txt",
                           "7z a -bd c.7z inner b.txt && mv c.7z c", "xz -c inner/conf.ini > c",
                           "zstd -q -c inner/conf.ini > c", "bzip2 -c inner/conf.ini > c"}) {
    const std::string bytes = made_by(line, "c");
    const std::size_t whole = read_all(bytes).texts.size();
    for (std::size_t size = 40; size < bytes.size() - 8; size += 1 + bytes.size() / 40) {
      const ReadResult result = read_all(bytes.substr(0, size));
      if (result.texts.size() < whole) {
        EXPECT_FALSE(result.gaps.empty()) << line << " " << size;
      }
    }
  }
}

TEST_F(Archive, FlippedBytesEndSomehow) {
  std::mt19937 random(3);
  for (const char* line : {"zip -q -r f inner b.txt && mv f.zip f", "tar czf f inner b.txt",
                           "7z a -bd f.7z inner b.txt && mv f.7z f", "tar cf f inner b.txt"}) {
    const std::string bytes = made_by(line, "f");
    for (int round = 0; round < 300; ++round) {
      std::string damaged = bytes;
      damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
      read_all(damaged);
    }
  }
}

TEST_F(Archive, NamesAndLinksThatLeadOutMeanNothing) {
  const std::string bytes = made_by_python(R"(
import tarfile, io
with tarfile.open('out.tar', 'w') as t:
    def add(name, **more):
        info = tarfile.TarInfo(name)
        for k, v in more.items(): setattr(info, k, v)
        info.size = 3 if info.isreg() else 0
        t.addfile(info, io.BytesIO(b'abc'))
    add('../../../../tmp/readers_escape_1')
    add('/tmp/readers_escape_2')
    add('link', type=tarfile.SYMTYPE, linkname='/etc')
    add('link/passwd')
    add('hard', type=tarfile.LNKTYPE, linkname='/etc/passwd')
    add('device', type=tarfile.CHRTYPE)
)",
                                           "out.tar");
  const ReadResult result = read_all(bytes);
  EXPECT_EQ(result.at("tar:../../../../tmp/readers_escape_1"), "abc");
  EXPECT_EQ(result.at("tar:/tmp/readers_escape_2"), "abc");
  EXPECT_EQ(result.at("tar:link/passwd"), "abc");
  EXPECT_EQ(result.texts.size(), 3u);
  EXPECT_TRUE(result.gaps.empty());
  EXPECT_EQ(read_file("/tmp/readers_escape_1") + read_file("/tmp/readers_escape_2"), "");
}

TEST_F(Archive, SizesThatLieAreGaps) {
  // The directory says 1 byte, the data are 34: and the other way round, 1 GB.
  const std::string bytes = made_by("zip -q -j l.zip inner/conf.ini", "l.zip");
  for (std::string size : {std::string("\x01\0\0\0", 4), std::string("\0\0\0\x40", 4)}) {
    std::string lying = bytes;
    const std::size_t local = 22;
    const std::size_t central = lying.find("PK\x01\x02") + 24;
    lying.replace(local, 4, size);
    lying.replace(central, 4, size);
    EXPECT_FALSE(read_all(lying).gaps.empty());
  }
}

TEST_F(Archive, ADamagedMemberHidesNoOther) {
  std::string bytes = made_by("zip -q -0 d.zip b.txt && zip -q -0 d.zip inner/conf.ini", "d.zip");
  bytes[bytes.find("second")] = 'X';
  const ReadResult result = read_all(bytes);
  EXPECT_EQ(result.at("zip:inner/conf.ini"), kText);
  ASSERT_EQ(result.gaps.size(), 1u);
  EXPECT_TRUE(result.gaps[0].starts_with("zip:b.txt: its size or checksum is wrong"))
      << result.gaps[0];
}

TEST_F(Archive, MoreMembersThanAreReadAreAGap) {
  const std::string bytes = made_by_python(R"(
import zipfile
with zipfile.ZipFile('many.zip', 'w') as z:
    for i in range(100000): z.writestr('m%d' % i, 'x')
)",
                                           "many.zip");
  const testing::Budget within(5);
  const ReadResult result = read_all(bytes);
  EXPECT_EQ(result.texts.size(), 65'536u);
  ASSERT_EQ(result.gaps.size(), 1u);
  EXPECT_NE(result.gaps[0].find("too many members"), std::string::npos);
}

// Counts and lets go.
class CountingTexts final : public TextSink {
 public:
  bool take(const DecodedText& text) override {
    bytes += text.text().size();
    return true;
  }
  std::uint64_t bytes = 0;
};

TEST_F(Archive, BombsStopAtTheirBudget) {
  struct Row {
    const char* line;
    const char* file;
  };
  for (const Row& row : {
           Row{"head -c 100000000 /dev/zero > zeros; gzip -c zeros > z.gz", "z.gz"},
           Row{"bzip2 -c zeros > z.bz2", "z.bz2"},
           Row{"xz -0 -c zeros > z.xz", "z.xz"},
           Row{"zstd -q -c zeros > z.zst", "z.zst"},
           Row{"zip -q z.zip zeros", "z.zip"},
           Row{"7z a -bd -mx=1 z.7z zeros", "z.7z"},
           Row{"tar czf z.tgz zeros b.txt", "z.tgz"},
       }) {
    const std::string bytes = made_by(row.line, row.file);
    ReadBudget budget(bytes.size());
    CountingTexts sink;
    const testing::Budget within(5);
    read_archive(bytes, budget, sink);
    EXPECT_LE(sink.bytes, ReadLimits().max_member_bytes) << row.file;
    EXPECT_FALSE(budget.take_gaps().empty()) << row.file;
  }
}

// What hides behind a tar's end, or looks like the end of one.
TEST_F(Archive, ZerosHideNothing) {
  for (const char* line :
       {"(head -c 2048 /dev/zero; cat inner/conf.ini) | gzip -c > h.gz",
        "tar cf h.tar b.txt; tar cf i.tar inner; cat h.tar i.tar | gzip -c > h.gz"}) {
    const ReadResult result = read_all(made_by(line, "h.gz"));
    bool found = false;
    for (const DecodedText& text : result.texts)
      found |= text.text().find("swordfish") != std::string::npos;
    EXPECT_TRUE(found) << line;
  }
}

// Other archives behind the end of a stream that says where it ends.
TEST_F(Archive, WhatFollowsAStreamIsRead) {
  for (const char* line :
       {"zip -q -r f.zip inner; (echo hello | gzip -c; cat f.zip) > f.bin",
        "zip -q -r f.zip inner; (echo hello | bzip2 -c; cat f.zip) > f.bin",
        "(echo hello | gzip -c; head -c 10 /dev/zero; gzip -c inner/conf.ini) > f.bin",
        "(echo hello | bzip2 -c; gzip -c inner/conf.ini) > f.bin"}) {
    const ReadResult result = read_all(made_by(line, "f.bin"));
    bool found = false;
    for (const DecodedText& text : result.texts)
      found |= text.text().find("swordfish") != std::string::npos;
    EXPECT_TRUE(found || !result.gaps.empty()) << line;
  }
}

TEST_F(Archive, AZipWithAProgramBeforeAndACommentBehindIt) {
  const ReadResult result =
      read_all(made_by("zip -q -r g.zip inner; echo a comment | zip -q -z g.zip; (echo "
                       "'#!/bin/sh'; cat g.zip) > g.bin",
                       "g.bin"));
  bool found = false;
  for (const DecodedText& text : result.texts)
    found |= text.text().find("swordfish") != std::string::npos;
  EXPECT_TRUE(found);
}

TEST_F(Archive, WhatOnlyBeginsLikeOneIsAGap) {
  for (const char* head : {"\x1F\x8B\x08 nonsense", "BZh91AY&SY nonsense", "(\xB5/\xFD nonsense"}) {
    const ReadResult result = read_all(head);
    EXPECT_TRUE(result.texts.empty()) << head;
    EXPECT_EQ(result.gaps.size(), 1u) << head;
  }
}

TEST_F(Archive, AStoppedSinkStopsTheReader) {
  class One final : public TextSink {
   public:
    bool take(const DecodedText&) override { return ++count > 1; }
    int count = 0;
  };
  const std::string bytes = made_by("zip -q -r s.zip inner b.txt", "s.zip");
  ReadBudget budget(bytes.size());
  One sink;
  read_archive(bytes, budget, sink);
  EXPECT_EQ(sink.count, 1);
}

}  // namespace
}  // namespace leakwarden::scanner
