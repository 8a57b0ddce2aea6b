// Hostile loose objects and packs: the rows A–G, S and others of shared/design/reliability.md,
// section 2. Each ends quickly, in bounded memory, with the right kind of error or gap.
#include <gtest/gtest.h>
#include <malloc.h>

#include "scanner/git/repository.h"
#include "tests/support/budget.h"
#include "tests/support/collecting_sink.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using namespace leakwarden::testing;

ObjectId id_of(std::string_view raw) {
  return *ObjectId::from_bytes(raw);
}

std::shared_ptr<Repository> open(const HostileRepository& hostile, OpenOptions options = {}) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(hostile.path(), options);
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

ErrorKind read_error(const HostileRepository& hostile, std::string_view raw_id,
                     OpenOptions options = {}) {
  Result<ObjectBytes> object = open(hostile, options)->objects().read(id_of(raw_id));
  EXPECT_FALSE(object.ok());
  return object.ok() ? ErrorKind::Invalid : object.error().kind;
}

std::string with_header(const std::string& header, std::string_view content) {
  return header + std::string(1, '\0') + std::string(content);
}

// All gaps of a push, and how many objects came.
struct Pushed {
  std::vector<Gap> gaps;
  std::size_t objects = 0;
  bool any_corrupt() const {
    for (const Gap& gap : gaps) {
      if (gap.corrupt) return true;
    }
    return false;
  }
};

Pushed push(const HostileRepository& hostile, OpenOptions options = {}) {
  CollectingSink sink;
  EXPECT_TRUE(open(hostile, options)->objects().push_all(sink, 2).ok());
  return {sink.gaps, sink.objects.size()};
}

TEST(HostileLoose, A_BodyLongerThanItsHeaderSays) {
  Budget budget(1);
  HostileRepository hostile;
  std::string id = sha1_bytes("A");
  hostile.add_loose_file(id, zlib_compressed(with_header("blob 10", std::string(100'000, 'x'))));
  EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt);
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 0u);
  ASSERT_EQ(pushed.gaps.size(), 1u);
  EXPECT_TRUE(pushed.gaps[0].corrupt);
  EXPECT_TRUE(pushed.gaps[0].caused_by_content);
}

TEST(HostileLoose, B_TruncatedAtEveryLength) {
  Budget budget(5);
  HostileRepository hostile;
  std::string id = sha1_bytes("B");
  std::string file = zlib_compressed(with_header("blob 300", std::string(299, 'x') + "y"));
  for (std::size_t size = 0; size < file.size(); ++size) {
    hostile.add_loose_file(id, file.substr(0, size));
    EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt) << size;
  }
  hostile.add_loose_file(id, file + "more");
  EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt) << "bytes behind the stream";
}

TEST(HostileLoose, HeadersThatAreNone) {
  HostileRepository hostile;
  std::string id = sha1_bytes("headers");
  for (const std::string& header :
       {std::string("blob"), std::string("blob "), std::string("blob -1"), std::string("blob 1x"),
        std::string("nothing 1"), std::string(" 1"), std::string("1"), std::string(60, 'b'),
        std::string("blob 99999999999999999999999")}) {
    hostile.add_loose_file(id, zlib_compressed(with_header(header, "x")));
    EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt) << header;
  }
  hostile.add_loose_file(id, "not zlib at all, not even a little");
  EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt);
  hostile.add_loose_file(id, "");
  EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt);
}

TEST(HostileLoose, F_OneGigabyteOfZerosComesInWindows) {
  constexpr std::uint64_t kSize = 1ull << 30;
  HostileRepository hostile;
  hostile.add_loose_file(
      sha1_bytes("F"),
      zlib_compressed_zeros(with_header("blob " + std::to_string(kSize), ""), kSize));
  struct CountingSink : ObjectSink {
    std::uint64_t end = 0;
    unsigned windows = 0;
    std::vector<Gap> gaps;
    bool wants(ObjectType) const override { return true; }
    Flow on_object(unsigned, const ObjectView& view) override {
      EXPECT_TRUE(view.is_window);
      EXPECT_LE(view.window_offset, end);
      end = view.window_offset + view.bytes.size();
      ++windows;
      EXPECT_EQ(view.is_last_window, end == kSize);
      return Flow::Continue;
    }
    Flow on_gap(Gap gap) override {
      gaps.push_back(std::move(gap));
      return Flow::Continue;
    }
    void on_progress(std::uint64_t, std::uint64_t) override {}
  };
  Budget budget(10, 64);
  CountingSink sink;
  ASSERT_TRUE(open(hostile)->objects().push_all(sink, 1).ok());
  EXPECT_EQ(sink.end, kSize);
  EXPECT_GT(sink.windows, 60u);
  EXPECT_TRUE(sink.gaps.empty());
  EXPECT_EQ(read_error(hostile, sha1_bytes("F")), ErrorKind::TooLarge);
}

