#include "scanner/match/judge/judge_words.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kMostReasons = 4;
constexpr std::int32_t kWorthSaying = 150;  // thousandths of a logit
constexpr std::size_t kNameBytes = 40;

std::string name_of(const OwnKey& key) {
  std::string_view name = telling_name(key);
  return sanitize_for_terminal(name, kNameBytes);
}

std::string own_key_words(const OwnKey& key, bool speaks_for) {
  if (key.name.empty()) return "no name stands beside it";
  return speaks_for ? fmt::format("its name, {}, is one that credentials have", name_of(key))
                    : fmt::format("its name, {}, is not one that credentials have", name_of(key));
}

std::string words_words(const Features& features, bool speaks_for) {
  std::int32_t open = features.get(Feature::uncovered);
  return speaks_for ? fmt::format("{} of its letters and digits belong to no word", open)
                    : "it is made of words";
}

std::string structure_words(const Features& features, bool speaks_for) {
  if (features.get(Feature::jwt_header)) return "it is a JSON web token";
  if (features.get(Feature::decodes_pair)) return "it decodes to a user and a password";
  if (features.get(Feature::der_private)) return "it decodes to a private key";
  if (features.get(Feature::der_public)) return "it decodes to a public key or a certificate";
  if (features.get(Feature::hash_marker)) return "it is the hash of a password";
  if (features.get(Feature::encrypted_marker)) return "it is encrypted";
  if (features.get(Feature::url_userinfo)) return "it stands in a URL, after a user's name";
  return speaks_for ? "its structure is that of a credential" : "it has no structure of a key";
}

std::string reference_words(const Features& features, bool speaks_for) {
  if (speaks_for) return "it is no reference, path or identifier";
  if (features.get(Feature::reference)) return "it names where a value comes from";
  if (features.get(Feature::says_placeholder)) return "it says that it is a placeholder";
  if (features.get(Feature::path_like)) return "it looks like a path";
  if (features.get(Feature::sentence)) return "it looks like a sentence";
  return "it looks like an identifier or a text of another kind";
}

std::string words_of(Area area, bool speaks_for, const OwnKey& key, const Features& features) {
  switch (area) {
    case Area::OwnKey:
      return own_key_words(key, speaks_for);
    case Area::Words:
      return words_words(features, speaks_for);
    case Area::Structure:
      return structure_words(features, speaks_for);
    case Area::Reference:
      return reference_words(features, speaks_for);
    case Area::Length:
      return fmt::format("its length, {} bytes, is {} credentials", features.get(Feature::length),
                         speaks_for ? "usual for" : "unusual for");
    case Area::Randomness:
      return speaks_for ? "its characters are as good as random"
                        : "its characters are more regular than random ones";
    case Area::Characters:
      return speaks_for ? "it mixes kinds of characters as keys do"
                        : "its kinds of characters are not those of a key";
    case Area::Common:
      return speaks_for ? "it is like passwords that people choose" : "it is a common password";
    case Area::Name:
      return speaks_for ? "a credential is named on its line" : "the name does not belong to it";
    case Area::Statement:
      return speaks_for ? "the statement assigns or sends a value as it is"
                        : "the statement does something else than assign a value";
    case Area::Line:
      return speaks_for ? "what stands on its line goes with credentials"
                        : "what stands on its line goes with other things";
    case Area::Near:
      return speaks_for ? "the lines around it use credentials"
                        : "the lines around it hold other things";
    case Area::Count:
      break;
  }
  return {};
}

}  // namespace

std::vector<std::string> judge_words(const OwnKey& key, const Features& features,
                                     const Model::ByArea& areas) {
  std::array<std::pair<std::int32_t, std::size_t>, static_cast<std::size_t>(Area::Count)> order{};
  for (std::size_t i = 0; i < areas.size(); ++i) order[i] = {std::abs(areas[i]), i};
  std::sort(order.begin(), order.end(), [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  });
  std::vector<std::string> reasons;
  for (const auto& [weight, index] : order) {
    if (weight < kWorthSaying || reasons.size() == kMostReasons) break;
    reasons.push_back(words_of(static_cast<Area>(index), areas[index] > 0, key, features));
  }
  return reasons;
}

}  // namespace leakwarden::scanner::judging
