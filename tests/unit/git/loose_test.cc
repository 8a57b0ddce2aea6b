#include "scanner/git/loose.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Dice;
using leakwarden::testing::HostileRepository;

TEST(LooseObject, ReadsContentsOfEverySizeAroundItsBuffers) {
  HostileRepository hostile;
  Dice dice(1);
  Result<Descriptor> objects = open_directory(AT_FDCWD, hostile / "objects");
  // Random bytes do not compress, so the file is read in one piece or two.
  for (std::size_t size : {0u, 1u, 20u, 8100u, 8192u, 8300u, 100'000u}) {
    std::string content = dice.bytes(size);
    ObjectId id = *ObjectId::from_bytes(hostile.add_loose("blob", content));
    Result<ObjectBytes> object = read_loose(objects->get(), loose_path(id), Limits());
    ASSERT_TRUE(object.ok()) << object.error().message();
    EXPECT_EQ(object->type, ObjectType::Blob);
    EXPECT_TRUE(object->bytes == content);
    Result<LooseObject> opened = LooseObject::open(objects->get(), loose_path(id));
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->header().size, size);
    Result<std::unique_ptr<InflateStream>> stream = opened->stream_content();
    ASSERT_TRUE(stream.ok());
    std::string streamed(size + 10, '?');
    Result<std::size_t> got = (*stream)->read(streamed.data(), streamed.size());
    ASSERT_TRUE(got.ok());
    EXPECT_TRUE(streamed.substr(0, *got) == content);
  }
}

TEST(LooseObject, ReadsWhatGitWritesAtEveryCompression) {
  for (const char* level : {"0", "1", "9"}) {
    leakwarden::testing::GitSandbox sandbox;
    std::string content = Dice(2).text(300);
    std::string id = sandbox.git_line(
        {"-c", std::string("core.looseCompression=") + level, "hash-object", "-w", "--stdin"},
        content);
    Result<Descriptor> objects = open_directory(AT_FDCWD, sandbox / ".git/objects");
    Result<ObjectBytes> object =
        read_loose(objects->get(), loose_path(*ObjectId::from_hex(id)), Limits());
    ASSERT_TRUE(object.ok()) << object.error().message();
    EXPECT_TRUE(object->bytes == content);
  }
}

TEST(ListLooseFolder, NamesObjectsOnly) {
  HostileRepository hostile;
  std::string hex = "ab" + std::string(38, '1');
  hostile.write("objects/ab/" + std::string(38, '2'), "");
  hostile.write("objects/ab/" + std::string(38, '1'), "");
  hostile.write("objects/ab/tmp_obj_x", "");
  hostile.write("objects/ab/" + std::string(38, 'g'), "");
  hostile.write("objects/ab/" + std::string(62, '1'), "");
  Result<Descriptor> objects = open_directory(AT_FDCWD, hostile / "objects");
  EXPECT_EQ(*list_loose_folder(objects->get(), 0xab, 20),
            (std::vector<std::string>{"ab/" + std::string(38, '1'), "ab/" + std::string(38, '2')}));
  EXPECT_EQ(list_loose_folder(objects->get(), 0xab, 32)->size(), 1u);
  EXPECT_TRUE(list_loose_folder(objects->get(), 0xac, 20)->empty());
  hostile.write("objects/ad", "a file in place of a folder");
  EXPECT_EQ(list_loose_folder(objects->get(), 0xad, 20).error().kind, ErrorKind::Refused);
}

}  // namespace
}  // namespace leakwarden::scanner
