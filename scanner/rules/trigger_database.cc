#include "scanner/rules/trigger_database.h"

#include <fmt/core.h>
#include <hs.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/encoded_trigger.h"

namespace leakwarden::scanner {
namespace {

struct FreeDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
using Database = std::unique_ptr<hs_database_t, FreeDatabase>;

struct FreeCompileError {
  void operator()(hs_compile_error_t* error) const { hs_free_compile_error(error); }
};
using CompileError = std::unique_ptr<hs_compile_error_t, FreeCompileError>;

hs_platform_info_t generic_platform() {
  hs_platform_info_t platform{};
  platform.tune = HS_TUNE_FAMILY_GENERIC;
  return platform;
}

Error compile_failure(const std::vector<Rule>& rules, const std::vector<unsigned>& ids,
                      const CompileError& error) {
  const std::string reason = error ? error->message : "not enough memory";
  if (!error || error->expression < 0) {
    return Error::too_large("compile the rules' triggers", "Hyperscan", reason);
  }
  const Rule& rule = rules[ids[static_cast<std::size_t>(error->expression)] % rules.size()];
  return Error::invalid(fmt::format("compile the trigger of rule '{}'", rule.id),
                        fmt::format("{}:{}", rule.source_file, rule.source_line), reason)
      .with_remedy("give the rule a simpler 'trigger:'");
}

struct Expressions {
  std::vector<std::string> texts;
  std::vector<unsigned> ids;
};

// There is always one, as Hyperscan makes no database of none.
Expressions plain_expressions(const std::vector<Rule>& rules, const std::vector<bool>& left_out) {
  Expressions all;
  std::optional<std::size_t> first;
  for (std::size_t index = 0; index < rules.size(); ++index) {
    if (rules[index].assigned) continue;
    if (!first) first = index;
    if (!left_out.empty() && left_out[index]) continue;
    all.ids.push_back(static_cast<unsigned>(index));
    all.texts.push_back(rules[index].trigger);
  }
  if (!all.ids.empty() || !first) return all;
  return {{rules[*first].trigger}, {static_cast<unsigned>(*first)}};
}

Expressions encoded_expressions(const std::vector<Rule>& rules) {
  Expressions all;
  ByteSets byte_sets;
  for (std::size_t index = 0; index < rules.size(); ++index) {
    for (EncodedTrigger& trigger : encoded_triggers(rules[index], byte_sets)) {
      all.ids.push_back(
          static_cast<unsigned>(static_cast<std::size_t>(trigger.form) * rules.size() + index));
      all.texts.push_back(std::move(trigger.expression));
    }
  }
  return all;
}

Result<Database> compile(const std::vector<Rule>& rules, const Expressions& all) {
  std::vector<const char*> expressions;
  for (const std::string& text : all.texts) expressions.push_back(text.c_str());
  const std::vector<unsigned> flags(expressions.size(), 0);
  const hs_platform_info_t platform = generic_platform();
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t code = hs_compile_multi(expressions.data(), flags.data(), all.ids.data(),
                                           static_cast<unsigned>(expressions.size()), HS_MODE_BLOCK,
                                           &platform, &database, &error);
  if (code != HS_SUCCESS) return compile_failure(rules, all.ids, CompileError(error));
  return Database(database);
}

struct FreeBytes {
  void operator()(char* bytes) const { std::free(bytes); }
};

Error library_failure(int code) {
  return Error::io("compile the rules' triggers", "Hyperscan", fmt::format("error {}", code));
}

// The database as it lies in memory at a multiple of 64.
Result<std::string> placed_bytes(const Database& database) {
  char* raw = nullptr;
  std::size_t size = 0;
  hs_error_t code = hs_serialize_database(database.get(), &raw, &size);
  if (code != HS_SUCCESS) return library_failure(code);
  const std::unique_ptr<char, FreeBytes> serialized(raw);
  std::size_t placed_size = 0;
  code = hs_serialized_database_size(serialized.get(), size, &placed_size);
  if (code != HS_SUCCESS) return library_failure(code);
  AlignedBytes placed(placed_size);
  code = hs_deserialize_database_at(serialized.get(), size,
                                    reinterpret_cast<hs_database_t*>(placed.data()));
  if (code != HS_SUCCESS) return library_failure(code);
  return std::string(placed.view());
}

}  // namespace

Result<std::string> compile_triggers(const std::vector<Rule>& rules) {
  return compile_triggers(rules, {});
}

Result<std::string> compile_triggers(const std::vector<Rule>& rules,
                                     const std::vector<bool>& left_out) {
  if (rules.empty())
    return Error::invalid("compile the rules' triggers", "rules", "there are none");
  if (std::all_of(rules.begin(), rules.end(), [](const Rule& rule) { return rule.assigned; })) {
    return Error::invalid("compile the rules' triggers", rules.front().source_file,
                          "all its rules have 'trigger: assignment', so nothing would find a value")
        .with_remedy("load 'builtin' beside them");
  }
  LEAKWARDEN_TRY(const Database database, compile(rules, plain_expressions(rules, left_out)));
  return placed_bytes(database);
}

Result<std::string> compile_encoded_triggers(const std::vector<Rule>& rules) {
  const Expressions expressions = encoded_expressions(rules);
  if (expressions.ids.empty()) return std::string();
  LEAKWARDEN_TRY(const Database database, compile(rules, expressions));
  return placed_bytes(database);
}

Status check_trigger_compiles(const std::string& expression) {
  Rule rule;
  rule.trigger = expression;
  const std::vector<Rule> rules{rule};
  const Result<Database> database = compile(rules, plain_expressions(rules, {}));
  if (!database.ok()) return database.error();
  return done();
}

Result<const hs_database*> database_in_place(std::string_view bytes) {
  const std::string where = "the rule image's database";
  if (hs_valid_platform() != HS_SUCCESS) {
    return Error::refused("use the rules", where, "this CPU lacks SSSE3, which Hyperscan needs");
  }
  constexpr std::size_t kLeastBytes = 128;  // Hyperscan's own header
  const bool aligned =
      reinterpret_cast<std::uintptr_t>(bytes.data()) % AlignedBytes::kAlignment == 0;
  if (!aligned || bytes.size() < kLeastBytes) {
    return Error::corrupt("use the rules", where, "it is cut off or out of place");
  }
  const hs_database_t* database = reinterpret_cast<const hs_database_t*>(bytes.data());
  std::size_t size = 0;
  if (hs_database_size(database, &size) != HS_SUCCESS || size != bytes.size()) {
    return Error::corrupt("use the rules", where, "its header is damaged");
  }
  return database;
}

std::string_view engine_version() {
  return hs_version();
}

}  // namespace leakwarden::scanner
