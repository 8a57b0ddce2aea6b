#include "scanner/report/sarif_result.h"

#include <algorithm>

#include <fmt/core.h>

#include "scanner/base/sha256.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/place_words.h"
#include "scanner/report/sarif_region.h"
#include "scanner/report/uri.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostRelated = 50;  // GitHub keeps 100 locations of a result
constexpr std::size_t kHashDigits = 16;   // 64 bits, as GitHub's own

std::string lines_as_json(std::int64_t start, std::int64_t end) {
  JsonObject object;
  object.number("startLine", std::max<std::int64_t>(1, start)).number("endLine", end);
  return object.str();
}

std::string region_as_json(const SarifRegion& region) {
  JsonObject object;
  object.number("startLine", region.start_line)
      .number("startColumn", region.start_column)
      .number("endLine", region.end_line)
      .number("endColumn", region.end_column);
  return object.str();
}

std::string physical_location(const Location& location, const std::string& region) {
  const std::string uri = place_uri(location);
  JsonObject artifact;
  artifact.text("uri", uri);
  if (uri.compare(0, 8, "file:///") != 0) artifact.text("uriBaseId", "%SRCROOT%");
  JsonObject physical;
  physical.raw("artifactLocation", artifact.str()).raw("region", region);
  return physical.str();
}

// What is no file has a name of its own beside the address that viewers ask for.
std::string location_as_json(const Finding& finding, const std::string& region) {
  JsonObject object;
  object.raw("physicalLocation", physical_location(finding.location, region));
  if (is_file(finding.location.kind)) return object.str();
  JsonObject logical;
  logical.text("fullyQualifiedName", place_words(finding.location))
      .text("kind", place_kind_name(finding.location.kind));
  object.raw("logicalLocations", json_array({logical.str()}));
  return object.str();
}

std::string related_location(std::size_t id, const Finding& place, std::int64_t line,
                             const std::string& words) {
  JsonObject object;
  object.number("id", static_cast<std::int64_t>(id))
      .raw("physicalLocation",
           physical_location(place.location, lines_as_json(line, std::max<std::int64_t>(1, line))))
      .raw("message", sarif_message(words));
  return object.str();
}

std::string related_locations(const SecretInFile& place) {
  std::vector<std::string> related;
  for (std::int64_t line : place.best->other_lines) {
    if (related.size() == kMostRelated) break;
    related.push_back(related_location(related.size() + 1, *place.best, line,
                                       fmt::format("also on line {}", line)));
  }
  for (const Finding* other : place.also) {
    if (related.size() == kMostRelated) break;
    // A path of another repository means nothing in this one's run.
    if (other->location.repository != place.best->location.repository) continue;
    const std::string history = history_words(other->location);
    related.push_back(related_location(
        related.size() + 1, *other, other->location.range.start_line,
        "also at " + place_words(other->location) + (history.empty() ? "" : ", " + history)));
  }
  return json_array(related);
}

std::string message_of(const Finding& finding) {
  std::string text = finding.rule_name + " " + finding.secret.mask() + ". ";
  if (!finding.advice.opens.empty()) text += "It opens: " + finding.advice.opens + " ";
  return sarif_message(
      text + "If it was ever shared, replace it" +
      (is_web_url(finding.advice.revoke_url) ? ": " + finding.advice.revoke_url : "."));
}

std::string suppressions_of(const Suppression& suppression) {
  JsonObject properties;
  properties.text_if("by", suppression.by).text_if("expires", suppression.expires);
  JsonObject object;
  object.text("kind", suppression.by == "inline" ? "inSource" : "external")
      .text("status", "accepted")
      .text_if("justification", suppression.reason)
      .raw("properties", properties.str());
  return json_array({object.str()});
}

// 0 to 100: how much it matters, for viewers that sort by it.
std::int64_t rank_of(const Finding& finding) {
  static constexpr std::int64_t kOfSeverity[] = {20, 45, 70, 90};
  return kOfSeverity[static_cast<std::size_t>(finding.severity)] +
         5 * static_cast<std::int64_t>(finding.confidence);
}

}  // namespace

std::string SarifResults::line_hash(const Finding& finding) {
  const std::string name =
      finding.rule_id + '\0' + place_uri(finding.location) + '\0' + finding.fingerprint;
  const std::string hash = sha256_hex(name).substr(0, kHashDigits);
  return fmt::format("{}:{}", hash, ++occurrences_[hash]);
}

std::string SarifResults::properties_of(const Finding& finding, bool exact) const {
  const Location& place = finding.location;
  JsonObject object;
  object.text("severity", severity_name(finding.severity))
      .text("confidence", confidence_name(finding.confidence))
      .text("verified", verified_name(finding.verified))
      .text("kind", place_kind_name(place.kind))
      .text("secret", show_secrets_ == ShowSecrets::Yes
                          ? finding.secret.reveal(RevealFor::ShowSecrets)
                          : std::string_view(finding.secret.mask()))
      .text_if("repository", place.repository)
      .text_if("commit", place.commit)
      .text_if("author", place.author)
      .text_if("date", place.date);
  if (!place.refs.empty()) object.raw("refs", json_list(place.refs));
  if (place.at_tip) object.raw("at_tip", *place.at_tip ? "true" : "false");
  if (!finding.decoded.empty()) object.raw("decoded", json_list(finding.decoded));
  if (!exact) object.text("columns", "bytes");
  return object.str();
}

std::string SarifResults::as_json(const SecretInFile& place) {
  const Finding& finding = *place.best;
  const SarifRegion region = sarif_region(finding);
  JsonObject partial;
  partial.text("primaryLocationLineHash", line_hash(finding));
  JsonObject own;
  own.text("leakwarden/v1", finding.fingerprint);
  JsonObject object;
  object.text("ruleId", finding.rule_id)
      .number("ruleIndex", rules_.index_of(finding.rule_id))
      .text("level", sarif_level(finding.severity))
      .raw("message", message_of(finding))
      .raw("locations", json_array({location_as_json(finding, region_as_json(region))}));
  const std::string related = related_locations(place);
  if (related != "[]") object.raw("relatedLocations", related);
  object.raw("partialFingerprints", partial.str()).raw("fingerprints", own.str());
  if (was_known_) object.text("baselineState", was_known_(finding) ? "unchanged" : "new");
  if (finding.suppressed) object.raw("suppressions", suppressions_of(*finding.suppressed));
  object.number("rank", rank_of(finding)).raw("properties", properties_of(finding, region.exact));
  return object.str();
}

}  // namespace leakwarden::scanner
