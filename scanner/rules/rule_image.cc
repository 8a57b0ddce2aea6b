#include "scanner/rules/rule_image.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <future>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/provider_tree.h"
#include "scanner/rules/rule_codec.h"
#include "scanner/rules/stem_build.h"
#include "scanner/rules/trigger_database.h"
#include "scanner/rules/value_shapes.h"

namespace leakwarden::scanner {
namespace {

struct ImageHeader {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t header_bytes;
  std::uint64_t checksum;  // of all bytes behind this field; those before it are checked exactly
  std::uint64_t image_bytes;
  std::uint64_t rule_count;
  std::uint64_t table_offset;
  std::uint64_t verdict_bytes;
  std::uint64_t table_bytes;  // with the descriptions behind the verdict fields
  std::uint64_t database_offset;
  std::uint64_t database_bytes;
  std::uint64_t encoded_offset;
  std::uint64_t encoded_bytes;
  std::uint64_t stems_offset;
  std::uint64_t stems_bytes;
  std::uint64_t shapes_offset;
  std::uint64_t shapes_bytes;
  std::uint64_t providers_offset;
  std::uint64_t providers_bytes;
  std::array<char, 64> engine;  // Hyperscan's version text, zero padded
  std::array<char, 64> digest;  // hex
};

constexpr std::array<char, 8> kMagic = {'L', 'W', 'R', 'U', 'L', 'E', 'S', '\n'};

std::size_t aligned(std::size_t size) {
  return (size + AlignedBytes::kAlignment - 1) / AlignedBytes::kAlignment *
         AlignedBytes::kAlignment;
}

std::array<char, 64> padded(std::string_view text) {
  std::array<char, 64> field{};
  std::memcpy(field.data(), text.data(), std::min(text.size(), field.size()));
  return field;
}

std::uint64_t checksum_of_image(std::string_view bytes) {
  return accident_checksum(bytes.substr(offsetof(ImageHeader, image_bytes)));
}

std::string assemble(ImageHeader header, std::string_view table, std::string_view database,
                     std::string_view encoded, std::string_view stems, std::string_view shapes,
                     std::string_view providers) {
  std::string bytes(header.image_bytes, '\0');
  table.copy(bytes.data() + header.table_offset, table.size());
  database.copy(bytes.data() + header.database_offset, database.size());
  encoded.copy(bytes.data() + header.encoded_offset, encoded.size());
  stems.copy(bytes.data() + header.stems_offset, stems.size());
  shapes.copy(bytes.data() + header.shapes_offset, shapes.size());
  providers.copy(bytes.data() + header.providers_offset, providers.size());
  std::memcpy(bytes.data(), &header, sizeof header);
  header.checksum = checksum_of_image(bytes);
  std::memcpy(bytes.data() + offsetof(ImageHeader, checksum), &header.checksum,
              sizeof header.checksum);
  return bytes;
}

Error damaged(const char* why) {
  return Error::corrupt("open the rule image", "header", why);
}

bool lies_within(std::uint64_t offset, std::uint64_t size, std::uint64_t whole) {
  return offset <= whole && size <= whole - offset;
}

Status check_header(const ImageHeader& header, std::size_t size) {
  if (header.magic != kMagic) return damaged("this is no rule image");
  if (header.version != kRuleImageVersion || header.header_bytes != sizeof(ImageHeader)) {
    return Error::refused("open the rule image", "header", "made by another version of leakwarden");
  }
  if (header.engine != padded(engine_version())) {
    return Error::refused("open the rule image", "header", "made by another version of Hyperscan");
  }
  if (header.image_bytes != size) return damaged("it is cut off");
  if (!lies_within(header.table_offset, header.table_bytes, size) ||
      !lies_within(header.database_offset, header.database_bytes, size) ||
      !lies_within(header.encoded_offset, header.encoded_bytes, size) ||
      !lies_within(header.stems_offset, header.stems_bytes, size) ||
      !lies_within(header.shapes_offset, header.shapes_bytes, size) ||
      !lies_within(header.providers_offset, header.providers_bytes, size) ||
      header.table_offset < sizeof(ImageHeader) || header.verdict_bytes > header.table_bytes ||
      header.database_offset < header.table_offset + header.table_bytes ||
      header.encoded_offset < header.database_offset + header.database_bytes ||
      header.stems_offset < header.encoded_offset + header.encoded_bytes ||
      header.shapes_offset < header.stems_offset + header.stems_bytes ||
      header.providers_offset < header.shapes_offset + header.shapes_bytes) {
    return damaged("its parts do not fit");
  }
  return done();
}

}  // namespace

std::uint64_t accident_checksum(std::string_view bytes) {
  // Four lanes, so that the processor multiplies for all of them at once. Each step is a bijection
  // of the lane, so one changed word always changes the result.
  constexpr std::uint64_t kMultiplier = 0x9e3779b97f4a7c15;
  std::array<std::uint64_t, 4> lanes = {bytes.size(), 1, 2, 3};
  std::size_t position = 0;
  for (; position + 32 <= bytes.size(); position += 32) {
    for (std::size_t lane = 0; lane < 4; lane++) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + position + 8 * lane, sizeof word);
      const std::uint64_t mixed = (lanes[lane] ^ word) * kMultiplier;
      lanes[lane] = (mixed << 29) | (mixed >> 35);
    }
  }
  for (; position < bytes.size(); position++) {
    lanes[0] = (lanes[0] ^ static_cast<unsigned char>(bytes[position])) * kMultiplier;
  }
  std::uint64_t sum = 0;
  for (std::uint64_t lane : lanes) sum = ((sum ^ lane) * kMultiplier) ^ (sum >> 32);
  return sum;
}

