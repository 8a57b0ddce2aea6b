#include "service/credentials.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;

std::string shown(const Secret& secret) {
  return std::string(secret.reveal(RevealFor::Verification));
}

CredentialReference file(const std::string& path) {
  return {CredentialSource::File, path, "leakwarden.yaml:3:7"};
}

TEST(Credentials, AFileLosesExactlyOneNewline) {
  TemporaryFolder folder;
  EXPECT_EQ(shown(*resolve_credential(file(folder.write("a", "value\n")))), "value");
  EXPECT_EQ(shown(*resolve_credential(file(folder.write("b", "value\r\n")))), "value");
  EXPECT_EQ(shown(*resolve_credential(file(folder.write("c", "value\n\n")))), "value\n");
  EXPECT_EQ(shown(*resolve_credential(file(folder.write("d", " value ")))), " value ");
}

TEST(Credentials, LinksAreFollowedAsKubernetesMountsNeed) {
  TemporaryFolder folder;
  folder.write("..2026/url", "value\n");
  ASSERT_EQ(::symlink("..2026", (folder / "..data").c_str()), 0);
  ASSERT_EQ(::symlink("..data/url", (folder / "url").c_str()), 0);
  EXPECT_EQ(shown(*resolve_credential(file(folder / "url"))), "value");
}

TEST(Credentials, MistakesAreNamedWithTheirPlace) {
  TemporaryFolder folder;
  Result<Secret> missing = resolve_credential(file(folder / "nothing"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  EXPECT_NE(missing.error().message().find("leakwarden.yaml:3:7"), std::string::npos);
  EXPECT_EQ(resolve_credential(file(folder.write("empty", "\n"))).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(resolve_credential(file(folder.write("big", std::string(70'000, 'x')))).error().kind,
            ErrorKind::TooLarge);
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(resolve_credential(file(folder / "fifo")).error().kind, ErrorKind::Refused);
  EXPECT_FALSE(resolve_credential(file(folder.path())).ok());
}

TEST(Credentials, FromTheEnvironment) {
  CredentialReference reference{CredentialSource::Environment, "LEAKWARDEN_TEST_TOKEN", ""};
  ::unsetenv("LEAKWARDEN_TEST_TOKEN");
  EXPECT_EQ(resolve_credential(reference).error().kind, ErrorKind::NotFound);
  ::setenv("LEAKWARDEN_TEST_TOKEN", "value", 1);
  EXPECT_EQ(shown(*resolve_credential(reference)), "value");
  ::setenv("LEAKWARDEN_TEST_TOKEN", "", 1);
  EXPECT_EQ(resolve_credential(reference).error().kind, ErrorKind::Invalid);
  ::unsetenv("LEAKWARDEN_TEST_TOKEN");
}

TEST(Credentials, FromSystemd) {
  TemporaryFolder folder;
  folder.write("sealing", "value\n");
  CredentialReference reference{CredentialSource::SystemdCredential, "sealing", ""};
  ::unsetenv("CREDENTIALS_DIRECTORY");
  Result<Secret> without = resolve_credential(reference);
  ASSERT_FALSE(without.ok());
  EXPECT_NE(without.error().remedy.find("LoadCredential=sealing"), std::string::npos);
  ::setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);
  EXPECT_EQ(shown(*resolve_credential(reference)), "value");
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST(Credentials, CarelessFilesAreWarnedOf) {
  TemporaryFolder folder;
  std::string path = folder.write("a", "value");
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  EXPECT_FALSE(credential_warning(file(path)).has_value());
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_NE(credential_warning(file(path))->find("group"), std::string::npos);
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  EXPECT_NE(credential_warning(file(path))->find("everybody"), std::string::npos);
}

TEST(Credentials, ReferencesReadAsTheyAreWritten) {
  EXPECT_EQ(file("/a").text(), "file:/a");
  EXPECT_EQ((CredentialReference{CredentialSource::SystemdCredential, "x", ""}).text(),
            "credential:x");
}

}  // namespace
}  // namespace leakwarden::service
