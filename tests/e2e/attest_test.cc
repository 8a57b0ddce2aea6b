// A signed scan, from the pipeline that made it to the deploy step that believes it.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::testing {
namespace {

class AttestedScan : public ::testing::Test {
 protected:
  AttestedScan() : git_(folder_ / "repo") {
    git_.init();
    commit_ = git_.commit_file("a", "nothing\n");
    run_program({"openssl", "genpkey", "-algorithm", "ed25519", "-out", folder_ / "key"});
    run_program({"openssl", "pkey", "-in", folder_ / "key", "-pubout", "-out", folder_ / "pub"});
  }

  ProgramResult run(std::vector<std::string> words) {
    words.insert(words.begin(), scanner_program());
    ProgramOptions options;
    options.folder = git_.folder();
    return run_program(words, options);
  }
  ProgramResult scan(const std::string& file) {
    return run({"scan", "--history", "--attest", file, "--attest-key", folder_ / "key"});
  }
  ProgramResult verify(const std::string& file, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"attest", "verify", file, "--key", folder_ / "pub"});
    return run(more);
  }

  TemporaryFolder folder_;
  GitClient git_;
  std::string commit_;
};

TEST_F(AttestedScan, ACleanOneIsBelievedForItsCommit) {
  EXPECT_EQ(scan(folder_ / "scan.json").exit_code, 0);
  const ProgramResult good = verify(folder_ / "scan.json", {"--commit", commit_});
  EXPECT_EQ(good.exit_code, 0) << good.errors;
  EXPECT_NE(good.output.find(commit_), std::string::npos);
  EXPECT_NE(good.output.find("clean"), std::string::npos);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--commit", std::string(40, '1')}).exit_code, 2);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--ruleset", "other"}).exit_code, 2);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--max-age", "1"}).exit_code, 0);
}

TEST_F(AttestedScan, OneThatLookedAtLessThanTheDefaultIsNotEnough) {
  ASSERT_EQ(run({"scan", "--history", "--confidence", "high", "--attest", folder_ / "scan.json",
                 "--attest-key", folder_ / "key"})
                .exit_code,
            0);
  EXPECT_EQ(verify(folder_ / "scan.json").exit_code, 2);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--confidence", "high"}).exit_code, 0);
  EXPECT_EQ(run({"scan", "--attest-key", folder_ / "key"}).exit_code, 2);
}

TEST_F(AttestedScan, SecretsAreAVerdictAndStandNowhereInIt) {
  const std::string key = planted_postman_key(41);
  commit_ = git_.commit_file("config/prod.env", "API_KEY=" + key + "\n");
  EXPECT_EQ(scan(folder_ / "scan.json").exit_code, 1);
  const ProgramResult found = verify(folder_ / "scan.json", {"--commit", commit_});
  EXPECT_EQ(found.exit_code, 1) << found.errors;
  const std::string envelope = read_file(folder_ / "scan.json");
  EXPECT_EQ((envelope + found.output).find(key), std::string::npos);
  EXPECT_EQ((envelope + found.output).find("prod.env"), std::string::npos);
}

TEST_F(AttestedScan, WhatWasNotReadIsNotClean) {
  const std::string blob = git_.must({"rev-parse", "HEAD:a"}).substr(0, 40);
  std::filesystem::remove(git_.folder() + "/.git/objects/" + blob.substr(0, 2) + "/" +
                          blob.substr(2));
  const ProgramResult partial = scan(folder_ / "scan.json");
  EXPECT_EQ(partial.exit_code, 3) << partial.output;
  EXPECT_EQ(verify(folder_ / "scan.json").exit_code, 3);
}

TEST_F(AttestedScan, AChangedOrForeignOneIsRefused) {
  ASSERT_EQ(scan(folder_ / "scan.json").exit_code, 0);
  std::string envelope = read_file(folder_ / "scan.json");
  envelope[envelope.find("\"payload\":\"") + 30] ^= 1;
  write_file(folder_ / "changed.json", envelope);
  EXPECT_EQ(verify(folder_ / "changed.json").exit_code, 2);
  run_program({"openssl", "genpkey", "-algorithm", "ed25519", "-out", folder_ / "key"});
  run_program({"openssl", "pkey", "-in", folder_ / "key", "-pubout", "-out", folder_ / "pub"});
  const ProgramResult foreign = verify(folder_ / "scan.json");
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_NE(foreign.errors.find("not made by this key"), std::string::npos) << foreign.errors;
}

TEST_F(AttestedScan, HistoryThatIsNotHereIsNotAttested) {
  git_.commit_file("b", "more\n");
  git_.must({"clone", "-q", "--depth", "1", "file://" + git_.folder(), folder_ / "shallow"});
  const ProgramResult shallow = run({"scan", "--history", "--attest", folder_ / "scan.json",
                                     "--attest-key", folder_ / "key", folder_ / "shallow"});
  EXPECT_EQ(shallow.exit_code, 2);
  EXPECT_NE(shallow.errors.find("shallow"), std::string::npos) << shallow.errors;
  EXPECT_EQ(read_file(folder_ / "scan.json"), "");
  EXPECT_EQ(run({"scan", "--allow-missing", "--attest", folder_ / "scan.json", "--attest-key",
                 folder_ / "key"})
                .exit_code,
            2);
}

TEST_F(AttestedScan, ARangeSpeaksForARangeOnly) {
  EXPECT_EQ(run({"scan", "--range", "HEAD..HEAD", "--attest", folder_ / "scan.json", "--attest-key",
                 folder_ / "key"})
                .exit_code,
            0);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--commit", commit_}).exit_code, 2);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--range", "HEAD~..HEAD"}).exit_code, 2);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--range", "HEAD..HEAD"}).exit_code, 0);
}

TEST_F(AttestedScan, SuppressedFindingsMayBeRefused) {
  git_.commit_file("b", "K=" + planted_postman_key(42) + " # leakwarden:allow made up\n");
  ASSERT_EQ(scan(folder_ / "scan.json").exit_code, 0);
  EXPECT_EQ(verify(folder_ / "scan.json").exit_code, 0);
  EXPECT_EQ(verify(folder_ / "scan.json", {"--no-suppressed"}).exit_code, 2);
}

TEST_F(AttestedScan, WrongUsageIsSaidBeforeAnythingIsScanned) {
  const std::string file = folder_ / "scan.json";
  EXPECT_EQ(run({"scan", "--attest", file}).exit_code, 2);
  EXPECT_EQ(run({"scan", "--staged", "--attest", file, "--attest-key", folder_ / "key"}).exit_code,
            2);
  EXPECT_EQ(run({"scan", "a", "--attest", file, "--attest-key", folder_ / "key"}).exit_code, 2);
  EXPECT_EQ(run({"scan", "--attest", file, "--attest-key", folder_ / "absent"}).exit_code, 2);
  EXPECT_EQ(run({"scan", "--attest", file, "--attest-key", folder_ / "pub"}).exit_code, 2);
  EXPECT_EQ(run({"attest", "verify", file}).exit_code, 2);
  EXPECT_EQ(run({"attest", "sign"}).exit_code, 2);
  EXPECT_EQ(run({"attest"}).exit_code, 0);
  EXPECT_EQ(read_file(file), "");
}

}  // namespace
}  // namespace leakwarden::testing