Result<std::string> build_rule_image(const std::vector<Rule>& rules) {
  // Side by side, where threads can be had: whoever scans waits for it.
  std::string shapes;
  std::future<Result<std::string>> of_encoded = std::async([&rules, &shapes] {
    shapes = ValueShapes::build(rules);
    return compile_encoded_triggers(rules);
  });
  StemBuild build(rules);
  std::future<Result<std::string>> of_others =
      std::async([&rules, &build] { return compile_triggers(rules, build.is_run_here()); });
  const std::string stems = build.bytes();
  LEAKWARDEN_TRY(const std::string database, of_others.get());
  LEAKWARDEN_TRY(const std::string encoded, of_encoded.get());
  const std::string verdict_table = encode_verdict_fields(rules);
  const std::string providers = ProviderTree::build(rules);
  const std::string table = verdict_table + encode_descriptions(rules);
  ImageHeader header{};
  header.magic = kMagic;
  header.version = kRuleImageVersion;
  header.header_bytes = sizeof header;
  header.rule_count = rules.size();
  header.table_offset = aligned(sizeof header);
  header.verdict_bytes = verdict_table.size();
  header.table_bytes = table.size();
  header.database_offset = aligned(header.table_offset + table.size());
  header.database_bytes = database.size();
  header.encoded_offset = aligned(header.database_offset + database.size());
  header.encoded_bytes = encoded.size();
  header.stems_offset = aligned(header.encoded_offset + encoded.size());
  header.stems_bytes = stems.size();
  header.shapes_offset = aligned(header.stems_offset + stems.size());
  header.shapes_bytes = shapes.size();
  header.providers_offset = aligned(header.shapes_offset + shapes.size());
  header.providers_bytes = providers.size();
  header.image_bytes = header.providers_offset + providers.size();
  header.engine = padded(engine_version());
  header.digest = padded(digest_of(rules));
  return assemble(header, table, database, encoded, stems, shapes, providers);
}

Result<RuleImage> open_rule_image(std::string_view bytes, Verify verify) {
  if (bytes.size() < sizeof(ImageHeader)) return damaged("it is cut off");
  ImageHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  LEAKWARDEN_CHECK(check_header(header, bytes.size()));
  if (verify == Verify::Everything && checksum_of_image(bytes) != header.checksum) {
    return damaged("the checksum does not fit");
  }
  RuleImage image;
  const std::string_view table = bytes.substr(header.table_offset, header.table_bytes);
  image.verdict_fields = table.substr(0, header.verdict_bytes);
  image.descriptions = table.substr(header.verdict_bytes);
  image.rule_count = header.rule_count;
  image.digest = bytes.substr(offsetof(ImageHeader, digest), header.digest.size());
  LEAKWARDEN_TRY(image.database,
                 database_in_place(bytes.substr(header.database_offset, header.database_bytes)));
  if (header.encoded_bytes > 0) {
    LEAKWARDEN_TRY(image.encoded_database,
                   database_in_place(bytes.substr(header.encoded_offset, header.encoded_bytes)));
  }
  image.stems = bytes.substr(header.stems_offset, header.stems_bytes);
  image.shapes = bytes.substr(header.shapes_offset, header.shapes_bytes);
  image.providers = bytes.substr(header.providers_offset, header.providers_bytes);
  return image;
}

}  // namespace leakwarden::scanner
