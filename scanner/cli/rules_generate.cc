#include "scanner/cli/rules_generate.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "scanner/base/sanitize.h"
#include "scanner/match/checksum.h"
#include "scanner/rules/generate.h"

namespace leakwarden::scanner {
namespace {

using Json = nlohmann::ordered_json;

struct Drawn {
  std::uint32_t index = 0;
  std::string text;
  std::string secret;  // of an example
};

std::optional<Drawn> draw(const SampleSource& source, const Rule& rule, std::uint32_t index,
                          bool near_miss) {
  if (near_miss) {
    std::optional<std::string> text = source.near_miss(index);
    if (!text) return std::nullopt;
    return Drawn{index, *std::move(text), ""};
  }
  std::optional<Sample> sample = source.example(index);
  if (!sample) return std::nullopt;
  const ChecksumKind checksum = checksum_kind(rule.checksum).value_or(ChecksumKind::None);
  const std::string secret = checksum_complete(checksum, sample->secret());
  sample->text.replace(sample->begin, sample->size, secret);
  return Drawn{index, std::move(sample->text), secret};
}

std::string as_text(const std::vector<Drawn>& all) {
  std::string text;
  for (const Drawn& one : all) text += one.text;
  return text;
}

std::string as_json(const Rule& rule, const GenerateWish& wish, const std::vector<Drawn>& all) {
  Json json;
  json["rule_id"] = rule.id;
  json["kind"] = wish.near_misses ? "near-miss" : "example";
  json["texts"] = Json::array();
  for (const Drawn& one : all) {
    Json entry = {{"index", one.index}, {"text", valid_utf8(one.text)}};
    if (!one.secret.empty()) entry["secret"] = valid_utf8(one.secret);
    json["texts"].push_back(entry);
  }
  return json.dump(2) + "\n";
}

}  // namespace

Result<std::string> generated_texts(const Rule& rule, const GenerateWish& wish) {
  LEAKWARDEN_TRY(const SampleSource source, SampleSource::create(rule));
  std::vector<Drawn> all;
  for (std::uint32_t index = 0; index < wish.count; ++index) {
    std::optional<Drawn> one = draw(source, rule, index, wish.near_misses);
    if (one) all.push_back(*std::move(one));
  }
  if (all.empty()) {
    return Error::invalid("generate", rule.id,
                          wish.near_misses ? "its pattern forgives every change that was tried"
                                           : "no text can be drawn from its pattern")
        .with_remedy("leakwarden rules show " + rule.id);
  }
  return wish.as_json ? as_json(rule, wish, all) : as_text(all);
}

}  // namespace leakwarden::scanner
