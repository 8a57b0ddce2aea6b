#pragma once

// Every budget of the readers: unit, default, and the attack it answers. All are per object (a
// blob, a file) and shared by everything that lies inside it, however deep. What a limit cuts off
// is a gap.

#include <cstddef>
#include <cstdint>

namespace leakwarden::scanner {

struct ReadLimits {
  // Readers inside readers: a zip in a zip in a gzip. Answers: archives that hold themselves.
  std::uint32_t max_depth = 6;
  // Members of all archives. Answers: a small archive that names millions of empty files.
  std::uint32_t max_members = 65'536;
  // Bytes of one member held in memory; more of it is not read.
  std::uint64_t max_member_bytes = 32ull << 20;
  // Bytes of members held at the same time, each inside the one before it; what would be more is
  // not read. Answers: large members nested in large members.
  std::uint64_t max_held_bytes = 96ull << 20;
  // Decompressed bytes of all members. Answers: 42 KB that unpack to petabytes.
  std::uint64_t max_unpacked_bytes = 256ull << 20;
  // The same as a multiple of the object, but never less than `min_unpacked_bytes`. Answers: a
  // history with thousands of small bombs. Text compresses 3 to 30 times.
  std::uint64_t max_ratio = 100;
  std::uint64_t min_unpacked_bytes = 32ull << 20;
  // Bytes of all texts that readers hand on, layer by layer, as a multiple of what may be unpacked.
  // Answers: JSON in JSON in JSON, each layer of which gives the next one more than once.
  static constexpr std::uint64_t texts_per_unpacked_byte = 2;
  // Nesting of JSON. Answers: a million "[".
  std::uint32_t max_json_depth = 512;
  // Values that are secrets by their place. Answers: a file of a million "type": "secret".
  std::uint32_t max_marks = 20'000;
  // Values of the secret columns of all tables, and their bytes. Answers: 5 MB of passwords, each of
  // which costs a judgement (0.1 ms), and long values full of what rules look at (5 ms for 1 KB).
  std::uint32_t max_table_values = 10'000;
  std::uint32_t max_table_value_bytes = 256u << 10;
  // Lines of one YAML document and sources of one map that are looked at. A manifest has at most
  // 1.5 MB. Answers: 64 MB of line ends.
  std::uint32_t max_parts = 200'000;
  // Gaps that are named; more are only counted.
  std::uint32_t max_gaps = 50;

  // Bytes of a member's name and of a place inside an export, as kept in Finding::decoded.
  static constexpr std::size_t max_place_bytes = 512;
};

}  // namespace leakwarden::scanner