TEST(HostileLoose, G_HugeHeadersOverThreeBytes) {
  Budget budget(1, 64);
  for (const char* size : {"1099511627776", "2147483648", "50000000", "18446744073709551615"}) {
    HostileRepository hostile;
    std::string id = sha1_bytes("G");
    hostile.add_loose_file(id, zlib_compressed(with_header("blob " + std::string(size), "abc")));
    ErrorKind kind = read_error(hostile, id);
    EXPECT_TRUE(kind == ErrorKind::TooLarge || kind == ErrorKind::Corrupt) << size;
    Pushed pushed = push(hostile);
    ASSERT_EQ(pushed.gaps.size(), 1u) << size;
    EXPECT_TRUE(pushed.gaps[0].caused_by_content);
  }
}

// A file of empty DEFLATE blocks that means three bytes.
TEST(HostileLoose, FilesFarLargerThanTheirContent) {
  Budget budget(2, 64);
  HostileRepository hostile;
  std::string id = sha1_bytes("empty blocks");
  std::string file("\x78\x01", 2);
  std::string empty_block("\x00\x00\x00\xff\xff", 5);
  for (int i = 0; i < 4'000'000; ++i) file += empty_block;
  hostile.add_loose_file(id, file);
  EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt);
}

TEST(HostileLoose, PresetDictionaries) {
  HostileRepository hostile;
  std::string id = sha1_bytes("dictionary");
  hostile.add_loose_file(id, std::string("\x78\xbb\x00\x00\x00\x01", 6) + std::string(40, 'x'));
  EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt);
}

TEST(HostileLoose, L_WhatIsNoRegularFile) {
  Budget budget(1);
  HostileRepository hostile;
  std::string fifo = sha1_bytes("fifo");
  std::string link = sha1_bytes("link");
  std::string folder = sha1_bytes("folder");
  auto object_path = [](const std::string& id) {
    std::string hex = to_hex_text(id);
    return "objects/" + hex.substr(0, 2) + "/" + hex.substr(2);
  };
  hostile.make_fifo(object_path(fifo));
  hostile.make_symlink(object_path(link), "/etc/passwd");
  hostile.make_folder(object_path(folder));
  EXPECT_EQ(read_error(hostile, fifo), ErrorKind::Refused);
  EXPECT_EQ(read_error(hostile, link), ErrorKind::Refused);
  EXPECT_EQ(read_error(hostile, folder), ErrorKind::Refused);
  hostile.make_fifo("objects/pack/pack-a.pack");
  hostile.make_fifo("objects/pack/pack-a.idx");
  hostile.make_fifo("objects/info/alternates");
  hostile.make_fifo("config");
  hostile.make_fifo("shallow.lock");
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.gaps.size(), 5u) << "three objects, a pack, alternates";
}

TEST(HostilePack, C_ReferenceDeltasThatBiteTheirTails) {
  Budget budget(2, 64);
  HostileRepository hostile;
  std::string ids[4] = {sha1_bytes("0"), sha1_bytes("1"), sha1_bytes("2"), sha1_bytes("self")};
  std::string delta = DeltaBuilder(5, 5).copy(0, 5).bytes();
  PackBuilder pack;
  for (int i = 0; i < 3; ++i) pack.add_reference_delta(ids[(i + 1) % 3], delta, ids[i]);
  pack.add_reference_delta(ids[3], delta, ids[3]);
  hostile.add_pack(pack);
  for (const std::string& id : ids) {
    EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt);
    EXPECT_EQ(open(hostile)->objects().header(id_of(id)).error().kind, ErrorKind::Corrupt);
  }
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 0u);
  EXPECT_EQ(pushed.gaps.size(), 4u);
  for (const Gap& gap : pushed.gaps) EXPECT_TRUE(gap.corrupt) << gap.reason;
}

