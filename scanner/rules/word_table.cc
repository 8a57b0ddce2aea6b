#include "scanner/rules/word_table.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kBitBytes = (std::size_t{1} << kGramBits) / 8;
constexpr std::size_t kHeads = std::size_t{1} << WordTable::kHeadBits;

}  // namespace

std::optional<WordTable> WordTable::open(std::string_view bytes, std::size_t stems) {
  WordTable table;
  if (bytes.size() < sizeof(Header)) return std::nullopt;
  std::memcpy(&table.header_, bytes.data(), sizeof(Header));
  const Header& header = table.header_;
  const std::uint64_t size =
      sizeof(Header) + kBitBytes + kHeads * sizeof(Neighbours) +
      (kHeads + 2) * sizeof(std::uint32_t) + std::uint64_t{header.grams} * sizeof(GramOfWord) +
      std::uint64_t{header.words} * sizeof(Word) + std::uint64_t{header.places} * sizeof(Place) +
      std::uint64_t{header.sets} * sizeof(Set);
  if (bytes.size() != size) return std::nullopt;
  const char* at = bytes.data() + sizeof(Header);
  const auto take = [&at](auto*& part, std::size_t count) {
    part = reinterpret_cast<std::remove_reference_t<decltype(part)>>(at);
    at += count * sizeof *part;
  };
  take(table.bits_, kBitBytes / 4);
  take(table.neighbours_, kHeads);
  take(table.first_of_, kHeads + 2);
  take(table.grams_, header.grams);
  take(table.words_, header.words);
  take(table.places_, header.places);
  take(table.sets_, header.sets);
  table.finds_all_ = header.finds_all != 0;
  return table.is_sound(stems) ? std::optional(table) : std::nullopt;
}

bool WordTable::is_sound(std::size_t stems) const {
  if (first_of_[0] != 0 || first_of_[kHeads] != header_.grams) return false;
  if (!std::is_sorted(first_of_, first_of_ + kHeads + 1)) return false;
  const bool grams_are = std::all_of(grams_, grams_ + header_.grams, [this](const GramOfWord& one) {
    return one.word < header_.words;
  });
  const auto has_its_places = [this](const Word& word) {
    return word.first_place <= header_.places && word.places <= header_.places - word.first_place &&
           std::all_of(places_ + word.first_place, places_ + word.first_place + word.places,
                       [&](const Place& place) {
                         return place.at < word.length && place.set < header_.sets;
                       });
  };
  return grams_are && std::all_of(words_, words_ + header_.words, [&](const Word& word) {
           return word.length > 0 && (word.stem == kNoStem || word.stem < stems) &&
                  has_its_places(word);
         });
}

}  // namespace leakwarden::scanner
