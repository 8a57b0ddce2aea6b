#include "scanner/match/name_beside.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

constexpr const char* kToken = "q7Rk2mWz9Xv4Tn8Yp3Lc";
constexpr const char* kDigest = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

TEST(NameBeside, TheRestOfANameAndWhatJoinsItToItsValue) {
  for (const char* gap : {" = \"", "_PAT: ", "'] => '", "Client(\"", "')('", " ", ",", " | ",
                          " api key is ", ".New(`", "Client('someone', '", "\\Client(\""})
    EXPECT_TRUE(names_alone(gap, kToken)) << gap;
  for (const char* gap : {"://", " {", "\", \"node_id\": \"", "\n", "\",\n  \"id\": \"", " % "})
    EXPECT_FALSE(names_alone(gap, kToken)) << gap;
}

TEST(NameBeside, OfDigitsAWordOrACallMustSayThatTheyAreAKey) {
  for (const char* gap : {"_key = \"", " token ", "Client(\"", "('", " login --token ", ".login(\""})
    EXPECT_TRUE(names_alone(gap, kDigest)) << gap;
  for (const char* gap : {" = \"", ": ", "KeyCommit(\"", "CommitHash(\"", ".inspect(\"", " "})
    EXPECT_FALSE(names_alone(gap, kDigest)) << gap;
  EXPECT_FALSE(names_alone("_key = ", std::string(32, '2'))) << "no letter in it";
}

TEST(NameBeside, WhatStandsOnTheLineBeforeMustSayIt) {
  EXPECT_TRUE(names_alone(" API key:\n", kToken));
  EXPECT_TRUE(names_alone(" secret\n  ", kDigest));
  EXPECT_TRUE(names_alone(":\n  - ", kToken)) << "a list";
  EXPECT_FALSE(names_alone(" of today\n", kToken));
}

TEST(NameBeside, NamesOfProgramsHaveADigitAtMost) {
  for (const char* name : {"OAuth2AccessTokenJsonExtractor", "CreateCursorIconIndirect16",
                           "LoadDIBCursorHandler", "WeatherServiceAccount1"}) {
    EXPECT_FALSE(looks_drawn(name)) << name;
    EXPECT_FALSE(names_alone(" ", name)) << name;
  }
  EXPECT_FALSE(looks_drawn(kDigest));
  EXPECT_FALSE(looks_drawn("163d88b2-1c5e-4c09-9d1a-0b1f2a3c4d5e"));
  EXPECT_TRUE(looks_drawn(kToken));
  EXPECT_TRUE(looks_drawn("5ZH7Y5CTFWOXN7EOLGBM")) << "base32";
}

// "assets/icons/alipay.png": "19f2…" of a service worker was a key of Alipay's, and sure.
TEST(NameBeside, ADigestIsAKeyWhereSomethingSaysSo) {
  for (const char* gap : {".png\": \"", ": ", " = \"", "Url = \"", "    resolved-ref: "})
    EXPECT_TRUE(is_unsaid_digest(gap, kDigest)) << gap;
  for (const char* gap : {"_api_key = \"", " token: ", "Client(\"", ".New(\""})
    EXPECT_FALSE(is_unsaid_digest(gap, kDigest)) << gap;
  EXPECT_FALSE(is_unsaid_digest(": ", kToken)) << "no digest";
}

TEST(NameBeside, AFormOfKeysNeedsLess) {
  EXPECT_TRUE(may_name_form(" = \"", kDigest)) << "its length is that of the provider's keys";
  EXPECT_TRUE(may_name_form("/x {", kToken));
  EXPECT_FALSE(may_name_form("] clone acme/web at ", kDigest));
  EXPECT_FALSE(may_name_form(" commit ", kDigest));
  EXPECT_FALSE(may_name_form("_cert_sn\", \"", kDigest)) << "alipay_cert_sn numbers a certificate";
}

}  // namespace
}  // namespace leakwarden::scanner
