#pragma once

// Exports in JSON that keep a value and its name apart, or in pieces, or escaped, so that the bytes
// alone do not show what is what:
//
//   Postman    {"auth": {"bearer": [{"key": "token", "value": "…"}]}}
//     gives      "token": "…"          at item[3].request.auth.bearer
//   notebook   {"source": ["key = \"ab", "c\"\n"]}      gives the source, its lines joined
//   HAR        {"name": "Authorization", "value": "Bearer …"}
//   Terraform  {"outputs": {"db_password": {"value": "…"}}}      gives "db_password": "…"
//   Kubernetes {"kind": "Secret", "data": {"password": "cGFzc…"}}    gives "password": "pass…"
//   docker     {"auths": {"registry": {"auth": "dTpw"}}}      gives "password": "p"
//
// One walk serves all; what differs is an ExportKind. What fits several formats is walked once as
// all of them: no format hides what another shows, and JSON in JSON in JSON that fits each of them
// does not cost their number to the power of its depth. Strings of one object, or of one list, are
// one text, so that the halves of a key are found together.
//
// Postman: a variable of `"type": "secret"`, and everything in a vault's export, is a secret by its
// place (Mark) unless it is empty or holds only references: {{vault:key}}, {{key}}.
//
// JSON that is not well-formed is read up to there and no gap: the bytes are matched as well.
// Nesting beyond the limit is one.

#include <string_view>

#include "scanner/read/reader.h"

namespace leakwarden::scanner {

// What Mark::rule_id says of Postman's secret variables; a rule of rules/catalog.
inline constexpr std::string_view kPostmanSecretRule = "postman-environment-secret";

bool sniff_json_export(std::string_view bytes);
void read_json_export(std::string_view bytes, ReadBudget& budget, TextSink& sink);

// "{{token}}", "Bearer {{vault:token}}": says where the value is, and is none.
bool is_postman_reference(std::string_view value);

}  // namespace leakwarden::scanner
