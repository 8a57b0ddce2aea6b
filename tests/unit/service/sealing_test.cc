#include "service/sealing.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::read_file;
using leakwarden::testing::run_program;
using leakwarden::testing::TemporaryFolder;

const char kKey[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

Sealing sealing(ValuesMode mode = ValuesMode::Sealed, const std::string& key = kKey) {
  Result<Sealing> made = Sealing::from_key(Secret::copy_of(key), mode);
  EXPECT_TRUE(made.ok()) << made.error().message();
  return std::move(*made);
}

Config config_in(const TemporaryFolder& folder) {
  Config config;
  config.data_dir = folder / "data";
  return config;
}

// The same computation by Python's standard library (HKDF by hand over hmac, RFC 5869).
std::string python_identity(const std::string& value) {
  std::string script =
      "import hmac, sys\n"
      "key = bytes.fromhex(sys.argv[1])\n"
      "def hkdf(info, size):\n"
      "    prk = hmac.new(bytes(32), key, 'sha256').digest()\n"
      "    return hmac.new(prk, info + b'\\x01', 'sha256').digest()[:size]\n"
      "print(hmac.new(hkdf(b'leakwarden identity 1', 32), sys.argv[2].encode(), 'sha256')"
      ".hexdigest())\n"
      "print(hkdf(b'leakwarden key id 1', 8).hex())\n";
  return run_program({"python3", "-c", script, kKey, value}).output;
}

TEST(Sealing, IdentityAndKeyIdAreTheDocumentedDerivations) {
  Sealing sealed = sealing();
  std::string identity = *sealed.identity_of(Secret::copy_of("correct horse"));
  EXPECT_EQ(identity + "\n" + sealed.key_id() + "\n", python_identity("correct horse"));
}

TEST(Sealing, TheSameValueHasTheSameIdentityAndAnotherKeyAnother) {
  Secret value = Secret::copy_of("hunter2");
  EXPECT_EQ(*sealing().identity_of(value), *sealing().identity_of(value));
  std::string other(64, 'a');
  EXPECT_NE(*sealing().identity_of(value), *sealing(ValuesMode::Sealed, other).identity_of(value));
  EXPECT_NE(sealing().key_id(), sealing(ValuesMode::Sealed, other).key_id());
}

TEST(Sealing, WhatIsSealedComesBackAndLooksDifferentEachTime) {
  Sealing sealed = sealing();
  std::set<std::string> boxes;
  for (const std::string& text : {std::string("x"), std::string("a value"),
                                  std::string(100'000, 'k'), std::string("\0\xff\n", 3)}) {
    Secret value = Secret::copy_of(text);
    std::string identity = *sealed.identity_of(value);
    for (int i = 0; i < 3; ++i) {
      std::string box = *sealed.seal(value, identity);
      EXPECT_TRUE(boxes.insert(box).second);
      EXPECT_TRUE(text.size() < 6 || box.find(text.substr(0, 6)) == std::string::npos);
      Result<Secret> back = sealed.unseal(box, identity);
      ASSERT_TRUE(back.ok()) << back.error().message();
      EXPECT_TRUE(*back == value);
    }
  }
}

TEST(Sealing, EveryChangedByteIsNoticed) {
  Sealing sealed = sealing();
  Secret value = Secret::copy_of("a value");
  std::string identity = *sealed.identity_of(value);
  std::string box = *sealed.seal(value, identity);
  for (std::size_t i = 0; i < box.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = box;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_FALSE(sealed.unseal(changed, identity).ok()) << i;
    }
    EXPECT_FALSE(sealed.unseal(box.substr(0, i), identity).ok());
  }
  EXPECT_FALSE(sealed.unseal(box + "x", identity).ok());
}

TEST(Sealing, ABoxBelongsToItsIdentityAndItsKey) {
  Sealing sealed = sealing();
  std::string box = *sealed.seal(Secret::copy_of("a value"), "identity a");
  EXPECT_EQ(sealed.unseal(box, "identity b").error().kind, ErrorKind::Corrupt);
  Sealing other = sealing(ValuesMode::Sealed, std::string(64, 'a'));
  EXPECT_EQ(other.unseal(box, "identity a").error().kind, ErrorKind::Refused);
}

TEST(Sealing, FingerprintsModeKeepsNoValue) {
  Sealing sealed = sealing(ValuesMode::Fingerprints);
  Secret value = Secret::copy_of("a value");
  EXPECT_EQ(*sealed.seal(value, *sealed.identity_of(value)), "");
  EXPECT_EQ(*sealed.identity_of(value), *sealing().identity_of(value));
}

TEST(Sealing, AKeyThatIsNoKeyIsRefusedWithoutShowingIt) {
  for (const std::string& text :
       {std::string("short"), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'z')}) {
    Result<Sealing> made = Sealing::from_key(Secret::copy_of(text), ValuesMode::Sealed);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(made.error().message().find(text), std::string::npos);
  }
}

TEST(Sealing, TheFirstStartMakesAKeyForTheOwnerAlone) {
  TemporaryFolder folder;
  Config config = config_in(folder);
  Result<Sealing> first = Sealing::open(config);
  ASSERT_TRUE(first.ok()) << first.error().message();
  struct stat status {};
  ASSERT_EQ(::stat((config.data_dir + "/keys/installation.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat((config.data_dir + "/keys").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  EXPECT_EQ(read_file(config.data_dir + "/keys/installation.key").size(), 65u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(config.data_dir + "/keys"), {}), 1);
  EXPECT_EQ(Sealing::open(config)->key_id(), first->key_id());
  // Two installations have two keys.
  TemporaryFolder other;
  EXPECT_NE(Sealing::open(config_in(other))->key_id(), first->key_id());
}

TEST(Sealing, AKeyThatOthersCanReadIsRefused) {
  TemporaryFolder folder;
  Config config = config_in(folder);
  ASSERT_TRUE(Sealing::open(config).ok());
  std::string key = config.data_dir + "/keys/installation.key";
  for (mode_t mode : {0640, 0604, 0620}) {
    ASSERT_EQ(::chmod(key.c_str(), mode), 0);
    Result<Sealing> opened = Sealing::open(config);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().kind, ErrorKind::Refused);
    EXPECT_NE(opened.error().remedy.find("chmod"), std::string::npos);
  }
  ASSERT_EQ(::chmod(key.c_str(), 0400), 0);
  EXPECT_TRUE(Sealing::open(config).ok());
  ASSERT_EQ(::chmod((config.data_dir + "/keys").c_str(), 0755), 0);
  EXPECT_FALSE(Sealing::open(config).ok());
}

TEST(Sealing, NoNewKeyIsMadeBesideAnOldStore) {
  TemporaryFolder folder;
  Config config = config_in(folder);
  folder.write("data/leakwarden.db", "anything");
  Result<Sealing> opened = Sealing::open(config);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::NotFound);
  EXPECT_NE(opened.error().remedy.find("backup"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(config.data_dir + "/keys"));
}

TEST(Sealing, AKeyByReference) {
  TemporaryFolder folder;
  Config config = config_in(folder);
  std::string file = folder.write("sealing", std::string(kKey) + "\n");
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  config.sealing_key = CredentialReference{CredentialSource::File, file, "x.yaml:1:1"};
  Result<Sealing> opened = Sealing::open(config);
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ(opened->key_id(), sealing().key_id());
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  EXPECT_EQ(Sealing::open(config).error().kind, ErrorKind::Refused);
  config.sealing_key->name = folder / "nothing";
  EXPECT_EQ(Sealing::open(config).error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(std::filesystem::exists(config.data_dir));
}

TEST(Sealing, AMissingFolderAboveTheDataSaysWhatToDo) {
  TemporaryFolder folder;
  Config config;
  config.data_dir = folder / "missing/data";
  Result<Sealing> sealing = Sealing::open(config);
  ASSERT_FALSE(sealing.ok());
  EXPECT_NE(sealing.error().remedy.find("make the folder above it"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::service
