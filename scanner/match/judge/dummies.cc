#include "scanner/match/judge/dummies.h"

#include <array>
#include <string>

#include "scanner/match/ascii.h"
#include "scanner/match/judge/word_search.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kLookedAt = 256;

// None inside another, or it would count twice.
constexpr std::array<std::string_view, 28> kDummies{
    "fake",   "dummy",    "sample",   "example", "test",    "mock",    "changeme",
    "your",   "invalid",  "random",   "secret",  "token",   "password", "passwd",
    "s3cr3t", "p4ssw0rd", "passw0rd", "foobar",  "deadbeef", "placeholder", "notreal",
    "something", "whatever", "correct", "wrong",  "hunter2", "default", "xxxx",
};
constexpr WordSearch kSearch(kDummies);

}  // namespace

void add_dummies(std::string_view value, Features& features) {
  std::string lower = ascii_lower(value.substr(0, kLookedAt));
  features.set(Feature::dummy_inside, kSearch.count(lower));
}

}  // namespace leakwarden::scanner::judging
