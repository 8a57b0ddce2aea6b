#include "scanner/read/json_export.h"

#include <algorithm>
#include <string>

#include "scanner/read/export_walk.h"
#include "scanner/read/json_sniff.h"
#include "scanner/read/json_walk.h"

namespace leakwarden::scanner {
namespace {

// What may stand before a reference without being a value.
constexpr std::string_view kSchemes[] = {"Bearer", "bearer", "Basic", "Token", "token"};

void read_export(std::string_view bytes, const char* name, const ExportKind& kind,
                 ReadBudget& budget, TextSink& sink) {
  ExportWalk walk(kind, budget, sink);
  if (walk_json(bytes, budget.limits().max_json_depth, walk) == JsonOutcome::TooDeep)
    budget.add_gap(std::string(name) + ": nested too deep; what follows was read as plain text");
  walk.finish();
  if (walk.marks_were_cut())
    budget.add_gap(std::string(name) + ": more secret variables than are reported of one file");
}

// "_postman_variable_scope": "vault"
bool is_vault(std::string_view bytes) {
  constexpr std::string_view kScope = "\"_postman_variable_scope\"";
  const std::size_t at = bytes.rfind(kScope);
  if (at == std::string_view::npos) return false;
  const std::string_view behind = bytes.substr(at + kScope.size(), 64);
  const std::size_t value = behind.find_first_not_of(" \t\r\n:");
  return value != std::string_view::npos && behind.substr(value).starts_with("\"vault\"");
}

void remove_all(std::string& text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
}

}  // namespace

bool is_postman_reference(std::string_view value) {
  std::string rest;
  for (std::size_t open = value.find("{{"); open != std::string_view::npos;
       open = value.find("{{")) {
    const std::size_t close = value.find("}}", open);
    if (close == std::string_view::npos) break;
    rest += value.substr(0, open);
    value.remove_prefix(close + 2);
    for (std::string_view word : kSchemes) remove_all(rest, word);
  }
  rest += value;
  return rest.find_first_not_of(" \t\r\n:/@") == std::string::npos;
}

bool sniff_postman(std::string_view bytes) {
  return is_json_object(bytes) &&
         has_early_or_late(bytes, {"\"_postman_", ".getpostman.com/json/collection"});
}

void read_postman(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  ExportKind kind;
  kind.pair_name = "key";
  kind.marks_secrets = true;
  kind.all_are_secrets = is_vault(bytes);
  read_export(bytes, "postman", kind, budget, sink);
}

bool sniff_notebook(std::string_view bytes) {
  return is_json_object(bytes) && has_early_or_late(bytes, {"\"nbformat\""});
}

void read_notebook(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  read_export(bytes, "notebook", ExportKind(), budget, sink);
}

bool sniff_har(std::string_view bytes) {
  return is_json_object(bytes) && has_early_or_late(bytes, {"\"log\""}) &&
         has_early_or_late(bytes, {"\"creator\""});
}

void read_har(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  ExportKind kind;
  kind.pair_name = "name";
  kind.decodes_content = true;
  read_export(bytes, "har", kind, budget, sink);
}

bool sniff_terraform_state(std::string_view bytes) {
  return is_json_object(bytes) && has_early_or_late(bytes, {"\"terraform_version\""});
}

void read_terraform_state(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  read_export(bytes, "terraform state", ExportKind(), budget, sink);
}

bool sniff_docker_config(std::string_view bytes) {
  return is_json_object(bytes) && has_early_or_late(bytes, {"\"auths\""});
}

void read_docker_config(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  ExportKind kind;
  kind.decodes_auth = true;
  read_export(bytes, "docker config", kind, budget, sink);
}

bool sniff_kubernetes_json(std::string_view bytes) {
  return is_json_object(bytes) && has_early_or_late(bytes, {"\"apiVersion\""}) &&
         has_anywhere(bytes, "\"Secret\"");
}

void read_kubernetes_json(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  ExportKind kind;
  kind.decodes_data = true;
  read_export(bytes, "kubernetes", kind, budget, sink);
}

}  // namespace leakwarden::scanner
