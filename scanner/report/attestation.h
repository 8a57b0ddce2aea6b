#pragma once

// What a scan said, signed, so that a deploy step elsewhere can hold it against a commit.
//
// An in-toto Statement (in-toto attestation framework, Statement v1) whose subjects are commits and
// whose predicate is ours, inside a DSSE envelope (Dead Simple Signing Envelope v1):
//
//   {"payloadType": "application/vnd.in-toto+json",
//    "payload": base64({"_type": "https://in-toto.io/Statement/v1",
//                       "subject": [{"name": "a.git", "digest": {"gitCommit": "9c1f…"}}],
//                       "predicateType": kPredicateType,
//                       "predicate": {"outcome": "clean", "ruleset": …, "objects": …, …}}),
//    "signatures": [{"keyid": …, "sig": base64(signature over the envelope's encoding)}]}
//
// No value, mask or path of a finding is in it: it is made to be passed on.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::scanner {

inline constexpr std::string_view kPredicateType = "https://leakwarden.dev/secret-scan/v1";
inline constexpr std::size_t kMostAttestationBytes = 1 << 20;

struct AttestedCommit {
  std::string repository;  // as the user named it, without a password
  std::string commit;      // hex
};

struct Attestation {
  std::vector<AttestedCommit> commits;  // at least one
  std::string scanner;                  // "leakwarden 0.1.0"
  std::string scope;                    // "history", "repository", "range main..HEAD"
  std::string ruleset;                  // digest
  std::uint64_t rules = 0;
  std::string confidence;  // what was counted: "medium" and up
  std::string outcome;     // clean, findings, partial, corrupt
  std::uint64_t findings = 0;
  std::uint64_t suppressed = 0;
  std::uint64_t objects = 0;
  std::uint64_t bytes = 0;
  std::uint64_t not_scanned = 0;  // gaps
  std::string time;               // RFC 3339, when the scan ended
};

// The envelope, one line of JSON. Invalid, NotFound: as sign().
Result<std::string> signed_attestation(const Attestation& attestation,
                                       const Secret& private_key_pem);

// What the envelope says, once a signature of `public_key_pem` holds. Invalid: no envelope, no
// statement of ours, over kMostAttestationBytes. Refused: no signature of that key.
Result<Attestation> checked_attestation(std::string_view envelope,
                                        const std::string& public_key_pem);

// DSSE's pre-authentication encoding: what is signed.
std::string pre_authentication_encoding(std::string_view payload_type, std::string_view payload);

}  // namespace leakwarden::scanner
