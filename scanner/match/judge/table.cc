#include "scanner/match/judge/table.h"

#include "scanner/match/judge/feature.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::string_view kMagic = "LWJUDGE1";
constexpr std::size_t kHeader = 12;
constexpr std::size_t kSectionHeader = 8;  // number, size

bool sections_fit(std::string_view sections) {
  while (!sections.empty()) {
    if (sections.size() < kSectionHeader) return false;
    std::uint32_t size = read_u32(sections, 4);
    if (size > sections.size() - kSectionHeader) return false;
    sections.remove_prefix(kSectionHeader + size);
  }
  return true;
}

bool is_power_of_two(std::size_t number) {
  return (number & (number - 1)) == 0;
}

}  // namespace

std::optional<Table> Table::open(std::string_view block) {
  if (block.size() < kHeader || !block.starts_with(kMagic)) return std::nullopt;
  if (read_u32(block, kMagic.size()) != feature_list_digest()) return std::nullopt;
  std::string_view sections = block.substr(kHeader);
  if (!sections_fit(sections)) return std::nullopt;
  Table table(sections);
  table.words_ = table.section(Section::Words);
  table.trigrams_ = table.section(Section::Trigrams);
  if (table.words_.size() % 4 != 0 || !is_power_of_two(table.words_.size() / 4))
    return std::nullopt;
  return table;
}

std::string_view Table::section(Section wanted) const {
  for (std::string_view rest = sections_; !rest.empty();) {
    std::uint32_t size = read_u32(rest, 4);
    if (read_u32(rest, 0) == static_cast<std::uint32_t>(wanted))
      return rest.substr(kSectionHeader, size);
    rest.remove_prefix(kSectionHeader + size);
  }
  return {};
}

}  // namespace leakwarden::scanner::judging
