#include "scanner/report/attestation.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scanner/base/base64.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using testing::ProgramResult;
using testing::run_program;

// A pair of keys as a user makes them.
class AttestationFile : public ::testing::Test {
 protected:
  AttestationFile() : private_(make_private("key")), public_(public_of("key")) {}

  Secret make_private(const std::string& name) {
    const ProgramResult made = run_program({"openssl", "genpkey", "-algorithm", "ed25519"});
    EXPECT_EQ(made.exit_code, 0) << made.errors;
    folder_.write(name, made.output);
    return Secret::copy_of(made.output);
  }
  std::string public_of(const std::string& name) {
    return run_program({"openssl", "pkey", "-in", folder_ / name, "-pubout"}).output;
  }

  static Attestation example() {
    Attestation attestation;
    attestation.commits = {{"a \"quoted\" name.git", std::string(40, 'a')}, {"b", "00ff"}};
    attestation.scanner = "leakwarden 0.1.0";
    attestation.scope = "range a..b";
    attestation.ruleset = "d1";
    attestation.rules = 2671;
    attestation.confidence = "medium";
    attestation.outcome = "partial";
    attestation.findings = 3;
    attestation.suppressed = 4;
    attestation.objects = 5;
    attestation.bytes = 6000000000;
    attestation.not_scanned = 7;
    attestation.time = "2026-11-26T19:30:51Z";
    return attestation;
  }

  testing::TemporaryFolder folder_;
  Secret private_;
  std::string public_;
};

// The example of the DSSE protocol text, worked by hand: lengths in bytes, one space between.
TEST(Attestation, PreAuthenticationEncoding) {
  EXPECT_EQ(pre_authentication_encoding("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(pre_authentication_encoding("", ""), "DSSEv1 0  0 ");
}

TEST_F(AttestationFile, SaysWhatWasSigned) {
  const Result<std::string> envelope = signed_attestation(example(), private_);
  ASSERT_TRUE(envelope.ok()) << envelope.error().message();
  const Result<Attestation> read = checked_attestation(*envelope, public_);
  ASSERT_TRUE(read.ok()) << read.error().message();
  ASSERT_EQ(read->commits.size(), 2u);
  EXPECT_EQ(read->commits[0].repository, "a \"quoted\" name.git");
  EXPECT_EQ(read->commits[1].commit, "00ff");
  EXPECT_EQ(read->scanner, "leakwarden 0.1.0");
  EXPECT_EQ(read->scope, "range a..b");
  EXPECT_EQ(read->ruleset, "d1");
  EXPECT_EQ(read->rules, 2671u);
  EXPECT_EQ(read->confidence, "medium");
  EXPECT_EQ(read->outcome, "partial");
  EXPECT_EQ(read->findings, 3u);
  EXPECT_EQ(read->suppressed, 4u);
  EXPECT_EQ(read->objects, 5u);
  EXPECT_EQ(read->bytes, 6000000000u);
  EXPECT_EQ(read->not_scanned, 7u);
  EXPECT_EQ(read->time, "2026-11-26T19:30:51Z");
}

// The oracle is OpenSSL's own command line over bytes put together here.
TEST_F(AttestationFile, OpensslAgrees) {
  const nlohmann::json envelope = nlohmann::json::parse(*signed_attestation(example(), private_));
  const std::string type = envelope["payloadType"];
  const std::string payload = base64_decode(envelope["payload"].get<std::string>()).bytes;
  folder_.write("signed", "DSSEv1 " + std::to_string(type.size()) + " " + type + " " +
                              std::to_string(payload.size()) + " " + payload);
  folder_.write("signature",
                base64_decode(envelope["signatures"][0]["sig"].get<std::string>()).bytes);
  const ProgramResult checked =
      run_program({"openssl", "pkeyutl", "-verify", "-inkey", folder_ / "key", "-rawin", "-in",
                   folder_ / "signed", "-sigfile", folder_ / "signature"});
  EXPECT_EQ(checked.exit_code, 0) << checked.output << checked.errors;
}

TEST_F(AttestationFile, AnotherKeyDoesNotHold) {
  make_private("other");
  const Result<std::string> envelope = signed_attestation(example(), private_);
  const Result<Attestation> read = checked_attestation(*envelope, public_of("other"));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().kind, ErrorKind::Refused);
}

TEST_F(AttestationFile, NoChangedByteIsBelieved) {
  const std::string envelope = *signed_attestation(example(), private_);
  const std::size_t payload = envelope.find("\"payload\":\"") + 11;
  const std::size_t payload_end = envelope.find('"', payload);
  for (std::size_t at = payload; at < payload_end; ++at) {
    std::string changed = envelope;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(checked_attestation(changed, public_).ok()) << at;
  }
}

TEST_F(AttestationFile, WhatIsNoneIsSaid) {
  const std::string deep(200000, '[');
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"), deep,
        std::string(R"({"payloadType":"application/vnd.in-toto+json","payload":"e30="})"),
        std::string(R"({"payloadType":"text/plain","payload":"e30=","signatures":[]})"),
        std::string(
            R"({"payloadType":"application/vnd.in-toto+json","payload":"!","signatures":[]})"),
        std::string(kMostAttestationBytes + 1, ' ')}) {
    const Result<Attestation> read = checked_attestation(text, public_);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().kind, ErrorKind::Invalid) << text.substr(0, 80);
  }
  const Result<Attestation> unsigned_one = checked_attestation(
      R"({"payloadType":"application/vnd.in-toto+json","payload":"e30=","signatures":[]})",
      public_);
  ASSERT_FALSE(unsigned_one.ok());
  EXPECT_EQ(unsigned_one.error().kind, ErrorKind::Refused);
}

}  // namespace
}  // namespace leakwarden::scanner
