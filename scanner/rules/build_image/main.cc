// Build-time tool: rule files → the image that is linked into the program.
//
//   leakwarden-build-rules OUTPUT FILE…
//
// Mistakes are printed as file:line:column and stop the build.

#include <fcntl.h>

#include <cstdio>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_image.h"

namespace leakwarden::scanner {
namespace {

int fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  return 2;
}

// Rules carry the bare name of their file: the build folder is nobody's business.
std::string bare_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

int build(const std::string& output, const std::vector<std::string>& files) {
  const Result<std::vector<RuleText>> texts = read_rule_files(files);
  if (!texts.ok()) return fail(texts.error().message());
  LoadedRules loaded = load_rules(*texts);
  if (loaded.problems.has_errors()) return fail(loaded.problems.text());
  for (Rule& rule : loaded.rules) rule.source_file = "builtin:" + bare_name(rule.source_file);
  const Result<std::string> image = build_rule_image(loaded.rules);
  if (!image.ok()) return fail(image.error().message());
  const Status written = write_file_atomically(output, *image, 0644);
  return written.ok() ? 0 : fail(written.error().message());
}

}  // namespace
}  // namespace leakwarden::scanner

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 2) {
    return leakwarden::scanner::fail("usage: leakwarden-build-rules OUTPUT FILE…");
  }
  return leakwarden::scanner::build(words[0], {words.begin() + 1, words.end()});
}
