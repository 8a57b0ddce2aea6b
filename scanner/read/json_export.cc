#include "scanner/read/json_export.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "scanner/read/export_walk.h"
#include "scanner/read/json_sniff.h"
#include "scanner/read/json_walk.h"

namespace leakwarden::scanner {
namespace {

// What may stand before a reference without being a value.
constexpr std::string_view kSeparators = " \t\r\n:/@";
constexpr std::string_view kSchemes[] = {"Bearer", "bearer", "Basic", "Token", "token"};

// "_postman_variable_scope": "vault"
bool is_vault(std::string_view bytes) {
  constexpr std::string_view kScope = "\"_postman_variable_scope\"";
  const std::size_t at = bytes.rfind(kScope);
  if (at == std::string_view::npos) return false;
  const std::string_view behind = bytes.substr(at + kScope.size(), 64);
  const std::size_t value = behind.find_first_not_of(" \t\r\n:");
  return value != std::string_view::npos && behind.substr(value).starts_with("\"vault\"");
}

bool is_postman(std::string_view bytes) {
  return has_early_or_late(bytes, {"\"_postman_", ".getpostman.com/json/collection"});
}

bool is_notebook(std::string_view bytes) {
  return has_early_or_late(bytes, {"\"nbformat\""});
}

bool is_har(std::string_view bytes) {
  return has_early_or_late(bytes, {"\"log\""}) && has_early_or_late(bytes, {"\"creator\""});
}

bool is_terraform_state(std::string_view bytes) {
  return has_early_or_late(bytes, {"\"terraform_version\""});
}

bool is_docker_config(std::string_view bytes) {
  return has_early_or_late(bytes, {"\"auths\""});
}

bool is_kubernetes(std::string_view bytes) {
  return has_early_or_late(bytes, {"\"apiVersion\""}) && has_anywhere(bytes, "\"Secret\"");
}

void read_as_postman(std::string_view bytes, ExportKind& kind) {
  kind.pairs_by_key = true;
  kind.marks_secrets = true;
  kind.all_are_secrets = is_vault(bytes);
}

void read_as_har(std::string_view, ExportKind& kind) {
  kind.pairs_by_name = true;
  kind.decodes_content = true;
}

void read_as_docker(std::string_view, ExportKind& kind) {
  kind.decodes_auth = true;
}

void read_as_kubernetes(std::string_view, ExportKind& kind) {
  kind.decodes_data = true;
}

void read_plainly(std::string_view, ExportKind&) {}

struct Format {
  const char* name;
  bool (*fits)(std::string_view bytes);
  void (*add_to)(std::string_view bytes, ExportKind& kind);
};

constexpr Format kFormats[] = {
    {"postman", is_postman, read_as_postman},
    {"notebook", is_notebook, read_plainly},
    {"har", is_har, read_as_har},
    {"terraform state", is_terraform_state, read_plainly},
    {"docker config", is_docker_config, read_as_docker},
    {"kubernetes", is_kubernetes, read_as_kubernetes},
};

// Between references: white space, what separates them, and a scheme such as "Bearer".
bool says_nothing(std::string_view between) {
  while (true) {
    between.remove_prefix(std::min(between.find_first_not_of(kSeparators), between.size()));
    const auto scheme =
        std::find_if(std::begin(kSchemes), std::end(kSchemes),
                     [between](std::string_view word) { return between.starts_with(word); });
    if (scheme == std::end(kSchemes)) return between.empty();
    between.remove_prefix(scheme->size());
  }
}

}  // namespace

bool is_postman_reference(std::string_view value) {
  std::size_t open = value.find("{{");
  for (; open != std::string_view::npos; open = value.find("{{")) {
    const std::size_t close = value.find("}}", open);
    if (close == std::string_view::npos || !says_nothing(value.substr(0, open))) return false;
    value.remove_prefix(close + 2);
  }
  return value.find_first_not_of(kSeparators) == std::string_view::npos;
}

bool sniff_json_export(std::string_view bytes) {
  return is_json_object(bytes) &&
         std::any_of(std::begin(kFormats), std::end(kFormats),
                     [bytes](const Format& format) { return format.fits(bytes); });
}

void read_json_export(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  ExportKind kind;
  std::string name;
  for (const Format& format : kFormats) {
    if (!format.fits(bytes)) continue;
    format.add_to(bytes, kind);
    if (name.empty()) name = format.name;
  }
  ExportWalk walk(kind, budget, sink);
  if (walk_json(bytes, budget.limits().max_json_depth, walk) == JsonOutcome::TooDeep)
    budget.add_gap(name + ": nested too deep; what follows was read as plain text");
  walk.finish();
  if (walk.marks_were_cut())
    budget.add_gap(name + ": more secret variables than are reported of one file");
}

}  // namespace leakwarden::scanner
