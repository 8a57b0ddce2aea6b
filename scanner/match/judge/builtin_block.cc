// The table's bytes, taken in by the assembler. LEAKWARDEN_JUDGE_TABLE is its path.

#include "scanner/match/judge/table.h"

asm(".pushsection .rodata.leakwarden_judge, \"a\", @progbits\n"
    ".balign 16\n"
    "leakwarden_judge_begin:\n"
    ".incbin \"" LEAKWARDEN_JUDGE_TABLE
    "\"\n"
    "leakwarden_judge_end:\n"
    ".popsection\n");

extern "C" {
extern const char leakwarden_judge_begin[] __attribute__((visibility("hidden")));
extern const char leakwarden_judge_end[] __attribute__((visibility("hidden")));
}

namespace leakwarden::scanner::judging {

std::string_view builtin_judge_block() {
  return {leakwarden_judge_begin,
          static_cast<std::size_t>(leakwarden_judge_end - leakwarden_judge_begin)};
}

const std::optional<Table>& builtin_table() {
  static const std::optional<Table>* const kTable =
      new std::optional<Table>(Table::open(builtin_judge_block()));  // as ValueJudge::builtin()
  return *kTable;
}

}  // namespace leakwarden::scanner::judging
