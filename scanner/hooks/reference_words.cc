#include "scanner/hooks/reference_words.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "scanner/text_scanner.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLongestName = 60;

struct Language {
  std::string_view ending;  // of the file's name
  std::string_view before;
  std::string_view after;
};

// The first that fits; whole names before endings.
constexpr Language kLanguages[] = {
    {"/.github/workflows/", "${{ secrets.", " }}"},  // a folder, see language_of()
    {"dockerfile", "$", ""},
    {"makefile", "$(", ")"},
    {"jenkinsfile", "env.", ""},
    {".py", "os.environ[\"", "\"]"},
    {".ipynb", "os.environ[\\\"", "\\\"]"},
    {".js", "process.env.", ""},
    {".mjs", "process.env.", ""},
    {".cjs", "process.env.", ""},
    {".jsx", "process.env.", ""},
    {".ts", "process.env.", ""},
    {".tsx", "process.env.", ""},
    {".vue", "process.env.", ""},
    {".go", "os.Getenv(\"", "\")"},
    {".rb", "ENV.fetch(\"", "\")"},
    {".java", "System.getenv(\"", "\")"},
    {".kt", "System.getenv(\"", "\")"},
    {".kts", "System.getenv(\"", "\")"},
    {".scala", "sys.env(\"", "\")"},
    {".groovy", "System.getenv(\"", "\")"},
    {".gradle", "System.getenv(\"", "\")"},
    {".cs", "Environment.GetEnvironmentVariable(\"", "\")"},
    {".fs", "Environment.GetEnvironmentVariable(\"", "\")"},
    {".php", "getenv('", "')"},
    {".rs", "std::env::var(\"", "\")"},
    {".c", "getenv(\"", "\")"},
    {".h", "getenv(\"", "\")"},
    {".cc", "getenv(\"", "\")"},
    {".cpp", "getenv(\"", "\")"},
    {".hpp", "getenv(\"", "\")"},
    {".m", "getenv(\"", "\")"},
    {".swift", "ProcessInfo.processInfo.environment[\"", "\"]"},
    {".dart", "Platform.environment['", "']"},
    {".ex", "System.fetch_env!(\"", "\")"},
    {".exs", "System.fetch_env!(\"", "\")"},
    {".pl", "$ENV{", "}"},
    {".pm", "$ENV{", "}"},
    {".lua", "os.getenv(\"", "\")"},
    {".r", "Sys.getenv(\"", "\")"},
    {".jl", "ENV[\"", "\"]"},
    {".ps1", "$env:", ""},
    {".sh", "$", ""},
    {".bash", "$", ""},
    {".zsh", "$", ""},
    {".env", "$", ""},
    {".tf", "var.", ""},
    {".tfvars", "var.", ""},
    {".yml", "${", "}"},
    {".yaml", "${", "}"},
    {".properties", "${", "}"},
    {".xml", "${", "}"},
    {".conf", "${", "}"},
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
bool is_name_character(char c) {
  return (upper(c) >= 'A' && upper(c) <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

const Language* language_of(const std::string& path) {
  std::string name = "/" + path;
  std::transform(name.begin(), name.end(), name.begin(), lower);
  if (name.find(kLanguages[0].ending) != std::string::npos) return &kLanguages[0];
  for (const Language& language : kLanguages) {
    if (ends_with(name, language.ending)) return &language;
  }
  return nullptr;
}

std::string vault_name(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), lower);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

// What the author calls it says more than the rule does, where it is a name of settings.
bool is_a_setting(const Finding& finding) {
  const std::string& name = finding.scope;
  return with_value_masked(name, finding) == name && name.size() >= 4 &&
         name.size() <= kLongestName && upper(name[0]) >= 'A' && upper(name[0]) <= 'Z' &&
         std::all_of(name.begin(), name.end(), is_name_character);
}

}  // namespace

std::string variable_name(const Finding& finding) {
  std::string name = is_a_setting(finding) ? finding.scope : finding.rule_id;
  name.resize(std::min(name.size(), kLongestName));
  for (char& c : name) c = is_name_character(c) ? upper(c) : '_';
  return name.empty() ? "SECRET" : name;
}

std::string reference_for(const Finding& finding) {
  const std::string name = variable_name(finding);
  const Language* language = language_of(finding.location.path);
  if (language == nullptr) return "{{vault:" + vault_name(name) + "}} or $" + name;
  const bool lower_case = language->before == "var.";
  std::string variable = name;
  if (lower_case) std::transform(variable.begin(), variable.end(), variable.begin(), lower);
  return std::string(language->before) + variable + std::string(language->after);
}

}  // namespace leakwarden::scanner
