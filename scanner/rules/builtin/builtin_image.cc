// The image file's bytes, taken in by the assembler. LEAKWARDEN_RULE_IMAGE is its path.

#include "scanner/rules/builtin_image.h"

asm(".pushsection .rodata.leakwarden_rules, \"a\", @progbits\n"
    ".balign 4096\n"
    "leakwarden_builtin_rules_begin:\n"
    ".incbin \"" LEAKWARDEN_RULE_IMAGE
    "\"\n"
    "leakwarden_builtin_rules_end:\n"
    ".popsection\n");

extern "C" {
extern const char leakwarden_builtin_rules_begin[] __attribute__((visibility("hidden")));
extern const char leakwarden_builtin_rules_end[] __attribute__((visibility("hidden")));
}

namespace leakwarden::scanner {

std::string_view builtin_rule_image() {
  return {leakwarden_builtin_rules_begin,
          static_cast<std::size_t>(leakwarden_builtin_rules_end - leakwarden_builtin_rules_begin)};
}

}  // namespace leakwarden::scanner