TEST(HostilePack, D_ChainsUpToTheLimitAndBeyond) {
  for (unsigned depth : {4095u, 4096u, 50'000u}) {
    HostileRepository hostile;
    PackBuilder pack;
    std::string content = "base content\n";
    std::uint64_t offset = pack.add(PackBuilder::kBlob, content, git_object_id("blob", content));
    std::string last_id;
    for (unsigned i = 0; i < depth; ++i) {
      std::string delta = DeltaBuilder(content.size(), content.size())
                              .copy(0, 5)
                              .insert("content" + std::string(1, static_cast<char>('a' + i % 26)))
                              .bytes();
      last_id = sha1_bytes("link " + std::to_string(i));
      offset = pack.add_offset_delta(offset, delta, last_id);
    }
    hostile.add_pack(pack);
    Budget budget(5, 128);
    Result<ObjectBytes> read = open(hostile)->objects().read(id_of(last_id));
    Pushed pushed = push(hostile);
    if (depth <= 4095) {
      ASSERT_TRUE(read.ok()) << read.error().message();
      EXPECT_EQ(read->bytes.size(), content.size());
      EXPECT_TRUE(pushed.gaps.empty());
      EXPECT_EQ(pushed.objects, depth + 1);
    } else {
      ASSERT_FALSE(read.ok());
      EXPECT_EQ(read.error().kind, ErrorKind::TooLarge);
      EXPECT_EQ(pushed.objects, 4096u) << "what the limit allows is scanned all the same";
      EXPECT_EQ(pushed.gaps.size(), depth - 4095);
      EXPECT_FALSE(pushed.any_corrupt());
    }
  }
}

TEST(HostilePack, E_DeltaBombs) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string zeros(65'536, '\0');
  std::string ids[4] = {git_object_id("blob", zeros), sha1_bytes("4M"), sha1_bytes("256M"),
                        sha1_bytes("1G")};
  std::uint64_t offset = pack.add(PackBuilder::kBlob, zeros, ids[0]);
  std::uint64_t size = zeros.size();
  for (int level = 1; level <= 3; ++level) {
    unsigned copies = level == 3 ? 4 : 64;
    DeltaBuilder delta(size, size * copies);
    for (unsigned i = 0; i < copies; ++i) {
      for (std::uint64_t at = 0; at < size;) {
        std::uint32_t part =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(size - at, 0xffffff));
        delta.copy(at, part);
        at += part;
      }
    }
    offset = pack.add_offset_delta(offset, delta.bytes(), ids[level]);
    size *= copies;
  }
  ASSERT_EQ(size, 1ull << 30);
  ASSERT_LT(pack.pack().size(), 3000u);
  hostile.add_pack(pack);
  Budget budget(2, 64);
  EXPECT_EQ(open(hostile)->objects().header(id_of(ids[3]))->size, 1ull << 30);
  EXPECT_EQ(read_error(hostile, ids[3]), ErrorKind::TooLarge);
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 2u);
  ASSERT_EQ(pushed.gaps.size(), 2u);
  for (const Gap& gap : pushed.gaps) EXPECT_TRUE(gap.caused_by_content && !gap.corrupt);
}

TEST(HostilePack, F_PackedGigabyteIsTooLargeToReadAtOnce) {
  HostileRepository hostile;
  PackBuilder pack;
  pack.add_raw(PackBuilder::kBlob, 300 << 20, "", zlib_compressed_zeros("", 300 << 20),
               sha1_bytes("F"));
  // A delta of what is only streamed cannot be made.
  std::uint64_t base = 12;
  pack.add_offset_delta(base, DeltaBuilder(300 << 20, 3).copy(0, 3).bytes(), sha1_bytes("small"));
  hostile.add_pack(pack);
  Budget budget(10, 96);
  EXPECT_EQ(read_error(hostile, sha1_bytes("F")), ErrorKind::TooLarge);
  struct Sink : ObjectSink {
    std::uint64_t end = 0;
    std::vector<Gap> gaps;
    bool wants(ObjectType) const override { return true; }
    Flow on_object(unsigned, const ObjectView& view) override {
      end = view.window_offset + view.bytes.size();
      return Flow::Continue;
    }
    Flow on_gap(Gap gap) override {
      gaps.push_back(std::move(gap));
      return Flow::Continue;
    }
    void on_progress(std::uint64_t, std::uint64_t) override {}
  } sink;
  ASSERT_TRUE(open(hostile)->objects().push_all(sink, 1).ok());
  EXPECT_EQ(sink.end, 300u << 20);
  ASSERT_EQ(sink.gaps.size(), 1u);
  EXPECT_FALSE(sink.gaps[0].corrupt);
}

