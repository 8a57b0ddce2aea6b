#include "scanner/report/attestation.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "scanner/base/base64.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/signature.h"

namespace leakwarden::scanner {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kPayloadType = "application/vnd.in-toto+json";
constexpr std::string_view kStatementType = "https://in-toto.io/Statement/v1";
constexpr const char* kWhere = "attestation";

std::string subjects(const Attestation& attestation) {
  std::string list;
  for (const AttestedCommit& commit : attestation.commits) {
    JsonObject digest;
    digest.text("gitCommit", commit.commit);
    JsonObject subject;
    subject.text("name", commit.repository).raw("digest", digest.str());
    list += (list.empty() ? "" : ",") + subject.str();
  }
  return "[" + list + "]";
}

std::int64_t whole(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

std::string statement(const Attestation& attestation) {
  JsonObject predicate;
  predicate.text("scanner", attestation.scanner)
      .text("scope", attestation.scope)
      .text("ruleset", attestation.ruleset)
      .number("rules", whole(attestation.rules))
      .text("confidence", attestation.confidence)
      .text("outcome", attestation.outcome)
      .number("findings", whole(attestation.findings))
      .number("suppressed", whole(attestation.suppressed))
      .number("objects", whole(attestation.objects))
      .number("bytes", whole(attestation.bytes))
      .number("not_scanned", whole(attestation.not_scanned))
      .text("time", attestation.time);
  JsonObject object;
  object.text("_type", kStatementType)
      .raw("subject", subjects(attestation))
      .text("predicateType", kPredicateType)
      .raw("predicate", predicate.str());
  return object.str();
}

Error malformed(const char* why) {
  return Error::invalid("read the attestation", kWhere, why);
}

// Throws what nlohmann::json throws where a member is missing or of another type.
Attestation from_statement(const Json& json) {
  Attestation attestation;
  for (const Json& subject : json.at("subject")) {
    attestation.commits.push_back({subject.at("name").get<std::string>(),
                                   subject.at("digest").at("gitCommit").get<std::string>()});
  }
  const Json& predicate = json.at("predicate");
  attestation.scanner = predicate.at("scanner").get<std::string>();
  attestation.scope = predicate.at("scope").get<std::string>();
  attestation.ruleset = predicate.at("ruleset").get<std::string>();
  attestation.rules = predicate.at("rules").get<std::uint64_t>();
  attestation.confidence = predicate.at("confidence").get<std::string>();
  attestation.outcome = predicate.at("outcome").get<std::string>();
  attestation.findings = predicate.at("findings").get<std::uint64_t>();
  attestation.suppressed = predicate.at("suppressed").get<std::uint64_t>();
  attestation.objects = predicate.at("objects").get<std::uint64_t>();
  attestation.bytes = predicate.at("bytes").get<std::uint64_t>();
  attestation.not_scanned = predicate.at("not_scanned").get<std::uint64_t>();
  attestation.time = predicate.at("time").get<std::string>();
  return attestation;
}

Result<Attestation> read_statement(const std::string& payload) {
  try {
    const Json json = Json::parse(payload);
    if (json.at("_type") != kStatementType || json.at("predicateType") != kPredicateType)
      return malformed("a statement of another kind");
    Attestation attestation = from_statement(json);
    if (attestation.commits.empty()) return malformed("it names no commit");
    return attestation;
  } catch (const Json::exception&) {
    return malformed("the statement lacks something, or is not JSON");
  }
}

struct Envelope {
  std::string payload;
  std::vector<std::string> signatures;
};

// The encodings may end with '=' signs, and hold nothing else.
Result<std::string> decoded(const std::string& text) {
  const Base64Decoded bytes = base64_decode(text);
  const std::size_t rest = text.find_first_not_of('=', bytes.used);
  if (rest != std::string::npos) return malformed("a part is not base64");
  return bytes.bytes;
}

Result<Envelope> read_envelope(std::string_view text) {
  if (text.size() > kMostAttestationBytes) return malformed("too long to be one");
  try {
    const Json json = Json::parse(text);
    if (json.at("payloadType") != kPayloadType) return malformed("a payload of another kind");
    Envelope envelope;
    LEAKWARDEN_TRY(envelope.payload, decoded(json.at("payload").get<std::string>()));
    for (const Json& signature : json.at("signatures")) {
      LEAKWARDEN_TRY(std::string bytes, decoded(signature.at("sig").get<std::string>()));
      envelope.signatures.push_back(std::move(bytes));
    }
    return envelope;
  } catch (const Json::exception&) {
    return malformed("not a DSSE envelope");
  }
}

}  // namespace

std::string pre_authentication_encoding(std::string_view payload_type, std::string_view payload) {
  std::string encoded = "DSSEv1 ";
  encoded += std::to_string(payload_type.size()) + " ";
  encoded.append(payload_type);
  encoded += " " + std::to_string(payload.size()) + " ";
  encoded.append(payload);
  return encoded;
}

Result<std::string> signed_attestation(const Attestation& attestation,
                                       const Secret& private_key_pem) {
  const std::string payload = statement(attestation);
  LEAKWARDEN_TRY(const Signature signature,
                 sign(pre_authentication_encoding(kPayloadType, payload), private_key_pem));
  JsonObject signed_by;
  signed_by.text("keyid", signature.key_id).text("sig", base64_encode(signature.bytes));
  JsonObject envelope;
  envelope.text("payloadType", kPayloadType)
      .text("payload", base64_encode(payload))
      .raw("signatures", "[" + signed_by.str() + "]");
  return envelope.str() + "\n";
}

// Several may have signed it; one that holds is enough. Nothing of the payload is read before.
Result<Attestation> checked_attestation(std::string_view text, const std::string& public_key_pem) {
  constexpr std::size_t kMostSignatures = 16;
  LEAKWARDEN_TRY(const Envelope envelope, read_envelope(text));
  const std::string encoded = pre_authentication_encoding(kPayloadType, envelope.payload);
  Error failed = Error::refused("check the signature", kWhere, "it has none");
  for (std::size_t i = 0; i < envelope.signatures.size() && i < kMostSignatures; ++i) {
    const Status good = check_signature(encoded, envelope.signatures[i], public_key_pem);
    if (good.ok()) return read_statement(envelope.payload);
    failed = good.error();
    if (failed.kind != ErrorKind::Refused) return failed;
  }
  return failed;
}

}  // namespace leakwarden::scanner
