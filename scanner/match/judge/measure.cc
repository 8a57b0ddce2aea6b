#include "scanner/match/judge/measure.h"

#include <optional>
#include <string>
#include <string_view>

#include "scanner/match/judge/byte_list.h"
#include "scanner/match/judge/common_passwords.h"
#include "scanner/match/judge/decoded.h"
#include "scanner/match/judge/dummies.h"
#include "scanner/match/judge/key_features.h"
#include "scanner/match/judge/neighbours.h"
#include "scanner/match/judge/statement.h"
#include "scanner/match/judge/trigrams.h"
#include "scanner/match/judge/value_kinds.h"
#include "scanner/match/judge/value_statistics.h"
#include "scanner/match/judge/vendor_starts.h"
#include "scanner/match/judge/vocabulary.h"

namespace leakwarden::scanner::judging {

Features measure(const Table& table, const Subject& subject, const OwnKey& key) {
  Features features;
  std::optional<std::string> hex = hex_of_byte_list(subject.value);
  std::string_view value = hex ? *hex : subject.value;
  features.set(Feature::byte_list, hex.has_value());
  features.set(Feature::vendor_start, has_vendor_start(value));
  add_value_statistics(hex ? value : subject.whole, value, features);
  add_words(table, value, features);
  add_trigrams(table, value, features);
  add_common_passwords(value, features);
  add_dummies(value, features);
  add_own_key(subject, key, features);
  add_credential_name(subject, key, features);
  add_value_and_key(subject, key, features);
  add_statement(subject, key, features);
  add_decoded(table, subject, features);
  add_value_kinds(subject, features);
  add_neighbours(subject, key, features);
  return features;
}

}  // namespace leakwarden::scanner::judging