TEST(HostilePack, G_HugeEntryHeaders) {
  Budget budget(1, 64);
  for (std::uint64_t size : {1ull << 40, 1ull << 31, 50'000'000ull}) {
    HostileRepository hostile;
    PackBuilder pack;
    std::string id = sha1_bytes("G");
    pack.add_raw(PackBuilder::kBlob, size, "", zlib_compressed("abc"), id);
    hostile.add_pack(pack);
    ErrorKind kind = read_error(hostile, id);
    EXPECT_TRUE(kind == ErrorKind::TooLarge || kind == ErrorKind::Corrupt);
    Pushed pushed = push(hostile);
    EXPECT_EQ(pushed.gaps.size(), 1u);
  }
}

TEST(HostilePack, S_EveryPhysicalCopyIsScannedWhateverItsIdSays) {
  HostileRepository hostile;
  std::string id = git_object_id("blob", "harmless");
  PackBuilder pack;
  pack.add(PackBuilder::kBlob, "harmless", id);
  pack.add(PackBuilder::kBlob, "evil content", id);  // the same id a second time
  hostile.add_pack(pack);
  CollectingSink sink;
  ASSERT_TRUE(open(hostile)->objects().push_all(sink, 1).ok());
  std::set<std::string> contents;
  for (const auto& [key, object] : sink.objects) contents.insert(object.bytes);
  EXPECT_EQ(contents, (std::set<std::string>{"harmless", "evil content"}));
  EXPECT_TRUE(sink.gaps.empty());

  OpenOptions verify;
  verify.verify_objects = VerifyObjects::Yes;
  Pushed verified = push(hostile, verify);
  EXPECT_EQ(verified.objects, 2u);
  ASSERT_EQ(verified.gaps.size(), 1u) << "the liar is named";
  EXPECT_TRUE(verified.gaps[0].corrupt);
}

TEST(HostilePack, S_AReferenceDeltaOntoDifferingCopiesIsCorrupt) {
  HostileRepository hostile;
  std::string id = git_object_id("blob", "harmless");
  std::string delta = DeltaBuilder(8, 9).copy(0, 8).insert("!").bytes();
  PackBuilder pack;
  pack.add(PackBuilder::kBlob, "harmless", id);
  pack.add(PackBuilder::kBlob, "harmful!", id);
  pack.add_reference_delta(id, delta, sha1_bytes("delta"));
  hostile.add_pack(pack);
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 2u);
  ASSERT_EQ(pushed.gaps.size(), 1u);
  EXPECT_TRUE(pushed.gaps[0].corrupt);

  HostileRepository equal;
  PackBuilder twice;
  twice.add(PackBuilder::kBlob, "harmless", id);
  twice.add(PackBuilder::kBlob, "harmless", id);
  twice.add_reference_delta(id, delta, sha1_bytes("delta"));
  equal.add_pack(twice);
  EXPECT_EQ(push(equal).objects, 3u);
  EXPECT_TRUE(push(equal).gaps.empty());
}

