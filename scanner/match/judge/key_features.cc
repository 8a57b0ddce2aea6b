#include "scanner/match/judge/key_features.h"

#include <algorithm>
#include <string>

#include "scanner/match/ascii.h"
#include "scanner/match/find_text.h"
#include "scanner/match/judge/name_words.h"

namespace leakwarden::scanner::judging {
namespace {

std::string letters_and_digits(std::string_view text) {
  std::string plain;
  for (char c : text.substr(0, 128)) {
    if (is_alphanumeric(c)) plain += ascii_lower(c);
  }
  return plain;
}

void add_groups(const NameWords& words, Features& features) {
  for (std::size_t i = 0; i < kWordGroups; ++i) {
    WordGroup group = static_cast<WordGroup>(i);
    features.set(feature_after(Feature::own_has_password, i), has(words.groups, group));
    features.set(feature_after(Feature::own_head_password, i), has(words.head, group));
  }
}

void add_callee(std::string_view callee, Features& features) {
  features.set(Feature::callee_present, !callee.empty());
  NameWords words = name_words(callee);
  features.set(Feature::callee_credential, words.names_credential());
  features.set(Feature::callee_hash,
               has(words.groups, WordGroup::Hash) || has(words.groups, WordGroup::Encrypted));
  features.set(Feature::callee_verb, has(words.groups, WordGroup::Verb));
  features.set(Feature::callee_call, has(words.groups, WordGroup::Call));
  features.set(Feature::callee_network,
               has(words.groups, WordGroup::Network) || has(words.groups, WordGroup::Database));
}

}  // namespace

void add_own_key(const Subject& subject, const OwnKey& key, Features& features) {
  const NameWords& words = key.words;
  add_groups(words, features);
  features.set(Feature::own_missing, key.name.empty());
  features.set(Feature::own_words, static_cast<std::int64_t>(words.count));
  features.set(Feature::own_length, static_cast<std::int64_t>(telling_name(key).size()));
  std::int64_t unknown = 0;
  for (std::size_t i = 0; i < words.count; ++i) unknown += groups_of_word(words.words[i]) == 0;
  features.set(Feature::own_unknown_words, unknown);
  features.set(Feature::own_upper, words.upper);
  features.set(Feature::own_camel, words.camel);
  features.set(Feature::own_digits, words.has_digits);
  features.set(Feature::own_credential, key.name_is_credential);
  features.set(Feature::own_gap, static_cast<std::int64_t>(key.gap));
  features.set(Feature::entry_present, !key.entry.empty());
  features.set(Feature::entry_credential, !key.entry.empty() && words.names_credential());
  features.set(Feature::entry_head_credential,
               !key.entry.empty() && (words.head & kCredentialGroups) != 0);
  add_callee(key.callee, features);
  static_cast<void>(subject);
}

void add_credential_name(const Subject& subject, const OwnKey& key, Features& features) {
  std::string_view left = subject.line_left;
  std::int64_t names = 0;
  std::int64_t between = 0;
  WordGroups nearest = 0;
  std::size_t gap = 0;
  for (std::size_t end = left.size(); end > 0;) {
    while (end > 0 && !is_name_character(left[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && (is_name_character(left[begin - 1]) || left[begin - 1] == '-')) --begin;
    if (begin == end) break;
    const NameSummary words = summary_of_name(left.substr(begin, end - begin));
    if (words.names_credential()) {
      if (names++ == 0) {
        nearest = words.groups;
        gap = left.size() - end;
      }
    } else if (names == 0) {
      ++between;
    }
    end = begin;
  }
  features.set(Feature::names_on_line, names);
  features.set(Feature::name_found, names > 0);
  if (names == 0) return;
  std::string_view inside = left.substr(left.size() - gap);
  features.set(Feature::name_gap, static_cast<std::int64_t>(gap));
  features.set(Feature::name_words_between, between);
  features.set(Feature::name_marks_between, std::count_if(inside.begin(), inside.end(), [](char c) {
                 return std::string_view(",;{}()|&").find(c) != std::string_view::npos;
               }));
  features.set(Feature::name_is_own, key.gap > 0 && key.gap == gap);
  features.set(Feature::name_has_password, has(nearest, WordGroup::Password));
  features.set(Feature::name_has_secret, has(nearest, WordGroup::Secret));
  features.set(Feature::name_has_token, has(nearest, WordGroup::Token));
  features.set(Feature::name_has_key, has(nearest, WordGroup::Key));
  features.set(Feature::name_has_auth, has(nearest, WordGroup::Auth));
}

void add_value_and_key(const Subject& subject, const OwnKey& key, Features& features) {
  std::string value = letters_and_digits(subject.value);
  std::string name = letters_and_digits(telling_name(key));
  bool both = value.size() >= 3 && name.size() >= 3;
  features.set(Feature::value_is_key, both && value == name);
  features.set(Feature::key_in_value, both && (value.find(name) != std::string::npos ||
                                               name.find(value) != std::string::npos));
  features.set(Feature::value_in_left,
               subject.value.size() >= 4 && holds_text(subject.left, subject.value));
  NameWords words = name_words(subject.value);
  std::int64_t credential = 0;
  std::int64_t test = 0;
  std::int64_t any = 0;
  for (std::size_t i = 0; i < words.count; ++i) {
    if (words.words[i].size() < 3) continue;
    WordGroups groups = groups_of_word(words.words[i]);
    credential += (groups & kCredentialGroups) != 0;
    test += has(groups, WordGroup::Test);
    any += groups != 0;
  }
  features.set(Feature::credential_words, credential);
  features.set(Feature::test_words, test);
  features.set(Feature::any_group_words, any);
}

}  // namespace leakwarden::scanner::judging
