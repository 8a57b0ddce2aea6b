#pragma once

// How large an automaton an expression asks for, before anything is compiled.
//
// Hyperscan first makes one state of each byte written and an edge between each two that may follow
// one another: 700 alternatives nine times are four million edges and 40 seconds. So triggers are
// measured and refused here.

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

// One or two seconds of compiling; the built-in rules stay below a tenth of it.
constexpr double kMostAutomatonEdges = 200'000;

// Edges of its position automaton, repeats written out.
double automaton_edges(const PatternNode& node);

}  // namespace leakwarden::scanner
