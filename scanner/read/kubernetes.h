#pragma once

// Kubernetes Secrets and kube configs in YAML: base64 values, decoded.
//
//   apiVersion: v1
//   kind: Secret
//   data:
//     word: d29yZA==        gives  "word": "word"   at data.word
//
// Not a YAML parser: it reads lines. Of a mapping that has `kind: Secret` it takes the `data:`
// beside it, whose entries are plain, quoted or block scalars; of any line `client-key-data:` its
// value. What it cannot follow (aliases, anchors, flow mappings) is a gap: an alias is never
// expanded, so that nothing can grow. `stringData:` needs no reader.

#include <string_view>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {

// The first line that is no comment is a top-level key of such a file, and `Secret` or
// `client-key-data` stands in it.
bool sniff_kubernetes_yaml(std::string_view bytes);
void read_kubernetes_yaml(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