TEST(HostilePack, ManyCopiesAndManyDeltasOntoThemStayCheap) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string id = git_object_id("blob", "12345");
  std::string twice = git_object_id("blob", "54321");
  for (int i = 0; i < 5'000; ++i) pack.add(PackBuilder::kBlob, "12345", id);
  for (int i = 0; i < 2; ++i) pack.add(PackBuilder::kBlob, "54321", twice);
  std::string delta = DeltaBuilder(5, 5).copy(0, 5).bytes();
  for (int i = 0; i < 5'000; ++i)
    pack.add_reference_delta(i % 2 == 0 ? id : twice, delta, sha1_bytes(std::to_string(i)));
  hostile.add_pack(pack);
  Budget budget(5);
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 5'002u + 2'500u);
  EXPECT_EQ(pushed.gaps.size(), 2'500u) << "the deltas onto too many copies";
}

TEST(HostilePack, EntriesTheIndexDoesNotNameAreReported) {
  HostileRepository hostile;
  PackBuilder pack;
  pack.add(PackBuilder::kBlob, "named", git_object_id("blob", "named"));
  pack.add(PackBuilder::kBlob, "hidden", "");
  hostile.add_pack(pack);
  EXPECT_TRUE(push(hostile).any_corrupt()) << "the counts differ";

  HostileRepository liar;  // the pack's count lies too
  pack.declare_count(1);
  liar.add_pack(pack);
  Pushed pushed = push(liar);
  EXPECT_EQ(pushed.objects, 1u);
  EXPECT_TRUE(pushed.any_corrupt()) << "bytes between the entries";
}

TEST(HostilePack, TwoIdsForOneOffset) {
  HostileRepository hostile;
  PackBuilder pack;
  std::uint64_t offset = pack.add(PackBuilder::kBlob, "one", git_object_id("blob", "one"));
  pack.index_entry(sha1_bytes("another name"), offset);
  hostile.add_pack(pack);
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 1u);
  EXPECT_TRUE(pushed.gaps.empty()) << "it was delivered, and the counts fit";
}

TEST(HostilePack, OffsetsOutsideThePack) {
  Budget budget(1);
  for (std::uint64_t offset : {0ull, 5ull, 1'000'000ull, 1ull << 31, 1ull << 62}) {
    HostileRepository hostile;
    PackBuilder pack;
    std::string id = sha1_bytes("outside");
    pack.add(PackBuilder::kBlob, "one", git_object_id("blob", "one"));
    pack.index_entry(id, offset);
    pack.declare_count(2);
    hostile.add_pack(pack);
    EXPECT_EQ(read_error(hostile, id), ErrorKind::Corrupt) << offset;
    Pushed pushed = push(hostile);
    EXPECT_EQ(pushed.objects, 1u);
    EXPECT_TRUE(pushed.any_corrupt());
  }
}

TEST(HostilePack, DamagedDeltas) {
  Budget budget(2);
  struct Case {
    const char* what;
    std::string delta;
  };
  const Case cases[] = {
      {"no sizes", ""},
      {"one size", DeltaBuilder(5, 5).bytes().substr(0, 1)},
      {"sizes without end", std::string(12, '\xff')},
      {"base of another size", DeltaBuilder(6, 5).copy(0, 5).bytes()},
      {"copy beyond the base", DeltaBuilder(5, 5).copy(1, 5).bytes()},
      {"copy from far beyond", DeltaBuilder(5, 5).copy(0xffffffff, 5).bytes()},
      {"result too short", DeltaBuilder(5, 6).copy(0, 5).bytes()},
      {"result too long by copy", DeltaBuilder(5, 4).copy(0, 5).bytes()},
      {"result too long by insert", DeltaBuilder(5, 1).insert("ab").bytes()},
      {"insert without bytes", DeltaBuilder(5, 9)
                                   .raw("\x09"
                                        "abc")
                                   .bytes()},
      {"copy without operands", DeltaBuilder(5, 5).raw("\xff").bytes()},
      {"reserved instruction", DeltaBuilder(5, 5).raw(std::string(1, '\0')).bytes()},
      {"huge result", DeltaBuilder(5, 1ull << 60).copy(0, 5).bytes()},
  };
  for (const Case& damaged : cases) {
    HostileRepository hostile;
    PackBuilder pack;
    std::string id = sha1_bytes(damaged.what);
    std::uint64_t base = pack.add(PackBuilder::kBlob, "12345", git_object_id("blob", "12345"));
    std::uint64_t offset = pack.add_offset_delta(base, damaged.delta, id);
    pack.add_offset_delta(offset, DeltaBuilder(5, 5).copy(0, 5).bytes(), sha1_bytes("child"));
    hostile.add_pack(pack);
    ErrorKind kind = read_error(hostile, id);
    EXPECT_EQ(kind, std::string_view(damaged.what) == "huge result" ? ErrorKind::TooLarge
                                                                    : ErrorKind::Corrupt)
        << damaged.what;
    Pushed pushed = push(hostile);
    EXPECT_EQ(pushed.objects, 1u) << damaged.what;
    EXPECT_EQ(pushed.gaps.size(), 2u) << damaged.what;
  }
}

