#pragma once

// Builders for the judge's tests: subjects from a line, tables with few words.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"
#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging::testing {

// A text in which the value stands between « and ».
struct Marked {
  std::string text;
  Span secret;
  explicit Marked(const std::string& marked) {
    const std::string open = "«", close = "»";
    std::size_t begin = marked.find(open);
    std::size_t end = marked.find(close);
    text = marked.substr(0, begin) + marked.substr(begin + open.size(), end - begin - open.size()) +
           marked.substr(end + close.size());
    secret = {begin, end - open.size()};
  }
  Subject subject() const { return subject_of(text, secret); }
  OwnKey key() const { return own_key_of(subject()); }
};

inline void put(std::string& out, std::int64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

inline std::string section(Section number, const std::string& bytes) {
  std::string out;
  put(out, static_cast<std::int64_t>(number), 4);
  put(out, static_cast<std::int64_t>(bytes.size()), 4);
  return out + bytes;
}

inline std::string block(const std::string& sections) {
  std::string out = "LWJUDGE1";
  put(out, feature_list_digest(), 4);
  return out + sections;
}

// FNV-1a folded, as table.py has it.
inline std::uint32_t word_hash(const std::string& word) {
  std::uint32_t hash = 2166136261u;
  for (unsigned char c : word) hash = (hash ^ c) * 16777619u;
  hash ^= hash >> 15;
  return hash == 0 ? 1 : hash;
}

inline std::string words_section(const std::vector<std::string>& words) {
  std::vector<std::uint32_t> places(64, 0);
  for (const std::string& word : words) {
    std::size_t at = word_hash(word) % places.size();
    while (places[at] != 0) at = (at + 1) % places.size();
    places[at] = word_hash(word);
  }
  std::string bytes;
  for (std::uint32_t place : places) put(bytes, place, 4);
  return section(Section::Words, bytes);
}

}  // namespace leakwarden::scanner::judging::testing
