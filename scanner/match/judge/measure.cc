#include "scanner/match/judge/measure.h"

#include "scanner/match/judge/common_passwords.h"
#include "scanner/match/judge/decoded.h"
#include "scanner/match/judge/key_features.h"
#include "scanner/match/judge/neighbours.h"
#include "scanner/match/judge/statement.h"
#include "scanner/match/judge/trigrams.h"
#include "scanner/match/judge/value_kinds.h"
#include "scanner/match/judge/value_statistics.h"
#include "scanner/match/judge/vocabulary.h"

namespace leakwarden::scanner::judging {

Features measure(const Table& table, const Subject& subject, const OwnKey& key) {
  Features features;
  add_value_statistics(subject.whole, subject.value, features);
  add_words(table, subject.value, features);
  add_trigrams(table, subject.value, features);
  add_common_passwords(subject.value, features);
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