TEST(HostilePack, BasesThatAreNotThere) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string delta = DeltaBuilder(5, 5).copy(0, 5).bytes();
  std::string absent = sha1_bytes("absent base");
  pack.add(PackBuilder::kBlob, "12345", git_object_id("blob", "12345"));
  pack.add_reference_delta(absent, delta, sha1_bytes("thin"));
  pack.add_offset_delta(13, delta, sha1_bytes("into the middle of an entry"));
  pack.add_raw(PackBuilder::kOffsetDelta, delta.size(), std::string("\xff\xff\x7f", 3),
               zlib_compressed(delta), sha1_bytes("before the pack"));
  pack.add_raw(PackBuilder::kOffsetDelta, delta.size(), std::string(1, '\0'),
               zlib_compressed(delta), sha1_bytes("distance zero"));
  pack.add_raw(static_cast<PackBuilder::Kind>(5), 3, "", zlib_compressed("abc"),
               sha1_bytes("kind 5"));
  pack.add_raw(static_cast<PackBuilder::Kind>(0), 3, "", zlib_compressed("abc"),
               sha1_bytes("kind 0"));
  hostile.add_pack(pack);
  for (const char* name : {"thin", "into the middle of an entry", "before the pack",
                           "distance zero", "kind 5", "kind 0"})
    EXPECT_EQ(read_error(hostile, sha1_bytes(name)), ErrorKind::Corrupt) << name;
  Pushed pushed = push(hostile);
  EXPECT_EQ(pushed.objects, 1u);
  EXPECT_GE(pushed.gaps.size(), 6u);
}

TEST(HostilePack, FilesThatAreNoPacksAndIndexes) {
  Budget budget(2);
  PackBuilder pack;
  pack.add(PackBuilder::kBlob, "content", git_object_id("blob", "content"));
  std::string good_pack = pack.pack();
  std::string good_index = pack.index(good_pack);
  struct Case {
    const char* what;
    std::string pack;
    std::string index;
  };
  std::string decreasing = good_index;
  decreasing[8 + 4 * 3] = '\x7f';
  std::string huge_count = good_index;
  huge_count[8 + 4 * 255] = '\x7f';
  std::string other_version = good_index;
  other_version[7] = 3;
  std::string version_9 = good_pack;
  version_9[7] = 9;
  const Case cases[] = {
      {"empty pack", "", good_index},
      {"empty index", good_pack, ""},
      {"both empty", "", ""},
      {"short pack", good_pack.substr(0, 20), good_index},
      {"not a pack", "JUNK" + good_pack.substr(4), good_index},
      {"pack version 9", version_9, good_index},
      {"fan-out decreases", good_pack, decreasing},
      {"2^31 objects", good_pack, huge_count},
      {"index version 3", good_pack, other_version},
      {"short index", good_pack, good_index.substr(0, good_index.size() - 30)},
      {"index of zeros", good_pack, std::string(1000, '\0')},
  };
  for (const Case& bad : cases) {
    HostileRepository hostile;
    hostile.add_pack_files(bad.pack, bad.index);
    Pushed pushed = push(hostile);
    EXPECT_EQ(pushed.objects, 0u) << bad.what;
    EXPECT_EQ(pushed.gaps.size(), 1u) << bad.what;
    EXPECT_TRUE(pushed.any_corrupt()) << bad.what;
    EXPECT_EQ(read_error(hostile, git_object_id("blob", "content")), ErrorKind::NotFound);
  }
  HostileRepository without_index;
  without_index.write("objects/pack/pack-a.pack", good_pack);
  Pushed pushed = push(without_index);
  ASSERT_EQ(pushed.gaps.size(), 1u);
  EXPECT_NE(pushed.gaps[0].reason.find("index-pack"), std::string::npos);
}

TEST(HostilePack, AWrongTrailerIsReportedOnRequest) {
  HostileRepository hostile;
  PackBuilder pack;
  pack.add(PackBuilder::kBlob, "content", git_object_id("blob", "content"));
  std::string bytes = pack.pack();
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  hostile.add_pack_files(bytes, pack.index(bytes));
  EXPECT_TRUE(push(hostile).gaps.empty());
  OpenOptions verify;
  verify.verify_objects = VerifyObjects::Yes;
  EXPECT_TRUE(push(hostile, verify).any_corrupt());
}

