#pragma once

// How sure we are, and why, in words.
//
// The rule says what its shape alone proves; two things move that:
//   up to high   its checksum is right: a chance hit is one in billions
//   down to low  the password of a URL whose host is reserved for documentation (RFC 2606, RFC
//   6761:
//                example.com, *.test, *.invalid …) or is the machine itself (localhost, 127.0.0.1)

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

struct Certainty {
  Confidence confidence = Confidence::High;
  std::vector<std::string> reasons;  // sentences without a full stop, no secret in them
};

Certainty certainty_of(const Rule& rule, std::string_view text, const LocalVerdict& kept);

enum class HostKind { Ordinary, Documentation, ThisMachine };
HostKind host_kind(std::string_view host);

}  // namespace leakwarden::scanner
