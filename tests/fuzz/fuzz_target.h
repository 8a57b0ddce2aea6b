#pragma once

// Code that reads bytes from outside, each as a function of one byte string.
//
// A target runs the code and holds it to what is always true of it: an oracle of its own (a naive
// second implementation), a round trip, or a promise of the header. What is not true ends the
// process (require), so that libFuzzer and the short form of tests/run see the same thing.
//
//   seeds ──► mutate() ──► target.run          short form: fuzz_test.cc, a fixed number of tries
//   corpus ─► libFuzzer ─► target.run          long form: preset fuzz, libfuzzer_main.cc

#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::fuzz {

struct FuzzTarget {
  const char* name;
  void (*run)(std::string_view bytes);
  std::vector<std::string> (*seeds)();  // good inputs; made anew, by the real git where it has some
};

// All of them.
std::vector<FuzzTarget> fuzz_targets();

std::vector<FuzzTarget> git_targets();
std::vector<FuzzTarget> rule_targets();
std::vector<FuzzTarget> suppress_targets();
std::vector<FuzzTarget> text_targets();
std::vector<FuzzTarget> service_targets();

// Ends the process with `what`, and the input that was tried last, when it is not so.
void require(bool is_so, const char* what);
// Run the target, and remember the input for require().
void run(const FuzzTarget& target, std::string_view bytes);

}  // namespace leakwarden::fuzz