// Wide and deep at once, so that many large bases would have to be held: the promise is four times
// the limit for one worker.
TEST(HostilePack, MemoryStaysWithinTheDocumentedBound) {
  // What is freed goes back at once, so that the peak tells what was held, not what malloc kept.
  ::mallopt(M_MMAP_THRESHOLD, 256 << 10);
  constexpr std::uint64_t kLimit = 4 << 20;
  HostileRepository hostile;
  PackBuilder pack;
  std::string content(kLimit - 4096, 'b');
  std::uint64_t serial = 0;
  auto next_id = [&serial] { return sha1_bytes("node " + std::to_string(++serial)); };
  std::uint64_t spine = pack.add(PackBuilder::kBlob, content, next_id());
  auto child_of = [&](std::uint64_t base) {
    std::string delta =
        DeltaBuilder(content.size(), content.size())
            .copy(0, 0xff0000 < content.size() ? 0xff0000
                                               : static_cast<std::uint32_t>(content.size() - 8))
            .insert(sha1_bytes(std::to_string(++serial)).substr(0, 8))
            .bytes();
    return pack.add_offset_delta(base, delta, next_id());
  };
  // A binary tree: every node on the way down is needed again.
  std::vector<std::uint64_t> level{spine};
  for (int depth = 0; depth < 6; ++depth) {
    std::vector<std::uint64_t> next;
    for (std::uint64_t base : level) {
      next.push_back(child_of(base));
      next.push_back(child_of(base));
    }
    level = std::move(next);
  }
  hostile.add_pack(pack);
  OpenOptions options;
  options.limits.max_object_bytes = kLimit;
  struct Sink : ObjectSink {
    std::size_t objects = 0;
    std::size_t gaps = 0;
    bool wants(ObjectType) const override { return true; }
    Flow on_object(unsigned, const ObjectView&) override {
      ++objects;
      return Flow::Continue;
    }
    Flow on_gap(Gap) override {
      ++gaps;
      return Flow::Continue;
    }
    void on_progress(std::uint64_t, std::uint64_t) override {}
  } sink;
  std::shared_ptr<Repository> repository = open(hostile, options);
  Budget budget(5, 4 * (kLimit >> 20) + 8);
  ASSERT_TRUE(repository->objects().push_all(sink, 1).ok());
  EXPECT_EQ(sink.objects, 127u);
  EXPECT_EQ(sink.gaps, 0u);
}

// Every answer to a damaged pack or index is an object, an error or a gap, quickly.
TEST(HostilePack, FlippedBits) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string text;
  for (int i = 0; i < 400; ++i) text += "line " + sha1_bytes(std::to_string(i)) + "\n";
  std::uint64_t base = pack.add(PackBuilder::kBlob, text, git_object_id("blob", text));
  for (int i = 0; i < 40; ++i) {
    std::string delta = DeltaBuilder(text.size(), text.size())
                            .copy(0, 5000)
                            .insert(text.substr(5000, 60))
                            .copy(5060, static_cast<std::uint32_t>(text.size() - 5060))
                            .bytes();
    std::string id = sha1_bytes("delta " + std::to_string(i));
    if (i % 3 == 0)
      pack.add_reference_delta(git_object_id("blob", text), delta, id);
    else
      base = pack.add_offset_delta(base, delta, id);
  }
  std::string good_pack = pack.pack();
  std::string good_index = pack.index(good_pack);
  ASSERT_GT(good_pack.size(), 8'000u);
  Budget budget(60);
  std::uint64_t random = 88172645463325252ull;
  for (int round = 0; round < 1'200; ++round) {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    std::string damaged_pack = good_pack;
    std::string damaged_index = good_index;
    std::string& target = round % 2 == 0 ? damaged_pack : damaged_index;
    std::size_t bit = random % (target.size() * 8);
    target[bit / 8] = static_cast<char>(target[bit / 8] ^ (1 << bit % 8));
    hostile.add_pack_files(damaged_pack, damaged_index);
    Budget each(5, 256);
    Pushed pushed = push(hostile);
    EXPECT_LE(pushed.objects, 41u);
    open(hostile)->objects().read(id_of(sha1_bytes("delta 39"))).ok();
    open(hostile)->objects().header(id_of(sha1_bytes("delta 38"))).ok();
  }
}

}  // namespace
}  // namespace leakwarden::scanner
